"""The smallest drawings: one filled rectangle as EMF, WMF and SVG."""

from __future__ import annotations

import struct

COLOUR = (192, 48, 48)
_WIDTH, _HEIGHT = 120, 80
_BRUSH = COLOUR[0] | COLOUR[1] << 8 | COLOUR[2] << 16


def emf() -> bytes:
    """Header, brush, its choice, rectangle, end."""
    records = [
        (39, struct.pack("<4I", 1, 0, _BRUSH, 0)),
        (37, struct.pack("<I", 1)),
        (43, struct.pack("<4i", 0, 0, _WIDTH, _HEIGHT)),
        (14, struct.pack("<3I", 0, 0x14, 20)),
    ]
    body = b"".join(struct.pack("<2I", kind, 8 + len(data)) + data for kind, data in records)
    head = struct.pack("<8i", 0, 0, _WIDTH - 1, _HEIGHT - 1, 0, 0, _WIDTH * 26, _HEIGHT * 26) + b" EMF"
    size = 8 + len(head) + 44
    head += struct.pack("<3I2H3I4i", 0x10000, size + len(body), len(records) + 1, 2, 0, 0, 0, 0, 1920, 1080, 508, 286)
    return struct.pack("<2I", 1, size) + head + body


def wmf() -> bytes:
    """Placed header, origin, extent, brush, its choice, rectangle, end."""
    records = [
        (0x020B, struct.pack("<2h", 0, 0)),
        (0x020C, struct.pack("<2h", _HEIGHT, _WIDTH)),
        (0x02FC, struct.pack("<HIH", 0, _BRUSH, 0)),
        (0x012D, struct.pack("<h", 0)),
        (0x041B, struct.pack("<4h", _HEIGHT, _WIDTH, 0, 0)),
        (0, b""),
    ]
    packed = [struct.pack("<IH", 3 + len(data) // 2, kind) + data for kind, data in records]
    body = b"".join(packed)
    head = struct.pack("<3HIHIH", 1, 9, 0x300, (18 + len(body)) // 2, 1, max(map(len, packed)) // 2, 0)
    placed = struct.pack("<IH4hHI", 0x9AC6CDD7, 0, 0, 0, _WIDTH * 15, _HEIGHT * 15, 1440, 0)
    checksum = 0
    for (word,) in struct.iter_unpack("<H", placed):
        checksum ^= word
    return placed + struct.pack("<H", checksum) + head + body


def svg() -> bytes:
    """One element."""
    colour = "#{:02x}{:02x}{:02x}".format(*COLOUR)
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="{colour}"/></svg>'.encode()


MADE = {"EMF": emf(), "WMF": wmf(), "SVG": svg()}
