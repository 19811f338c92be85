"""What a segment adds to one file of the index, packed, and the same once some of its documents are others.

Most keys stand in one document of a segment only, so entries are kept in columns rather than as an object each. A
posting is place << 3 | marks.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from .layout import STRIDE
from .varints import varint

SEVERAL = STRIDE << 3
"""Beside a first posting: others follow."""
_GAPS = [varint(value) for value in range(SEVERAL)]
"""The varint of each gap that a segment can have."""


class FilePart(NamedTuple):
    """A segment's entries of one file, sorted by key. names: keys, by lines; firsts: first postings, with SEVERAL. Of
    those that have it, postings: all of them; counts: how many; gaps: from the first on, as a file of the index has
    them; lengths: bytes of these. Numbers take two bytes each."""

    names: bytes
    firsts: bytes
    postings: bytes
    counts: bytes
    gaps: bytes
    lengths: bytes

    def entries(self) -> Iterator[tuple[bytes, int, int, bytes]]:
        """Of each key its first posting, its last place and the gaps between."""
        postings, counts, lengths = map(_numbers, (self.postings, self.counts, self.lengths))
        row = last = end = 0
        for name, first in zip(self.names.split(b"\n"), _numbers(self.firsts)):  # noqa: B905 — of no entry a split is one
            if first < SEVERAL:
                yield name, first, first >> 3, b""
            else:
                start = end
                end += lengths[row]
                last += counts[row]
                row += 1
                yield name, first - SEVERAL, postings[last - 1] >> 3, self.gaps[start:end]

    def rows(self) -> Iterator[tuple[bytes, list[int]]]:
        """Each key with its postings."""
        columns = _Columns(self)
        return ((name, columns.row(at)) for at, name in enumerate(columns.names))

    def has_any(self, postings: Set[int]) -> bool:
        """Whether one of these postings is in here."""
        return not (postings.isdisjoint(_numbers(self.postings)) and postings.isdisjoint(_numbers(self.firsts)))


def pack(names: Iterable[bytes], firsts: Sequence[int], several: Sequence[Sequence[int]]) -> FilePart:
    """Entries as a part; several: all postings of those whose first has SEVERAL."""
    gaps = [b"".join([_GAPS[after - (before & -8)] for before, after in pairwise(row)]) for row in several]
    return FilePart(
        b"\n".join(names),
        array("H", firsts).tobytes(),
        array("H", chain.from_iterable(several)).tobytes(),
        array("H", map(len, several)).tobytes(),
        b"".join(gaps),
        array("H", map(len, gaps)).tobytes(),
    )


def change(part: FilePart, gone: Set[int], added: Mapping[bytes, list[int]]) -> tuple[FilePart, dict[bytes, int]]:
    """A part without the postings that are gone and with those that are added, the very one when that is the same; and
    of each key that changed how many postings it has now. What stays is copied as it is packed."""
    if not added and not part.has_any(gone):
        return part, {}
    columns = _Columns(part)
    pieces: list[FilePart] = []
    counts: dict[bytes, int] = {}
    done = 0
    for name in sorted({*columns.names_of(gone), *added}):
        at = bisect_left(columns.names, name)
        before = columns.row(at) if columns.names[at : at + 1] == [name] else []
        now = sorted([*(posting for posting in before if posting not in gone), *added.get(name, ())])
        if now != before:
            pieces += (columns.cut(done, at), _packed(name, now))
            done = at + bool(before)
            counts[name] = len(now)
    if not counts:
        return part, counts
    return _joined([*pieces, columns.cut(done, len(columns.names))]), counts


class _Columns:
    """A part taken apart."""

    def __init__(self, part: FilePart) -> None:
        self.part = part
        self.names = part.names.split(b"\n") if part.names else []
        self._firsts = _numbers(part.firsts)
        self._postings = _numbers(part.postings)
        self._several = [at for at, first in enumerate(self._firsts) if first >= SEVERAL]
        self._ends = [0, *accumulate(_numbers(part.counts))]

    def row(self, at: int) -> list[int]:
        """The postings of an entry."""
        if self._firsts[at] < SEVERAL:
            return [self._firsts[at]]
        row = bisect_left(self._several, at)
        return self._postings[self._ends[row] : self._ends[row + 1]].tolist()

    def names_of(self, postings: Set[int]) -> Iterator[bytes]:
        """The keys that have one of these postings, some more than once."""
        for at, first in enumerate(self._firsts):
            if first in postings:
                yield self.names[at]
        for place, posting in enumerate(self._postings):
            if posting in postings:
                yield self.names[self._several[bisect_right(self._ends, place) - 1]]

    def cut(self, start: int, end: int) -> FilePart:
        """The entries from one to before another."""
        part, lengths = self.part, _numbers(self.part.lengths)
        first, last = bisect_left(self._several, start), bisect_left(self._several, end)
        gap = sum(lengths[:first])
        return FilePart(
            b"\n".join(self.names[start:end]),
            part.firsts[2 * start : 2 * end],
            part.postings[2 * self._ends[first] : 2 * self._ends[last]],
            part.counts[2 * first : 2 * last],
            part.gaps[gap : gap + sum(lengths[first:last])],
            part.lengths[2 * first : 2 * last],
        )


def _packed(name: bytes, postings: list[int]) -> FilePart:
    if not postings:
        return pack((), (), ())
    several = len(postings) > 1
    return pack((name,), (postings[0] | (SEVERAL if several else 0),), (postings,) if several else ())


def _joined(pieces: Sequence[FilePart]) -> FilePart:
    names, *columns = zip(*pieces, strict=True)
    return FilePart(b"\n".join(filter(None, names)), *map(b"".join, columns))


def _numbers(column: bytes) -> memoryview[int]:
    return memoryview(column).cast("H")
