"""`.venv`, made from hash-pinned locks: brought up to one when it differs, made anew when it is broken.

Broken is what can't be trusted any more: made by half (no pip, packages written by half), moved from another folder, or
resting on a Python that is gone. Every lock has a stamp in it: what was installed, where, and by which interpreter; as
long as the stamp stands, a verb starts after reading three small files.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ..core.errors import SetUpError
from ..system.file_lock import held
from . import programs
from .purposes import SOURCE

OLDEST = (3, 11)
_PATIENCE = 1800.0  # seconds that a first run waits for another one
_PIN = re.compile(r"^[A-Za-z0-9][^\\\n]*", re.MULTILINE)
_FORGET = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__")
"""Variables that would lead pip or the interpreter out of the environment."""
_CAUSES = (
    (
        r"No space left on device|\[Errno 28\]|Disk quota exceeded",
        "ổ đĩa đã đầy; dọn bớt rồi chạy lại · the disk is full; make room, then run this again",
    ),
    (
        r"DO NOT MATCH THE HASHES|THESE PACKAGES DO NOT MATCH",
        "một gói tải về không đúng mã băm trong {lock}, không cài · a package is not what {lock} pins; not installed",
    ),
    (
        r"Permission denied|\[Errno 13\]|Read-only file system|\[Errno 30\]",
        "không ghi được vào {venv} · {venv} can't be written",
    ),
    (
        r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeout|ReadTimeout"
        r"|Network is unreachable|ProxyError|Connection (?:refused|reset|aborted)|Max retries exceeded|timed out"
        r"|getaddrinfo failed|nodename nor servname",
        "không tải được các gói: máy không ra được mạng; nối mạng rồi chạy lại "
        "· packages can't be downloaded: no network; run this again once there is one",
    ),
    (
        r"No matching distribution found for (?P<name>\S+)",
        "không tìm thấy gói {name} cho máy và Python này · there is no package {name} for this machine and Python",
    ),
)


class Environment:
    """The environment of the project in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def bring_up_to(self, lock: str) -> None:
        """Have what the lock names installed; SetUpError, one line, when that can't be."""
        if self.stands(lock):
            return
        try:
            with held(self.root / ".venv.lock", _PATIENCE, _tell_waiting):
                if not self.stands(lock):
                    self._renew(lock)
        except TimeoutError:
            raise SetUpError(
                "một lần chuẩn bị khác vẫn đang chạy; hãy thử lại sau · another run is still setting up; try later"
            ) from None
        except OSError as error:
            raise self._refused(error) from error

    # ── does it stand? ───────────────────────────────────────────────────────────────────────────────────────────

    def _stamp(self, lock: str) -> Path:
        return self.venv / f"{lock}.stamp"

    def _facts(self, lock: str) -> str:
        """What a stamp says: digests of both locks, the folder, and the interpreter behind the environment's."""
        digests = [hashlib.sha256((self.root / name).read_bytes()).hexdigest() for name in (SOURCE, lock)]
        python = os.path.realpath(self.python)
        status = os.stat(python)
        return "\n".join([*digests, os.path.realpath(self.venv), python, f"{status.st_size} {status.st_mtime_ns}", ""])

    def stands(self, lock: str) -> bool:
        """Whether the lock is installed, here, in the Python that made it; reads three small files."""
        try:
            return self._stamp(lock).read_text(encoding="utf-8") == self._facts(lock)
        except (OSError, UnicodeError):
            return False

    def is_whole(self) -> bool:
        """Whether it can be built upon: its Python and pip run, in this folder, and no package is there by half."""
        # Of a pip whose making was killed the first files are there already; its RECORD is written last.
        record = "from importlib.metadata import distribution; distribution('pip').read_text('RECORD').index('pip')"
        probe = f"import sys, pip; {record}; print(*sys.version_info[:2]); print(sys.prefix)"
        try:
            done = subprocess.run(
                [str(self.python), "-I", "-X", "utf8", "-c", probe], capture_output=True, encoding="utf-8", check=False
            )
            configured = (self.venv / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        lines = done.stdout.splitlines()
        if done.returncode or len(lines) != 2:
            return False
        here = os.path.realpath(self.venv)
        made_at = re.search(r"^command = .* -m venv (?:--\S+ )*(.+)$", configured, re.MULTILINE)
        if made_at and os.path.realpath(made_at[1]) != here:
            return False
        if tuple(map(int, lines[0].split())) < OLDEST or os.path.realpath(lines[1]) != here:
            return False
        return not any(_half_installed(folder) for folder in self._packages())

    def _packages(self) -> list[Path]:
        return [*self.venv.glob("lib/python*/site-packages"), *self.venv.glob("Lib/site-packages")]

    # ── making it ────────────────────────────────────────────────────────────────────────────────────────────────

    def _renew(self, lock: str) -> None:
        whole = self.is_whole()
        if not whole and importlib.util.find_spec("ensurepip") is None:
            programs.have_venv()
        _say("Đang chuẩn bị phần mềm, chỉ lần đầu hoặc sau khi cập nhật; có thể mất vài phút · setting up, once…")
        if not whole:
            self._remove()
            self._make()
        for stamp in self.venv.glob("requirements*"):  # a kill from here on must leave none that says too much
            stamp.unlink()
        self._pip(SOURCE)
        self._pip(lock)
        for other in self._covered(lock):
            facts = self._facts(other)
            temporary = self._stamp(other).with_suffix(".new")
            temporary.write_text(facts, encoding="utf-8")
            os.replace(temporary, self._stamp(other))

    def _covered(self, lock: str) -> list[str]:
        """This lock and those that it holds."""
        pins = {path.name: set(_PIN.findall(path.read_text("utf-8"))) for path in self.root.glob("requirements*.lock")}
        return [name for name, needed in pins.items() if needed <= pins[lock] or name == lock]

    def _remove(self) -> None:
        for left in (*self.root.glob(".venv.old.*"), self.venv):
            if left.is_symlink() or left.is_file():
                left.unlink()
            elif left.exists():
                doomed = self.root / f".venv.old.{os.getpid()}"
                os.rename(left, doomed)  # so that a kill in the middle leaves nothing that looks usable
                shutil.rmtree(doomed)

    def _make(self) -> None:
        base = getattr(sys, "_base_executable", "") or sys.executable
        pip = [str(self.python), "-Im", "ensurepip", "--upgrade", "--default-pip"]
        for step in ([base, "-m", "venv", "--without-pip", str(self.venv)], pip):  # venv hides why ensurepip failed
            done = _run(step)
            if done.returncode:
                shutil.rmtree(self.venv, ignore_errors=True)
                raise self._failed(done, SOURCE, "không tạo được .venv · .venv can't be made")

    def _pip(self, lock: str) -> None:
        """Install exactly what a lock pins. Packages that come as source are built with what the SOURCE lock brought:
        pip would otherwise fetch the newest tools, unpinned and unhashed."""
        command = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
        command += ["--require-hashes", "--no-build-isolation", "--use-pep517", "--retries=3", "--progress-bar=off"]
        folder = os.environ.get("COLUMN_PACKAGES", "")
        if folder:
            command += ["--no-index", f"--find-links={os.path.join(os.environ.get('COLUMN_CWD', ''), folder)}"]
        done = _run([*command, "-r", str(self.root / lock)])
        if done.returncode:
            raise self._failed(done, lock, f"pip không cài được {lock} · pip could not install {lock}")

    # ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _failed(self, done: subprocess.CompletedProcess[str], lock: str, otherwise: str) -> SetUpError:
        """One line for a cause that is known; else everything the program said."""
        said = f"{done.stdout}{done.stderr}".strip()
        for pattern, words in _CAUSES:
            if found := re.search(pattern, said):
                text = words.format(lock=lock, venv=self.venv, **found.groupdict())
                return SetUpError(f"{text}\n{said}" if os.environ.get("COLUMN_DEBUG") else text)
        return SetUpError(f"{otherwise}:\n{said}")

    def _refused(self, error: OSError) -> SetUpError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return SetUpError(_CAUSES[0][1])
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return SetUpError(f"{error.filename or self.venv}: {error.strerror or error}")
        owner = _owner(self.venv if self.venv.exists() else self.root)
        return SetUpError(
            f"{error.filename or self.venv}: không ghi được (chủ thư mục: {owner}); chạy bằng người dùng ấy, hoặc xoá "
            f".venv rồi chạy lại · can't be written (owner: {owner}); run as that user, or delete .venv and run again"
        )


def _half_installed(packages: Path) -> bool:
    """pip writes RECORD last, and keeps what it is replacing under a name with "~"."""
    return any(packages.glob("~*")) or any(
        not (info / "RECORD").is_file() for info in packages.glob("*.dist-info") if info.is_dir()
    )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in _FORGET}
    environment |= {"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (OSError, KeyError, NotImplementedError):
        return "?"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _tell_waiting() -> None:
    _say("Một lần chuẩn bị khác đang chạy; chờ… · another run is setting up; waiting…")
