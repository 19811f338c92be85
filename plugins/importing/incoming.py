"""One function for everything that takes foreign files in: bytes and a name → Imported, read in a child process."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..core.importing.outcome import Imported, ImportRefusedError
from .frames import import_of, receive

SECONDS = 28
"""Of the clock; the contract with whoever waits is thirty."""
_ROOT = Path(__file__).resolve().parent.parent.parent
_DIED = "Tệp này không đọc được: việc đọc bị dừng vì quá lâu hoặc quá nhiều bộ nhớ. Hãy lưu lại bằng Word thành .docx."


def import_file(data: bytes, name: str, *, shared: bool = False, piece: bool = False) -> Imported:
    """Import one file. name: as the editor knows it; never used as a path. shared: the file comes from somebody else's
    machine, so that LibreOffice may read it only where it has no network; piece: it goes into a text that stands.
    Raises ImportRefusedError."""
    words = [word for word, asked in (("shared", shared), ("piece", piece)) if asked]
    with child_process("plugins.importing.child", name, *words) as process:
        try:
            out, _ = process.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise ImportRefusedError("slow", _DIED) from None
    return _understood(out, process.returncode)


@contextlib.contextmanager
def child_process(module: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child in a session and a room of its own; both end with the block, and all that the child started."""
    with tempfile.TemporaryDirectory(prefix="import-") as room:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "TMPDIR": room},
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end_group(process)
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream is not None:
                        stream.close()


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the child with everything that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _understood(out: bytes, code: int) -> Imported:
    said = receive(io.BytesIO(out)) if code == 0 else None
    if said is None:
        raise ImportRefusedError("died", _DIED)
    head, bodies = said
    if "refused" in head:
        raise ImportRefusedError(str(head["refused"]), str(head["words"]))
    return import_of(head, bodies)
