"""Whatever becomes of the cache, the next build publishes what one without a cache does."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.faults import Site, files
from tests.site.test_incremental import Builder

ROUNDS = 24


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    started = Builder()
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


@pytest.mark.parametrize(
    "rounds", [pytest.param(ROUNDS, marks=pytest.mark.slow), pytest.param(1_000, marks=pytest.mark.long)]
)
@pytest.mark.parametrize("kinds", [(_flip,), (_zero, _cut, _lose, _replace, _swap)], ids=["flips", "others"])
def test_a_damaged_cache_publishes_what_no_cache_does(tmp_path: Path, builder: Builder, kinds, rounds: int) -> None:  # type: ignore[no-untyped-def]
    site, draw = Site(tmp_path), random.Random(10)
    clean = []
    for state in (0, 1):
        site.change(state)
        told = builder.build(site.content, tmp_path / f"clean-{state}", tmp_path / f"cache-{state}")
        assert told["ok"], told
        clean.append(files(tmp_path / f"clean-{state}"))
    assert builder.build(site.content, site.output, site.cache)["ok"]
    state = 1
    for round_ in range(rounds):
        kept = sorted(path for path in site.cache.rglob("*") if path.is_file() and path.name != "lock")
        small = [path for path in kept if "spare" not in path.parts and "pictures" not in path.parts]
        path = draw.choice(small if draw.random() < 0.6 else kept)
        kind = draw.choice(kinds)
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
