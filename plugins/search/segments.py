"""The segments of the search index: made from the texts of their articles, and kept in the cache between builds.

A kept segment is right by its name alone, the digest of all that it was made from. Planning reads only its head: one
digest per file of the index, so that an edit makes anew just the files whose words it touched. The segment itself is
made of the one kept before it where few of its documents are others. A kept segment that is damaged is made anew.
"""

from __future__ import annotations

import gc
import marshal
import mmap
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.digests import combine
from ..core.search.index_file import FilePart
from ..core.search.postings import SearchDocument, SegmentParts, change_segment, index_segment
from ..system import build_inputs, workers
from ..system.cache_file import write_whole
from ..system.cache_places import clear_place, ensure_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.search.layout import Layout
    from ..core.search.word_list import Magnitude

_MAGIC = f"column-search-4 {sys.byteorder}\n".encode()
_DIGEST = 16
"""Bytes of a digest."""
_MOST_CHANGED = 20
"""Documents of a segment that may be others, for what was kept to be of use: of more, all are read as quickly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment as planning knows it. made_of: what it was made from; digests, ends: per part, one for each file of
    the index and one for words; before: what was kept of it until now, when it was made anew."""

    number: int
    kept: _Kept
    made_of: MadeOf
    digests: bytes
    ends: tuple[int, ...]
    start: int
    remake: Callable[[], SegmentParts]
    before: Segment | None = None

    def digest(self, part: int) -> bytes:
        """The digest of one part; of the words with -1."""
        part %= len(self.ends)
        return self.digests[part * _DIGEST : (part + 1) * _DIGEST]

    def file_digests(self) -> list[bytes]:
        """The digests of all files' parts, in the order of the files."""
        return [self.digests[start : start + _DIGEST] for start in range(0, len(self.digests) - _DIGEST, _DIGEST)]

    def part(self, file: int) -> FilePart:
        """What this segment adds to one file of the index."""
        return self.kept_part(file) or self.remake().files[file]

    def kept_part(self, file: int) -> FilePart | None:
        """The same as it was kept, None when it is damaged."""
        kept = self._load(file)
        return None if kept is None else FilePart(*kept)

    def words(self) -> list[Magnitude]:
        """The words of this segment."""
        kept: list[Magnitude] | None = self._load(-1)
        return self.remake().words if kept is None else kept

    def parts(self) -> SegmentParts | None:
        """All of it; None when a part is damaged."""
        loaded = [self._load(part) for part in range(len(self.ends))]
        return None if None in loaded else SegmentParts([FilePart(*part) for part in loaded[:-1]], loaded[-1])

    def _load(self, part: int) -> Any:
        part %= len(self.ends)
        begin = self.ends[part - 1] if part else 0
        data = self.kept.view()[self.start + begin : self.start + self.ends[part]]
        return marshal.loads(data) if _digest(data) == self.digest(part) else None  # noqa: S302 — digest checked


class MadeOf(NamedTuple):
    """What a segment is made from. shape: digest of the layout, of the code and of names that documents are found by;
    documents: digests, in their order."""

    shape: bytes
    documents: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        """Of all of it."""
        return combine(self.shape, *self.documents)

    def others(self, before: MadeOf) -> list[int] | None:
        """Places whose document is another or new; None when what was made before is of no use."""
        if self.shape != before.shape or len(self.documents) < len(before.documents):
            return None
        pairs = zip_longest(self.documents, before.documents)
        places = [place for place, (own, other) in enumerate(pairs) if own != other]
        return places if len(places) <= _MOST_CHANGED else None


@dataclass(slots=True)
class _Kept:
    """A kept segment's file, mapped when it is first read: a build reads thousands of small parts of it."""

    path: Path
    _map: mmap.mmap | bytes | None = None

    def view(self) -> mmap.mmap | bytes:
        """The file's bytes; none when it is gone or empty."""
        if self._map is None:
            try:
                with open(self.path, "rb") as kept:
                    self._map = mmap.mmap(kept.fileno(), 0, access=mmap.ACCESS_READ)
            except (OSError, ValueError):
                self._map = b""
        return self._map


