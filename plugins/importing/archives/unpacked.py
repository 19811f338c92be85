"""A site packed as .zip → a folder, within bounds; its names lead nowhere else and its links are left out."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ...core.importing.outcome import ImportRefusedError
from ..container import MOST_RATIO, PROTECTED

MOST_UNPACKED = 2 << 30
MOST_FILES = 100_000
_SMALL = 8 << 20
"""Archives that unpack to less may be packed as tightly as they like."""
_OFFICE = ("[content_types].xml", "mimetype", "word/document.xml")
_LINK = 0o120000


def is_packed_site(path: Path) -> bool:
    """Whether a file is a .zip that is no document."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()[:MOST_FILES]}
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return path.suffix.lower() == ".zip" and not names.intersection(_OFFICE)


def unpack(path: Path, room: Path) -> Path:
    """The folder of the site below a room, named as the archive's only folder or as the archive.

    Raises ImportRefusedError.
    """
    root = room / (path.stem or "trang")
    root.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
            _check(entries, path.stat().st_size)
            for entry in entries:
                target = root.joinpath(*PurePosixPath(entry.filename.replace("\\", "/")).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        raise ImportRefusedError(
            "broken", "Tệp .zip hỏng hoặc bị cắt ngắn, không mở được. Hãy nén lại rồi nhập."
        ) from None
    found = list(root.iterdir())
    return found[0] if len(found) == 1 and found[0].is_dir() else root


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    inside = bool(parts) and ".." not in parts and not parts[0].startswith("/") and ":" not in parts[0]
    made_by_macos = "__MACOSX" in parts
    return inside and not made_by_macos and not entry.is_dir() and entry.external_attr >> 16 & 0o170000 != _LINK


def _check(entries: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefusedError("password", PROTECTED)
    if len(entries) > MOST_FILES:
        raise ImportRefusedError("too-many", f"Tệp .zip có hơn {MOST_FILES} tệp; hãy nhập từng phần.")
    if total > MOST_UNPACKED or total > max(MOST_RATIO * packed, _SMALL):
        raise ImportRefusedError("bomb", "Tệp .zip giải nén ra quá lớn nên không được mở; hãy nhập từng phần.")
