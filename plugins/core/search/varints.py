"""Numbers as the index writes them: seven bits a byte, the low ones first; the high bit says that more follow."""

from __future__ import annotations

SHORT = [bytes((value,)) for value in range(256)]
"""Bytes, of which the first half are the numbers below 128."""
_MORE = SHORT[128:]


def varint(value: int) -> bytes:
    """A number's bytes."""
    return SHORT[value] if value < 128 else _MORE[value & 127] + _REST[value >> 7]


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends."""
    value = shift = 0
    while data[at] > 127:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1


class _Rest(dict[int, bytes]):
    """What follows the first byte, worked out once: a column of ten thousand articles asks for two thousand."""

    def __missing__(self, value: int) -> bytes:
        rest = self[value] = varint(value)
        return rest


_REST = _Rest()