def keep_segments(
    folder: Path, wanted: Sequence[MadeOf], layout: Layout, document: Callable[[int, int], SearchDocument]
) -> list[Segment]:
    """All segments of the index; those that are not kept are made on every core, others dropped. document: makes one,
    given its segment's number and its place there."""
    ensure_folder(folder, build_inputs.cache())
    names = [f"{number:x}-{made_of.digest.hex()}" for number, made_of in enumerate(wanted)]
    stale = set(os.listdir(folder)).difference(names)
    before = {name.partition("-")[0]: name for name in stale}

    def remake(number: int) -> SegmentParts:
        places = range(len(wanted[number].documents))
        return index_segment([document(number, place) for place in places], layout)

    @cache
    def kept_before(number: int) -> Segment | None:
        """The segment that was kept until now, when it is of use; its file may go then."""
        earlier = before.get(f"{number:x}")
        old = _read(folder / earlier, number, layout, remake) if earlier else None
        return old if old and old.made_of.shape == wanted[number].shape and old.kept.view() else None

    def change(number: int) -> SegmentParts | None:
        """The segment made of the one before it."""
        old = kept_before(number)
        places = wanted[number].others(old.made_of) if old else None
        parts = old.parts() if old and places else None
        return parts and change_segment(parts, {place: document(number, place) for place in places or ()}, layout)

    def make(piece: int) -> None:
        workers.working_on("chỉ mục tìm kiếm")
        number = missing[piece]
        collecting = gc.isenabled()
        gc.disable()  # a segment is a hundred thousand small values without a cycle; looking for one takes a third more
        _write(folder / names[number], wanted[number], change(number) or remake(number))
        if collecting:
            gc.enable()

    kept = [_read(folder / name, number, layout, remake) for number, name in enumerate(names)]
    missing = [number for number, segment in enumerate(kept) if segment is None]
    for piece, _ in workers.run(make, len(missing), workers=None if len(missing) > 2 else 1):
        number = missing[piece]
        made = _read(folder / names[number], number, layout, remake)
        kept[number] = made and replace(made, before=kept_before(number))
    for name in stale:
        clear_place(folder / name)
    segments = [segment for segment in kept if segment]
    if len(segments) != len(names):
        raise OSError(0, "không giữ được chỉ mục tìm kiếm", str(folder))
    return segments


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _write(path: Path, made_of: MadeOf, made: SegmentParts) -> None:
    rows: list[Any] = [*map(tuple, made.files), made.words]
    parts = [marshal.dumps(row, 2) for row in rows]  # version 2: bytes depend on values alone
    ends: list[int] = []
    end = 0
    for part in parts:
        end += len(part)
        ends.append(end)
    head = marshal.dumps((tuple(made_of), tuple(ends), b"".join(map(_digest, parts))), 2)
    write_whole(path, _MAGIC, len(head).to_bytes(4, "little"), _digest(path.name.encode() + head), head, *parts)


def _read(path: Path, number: int, layout: Layout, remake: Callable[[int], SegmentParts]) -> Segment | None:
    """A kept segment's head, or None when there is none that is whole."""
    fixed = len(_MAGIC) + 4 + _DIGEST
    try:
        with open(path, "rb") as kept:
            begin = kept.read(fixed)
            length = int.from_bytes(begin[len(_MAGIC) : len(_MAGIC) + 4], "little")
            if begin[: len(_MAGIC)] != _MAGIC or length > os.fstat(kept.fileno()).st_size:
                return None
            head = kept.read(length)
    except OSError:
        return None
    if _digest(path.name.encode() + head) != begin[-_DIGEST:]:
        return None
    made_of, ends, digests = marshal.loads(head)  # noqa: S302 — digest checked
    if len(ends) != layout.files + 1:
        return None
    return Segment(
        number=number,
        kept=_Kept(path),
        made_of=MadeOf(*made_of),
        digests=digests,
        ends=ends,
        start=fixed + length,
        remake=cache(partial(remake, number)),
    )
