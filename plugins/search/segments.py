"""A segment of the search index as it is kept in the cache between builds.

A kept segment is right by its name alone, the digest of all that it was made from. Planning reads only its head: one
digest per file of the index. A segment is made of the one kept before it where few of its documents are others. One
that is damaged is made anew.
"""

from __future__ import annotations

import marshal
import mmap
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.digests import combine
from ..core.search.file_part import FilePart
from ..core.search.postings import SearchDocument, SegmentParts, change_segment
from ..system.cache_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.search.layout import Layout
    from ..core.search.word_list import Magnitude

MAGIC = f"column-search-6 {sys.byteorder}\n".encode()
DIGEST = 16
"""Bytes of a digest."""
_MOST_CHANGED = 20
"""Documents of a segment that may be others, for what was kept to be of use: of more, all are read as quickly."""
_NOTHING = bytes(DIGEST)


class MadeOf(NamedTuple):
    """What a segment is made from. shape: digest of the layout, of the code and of names that documents are found by;
    documents: digests by place, zeros where nobody is."""

    shape: bytes
    documents: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        """Of all of it."""
        return combine(self.shape, *self.documents)

    def others(self, before: MadeOf) -> list[int] | None:
        """Places whose document is another, new or gone; None when what was made before is of no use."""
        if self.shape != before.shape:
            return None
        pairs = zip_longest(self.documents, before.documents, fillvalue=_NOTHING)
        places = [place for place, (own, other) in enumerate(pairs) if own != other]
        return places if len(places) <= _MOST_CHANGED else None


class _Head(NamedTuple):
    """made_of: what the segment was made from; ends: where each part ends: one for each file of the index, then the
    words; digests: theirs, one after the other; data: the kept file; start: where its parts begin."""

    made_of: MadeOf
    ends: Sequence[int]
    digests: bytes
    data: mmap.mmap
    start: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One segment as planning knows it. remake: makes it of its documents."""

    number: int
    path: Path
    layout: Layout
    remake: Callable[[], SegmentParts]

    @cached_property
    def head(self) -> _Head | None:
        """Its head, None when there is none that is whole. The file stays mapped: a build reads many small parts."""
        fixed = len(MAGIC) + 4 + DIGEST
        try:
            with open(self.path, "rb") as kept:
                data = mmap.mmap(kept.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return None
        start = fixed + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "little")
        packed = data[fixed:start]
        if data[: len(MAGIC)] != MAGIC or data[fixed - DIGEST : fixed] != _digest(self._named(packed), self.number):
            return None
        shape, documents, lengths, digests = marshal.loads(packed)  # noqa: S302 — digest checked
        if len(digests) != (self.layout.files + 1) * DIGEST:
            return None
        ends = list(accumulate(array("I", lengths)))
        return _Head(MadeOf(shape, tuple(_apart(documents))), ends, digests, data, start)

    def digest(self, part: int) -> bytes:
        """The digest of one part."""
        return self.head.digests[part * DIGEST : (part + 1) * DIGEST] if self.head else b""

    def summed(self) -> int:
        """The digests of all files and of the words, as one number."""
        return int.from_bytes(self.head.digests if self.head else b"", "little")

    def part(self, file: int) -> FilePart:
        """What this segment adds to one file of the index."""
        return self.kept_part(file) or self.remake().files[file]

    def kept_part(self, file: int) -> FilePart | None:
        """The same as it was kept, None when it is damaged."""
        kept = self._load(file)
        return None if kept is None else FilePart(*kept)

    def kept_words(self) -> list[Magnitude] | None:
        """The words of this segment as they were kept, None when they are damaged."""
        kept: list[Magnitude] | None = self._load(self.layout.files)
        return kept

    def changed(
        self, documents: Callable[[Iterable[int]], dict[int, SearchDocument]], now: MadeOf
    ) -> SegmentParts | None:
        """The segment that is made from `now`; None when this one is of no use for it. documents: those at some
        places."""
        places = now.others(self.head.made_of) if self.head else None
        kept = self._whole() if places else None
        return change_segment(kept, documents(places), self.layout) if kept and places else None

    def _whole(self) -> SegmentParts | None:
        """All of it as it was kept, None when a part is damaged."""
        loaded = [self._load(part) for part in range(self.layout.files + 1)]
        return None if None in loaded else SegmentParts([FilePart(*part) for part in loaded[:-1]], loaded[-1])

    def _named(self, packed: bytes) -> bytes:
        return self.path.name.encode() + packed

    def _load(self, part: int) -> Any:
        if not self.head:
            return None
        begin = self.head.ends[part - 1] if part else 0
        data = self.head.data[self.head.start + begin : self.head.start + self.head.ends[part]]
        right = _digest(data, self.number) == self.digest(part)
        return marshal.loads(data) if right else None  # noqa: S302 — digest checked


def write_segment(path: Path, number: int, made_of: MadeOf, made: SegmentParts) -> None:
    """Keep a segment."""
    parts = [*(_dumped(tuple(part)) for part in made.files), _dumped(made.words)]
    digests = b"".join([_digest(part, number) for part in parts])
    lengths = array("I", map(len, parts)).tobytes()
    head = _dumped((made_of.shape, b"".join(made_of.documents), lengths, digests))
    write_whole(path, MAGIC, len(head).to_bytes(4, "little"), _digest(path.name.encode() + head, number), head, *parts)


def _dumped(value: Any) -> bytes:
    return marshal.dumps(value, 2)  # version 2: bytes depend on values alone


def _apart(digests: bytes) -> Iterable[bytes]:
    return (digests[start : start + DIGEST] for start in range(0, len(digests), DIGEST))


def _digest(data: bytes, number: int) -> bytes:
    """Of a segment's own: the same bytes in two segments have two digests, whose sum is not that of none."""
    return blake2b(data, digest_size=DIGEST, salt=number.to_bytes(4, "little")).digest()
