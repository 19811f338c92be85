"""A folder of another machine as a target: the same layout as a local folder, reached by ssh and rsync.

The server needs sshd, rsync and the usual tools of a Linux system (flock, cp, awk, find, sha256sum). What is sent
follows the change: the new release starts as hard links to the live one, and only the difference of the two lists of
sums travels. One connection carries everything; the lock is held by it and goes with it.
"""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from ..core.errors import BusyError, DamagedError, PublishError
from ..core.publishing.release import Release, is_name, parse_facts, parse_sums, render_facts, render_sums
from ..core.publishing.target_notes import NONE, NOTES, TargetNotes, old_notes, parse_notes, render_notes
from . import remote
from .backend import Amendment, Progress, Shipment, TargetState
from .built import home
from .owners import foreign_as_root
from .targets import SshTarget


class SshPlace:
    """A folder on `target.host`."""

    def __init__(self, target: SshTarget) -> None:
        self.target = target
        self._control = ""
        self._token = ""
        self._skew: float | None = None
        self._sums: dict[str, dict[str, str]] = {}
        self._digest_of_sums = ""
        self._holder: subprocess.Popen[bytes] | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """A remote process holds the lock as long as this connection lives, and clears away what is left."""
        with tempfile.TemporaryDirectory(prefix="dnq-", dir=_socket_folder(), ignore_cleanup_errors=True) as folder:
            self._control = f"{folder}/s"
            self._token = uuid4().hex
            words = (self.target.path, self._token, NOTES, render_notes(NONE).decode().strip())
            command = [*self._ssh(master=True), remote.command(remote.HOLD, *words)]
            holder = self._holder = _start(command)
            assert holder.stdin is not None
            assert holder.stdout is not None
            try:
                answer = holder.stdout.readline().decode().strip()
                word, _, moment = answer.partition(" ")
                if word != "ready":
                    self._refuse(answer, holder)
                self._skew = int(moment) - time.time() if moment.isdecimal() else None
                yield
            finally:
                holder.stdin.close()
                try:
                    holder.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    holder.kill()
                    holder.wait()
                for pipe in (holder.stdout, holder.stderr):
                    if pipe:
                        pipe.close()
                self._control, self._holder = "", None

    def standing(self) -> TargetState:
        """One question for everything."""
        lines = self._run(remote.STANDING, self.target.path, NOTES).decode().split("\n")[:-1]
        if not lines:
            return TargetState()
        self._digest_of_sums = lines[2]
        return TargetState(
            current=os.path.basename(lines[0]),
            notes=parse_notes(lines[1].encode()) if lines[1].startswith("{") else old_notes(lines[1]),
            releases=tuple(parse_facts(line.encode()) for line in lines[3:]),
        )

    def sums(self, name: str) -> dict[str, str]:
        """From the file beside the release; a copy on this machine is used while it is what the server holds."""
        if name not in self._sums:
            copy = home(self.target.name) / f"{name}.sums"
            data = copy.read_bytes() if copy.is_file() else b""
            if not data or remote.digest(data) != self._digest_of_sums:
                data = self._run(remote.READ, f"{self.target.path}/releases/{name}.sums")
            self._remember(name, data)
        return self._sums[name]

    def _remember(self, name: str, data: bytes) -> None:
        self._sums[name] = parse_sums(data)
        folder = home(self.target.name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.sums").write_bytes(data)

    def read(self, name: str, file: str) -> bytes:
        """One file of a release."""
        return self._run(remote.READ, f"{self.target.path}/releases/{name}/{file}")

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """Link what stands, send what differs, verify everything, give it its name."""
        path, name = self.target.path, shipment.release.name
        work = f"{path}/releases/.work-{uuid4().hex}"
        base = shipment.base.name if shipment.base else ""
        before = self.sums(base) if base else {}
        drop = [file for file in before if file not in shipment.changes.kept]
        sends = shipment.sends
        delta = ["#", *(f"-{file}" for file in drop), *(f"+{shipment.sums[file]}  {file}" for file in sends)]
        self._change(remote.PREPARE, work, base, stdin="\n".join(delta).encode() + b"\n")
        progress("gửi", 0, len(sends))
        self._send(shipment.outgoing, f"{work}/site/", f"{path}/releases/{base}" if base else "")
        progress("gửi", len(sends), len(sends))
        sums = render_sums(shipment.sums)
        answer = self._run(remote.VERIFY, work).decode().splitlines()
        damaged = [line.rpartition(": FAILED")[0] for line in answer if ": FAILED" in line]
        if damaged:
            raise DamagedError(damaged)
        if answer[-1:] != [remote.digest(sums)]:
            raise PublishError("bản dựng dở trên máy chủ không đúng bản kê khai")
        self._change(remote.NAME, work, name, stdin=render_facts(shipment.release))
        self._remember(name, sums)

    def switch(self, release: Release, progress: Progress) -> None:
        """One rename on the server."""
        self._change(remote.SWITCH, release.name)

    def note(self, notes: TargetNotes) -> None:
        """Beside the releases; the list of an earlier version goes, for the notes hold it too."""
        self._change(remote.WRITE, NOTES, stdin=render_notes(notes))
        if not notes.adopted or notes.withdrawn:
            self._change(remote.FORGET)

    def amend(self, amendment: Amendment) -> None:
        """Everything in one archive, unpacked aside and then moved, file by file."""
        name, sums = amendment.release.name, render_sums(amendment.sums)
        parts = {
            "drop": "".join(f"{file}\n" for file in sorted(amendment.drop)).encode(),
            "newer": "".join(f"{file}\n" for file in amendment.newer).encode(),
            "sums": sums,
            "facts": render_facts(amendment.release),
            **{f"own/{file}": data for file, data in amendment.own.items()},
        }
        self._change(remote.AMEND, uuid4().hex, name, str(amendment.moment), stdin=_archive(parts))
        self._remember(name, sums)

    def clock(self) -> float | None:
        """The server's, as it was when the lock was taken."""
        return None if self._skew is None else time.time() + self._skew

    def remove(self, names: Sequence[str]) -> None:
        """Facts first, then sums and folder."""
        doomed = [name for name in names if is_name(name)]
        if doomed:
            self._change(remote.REMOVE, *doomed)
        for name in doomed:
            (home(self.target.name) / f"{name}.sums").unlink(missing_ok=True)

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """The server reads every file of the live release and lists what nobody published."""
        current = self.standing().current
        if not current:
            raise PublishError(f"{self.target.host}:{self.target.path}: chưa có bản nào được đăng")
        found = []
        for line in self._run(remote.CHECK, self.target.path, current).decode().splitlines():
            if line.startswith("+"):
                found.append((line[1:], "added"))
            elif ": FAILED" in line:
                gone = line.endswith("open or read")
                found.append((line.rpartition(": FAILED")[0], "removed" if gone else "changed"))
        return sorted(found)

    def include(self, name: str, text: str) -> bool:
        """Write what the web server includes; whether it changed."""
        return self._change(remote.WRITE, f"server/{name}", stdin=text.encode()) == b"changed\n"

    # ── the connection ───────────────────────────────────────────────────────────────────────────────────────────

    def _ssh(self, *, master: bool = False) -> list[str]:
        target = self.target
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "ConnectTimeout": "15",
            "ServerAliveInterval": "10",
            "ServerAliveCountMax": "3",
            "Compression": "yes",
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

    def _run(self, script: str, *arguments: str, stdin: bytes = b"") -> bytes:
        return self._asked(remote.command(script, *arguments), arguments, stdin)

    def _asked(self, words: str, arguments: Sequence[str], stdin: bytes) -> bytes:
        try:
            done = subprocess.run([*self._ssh(), words], input=stdin, capture_output=True)
        except FileNotFoundError:
            raise PublishError("cần lệnh ssh trên máy này") from None
        if done.returncode == remote.ABSENT:
            raise FileNotFoundError(arguments[0])
        if done.returncode == remote.CUT:
            where = f"{self.target.host}:{self.target.path}"
            raise BusyError(f"{where}: khoá của lần đăng này đã mất, một lần đăng khác có thể đã chạy; chạy lại lệnh")
        if done.returncode:
            raise PublishError(self._reason(done.returncode, done.stderr))
        return done.stdout

    def _change(self, script: str, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run what changes the target; BusyError when another publish has taken the lock since."""
        return self._asked(remote.change(script, self.target.path, self._token, *arguments), arguments, stdin)

    def _send(self, folder: Path, where: str, basis: str) -> None:
        """Copy a folder's files; of those that stand in `basis` in another form only the difference travels."""
        *command, _, host = self._ssh()
        through = shlex.join(command)
        rsync = ["rsync", "-rtz", "--chmod=D755,F644", "--timeout=60", "-e", through]
        rsync += [f"--copy-dest={basis}"] if basis else []
        rsync += [f"{folder}/", f"{host}:{where}"]
        try:
            done = subprocess.run(rsync, capture_output=True)
        except FileNotFoundError:
            raise PublishError("cần lệnh rsync trên máy này") from None
        if done.returncode:
            raise PublishError(self._reason(done.returncode, done.stderr))

    def _is_cut(self) -> bool:
        """Whether the connection that holds the lock has gone; what ran over it fails earlier, in many words."""
        if self._holder is None:
            return False
        try:
            self._holder.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _refuse(self, answer: str, holder: subprocess.Popen[bytes]) -> None:
        where = f"{self.target.host}:{self.target.path}"
        if answer == "busy":
            raise BusyError(f"{where}: một lần đăng khác đang chạy")
        word, _, path = answer.partition(" ")
        if word in _UNSAFE and path.isprintable():
            raise PublishError(f"{self.target.host}:{path}: {_UNSAFE[word]}")
        if answer == "foreign":
            raise PublishError(f"{where}: thư mục có sẵn tệp mà không do lệnh publish tạo; chọn thư mục trống")
        if answer.startswith("owner "):
            raise PublishError(foreign_as_root(where, answer.removeprefix("owner ")))
        assert holder.stdin is not None
        assert holder.stderr is not None
        holder.stdin.close()
        raise PublishError(self._reason(holder.wait(), holder.stderr.read()))

    def _reason(self, code: int, stderr: bytes) -> str:
        said = stderr.decode("utf-8", "replace").strip()
        where = f"{self.target.host}:{self.target.path}"
        if "No space left on device" in said or "Disk quota exceeded" in said:
            what = "hết chỗ trên đĩa của máy chủ"
        elif code == 255 or self._is_cut():
            last = _plain(said) or "mất kết nối"
            what = f"không kết nối được hoặc mất kết nối ({last})"
        else:
            what = _plain(said) or f"mã lỗi {code}"
        return f"{where}: {what}"


def _plain(said: str) -> str:
    """The last line a server said, without what could move a terminal's cursor."""
    return "".join(filter(str.isprintable, said.splitlines()[-1])) if said else ""


_UNSAFE = {
    "link": "là liên kết (symlink); thư mục của đích không được chứa liên kết ra ngoài",
    "stranger": "thuộc người dùng khác; người ấy ghi được vào trang",
    "open": "người dùng khác ghi được vào đây; chạy chmod go-w",
}


def _socket_folder() -> str | None:
    """Where the connection's socket may lie: the system allows its path about a hundred characters."""
    folders = (tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp")  # noqa: S108 — 0700
    return next((folder for folder in folders if 0 < len(folder) <= 60 and os.access(folder, os.W_OK)), None)


def _archive(parts: Mapping[str, bytes]) -> bytes:
    """A tar of small files that a web server may read."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(data), 0o644, int(time.time())
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError:
        raise PublishError("cần lệnh ssh trên máy này") from None
