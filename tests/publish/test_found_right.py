"""What was read and found right is read again once it was touched, however that was done and whatever was made of its
times."""

import mmap
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.publish import found_right
from plugins.publish.found_right import FoundRight

FILES = {"index.html": b"front", "bai-viet/a/index.html": b"first", "bai-viet/b/index.html": b"other"}
SUMS = {name: sha256(data).hexdigest() for name, data in FILES.items()}

IN_MEMORY = "/dev/shm"
"""Where nothing waits for a disk."""


def quiet(*_: object) -> None:
    pass


def make(root: Path) -> Path:
    """A release, as it should be."""
    folder = root / "release"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def as_before(path: Path, do: Callable[[Path], object]) -> None:
    """Change a file and give it back its modification time."""
    status = os.stat(path, follow_symlinks=False)
    do(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns), follow_symlinks=False)


def patch(path: Path) -> None:
    with open(path, "r+b") as file:
        file.seek(2)
        file.write(b"?")


def by_rename(path: Path) -> None:
    """Another file of the same size and times."""
    other, status = path.with_name("other"), os.stat(path)
    other.write_bytes(b"?" * status.st_size)
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(other, path)


def by_link(path: Path) -> None:
    other, status = path.with_name("other"), os.stat(path)
    other.write_bytes(b"?" * status.st_size)
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    path.unlink()
    os.link(other, path)
    other.unlink()


def to_symlink(path: Path) -> None:
    """Of the very file that lay there."""
    path.rename(path.with_name("aside"))
    path.symlink_to("aside")


def to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def to_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


WRONG: list[Callable[[Path], object]] = [
    lambda path: as_before(path, lambda path: path.write_bytes(b"?" * path.stat().st_size)),
    lambda path: as_before(path, patch),
    lambda path: as_before(path, lambda path: os.truncate(path, 3)),
    lambda path: as_before(path, lambda path: (os.truncate(path, 3), os.truncate(path, 5))),
    lambda path: as_before(path, lambda path: path.write_bytes(path.read_bytes() + b"?")),
    lambda path: path.write_bytes(b"?"),
    by_rename,
    by_link,
    to_symlink,
    to_folder,
    to_pipe,
    Path.unlink,
    lambda path: as_before(path, lambda path: path.chmod(0o600)),
    lambda path: as_before(path, lambda path: path.chmod(0)),
]
RIGHT: list[Callable[[Path], object]] = [
    lambda path: path.write_bytes(path.read_bytes()),
    lambda path: os.utime(path),
    lambda path: path.chmod(0o755),
    lambda path: (os.link(path, path.with_name("more")), path.with_name("more").unlink()),
    lambda path: (path.rename(path.with_name("aside")), path.with_name("aside").rename(path)),
]


def lose(memory: Path) -> None:
    memory.unlink(missing_ok=True)


def damage(memory: Path) -> None:
    if memory.exists():
        data = memory.read_bytes()
        memory.write_bytes(data[:-3] + b"???")


