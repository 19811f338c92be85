"""A phone's motion photo: a JPEG with a short film behind its end. Only the picture counts."""

from __future__ import annotations

import re

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The next marker within a scan; what a scan holds itself is left out."""
_FILM = re.compile(rb"....ftyp|MotionPhoto_Data", re.DOTALL)
_NEAR = 512
"""Bytes behind the picture in which a film begins: phones write a few words of their own before it."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


def still_of(data: bytes) -> bytes:
    """The JPEG without the film behind it; anything else as it is."""
    if not data.startswith(b"\xff\xd8") or b"ftyp" not in data:
        return data
    end = _end(data)
    return data[:end] if end and _FILM.search(data, end, end + _NEAR) else data


def _end(data: bytes) -> int:
    """Where the first picture ends, 0 when its parts do not lead there."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        kind = data[position + 1]
        if kind == 0xFF:
            position += 1
        elif kind == 0xD9:
            return position + 2
        elif kind in _BARE:
            position += 2
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
            if kind == 0xDA:
                found = _MARKER.search(data, position)
                position = found.start() if found else len(data)
    return position + 2 if data[position : position + 2] == b"\xff\xd9" else 0
