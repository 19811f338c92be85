"""`mend`: an article in letters from before Unicode (TCVN3, VNI) is shown in Unicode, and rewritten on request."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from ..core.errors import SettingsError
from ..core.text.limits import BYTES
from ..core.text.mending import Mended, mend
from ..core.text.system_errors import reason


def run(files: list[Path], *, write: bool) -> int:
    """Show each line before and after; write: put the text in place, whole or not at all."""
    some = False
    for file in files:
        mended = _read(file)
        if mended is None:
            sys.stdout.write(f"{file}: không có chữ TCVN3 hay VNI; để nguyên\n")
            continue
        some = True
        sys.stdout.write(f"{file}: {mended.encoding}, {len(mended.lines)} dòng\n")
        for line in mended.lines:
            sys.stdout.write(f"  {line.number}\n  - {line.before.strip()}\n  + {line.after.strip()}\n")
        if write:
            _write(file, mended.text)
            sys.stdout.write(f"{file}: đã chuyển sang Unicode; hãy đọc lại trước khi đăng\n")
    if some and not write:
        sys.stdout.write("Chưa ghi gì. Nếu các dòng “+” đúng, chạy lại với --write.\n")
    return 0


def _read(file: Path) -> Mended | None:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: {reason(error)}") from None
    if len(data) > BYTES:
        raise SettingsError(f"{file}: dài hơn {BYTES >> 20} MB; hãy chia bài")
    return mend(data)


def _write(file: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".mend-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as new:
            new.write(text)
        os.chmod(name, file.stat().st_mode & 0o777)
        os.replace(name, file)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise SettingsError(f"{file}: {reason(error)}") from None
