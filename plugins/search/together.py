"""What all segments of the search index add up to: which files are others, and how common each word is.

The sum is kept beside the segments. An edit makes one segment anew and puts its digests in the place of those before it
in the sum, so that no other segment is read.
"""

from __future__ import annotations

import gc
import marshal
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from ..core.digests import combine
from ..core.errors import StoreError
from ..core.search.postings import SearchDocument, SegmentParts, index_segment
from ..core.search.word_list import add_words
from ..system import build_inputs, workers
from ..system.cache_file import load_cached, save_cached
from ..system.cache_places import clear_place, ensure_folder
from .segments import DIGEST, MAGIC, MadeOf, Segment, write_segment

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.search.layout import Layout

_SUM = "tong"
"""The name of the sum's file; those of segments begin with a number."""


class Together(NamedTuple):
    """All segments. anew: those that were made anew, each with the one before it where that is of use; digests: of all
    segments' parts of each file of the index, and of the words; before: the same as of the segments before these;
    words: how many documents hold a key, roughly."""

    segments: list[Segment]
    anew: list[tuple[Segment, Segment]]
    digests: bytes
    before: bytes
    words: dict[str, int]


class _Sum(NamedTuple):
    """names: of the segments' files, in order."""

    names: tuple[str, ...]
    digests: int
    words: dict[str, int]


def keep_segments(
    folder: Path, wanted: Sequence[MadeOf], layout: Layout, document: Callable[[int, int], SearchDocument]
) -> Together:
    """All segments of the index; those that are not kept are made on every core, others dropped. document: makes one,
    given its segment's number and its place there."""
    ensure_folder(folder, build_inputs.cache())
    names = [f"{number:x}-{made_of.digest.hex()}" for number, made_of in enumerate(wanted)]
    kept = set(os.listdir(folder)) - {_SUM}
    stale = kept.difference(names)
    earlier = {name.partition("-")[0]: name for name in stale}

    def documents(number: int, places: Iterable[int]) -> dict[int, SearchDocument]:
        return {place: document(number, place) for place in places}

    def remake(number: int) -> SegmentParts:
        return index_segment([*documents(number, range(len(wanted[number].documents))).values()], layout)

    def segment(number: int, name: str) -> Segment:
        return Segment(number=number, path=folder / name, layout=layout, remake=cache(partial(remake, number)))

    @cache
    def before(number: int) -> Segment | None:
        """The segment that was kept until now, when it is of use; its file may go then."""
        name = earlier.get(f"{number:x}")
        found = segment(number, name) if name else None
        return found if found and found.head and found.head.made_of.shape == wanted[number].shape else None

    def make(number: int) -> None:
        workers.working_on("chỉ mục tìm kiếm")
        collecting = gc.isenabled()
        gc.disable()  # a segment is a hundred thousand small values without a cycle; looking for one takes a third more
        old = before(number)
        changed = old.changed(partial(documents, number), wanted[number]) if old else None
        write_segment(folder / names[number], number, wanted[number], changed or remake(number))
        if collecting:
            gc.enable()

    def make_all(numbers: Sequence[int]) -> None:
        for _ in workers.run(lambda piece: make(numbers[piece]), len(numbers), workers=None if len(numbers) > 2 else 1):
            pass

    missing = [number for number, name in enumerate(names) if name not in kept]
    make_all(missing)
    segments = [segment(number, name) for number, name in enumerate(names)]
    known = _load(folder)
    added = _added(known, names, segments, before) if known else None
    if added is None:
        damaged = [number for number, one in enumerate(segments) if not one.head]
        make_all(damaged)
        missing += damaged
        segments = [segment(number, name) for number, name in enumerate(names)]
        added = _all(segments)
    if known != added:
        body = marshal.dumps((added.names, added.digests.to_bytes((layout.files + 1) * DIGEST, "little"), added.words))
        save_cached(folder / _SUM, MAGIC, body)
    if not all(one.head for number in missing if (one := segments[number])):
        raise OSError(0, "không giữ được chỉ mục tìm kiếm", str(folder))
    anew = [(segments[number], old) for number in missing if (old := before(number))]
    for name in stale:
        clear_place(folder / name)
    stood = _exchanged(added.digests, ((new, old) for old, new in anew))
    size = (layout.files + 1) * DIGEST
    return Together(segments, anew, added.digests.to_bytes(size, "little"), stood.to_bytes(size, "little"), added.words)


def _added(
    known: _Sum, names: Sequence[str], segments: Sequence[Segment], before: Callable[[int], Segment | None]
) -> _Sum | None:
    """The kept sum with the segments that are others; None when it is of no use."""
    if len(known.names) != len(names):
        return None
    others = [number for number, name in enumerate(names) if known.names[number] != name]
    pairs = [(old, segments[number]) for number in others if (old := before(number))]
    if len(pairs) < len(others) or any(old.path.name != known.names[old.number] or not new.head for old, new in pairs):
        return None
    words = dict(known.words)
    for old, new in pairs:
        left, come = old.kept_words(), new.kept_words()
        if left is None or come is None:
            return None
        add_words(words, left, -1)
        add_words(words, come)
    return _Sum(tuple(names), _exchanged(known.digests, pairs), words)


def _all(segments: Sequence[Segment]) -> _Sum:
    digests, words = 0, dict[str, int]()
    for segment in segments:
        digests ^= segment.summed()
        add_words(words, segment.kept_words() or segment.remake().words)
    return _Sum(tuple(segment.path.name for segment in segments), digests, words)


def _exchanged(digests: int, pairs: Iterable[tuple[Segment, Segment]]) -> int:
    """The sum with the second of each pair in place of the first."""
    for old, new in pairs:
        digests ^= old.summed() ^ new.summed()
    return digests


def _load(folder: Path) -> _Sum | None:
    with suppress(StoreError, OSError):
        body = load_cached(folder / _SUM, MAGIC)
        if body is not None:
            names, digests, words = marshal.loads(body)  # noqa: S302 — digest checked
            return _Sum(names, int.from_bytes(digests, "little"), words)
    return None


def digest_of(digests: bytes, start: int, end: int) -> bytes:
    """Of the files from one to before another."""
    return combine(digests[start * DIGEST : end * DIGEST])
