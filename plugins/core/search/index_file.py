"""What a segment adds to a file of the index, packed, and the files made of it: see `docs/search-index.md`.

Most keys stand in one document of a segment only, so entries are kept in columns rather than as an object each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from posixpath import commonprefix
from struct import unpack_from
from typing import NamedTuple

from .layout import STRIDE

Posting = tuple[bytes, int, int, bytes]
"""A key in one segment: its first posting (place << 3 | marks), its last place, the gaps between as varints."""
SEVERAL = STRIDE << 3
"""Beside a first posting: others follow."""


class FilePart(NamedTuple):
    """A segment's entries of one file, sorted by key. names: keys, by lines; firsts: first postings, with SEVERAL; of
    those that have it, lasts: last places, lengths: bytes of their gaps, and the gaps. Numbers take two bytes each."""

    names: bytes
    firsts: bytes
    lasts: bytes
    lengths: bytes
    gaps: bytes

    def entries(self) -> Iterator[Posting]:
        """Each entry, unpacked."""
        lasts, lengths, gaps = iter(_numbers(self.lasts)), iter(_numbers(self.lengths)), self.gaps
        end = 0
        for name, first in zip(self.names.split(b"\n"), _numbers(self.firsts)):  # noqa: B905 — of no entry a split is one
            if first < SEVERAL:
                yield name, first, first >> 3, b""
            else:
                start = end
                end += next(lengths)
                yield name, first - SEVERAL, next(lasts), gaps[start:end]


def pack(names: Iterable[bytes], firsts: Sequence[int], several: Sequence[Sequence[int]]) -> FilePart:
    """Entries as a part; several: all postings of those whose first has SEVERAL."""
    gaps = [b"".join([_IN_SEGMENT[after - (before & -8)] for before, after in pairwise(row)]) for row in several]
    return FilePart(
        b"\n".join(names),
        array("H", firsts).tobytes(),
        array("H", [row[-1] >> 3 for row in several]).tobytes(),
        array("H", map(len, gaps)).tobytes(),
        b"".join(gaps),
    )


def unpack(first: int, gaps: bytes) -> list[int]:
    """The postings of an entry."""
    postings, place, low = [first], first >> 3, -1
    for byte in gaps:
        if low >= 0:
            value, low = low | byte << 7, -1
        elif byte < 128:
            value = byte
        else:  # a gap inside a segment is below STRIDE, so two bytes do
            low = byte & 127
            continue
        place += value >> 3
        postings.append(place << 3 | value & 7)
    return postings


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
                found[name] = _varint((start << 3) + first) + gaps
            else:
                several.setdefault(name, []).append(_varint((start - before << 3) + first) + gaps)
    for name, rows in several.items():
        found[name] += b"".join(rows)
    return _file(found)


def patch(data: bytes, segment: int, before: FilePart, after: FilePart) -> bytes | None:
    """What `merge` makes of the same once a segment adds `after` to the file in place of `before`; None when the bytes
    are no such file. Rows that stay as they are are copied, and only their names are read. Raises IndexError or
    KeyError when they are the file of other segments."""
    old, new = ({entry[0]: entry for entry in part.entries()} for part in (before, after))
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
        length, start = (data[start], start + 1) if data[start] < 128 else _read_varint(data, start)
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
            row, next_changed = _with(row, segment, new.get(name)), next(waiting)
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


def _with(row: bytes, segment: int, entry: Posting | None) -> bytes:
    """A key's postings with these of a segment in place of those it had. Only the gap behind them changes."""
    start = segment * STRIDE
    begin, before = _passed(row, *_leap(row, start), start)
    end, last = _passed(row, begin, before, start + STRIDE)
    out = [row[:begin]]
    for posting in unpack(entry[1], entry[3]) if entry else ():
        place = start + (posting >> 3)
        out.append(_varint(place - before << 3 | posting & 7))
        before = place
    if end < len(row):
        value, rest = _read_varint(row, end)
        out += (_varint(last + (value >> 3) - before << 3 | value & 7), row[rest:])
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
        value, after = (row[at], at + 1) if row[at] < 128 else _read_varint(row, at)
        if number + (value >> 3) >= until:
            break
        number, at = number + (value >> 3), after
    return at, number


def _row(before: bytes, name: bytes, row: bytes) -> tuple[bytes, ...]:
    """One row of a file, behind that of the key before."""
    shared = len(commonprefix((before, name)))
    return _SHORT[shared], _SHORT[len(name) - shared], name[shared:], _varint(len(row)), row


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends."""
    value = shift = 0
    while data[at] > 127:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1


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
        out += (_SHORT[shared], _SHORT[len(name) - shared], name[shared:], _varint(len(row)), row)
        before = name + b"\n"  # which no key has, so that comparing ends
    data = b"".join(out)
    return len(data).to_bytes(4, "little") + data


def _numbers(column: bytes) -> memoryview[int]:
    return memoryview(column).cast("H")


def _varint(value: int) -> bytes:
    """Seven bits a byte, the low ones first; the high bit says that more follow."""
    return _SHORT[value] if value < 128 else _MORE[value & 127] + _REST[value >> 7]


class _Rest(dict[int, bytes]):
    """What follows the first byte, worked out once: a column of ten thousand articles asks for two thousand."""

    def __missing__(self, value: int) -> bytes:
        rest = self[value] = _varint(value)
        return rest


_SHORT = [bytes((value,)) for value in range(256)]
_MORE = _SHORT[128:]
_REST = _Rest()
_IN_SEGMENT = [_varint(value) for value in range(STRIDE << 3)]
"""The varint of each gap that a segment can have."""
