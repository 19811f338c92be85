"""One connection to a server that carries a whole publish: programs, files, and the lock, which goes with it."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from ..core.errors import BusyError, PublishError
from ..core.publishing.target_notes import NONE, NOTES, render_notes
from . import remote_lock
from .owners import foreign_as_root
from .ssh_session import Answer, SshSession
from .ssh_sockets import socket_folder
from .targets import SshTarget


class SshConnection:
    """To `target.host`. skew: the server's clock minus this machine's, seconds; None until the lock was held."""

    def __init__(self, target: SshTarget) -> None:
        self.target = target
        self.skew: float | None = None
        self._control = ""
        self._token = ""
        self._asked: SshSession | None = None
        self._session: SshSession | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """A remote process holds the lock as long as this connection lives, and clears away what is left. Whether it
        got it is known, and said by BusyError, at the first question: until then this machine may do something else."""
        with socket_folder() as folder:
            self._control = f"{folder}/s"
            self._token = uuid4().hex
            words = (self.target.path, self._token, NOTES, render_notes(NONE).decode().strip())
            self._asked = SshSession(_start([*self._ssh(master=True), _command(remote_lock.HOLD, *words)]))
            try:
                yield
            finally:
                self._asked.end()
                self._control, self._asked, self._session = "", None, None

    def _held(self) -> SshSession | None:
        """The session that holds the lock; None where none was asked for."""
        if self._asked and not self._session:
            answer = self._asked.first_words()
            word, _, moment = answer.partition(" ")
            if word != "ready":
                self._refuse(answer, self._asked)
            self.skew = int(moment) - time.time() if moment.isdecimal() else None
            self._session = self._asked
        return self._session

    def run(self, script: str, *arguments: str, stdin: bytes = b"") -> bytes:
        """What a program on the server said; FileNotFoundError when what it reads is not there."""
        if session := self._held():
            return self._begun(session, script, arguments, stdin)()
        return self.apart(script, *arguments, stdin=stdin)

    def apart(self, script: str, *arguments: str, stdin: bytes = b"") -> bytes:
        """Likewise, for what says much, or is asked in a process forked from this one."""
        return self._judged(self._run_apart(script, arguments, stdin), arguments)

    def change(self, script: str, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run what changes the target; BusyError when another publish has taken the lock since."""
        return self.begin(script, *arguments, stdin=stdin)()

    def begin(self, script: str, *arguments: str, stdin: bytes = b"") -> Callable[[], bytes]:
        """Likewise, while this machine does something else; what to call for what the program said."""
        session = self._held()
        assert session
        return self._begun(session, remote_lock.FENCE + script, (self.target.path, self._token, *arguments), stdin)

    def send(self, folder: Path, where: str, basis: str) -> None:
        """Copy a folder's files; of those that stand in `basis` in another form only the difference travels. rsync
        packs that, at less cost than ssh would. Size and time are no reason to take a file from there: two records that
        were written in one second have both."""
        *command, _, host = self._ssh()
        rsync = ["rsync", "-rtz", "--ignore-times", "--chmod=D755,F644", "--timeout=60", "-e", shlex.join(command)]
        rsync += [f"--copy-dest={basis}"] if basis else []
        rsync += [f"{folder}/", f"{host}:{where}"]
        try:
            done = subprocess.run(rsync, capture_output=True)
        except FileNotFoundError:
            raise PublishError("cần lệnh rsync trên máy này") from None
        if done.returncode:
            raise PublishError(self._reason(done.returncode, done.stderr))

    def _ssh(self, *, master: bool = False) -> list[str]:
        target = self.target
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "ConnectTimeout": "15",
            "ServerAliveInterval": "10",
            "ServerAliveCountMax": "3",
            "Compression": "no",
            "ControlPath": self._control or "none",
            "ControlMaster": "yes" if master else "no",
        }
        if target.known_hosts:
            options["UserKnownHostsFile"] = target.known_hosts
        if target.key_env:
            options["IdentitiesOnly"] = "yes"
            options["IdentityFile"] = os.environ[target.key_env]
        listed = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        return ["ssh", *listed, "-p", str(target.port), "--", target.host]

    def _begun(self, session: SshSession, script: str, arguments: Sequence[str], stdin: bytes) -> Callable[[], bytes]:
        program = f"set -- {shlex.join(arguments)}\n{remote_lock.START}{script}"
        answer = session.begin(program.encode(), stdin)

        def said() -> bytes:
            ended = answer()
            if ended is None:
                raise PublishError(self._reason(255, session.end()[1]))
            return self._judged(ended, arguments)

        return said

    def _run_apart(self, script: str, arguments: Sequence[str], stdin: bytes) -> Answer:
        try:
            done = subprocess.run([*self._ssh(), _command(script, *arguments)], input=stdin, capture_output=True)
        except FileNotFoundError:
            raise PublishError("cần lệnh ssh trên máy này") from None
        return Answer(done.returncode, done.stdout, done.stderr)

    def _judged(self, answer: Answer, arguments: Sequence[str]) -> bytes:
        """What a program said, or the error that its end means."""
        if answer.code == remote_lock.ABSENT:
            raise FileNotFoundError(arguments[0])
        if answer.code == remote_lock.CUT:
            raise BusyError(
                f"{self._where}: khoá của lần đăng này đã mất, một lần đăng khác có thể đã chạy; chạy lại lệnh"
            )
        if answer.code:
            raise PublishError(self._reason(answer.code, answer.told))
        return answer.said

    @property
    def _where(self) -> str:
        return f"{self.target.host}:{self.target.path}"

    def _refuse(self, answer: str, session: SshSession) -> None:
        """The error that the server's first words mean."""
        word, _, rest = answer.partition(" ")
        if word == "busy":
            raise BusyError(f"{self._where}: một lần đăng khác đang chạy")
        if word in _UNSAFE and rest.isprintable():
            raise PublishError(f"{self.target.host}:{rest}: {_UNSAFE[word]}")
        if word == "foreign":
            raise PublishError(f"{self._where}: thư mục có sẵn tệp mà không do lệnh publish tạo; chọn thư mục trống")
        if word == "owner":
            raise PublishError(foreign_as_root(self._where, rest))
        raise PublishError(self._reason(*session.end()))

    def _reason(self, code: int, stderr: bytes) -> str:
        said = stderr.decode("utf-8", "replace").strip()
        if "No space left on device" in said or "Disk quota exceeded" in said:
            what = "hết chỗ trên đĩa của máy chủ"
        elif code == 255 or (self._session and self._session.is_lost()):
            what = f"không kết nối được hoặc mất kết nối ({_plain(said) or 'mất kết nối'})"
        else:
            what = _plain(said) or f"mã lỗi {code}"
        return f"{self._where}: {what}"


_UNSAFE = {
    "link": "là liên kết (symlink); thư mục của đích không được chứa liên kết ra ngoài",
    "odd": "không phải tệp thường",
    "stranger": "thuộc người dùng khác; người ấy ghi được vào trang",
    "open": "người dùng khác ghi được vào đây; chạy chmod go-w",
}


def _command(script: str, *arguments: str) -> str:
    """The one word that ssh hands to the server's shell."""
    return shlex.join(["sh", "-c", remote_lock.START + script, "sh", *arguments])


def _plain(said: str) -> str:
    """The last line a server said, without what could move a terminal's cursor."""
    return "".join(filter(str.isprintable, said.splitlines()[-1])) if said else ""


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError:
        raise PublishError("cần lệnh ssh trên máy này") from None
