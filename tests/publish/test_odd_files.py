"""Pipes, sockets, folders, devices and nothing where a target's files should be: one line, and nobody waits."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from .project import Kept, Project
from .servers import Ssh

pytestmark = pytest.mark.slow


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:  # its own path may be longer than the system allows
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            server.bind(f"/proc/self/fd/{folder}/{path.name}")
        finally:
            os.close(folder)


def _device(path: Path) -> None:
    """One that never ends."""
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")
    os.mknod(path, 0o20666, os.makedev(1, 5))


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


ODD: list[Callable[[Path], None]] = [os.mkfifo, _socket, Path.mkdir, _device, _loop]


class Target:
    """What was published twice, as often as it is asked for."""

    def __init__(self, project: Project, place: Path, kept: Path) -> None:
        self.project, self.place = project, place
        kept.mkdir()
        self._place, self._both = Kept(kept / "place", place), Kept(kept / "both", place, project.root)

    def again(self) -> None:
        """As it was published, whatever a test has published since."""
        self._both.put_back()

    @property
    def live(self) -> str:
        return os.readlink(self.place / "current")

    def with_odd(self, file: str, make: Callable[[Path], None]) -> None:
        """Whole again, but for one file."""
        self._place.put_back()
        path = self.place / file
        path.unlink()
        make(path)

    def says(self, *verb: str, code: int = 1) -> str:
        said = self.project.run(*verb, code=code, limit=60)
        assert len([line for line in said.splitlines() if line.startswith("LỖI")]) <= 1, said
        return said


@pytest.fixture(scope="module", params=["folder", "ssh"])
def published(ssh: Ssh, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Target:
    folder = tmp_path_factory.mktemp("odd")
    project, place = Project(folder / "project"), folder / "srv" / "site"
    near = {"kind": "folder", "url": "http://127.0.0.1:9", "path": place}
    project.target("here", **(ssh.target(place) if request.param == "ssh" else near))
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    project.run("publish", "here")
    project.write(1, "Hai.")
    project.run("publish", "here")
    return Target(project, place, folder / "kept")


@pytest.fixture
def target(published: Target) -> Target:
    published.again()
    return published


def test_verify_names_what_is_no_file(target: Target) -> None:
    for make in ODD:
        target.with_odd("current/index.html", make)
        assert "index.html: khác bản đã đăng" in target.says("verify", "here")
    target.with_odd("current/index.html", lambda _: None)
    assert "index.html: không có" in target.says("verify", "here")
    target.with_odd("current/manifest.json", os.mkfifo)
    assert "manifest.json: khác bản đã đăng" in target.says("verify", "here")
    target.with_odd("current/manifest.json", lambda path: path.write_bytes(b"\xff\0{"))
    assert "manifest.json: khác bản đã đăng" in target.says("verify", "here")
    target.with_odd("current/trang-thai.json", os.mkfifo)
    assert "trang-thai.json: khác bản đã đăng" in target.says("verify", "here")


@pytest.mark.parametrize("ending", ["json", "sums"])
def test_facts_that_are_no_file_are_told(target: Target, ending: str) -> None:
    """And what readers get stands, whatever became of the facts about it."""
    for make in (os.mkfifo, Path.mkdir):
        target.with_odd(f"{target.live}.{ending}", make)
        for verb in ("verify", "publish"):
            assert f"{ending}: không phải tệp thường" in target.says(verb, "here")
        assert (target.place / "current/index.html").is_file()
    target.with_odd(f"{target.live}.{ending}", lambda _: None)
    for verb in ("publish", "verify"):
        assert f".{ending}: không có tệp này" in target.says(verb, "here")
    assert (target.place / "current/index.html").is_file()


def test_publishing_waits_for_no_pipe(target: Target) -> None:
    for file in ("column-target.json", "lock"):
        target.with_odd(file, os.mkfifo)
        assert f"{file}: không phải tệp thường" in target.says("publish", "here")
    for number, file in enumerate(("server/redirects.nginx", "current/bai-viet/bai-so-2/index.html")):
        target.with_odd(file, os.mkfifo)
        target.project.write(1, f"Lần {number}.")
        target.says("publish", "here", code=0)
        assert (target.place / file).is_file()
