"""The files of postings: made of what each segment adds to them, patched where it adds another thing. See
`docs/search-index.md`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from posixpath import commonprefix
from struct import unpack_from
from typing import TYPE_CHECKING

from .layout import STRIDE
from .varints import SHORT, read_varint, varint

if TYPE_CHECKING:
    from .file_part import FilePart


def merge(parts: Iterable[tuple[int, FilePart]]) -> bytes:
    """One file of the index from the parts of several segments, given by number, in order."""
    found: dict[bytes, bytes] = {}
    several: dict[bytes, list[bytes]] = {}
    last: dict[bytes, int] = {}
    for segment, part in parts:
        start = segment * STRIDE
        for name, first, end, gaps in part.entries():
            before = last.get(name)
            last[name] = start + end
            if before is None:
                found[name] = varint((start << 3) + first) + gaps
            else:
                several.setdefault(name, []).append(varint((start - before << 3) + first) + gaps)
    for name, rows in several.items():
        found[name] += b"".join(rows)
    return _file(found)


def patch(data: bytes, segment: int, before: FilePart, after: FilePart) -> bytes | None:
    """What `merge` makes of the same once a segment adds `after` to the file in place of `before`; None when the bytes
    are no such file. Rows that stay as they are are copied, and only their names are read. Raises IndexError or
    KeyError when they are the file of other segments."""
    old, new = (dict(part.rows()) for part in (before, after))
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    if int.from_bytes(data[:4], "little") != len(data) - 4:
        return None
    out: list[bytes] = []
    name = written = b""  # of the row that is read; of the last one that is there
    at = copied = 4
    moved = False  # the row before this one is another than it was
    waiting = iter([*changed, _END])
    next_changed = next(waiting)
    while at < len(data):
        begin, start = at, at + 2 + data[at + 1]
        name = name[: data[at]] + data[at + 2 : start]
        length, start = (data[start], start + 1) if data[start] < 128 else read_varint(data, start)
        at = start + length
        if name < next_changed and not moved:
            written = name
            continue
        out.append(data[copied:begin])
        copied, moved = at, False
        while next_changed < name:
            out += _row(written, next_changed, _with(b"", segment, new[next_changed]))
            written, next_changed = next_changed, next(waiting)
        row = data[start:at]
        if next_changed == name:
            row, next_changed = _with(row, segment, new.get(name, ())), next(waiting)
        if row:
            out += _row(written, name, row)
            written = name
        else:
            moved = True
    out.append(data[copied:])
    while next_changed != _END:
        out += _row(written, next_changed, _with(b"", segment, new[next_changed]))
        written, next_changed = next_changed, next(waiting)
    whole = b"".join(out)
    return len(whole).to_bytes(4, "little") + whole


def _with(row: bytes, segment: int, postings: Iterable[int]) -> bytes:
    """A key's postings with these of a segment in place of those it had. Only the gap behind them changes."""
    start = segment * STRIDE
    begin, before = _passed(row, *_leap(row, start), start)
    end, last = _passed(row, begin, before, start + STRIDE)
    out = [row[:begin]]
    for posting in postings:
        place = start + (posting >> 3)
        out.append(varint(place - before << 3 | posting & 7))
        before = place
    if end < len(row):
        value, rest = read_varint(row, end)
        out += (varint(last + (value >> 3) - before << 3 | value & 7), row[rest:])
    return b"".join(out)


def _leap(row: bytes, until: int) -> tuple[int, int]:
    """Where some posting begins, at most a lane before the first one of a document not below `until`, and the document
    of the one before it: rows of common words are long, and an edit changes many.

    What each byte adds to the number is worked out for all bytes at once, in one integer: a first byte its bits 3–6, a
    second one sixteen times its value. They are added up in lanes of eight bytes, and those one after the other.
    """
    if len(row) < _LONG:
        return 0, 0
    lanes = (len(row) + 7) // 8
    whole, ones = int.from_bytes(row, "little"), int.from_bytes(b"\1" * (lanes * 8), "little")
    follows = (whole >> 7 & ones) << 8
    if follows & whole >> 7:
        return 0, 0  # gaps of three bytes are those of rare words
    second = follows * 255
    low, high = (whole & ~second) >> 3 & ones * 15, whole & second
    for bits, mask in ((8, b"\xff\0" * 4), (16, b"\xff\xff\0\0" * 2), (32, b"\xff\xff\xff\xff\0\0\0\0")):
        even = int.from_bytes(mask * lanes, "little")
        low, high = (low & even) + (low >> bits & even), (high & even) + (high >> bits & even)
    numbers = list(accumulate(unpack_from(f"<{lanes}Q", (low + (high << 4)).to_bytes(lanes * 8, "little"))))
    lane = min(bisect_left(numbers, until), lanes - 1)
    at, number = lane * 8, numbers[lane - 1] if lane else 0
    if at and row[at - 1] > 127:  # it began in the lane before
        return at - 1, number - ((row[at - 1] & 127) >> 3)
    return at, number


_LONG = 64
"""Bytes of a row from which on leaping is quicker than reading."""


def _passed(row: bytes, at: int, number: int, until: int) -> tuple[int, int]:
    """Where the first posting of a document not below `until` begins, and the document of the one before it. number:
    the document before `at`."""
    while at < len(row):
        value, after = (row[at], at + 1) if row[at] < 128 else read_varint(row, at)
        if number + (value >> 3) >= until:
            break
        number, at = number + (value >> 3), after
    return at, number


def _row(before: bytes, name: bytes, row: bytes) -> tuple[bytes, ...]:
    """One row of a file, behind that of the key before."""
    shared = len(commonprefix((before, name)))
    return SHORT[shared], SHORT[len(name) - shared], name[shared:], varint(len(row)), row


_END = b"\xff"
"""Behind every key."""


def _file(found: dict[bytes, bytes]) -> bytes:
    """Keys and their postings, each key without what it shares with the one before."""
    out: list[bytes] = []
    before, word = b"\n", b""
    for name, row in sorted(found.items()):
        if name.startswith(word):  # most pairs share their first word with the pair before
            shared = len(word)
        else:
            word = name[: name.find(b" ") + 1]
            shared = 0
        while before[shared] == name[shared]:
            shared += 1
        out += (SHORT[shared], SHORT[len(name) - shared], name[shared:], varint(len(row)), row)
        before = name + b"\n"  # which no key has, so that comparing ends
    data = b"".join(out)
    return len(data).to_bytes(4, "little") + data
