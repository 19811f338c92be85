"""Two versions of one text joined where they leave each other alone, and told apart where they don't."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from ..core.text.vietnamese import nfc

OURS, THEIRS = "CHỮ CỦA BẠN", "CHỮ CỦA NGƯỜI KHÁC"


def merged(mine: str, base: str, theirs: str) -> tuple[str, bool]:
    """The joined text, and whether every place was changed by one of both alone; else both stand in it, marked. Every
    line of either is in it, unless the other took it away."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        files = []
        for name, text in (("mine", mine), ("base", base), ("theirs", theirs)):
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8", newline="\n")
            files.append(str(path))
        command = ["git", "merge-file", "-p", "-L", OURS, "-L", "", "-L", THEIRS, *files]
        done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    return nfc(done.stdout.decode("utf-8", "replace")), done.returncode == 0
