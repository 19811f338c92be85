"""Kinds of files that are published for download, by their ending, and the refusal of one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileType:
    """name: what readers call it; starts: beginnings that its bytes may have, () for plain text; mime: its type."""

    name: str
    starts: tuple[bytes, ...]
    mime: str
    most_bytes: int = 25_000_000


ZIP = (b"PK\x03\x04",)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_MOVING = 100_000_000
TYPES: dict[str, FileType] = {
    "pdf": FileType(name="PDF", starts=(b"%PDF-",), mime="application/pdf"),
    "docx": FileType(name="Word", starts=ZIP, mime=f"{_OFFICE}wordprocessingml.document"),
    "xlsx": FileType(name="Excel", starts=ZIP, mime=f"{_OFFICE}spreadsheetml.sheet"),
    "pptx": FileType(name="PowerPoint", starts=ZIP, mime=f"{_OFFICE}presentationml.presentation"),
    "odt": FileType(name="OpenDocument", starts=ZIP, mime=f"{_OPEN}text"),
    "ods": FileType(name="OpenDocument", starts=ZIP, mime=f"{_OPEN}spreadsheet"),
    "odp": FileType(name="OpenDocument", starts=ZIP, mime=f"{_OPEN}presentation"),
    "epub": FileType(name="EPUB", starts=ZIP, mime="application/epub+zip"),
    "csv": FileType(name="CSV", starts=(), mime="text/csv"),
    "txt": FileType(name="Văn bản", starts=(), mime="text/plain"),
    "mp3": FileType(
        name="Âm thanh",
        starts=(b"ID3", *(bytes((0xFF, head)) for head in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2))),
        mime="audio/mpeg",
        most_bytes=_MOVING,
    ),
    "mp4": FileType(name="Video", starts=(), mime="video/mp4", most_bytes=_MOVING),
    "m4a": FileType(name="Âm thanh", starts=(), mime="audio/mp4", most_bytes=_MOVING),
    "opus": FileType(name="Âm thanh", starts=(b"OggS",), mime="audio/ogg", most_bytes=_MOVING),
}
"""Endings of files that are published for download; sound and film are known by "ftyp" after their first four bytes."""


class AttachedFileError(ValueError):
    """Raised when a file can't be published; its text is one Vietnamese sentence for the editor."""


def size_words(size: int) -> str:
    """A file's size as Vietnamese readers write it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1e6:.1f} MB".replace(".", ",")
