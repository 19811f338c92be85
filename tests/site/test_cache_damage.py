"""Whatever becomes of the cache, the next build publishes what one without a cache does."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site.faults import Site, files, without_privileges
from tests.site.test_incremental import Builder

ROUNDS = 12


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    started = Builder(prepare=without_privileges)
    yield started
    started.close()


def _flip(path: Path, draw: random.Random) -> None:
    """One byte of a file, in place, is another."""
    size = path.stat().st_size
    if size:
        with path.open("r+b") as file:
            place = draw.randrange(size)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ draw.randint(1, 255)]))


def _zero(path: Path, draw: random.Random) -> None:
    """What a loss of power can leave of a file."""
    path.write_bytes(bytes(path.stat().st_size))


def _cut(path: Path, draw: random.Random) -> None:
    os.truncate(path, draw.randint(0, path.stat().st_size))


def _lose(path: Path, draw: random.Random) -> None:
    path.unlink()


def _replace(path: Path, draw: random.Random) -> None:
    """Damaged, and another file than it was, as tools that write beside and rename leave it."""
    copy = path.with_name(path.name + ".moi")
    shutil.copy2(path, copy)
    _flip(copy, draw)
    status = path.stat()
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    copy.rename(path)


def _swap(path: Path, draw: random.Random) -> None:
    """Two whole files in each other's place, most times of one kind."""
    top = next(parent for parent in path.parents if parent.name in {"cache", "spare"})
    others = [other for other in top.rglob("*") if other.is_file() and other != path and other.name != "lock"]
    near = [other for other in others if other.parent == path.parent or other.parent.parent == path.parent.parent]
    other = draw.choice(near if near and draw.random() < 0.8 else others)
    aside = path.with_name("aside")
    path.rename(aside)
    other.rename(path)
    aside.rename(other)


def _lay_folder(path: Path, draw: random.Random) -> None:
    """A folder of that name, with something in it."""
    path.unlink()
    path.mkdir()
    (path / "la").write_bytes(b"x")


def _lay_link(path: Path, draw: random.Random) -> None:
    """A link to itself put aside, to another file of the cache, or to nothing."""
    aside = path.with_name(f"{path.name}.that-{draw.getrandbits(40):x}")  # an earlier round's may be a folder by now
    path.rename(aside)
    path.symlink_to(draw.choice([aside, path.with_name("lock"), path.with_name("khong-co")]))


def _lay_file(path: Path, draw: random.Random) -> None:
    """A file in the place of the folder that held it."""
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"x")


def _forbid(path: Path, draw: random.Random) -> None:
    path.chmod(0)


def _age(path: Path, draw: random.Random) -> None:
    """What a backup brings back: the whole cache, or the folder that holds the file, as it was in the other state."""
    top = next(parent for parent in path.parents if parent.name == "cache")
    inside = path.parent.relative_to(top)
    folder = Path() if draw.random() < 0.3 or not (top.with_name("backup") / inside).is_dir() else inside
    shutil.rmtree(top / folder)
    shutil.copytree(top.with_name("backup") / folder, top / folder, symlinks=True)


Damage = Callable[[Path, random.Random], None]
KINDS: dict[str, tuple[Damage, ...]] = {
    "flips": (_flip,),
    "others": (_zero, _cut, _lose, _replace, _swap, _age),
    "places": (_lay_folder, _lay_link, _lay_file, _forbid),
}


@pytest.mark.parametrize(
    "rounds", [pytest.param(ROUNDS, marks=pytest.mark.slow), pytest.param(1_000, marks=pytest.mark.long)]
)
@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_cache_publishes_what_no_cache_does(tmp_path: Path, builder: Builder, name: str, rounds: int) -> None:
    site, draw, clean = Site(tmp_path), random.Random(10), []
    site.cache = tmp_path / "own" / "cache"  # one that shares nothing with other tests
    site.cache.mkdir(parents=True)
    for state in (0, 1):
        site.change(state)
        told = builder.build(site.content, tmp_path / f"clean-{state}", tmp_path / f"cache-{state}")
        assert told["ok"], told
        clean.append(files(tmp_path / f"clean-{state}"))
    assert builder.build(site.content, site.output, site.cache)["ok"]
    shutil.copytree(site.cache, site.cache.with_name("backup"))
    state = 1
    for round_ in range(rounds):
        kept = sorted(path for path in site.cache.rglob("*") if path.is_file() and path.name != "lock")
        small = [path for path in kept if not {"spare", "pictures", "templates"} & set(path.parts)]
        path = draw.choice(small if draw.random() < 0.6 else kept)
        kind = draw.choice(KINDS[name])
        if kind is _forbid and "spare" in path.parts:
            continue  # one file with that of the site, which is not the cache's
        if kind is _lay_file and path.parent == site.cache:
            continue  # no cache at all: told in one line, the old site stands
        kind(path, draw)
        if draw.random() < 0.7:
            state = 1 - state
            site.change(state)
        options = ["--force"] if draw.random() < 0.1 else []
        told = builder.build(site.content, site.output, site.cache, *options)
        where = (round_, kind.__name__, path.relative_to(site.cache), told)
        assert told["ok"], where
        found = files(site.output)
        different = {name for name in found.keys() | clean[state].keys() if found.get(name) != clean[state].get(name)}
        assert not different, (where, different)


@pytest.mark.slow
def test_force_reads_no_text_back(tmp_path: Path, builder: Builder) -> None:
    """Not even one that is whole: a word that stands in kept texts, digests and all, is not published."""
    site = Site(tmp_path)
    assert builder.build(site.content, site.output, site.cache)["ok"]
    before = {path: path.stat().st_ino for path in site.cache.glob("articles/*/*") if path.name != "lock"}
    assert builder.build(site.content, site.output, site.cache, "--force")["ok"]
    after = {path: path.stat().st_ino for path in site.cache.glob("articles/*/*") if path.name != "lock"}
    assert {path.name for path in before} <= {path.name for path in after} | {"recent"}
    report = str(builder.build(site.content, site.output, site.cache, "--force")["report"])
    assert "ghi 0" in report