def cut(memory: Path) -> None:
    if memory.exists():
        os.truncate(memory, memory.stat().st_size // 2)


def lie_in_its_way(memory: Path) -> None:
    memory.unlink(missing_ok=True)
    memory.mkdir()


TO_MEMORY = [*[lambda memory: None] * 6, lose, damage, cut, lie_in_its_way]
ROUND = st.tuples(
    st.sampled_from(TO_MEMORY),
    st.dictionaries(st.sampled_from(sorted(FILES)), st.sampled_from(WRONG + RIGHT), max_size=2),
    st.booleans(),
)


@given(st.lists(ROUND, min_size=1, max_size=5))
def test_it_says_what_reading_everything_says(rounds: list[tuple]) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if os.path.isdir(IN_MEMORY) else None) as root:
        folder, memory = make(Path(root)), Path(root) / "cache/found"
        found = FoundRight(memory, folder)
        assert not found.wrong(str(folder), SUMS, quiet, again=False)
        for to_memory, changes, again in rounds:
            to_memory(memory)
            for name, change in changes.items():
                change(folder / name)
            wrong = [name for name, change in changes.items() if change in WRONG]
            assert found.wrong(str(folder), SUMS, quiet, again=again) == [name for name in SUMS if name in wrong]
            for name in wrong:  # as publishing does: another file in its place
                subprocess.run(["rm", "-rf", folder / name], check=True)
                (folder / name).write_bytes(FILES[name])


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been read since."""
    read, paths = found_right._read, []  # type: list[str]

    def noted(path: str, digest: str) -> tuple[int, bytes]:
        paths.append(path)
        return read(path, digest)

    monkeypatch.setattr(found_right, "_read", noted)
    return paths


def test_only_what_was_touched_is_read(tmp_path: Path, readings: list[str]) -> None:
    folder, memory = make(tmp_path), tmp_path / "found"
    for number in range(3):
        assert not FoundRight(memory, folder).wrong(str(folder), SUMS, quiet, again=False)
        assert len(readings) == (0 if number else len(FILES))
        readings.clear()
    patch(folder / "index.html")
    sums = {**SUMS, "index.html": sha256(b"fr?nt").hexdigest()}
    assert not FoundRight(memory, folder).wrong(str(folder), sums, quiet, again=False)
    assert readings == [f"{folder}/index.html"]
    assert FoundRight(memory, folder).wrong(str(folder), SUMS, quiet, again=False) == ["index.html"], "another sum"


@pytest.mark.parametrize("other", ["place", "machine", "again"])
def test_everything_is_read_elsewhere_and_on_demand(
    tmp_path: Path, readings: list[str], monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    folder, memory, place = make(tmp_path), tmp_path / "found", tmp_path
    FoundRight(memory, place).wrong(str(folder), SUMS, quiet, again=False)
    readings.clear()
    if other == "place":
        place = folder
    elif other == "machine":
        monkeypatch.setattr(found_right.platform, "node", lambda: "another")
    FoundRight(memory, place).wrong(str(folder), SUMS, quiet, again=other == "again")
    assert len(readings) == len(FILES)


def test_a_change_that_may_get_the_same_time_is_not_missed(
    tmp_path: Path, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """File systems date changes in steps of milliseconds to seconds: what was changed in the step in which it is read
    may be changed once more in that step."""
    folder, memory = make(tmp_path), tmp_path / "found"
    monkeypatch.setattr(found_right, "_change_clock", lambda _: (folder / "index.html").stat().st_ctime_ns)
    for _ in range(2):
        FoundRight(memory, folder).wrong(str(folder), SUMS, quiet, again=False)
        assert f"{folder}/index.html" in readings
        readings.clear()


def test_a_file_system_whose_change_times_can_be_set_is_not_believed(
    tmp_path: Path, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As sshfs, or FAT: all their times are the modification time."""
    folder, memory, look = make(tmp_path), tmp_path / "found", os.stat

    def alike(path: str) -> os.stat_result:
        values = list(look(path))
        return os.stat_result(values, {"st_mtime_ns": 0, "st_ctime_ns": 0})

    monkeypatch.setattr(found_right.os, "stat", alike)
    for _ in range(2):
        FoundRight(memory, folder).wrong(str(folder), SUMS, quiet, again=False)
        assert len(readings) == len(FILES)
        readings.clear()


@pytest.fixture
def disk() -> Iterator[Path]:
    """A folder on a disk, where other temporary files may lie in memory."""
    with tempfile.TemporaryDirectory(dir="/var/tmp" if os.path.isdir("/var/tmp") else None) as folder:
        yield Path(folder)


def test_a_mapping_that_stays_open_is_seen(disk: Path) -> None:
    """Its pages are dated when they are first written to after they lay on the disk, and not each time."""
    if subprocess.run(["stat", "-f", "-c", "%T", disk], capture_output=True, text=True).stdout.strip() == "tmpfs":
        pytest.skip("tmpfs dates no change through a mapping")
    folder, memory = make(disk), disk / "found"
    page = folder / "index.html"
    with open(page, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        mapped[1] = ord("r")
        assert not FoundRight(memory, folder).wrong(str(folder), SUMS, quiet, again=False)
        as_before(page, lambda _: mapped.__setitem__(1, ord("?")))
        assert FoundRight(memory, folder).wrong(str(folder), SUMS, quiet, again=False) == ["index.html"]
