"""A file offered for download: whether its name and bytes may be published, and what readers are told of it."""

from __future__ import annotations

import re

from .file_types import TYPES, ZIP, AttachedFileError
from .sound_length import SOUNDS

ALLOWED = ", ".join(TYPES)
_BOXED = frozenset({"mp4", "m4a"})
_TEXT = frozenset({"csv", "txt"})
_INSTEAD: dict[str, str] = {
    "doc": "lưu thành .docx hoặc .pdf",
    "xls": "lưu thành .xlsx hoặc .pdf",
    "ppt": "lưu thành .pptx hoặc .pdf",
    "docm": "bỏ macro, lưu thành .docx",
    "xlsm": "bỏ macro, lưu thành .xlsx",
    "zip": "đính kèm từng tệp",
    "rar": "đính kèm từng tệp",
    "7z": "đính kèm từng tệp",
    "html": "viết thành bài hoặc xuất ra PDF",
    "htm": "viết thành bài hoặc xuất ra PDF",
}
_MARKUP = re.compile(rb"<(?:script|html|svg|iframe|\?php|!doctype)[\s>/]", re.IGNORECASE)
"""What opens a page, or acts in one; looked for in text."""
_HIDDEN = re.compile(rb"<(?:script|html|iframe|!doctype)[\s>/]", re.IGNORECASE)
"""The same, too long to stand by chance among packed bytes of any size that is allowed."""
_SIXTEEN = (b"\xff\xfe", b"\xfe\xff")
"""How text in two bytes a sign begins: what spreadsheets call Unicode text."""


def refuse_by_name(ending: str, size: int) -> None:
    """Judge a file by its ending (without the dot, lower case) and size alone. Raises AttachedFileError."""
    kind = TYPES.get(ending)
    if kind is None:
        hint = f"; hãy {_INSTEAD[ending]}" if ending in _INSTEAD else ""
        what = f"tệp .{ending}" if ending else "tệp không có đuôi"
        raise AttachedFileError(f"{what} không được đăng{hint}; được dùng: {ALLOWED}, và ảnh")
    if not size:
        raise AttachedFileError("tệp trống (0 byte); hãy chép lại tệp")
    if size > kind.most_bytes:
        raise AttachedFileError(f"tệp nặng {size / 1e6:.0f} MB; tối đa {kind.most_bytes // 1_000_000} MB")


def examine(data: bytes, ending: str) -> None:
    """Judge a file by name and content. Raises AttachedFileError."""
    refuse_by_name(ending, len(data))
    kind = TYPES[ending]
    if ending in _BOXED:
        fits = data[4:8] == b"ftyp"
    elif kind.starts:
        fits = data.startswith(kind.starts)
    else:
        fits = b"\x00" not in data and not _MARKUP.search(data)
    if not fits and ending in _TEXT and data.startswith(_SIXTEEN):
        raise AttachedFileError(f"chữ viết bằng UTF-16; hãy lưu lại loại {kind.name} UTF-8")
    if not fits:
        instead = "thành MP3, M4A (AAC trong hộp MP4) hoặc Opus" if ending in SOUNDS else "đúng loại tệp"
        raise AttachedFileError(f"nội dung không phải {kind.name} như đuôi .{ending} nói; hãy xuất lại {instead}")
    if kind.starts == ZIP:
        _examine_archive(data, ending)
    elif kind.starts or ending in _BOXED:
        _examine_bytes(data, ending)


def _examine_archive(data: bytes, ending: str) -> None:
    from .office_files import FAMILIES, examine_office
    from .open_files import examine_open

    (examine_office if ending in FAMILIES else examine_open)(data, ending)


def _examine_bytes(data: bytes, ending: str) -> None:
    from .moving_files import examine_moving
    from .pdf_files import examine_pdf

    if _HIDDEN.search(data):
        raise AttachedFileError("trong tệp có mã HTML; hãy xuất lại từ chương trình soạn thảo")
    if ending == "pdf":
        examine_pdf(data)
    else:
        examine_moving(data, ending)
