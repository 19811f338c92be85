"""One function for everything that takes foreign files in: bytes and a name → Imported, read in a child process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ..core.importing.outcome import Guess, Imported, ImportRefusedError, Loss, PictureFile

SECONDS = 60
_ROOT = Path(__file__).resolve().parent.parent.parent
_DIED = "Tệp này không đọc được: việc đọc bị dừng vì quá lâu hoặc quá nhiều bộ nhớ. Hãy lưu lại bằng Word thành .docx."


def import_file(data: bytes, name: str, *, shared: bool = False, piece: bool = False) -> Imported:
    """Import one file. name: as the editor knows it; never used as a path. shared: the file comes from somebody else's
    machine, so that LibreOffice may read it only where it has no network; piece: it goes into a text that stands.
    Raises ImportRefusedError."""
    with tempfile.TemporaryDirectory(prefix="import-") as room:
        words = [word for word, asked in (("shared", shared), ("piece", piece)) if asked]
        command = [sys.executable, "-m", "plugins.importing.child", name, *words]
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "TMPDIR": room}
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=_ROOT,
            env=environment,
            start_new_session=True,
        )
        try:
            out, _ = process.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise ImportRefusedError("slow", _DIED) from None
        finally:
            _end_group(process)
    return _understood(out, process.returncode)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the child with everything that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _understood(out: bytes, code: int) -> Imported:
    line, _, rest = out.partition(b"\n")
    try:
        head = json.loads(line) if code == 0 else None
    except ValueError:
        head = None
    if not isinstance(head, dict):
        raise ImportRefusedError("died", _DIED)
    if "refused" in head:
        raise ImportRefusedError(str(head["refused"]), str(head["words"]))
    pictures = []
    for name, size in head["pictures"]:
        pictures.append(PictureFile(name, rest[:size]))
        rest = rest[size:]
    return Imported(
        slug=head["slug"],
        text=head["text"],
        pictures=tuple(pictures),
        losses=tuple(Loss(*row) for row in head["losses"]),
        guesses=tuple(Guess(*row) for row in head["guesses"]),
        unaccounted=tuple(head["unaccounted"]),
        aside=tuple(head["aside"]),
    )
