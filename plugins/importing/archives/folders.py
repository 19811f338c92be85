"""Files of a generator's folder: found in order, read as text, with bounds; links out of it are not followed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ...core.importing.outcome import ImportRefusedError
from ..html_text import decode_html

MOST_FILES = 100_000
MOST_TEXT = 4 << 20
_NOT_LOOKED = {"node_modules", "__pycache__", "_site", "public", "resources", "output", "vendor", ".git"}


def files_of(root: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Every file with such an ending, sorted, hidden folders and what programs make left out."""
    seen = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _NOT_LOOKED)
        for name in sorted(names):
            seen += 1
            if seen > MOST_FILES:
                raise ImportRefusedError("too-many", f"Thư mục có hơn {MOST_FILES} tệp; hãy nhập từng phần.")
            path = Path(folder, name)
            if name.lower().endswith(endings) and not name.startswith(".") and not path.is_symlink():
                yield path


def text_of(path: Path) -> str | None:
    """A file's text; None when it can't be read or is too large."""
    try:
        if path.stat().st_size > MOST_TEXT:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_html(data)


def first_of(root: Path, names: tuple[str, ...]) -> Path | None:
    """The first of some files that is there."""
    return next((root / name for name in names if (root / name).is_file()), None)


def dated(stem: str) -> tuple[str, str]:
    """`2019-03-01-ten-bai` → day and the rest; day "" when there is none."""
    match = re.match(r"(\d{4}-\d{1,2}-\d{1,2})[-_](.+)$", stem)
    if not match:
        return "", stem
    year, month, day = match[1].split("-")
    return f"{year}-{int(month):02}-{int(day):02}", match[2]
