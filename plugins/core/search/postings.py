"""Documents → what a segment of the search index holds.

The index answers two questions: which documents hold a word (a syllable), and which hold two words side by side.
Vietnamese words are one or more syllables, so side by side is what tells "đại hội" from a text with a "đại" and a
"hội".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import add
from typing import NamedTuple
from zlib import crc32

from .file_part import SEVERAL, FilePart, change, pack
from .layout import Layout
from .tokens import folded, key, tokens
from .word_list import Magnitude

TITLE, SAPO, OFTEN = 4, 2, 1
"""What a posting says beside the number: the word stands in the title, in the sapo or tags, often in the text."""


class SegmentParts(NamedTuple):
    """What a segment adds to the index. files: a part of each file of the layout; words: sorted."""

    files: list[FilePart]
    words: list[Magnitude]


class SearchDocument(NamedTuple):
    """What is indexed of an article or page, all plain text; nothing where a place is free. sapo: sapo and tags; more:
    names of units, documents …"""

    title: str
    sapo: str
    more: str
    body: str


def index_segment(documents: Sequence[SearchDocument], layout: Layout) -> SegmentParts:
    """Index the documents of one segment, in the order of their places."""
    found = _Found(enumerate(documents), layout)
    words = (found.magnitudes(file) for file in range(layout.word_files))
    return SegmentParts([found.part(file) for file in range(layout.files)], sorted(chain.from_iterable(words)))


def change_segment(kept: SegmentParts, documents: Mapping[int, SearchDocument], layout: Layout) -> SegmentParts:
    """A segment in which other documents stand at these places, as `index_segment` would make it; places may be new.
    What none of them touches is the very part that was kept."""
    added = _Found(sorted(documents.items()), layout)
    words = dict(kept.words)
    gone = {place << 3 | marks for place in documents for marks in range(8)}
    files: list[FilePart] = []
    for file, part in enumerate(kept.files):
        changed, counts = change(part, gone, dict(added.rows(file)))
        files.append(changed)
        if file < layout.word_files:
            words.update(filter(None, (_magnitude(name, count) for name, count in counts.items())))
    return SegmentParts(files, sorted((spelt, bits) for spelt, bits in words.items() if bits))


class _Found:
    """The postings of some documents, given with their places, in order.

    The code of a word, and of two side by side, is one number: file, rank of the first word, rank of the second or 0.
    That of a pair is a sum, which costs little for each pair of a text; and codes sort as keys do.
    """

    def __init__(self, documents: Iterable[tuple[int, SearchDocument]], layout: Layout) -> None:
        read = [(place << 3, [_keys(field) for field in document]) for place, document in documents]
        spelt = sorted({word for _, fields in read for field in fields for word in field})
        self._bits = bits = len(spelt).bit_length()
        self._heads = [b"", *(word.encode() for word in spelt)]
        self._tails = [b"", *(b" " + word.encode() for word in spelt)]
        self._firsts: dict[int, int] = {}
        self._several: dict[int, list[int]] = {}
        words, firsts, seconds = (codes.__getitem__ for codes in _codes(spelt, bits, layout))
        for posting, fields in read:
            self._note(posting, 3, [list(map(words, field)) for field in fields])
            self._note(posting, 2, [list(map(add, map(firsts, field), map(seconds, field[1:]))) for field in fields])
        self._files: list[list[int]] = [[] for _ in range(layout.files)]
        for code in self._firsts:
            self._files[code >> 2 * bits].append(code)
        for file in self._files:
            file.sort()

    def _note(self, posting: int, often: int, fields: Sequence[list[int]]) -> None:
        """Add one document's posting to each of its codes."""
        firsts, several = self._firsts, self._several
        title, sapo, more, body = fields
        for code, count in Counter(body).items():
            marked = posting if count < often else posting | OFTEN
            known = several.get(code)
            if known is not None:
                known.append(marked)
            elif code in firsts:
                several[code] = [firsts[code], marked]
                firsts[code] |= SEVERAL
            else:
                firsts[code] = marked
        for marks, field in ((0, more), (SAPO, sapo), (TITLE, title)):
            for code in field:
                if code in several:
                    postings = several[code]
                    if postings[-1] < posting:
                        postings.append(posting)
                    postings[-1] |= marks
                elif (first := firsts.setdefault(code, posting)) < posting:
                    several[code] = [first, posting | marks]
                    firsts[code] |= SEVERAL
                else:
                    firsts[code] |= marks

    def part(self, file: int) -> FilePart:
        """What the documents add to a file."""
        found = self._files[file]
        several = filter(None, map(self._several.get, found))
        return pack(self._names(found), list(map(self._firsts.__getitem__, found)), list(several))

    def rows(self, file: int) -> Iterator[tuple[bytes, list[int]]]:
        """The keys of a file, each with its postings."""
        found = self._files[file]
        for name, code in zip(self._names(found), found, strict=True):
            yield name, self._several.get(code) or [self._firsts[code]]

    def magnitudes(self, file: int) -> Iterator[Magnitude]:
        """The words of a file of words."""
        return filter(None, (_magnitude(name, len(postings)) for name, postings in self.rows(file)))

    def _names(self, found: Iterable[int]) -> list[bytes]:
        heads, tails, bits = self._heads, self._tails, self._bits
        low = (1 << bits) - 1
        return [heads[code >> bits & low] + tails[code & low] for code in found]


def _codes(spelt: Sequence[str], bits: int, layout: Layout) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Key → its code as a word, and what it adds to that of a pair as the first, as the second. spelt: sorted."""
    begin, rows, columns = layout.word_files, layout.first_files, layout.second_files
    words, firsts, seconds = {}, {}, {}
    for rank, word in enumerate(spelt, 1):
        hashed, first = _hash(word), rank << bits
        words[word] = hashed % layout.word_files << 2 * bits | first
        firsts[word] = begin + hashed % rows * columns << 2 * bits | first
        seconds[word] = hashed % columns << 2 * bits | rank
    return words, firsts, seconds


def _magnitude(name: bytes, documents: int) -> Magnitude | None:
    spelt = name.decode()
    return (spelt, documents.bit_length()) if spelt[0].isalpha() else None


class _Pieces(dict[str, tuple[str, ...]]):
    """What stands between two spaces → its keys, worked out once in a process."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = self[piece] = tuple(map(key, tokens(piece)))
        return found


_PIECES = _Pieces()


def _keys(text: str) -> list[str]:
    return list(chain.from_iterable(map(_PIECES.__getitem__, text.split())))


@cache
def _hash(spelt: str) -> int:
    return crc32(folded(spelt).encode())
