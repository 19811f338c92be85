"""Sound and film: whether the file is whole, is what it says, and has no page hidden among its pictures and tones.

Browsers play what is sent as sound or film with `nosniff`, and never run it; but a file may be copied to where neither
is said. So its frame is walked from end to end, and no part of it may open a page's markup.
"""

from __future__ import annotations

import re

from .file_types import AttachedFileError

_DAMAGED = "tệp hỏng hoặc bị cắt cụt; hãy xuất lại từ chương trình dựng"
_NO_OPUS = "tệp Ogg này không phải Opus; hãy xuất lại từ chương trình dựng thành Opus, MP3 hoặc M4A"
_FRAME = re.compile(rb"\xff[\xe2-\xff]")
_NAME = re.compile(rb"[\xa9A-Za-z0-9 _-]{4}")
_PADDING = 65_536
"""Bytes that may stand between an MP3's tag and its first frame."""


def examine_moving(data: bytes, ending: str) -> None:
    """Raise AttachedFileError when the file is cut off or no sound or film at all."""
    if ending == "mp3":
        _walk_mp3(data)
    elif ending == "opus":
        _walk_pages(data)
    else:
        _walk_boxes(data)


def _walk_mp3(data: bytes) -> None:
    begin = 0
    if data.startswith(b"ID3"):
        size = data[6:10]
        if len(size) < 4 or any(byte > 0x7F for byte in size):
            raise AttachedFileError(_DAMAGED)
        begin = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    if not _FRAME.search(data, begin, begin + _PADDING):
        raise AttachedFileError(_DAMAGED)


def _walk_pages(data: bytes) -> None:
    """Ogg is a row of pages, each with the lengths of its parts before them; the first one says that it is Opus."""
    place = 0
    while place < len(data):
        if not data.startswith(b"OggS\x00", place) or place + 27 > len(data):
            raise AttachedFileError(_DAMAGED)
        parts = data[place + 27 : place + 27 + data[place + 26]]
        size = 27 + len(parts) + sum(parts)
        if len(parts) < data[place + 26] or place + size > len(data):
            raise AttachedFileError(_DAMAGED)
        if not place and b"OpusHead" not in data[:size]:
            raise AttachedFileError(_NO_OPUS)
        place += size


def _walk_boxes(data: bytes) -> None:
    """MP4 is a row of boxes, each with its length before it; the film is described in one named moov."""
    place, names = 0, set()
    while place < len(data):
        head = data[place : place + 16]
        size, name = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:  # to the end of the file
            size = len(data) - place
        if size < 8 or place + size > len(data) or not _NAME.fullmatch(name):
            raise AttachedFileError(_DAMAGED)
        names.add(name)
        place += size
    if b"moov" not in names:
        raise AttachedFileError(_DAMAGED)
