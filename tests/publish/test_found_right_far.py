"""The programs that stage on a server, run here: they find what reading everything finds, and read only what was
touched."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.publishing.release import render_sums
from plugins.publish import remote_lock, remote_stage

from .test_found_right import FILES, IN_MEMORY, RIGHT, SUMS, WRONG, patch

SENT = "trang-thai.json"
"""A file that is another one in each release."""
_LOGGING = """\
#!/bin/sh
if [ "$1" = --quiet ]; then cut -c 67- "$3" >>"$READINGS"; fi
exec {} "$@"
"""


class Server:
    """A target's folder, and what `sha256sum` was told to read in it since."""

    def __init__(self, root: Path, *, logged: bool = True) -> None:
        self.place, self.number, self._log = root / "srv", 0, root / "readings"
        (self.place / "releases").mkdir(parents=True)
        (self.place / "lock").write_text("token")
        self._environment = {"PATH": os.environ["PATH"], "READINGS": str(self._log)}
        if logged:
            programs = root / "bin"
            programs.mkdir()
            (programs / "sha256sum").write_text(_LOGGING.format(shutil.which("sha256sum")))
            (programs / "sha256sum").chmod(0o755)
            self._environment["PATH"] = f"{programs}:{os.environ['PATH']}"

    @property
    def live(self) -> Path:
        return self.place / f"releases/{self._name}"

    @property
    def _name(self) -> str:
        return f"{self.number:06d}-0123456789ab" if self.number else ""

    def readings(self) -> set[str]:
        told = self._log.read_text().splitlines() if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        return set(told)

    def stage(self, *, again: bool = False, healed: Mapping[str, bytes] = {}) -> set[str]:
        """An edit; the files that are wrong. healed: files that are sent once more."""
        fresh = {**healed, SENT: b"%d" % self.number}
        if not self.number:
            fresh |= FILES
        sent = {file: sha256(data).hexdigest() for file, data in fresh.items()}
        work, sums = f".work-{self.number}", SUMS | sent
        drop = "".join(f"{file}\n" for file in fresh).encode()
        self._run(remote_stage.SURVEY, work, self._name, "again" if again else "")
        self._run(remote_stage.PREPARE, work, self._name, stdin=drop)
        for file, data in fresh.items():
            path = self.place / "releases" / work / "sent" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        digest, told = sha256(render_sums(sums)).hexdigest(), b"{}\n" + render_sums(sent)
        number, self.number = self.number, self.number + 1
        wrong = self._run(remote_stage.FINISH, work, self._name, digest, "0" if number else "2", stdin=told)
        if wrong:
            self.number = number
            shutil.rmtree(self.place / "releases" / work)
        return set(wrong.splitlines())

    def let_go(self) -> None:
        """The release before the live one goes, and leaves a spare."""
        if self.number > 1 and not (self.place / "spare").exists():
            (self.place / f"releases/{self.number - 1:06d}-0123456789ab").rename(self.place / "spare")

    def _run(self, program: str, *words: str, stdin: bytes = b"") -> str:
        command = ["sh", "-c", remote_lock.START + remote_lock.FENCE + program, "sh", str(self.place), "token", *words]
        done = subprocess.run(command, input=stdin, capture_output=True, env=self._environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()


ROUND = st.tuples(
    st.dictionaries(st.sampled_from(sorted(FILES)), st.sampled_from(WRONG + RIGHT), max_size=2),
    st.booleans(),
    st.sampled_from(["kept", "kept", "kept", "lost", "damaged", "foreign", "folder"]),
)


@pytest.mark.slow
@given(st.lists(ROUND, min_size=1, max_size=4))
def test_it_says_what_reading_everything_says(rounds: list[tuple]) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if os.path.isdir(IN_MEMORY) else None) as root:
        server = Server(Path(root), logged=False)
        memory = server.place / remote_stage.MEMORY
        assert not server.stage()
        assert not server.stage()
        for changes, again, what in rounds:
            server.let_go()
            if what == "lost":
                memory.unlink()
            elif what == "damaged":
                memory.write_bytes(memory.read_bytes().replace(b"1", b"2"))
            elif what == "foreign":
                memory.write_bytes(b"column-found-right-1 elsewhere /srv\n" + memory.read_bytes().split(b"\n", 1)[1])
            elif what == "folder":
                memory.unlink()
                memory.mkdir()
            for name, change in changes.items():
                change(server.live / name)
            wrong = {name for name, change in changes.items() if change in WRONG}
            assert server.stage(again=again) == wrong
            for name in wrong:
                assert not (server.live / name).is_dir() or not any((server.live / name).iterdir())
            if wrong:
                assert not server.stage(healed={name: FILES[name] for name in wrong})
            shutil.rmtree(server.place / "spare", ignore_errors=True)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """Of which a release was let go, and nothing is read any more."""
    server = Server(tmp_path)
    for _ in range(4):
        assert not server.stage()
    server.let_go()
    server.readings()
    assert not server.stage()
    assert server.readings() == {SENT}
    server.let_go()
    return server


def test_only_what_was_touched_is_read(server: Server) -> None:
    patch(server.live / "index.html")
    assert server.stage() == {"index.html"}
    assert server.readings() == {"index.html", SENT}


def test_everything_is_read_on_demand(server: Server) -> None:
    assert not server.stage(again=True)
    assert server.readings() == {*FILES, SENT}


@pytest.mark.parametrize("where", ["machine", "place"])
def test_everything_is_read_elsewhere(server: Server, where: str) -> None:
    memory = server.place / remote_stage.MEMORY
    mark, rows = memory.read_text().split("\n", 1)
    assert mark == f"column-found-right-1 {os.uname().nodename} {server.place.resolve()}"
    other = f"column-found-right-1 other {server.place}" if where == "machine" else f"{mark}-copy"
    memory.write_text(f"{other}\n{rows}")
    assert not server.stage()
    assert server.readings() == {*FILES, SENT}


def test_a_file_that_goes_leaves_no_folder(server: Server) -> None:
    """And a file may lie where a folder was."""
    stray = server.place / "spare/bai-viet/a/more/deep"
    stray.mkdir(parents=True)
    (stray / "x.html").write_text("x")
    (server.place / "spare/empty").mkdir()
    shutil.rmtree(server.place / "spare/bai-viet/b")
    (server.place / "spare/bai-viet/b").write_text("a file")
    assert not server.stage()
    assert {path.relative_to(server.live).as_posix() for path in server.live.rglob("*") if path.is_file()} == {
        *FILES,
        SENT,
    }
    assert not [path for path in server.live.rglob("*") if path.is_dir() and not any(path.iterdir())]
