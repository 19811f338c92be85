"""Documents → postings → the files of the search index. `docs/search-index.md` describes the bytes.

The index answers two questions: which documents hold a word (a syllable), and which hold two words side by side.
Vietnamese words are one or more syllables, so side by side is what tells "đại hội" from a text with a "đại" and a
"hội". Documents are spread over segments by a hash of their id: an edit makes one segment anew, whatever its date.
Entries are spread over files by a hash of the folded words, so that a query loads a file per word and a file per pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from math import sqrt
from typing import NamedTuple
from zlib import crc32

from .tokens import folded, key, tokens
from .word_list import Magnitude

STRIDE = 512
"""A document's number is its segment × STRIDE + its place in the segment, so that segments do not move each other."""
PER_SEGMENT = 160
"""Documents a segment is meant to hold."""
MOST_WORD_FILES = 1024
"""There are only some thousand syllables to spread."""
PER_PAIR_FILE = 4
"""Documents per file of pairs, as near as powers of two come: files of some 5 KB, so that a query loads little beside
what it asks for, and an edit touches few."""
TITLE, SAPO, OFTEN = 4, 2, 1
"""What a posting says beside the number: the word stands in the title, in the sapo or tags, often in the text."""

Posting = tuple[str, int, int, bytes]
"""A key in one segment: first posting (place << 3 | marks), last place, the postings between as varints of gaps."""


class SegmentParts(NamedTuple):
    """What a segment adds to the index. files: per file of the layout its entries, sorted by key; words: sorted."""

    files: list[list[Posting]]
    words: list[Magnitude]


class SearchDocument(NamedTuple):
    """What is indexed of an article or page, all plain text. sapo: sapo and tags; more: names of units, documents …"""

    title: str
    sapo: str
    more: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many segments and files an index has; all are powers of two and grow with the number of documents."""

    segments: int
    word_files: int
    first_files: int
    second_files: int

    @classmethod
    def of(cls, identities: Sequence[str]) -> Layout:
        """The layout for documents with these permanent ids."""
        documents = len(identities)
        pairs = _power(documents / PER_PAIR_FILE / sqrt(2))  # the nearest power, not the next
        second = 1 << ((pairs.bit_length() - 1) * 2 // 5)
        layout = cls(
            segments=_power(documents / PER_SEGMENT),
            word_files=min(pairs, MOST_WORD_FILES),
            first_files=pairs // second,
            second_files=second,
        )
        while max(Counter(map(layout.segment, identities)).values(), default=0) > STRIDE:
            layout = replace(layout, segments=layout.segments * 2)
        return layout

    @property
    def files(self) -> int:
        """All files of words, then all files of pairs."""
        return self.word_files + self.first_files * self.second_files

    def segment(self, identity: str) -> int:
        """The segment of a document with this permanent id."""
        return crc32(identity.encode()) % self.segments


def _power(least: float) -> int:
    """The smallest power of two that is not less."""
    power = 1
    while power < least:
        power *= 2
    return power


def index_segment(documents: Sequence[SearchDocument], layout: Layout) -> SegmentParts:
    """Index the documents of one segment, in their order."""
    files: list[list[Posting]] = [[] for _ in range(layout.files)]
    words: list[Magnitude] = []
    for file, spelt, postings in _postings(enumerate(documents), layout):
        files[file].append((spelt, *_pack(postings)))
        if file < layout.word_files and spelt[0].isalpha():
            words.append((spelt, len(postings).bit_length()))
    for entries in files:
        entries.sort()
    return SegmentParts(files, sorted(words))


def change_segment(kept: SegmentParts, documents: Mapping[int, SearchDocument], layout: Layout) -> SegmentParts:
    """A segment in which other documents stand at these places, as `index_segment` would make it; places may be new.
    What none of them touches is the very list that was kept."""
    added: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for file, spelt, postings in _postings(sorted(documents.items()), layout):
        added[file][spelt] = postings
    words = dict(kept.words)
    files: list[list[Posting]] = []
    for file, entries in enumerate(kept.files):
        changed = _changed_entries(entries, documents.keys(), added[file])
        files.append(_replaced(entries, changed) if changed else entries)
        if file < layout.word_files:
            words.update((spelt, len(found).bit_length()) for spelt, found in changed.items() if spelt[0].isalpha())
    return SegmentParts(files, sorted((spelt, magnitude) for spelt, magnitude in words.items() if magnitude))


def _postings(documents: Iterable[tuple[int, SearchDocument]], layout: Layout) -> Iterator[tuple[int, str, list[int]]]:
    """(file, key, place << 3 | marks of every document that has it) of documents given with their places, in order."""
    words: dict[int, list[int]] = defaultdict(list)
    pairs: dict[int, list[int]] = defaultdict(list)
    for place, document in documents:
        posting = place << 3
        title, sapo, more, body = (
            list(chain.from_iterable(map(_PIECES.__getitem__, field.split()))) for field in document
        )
        _note(words, posting, Counter(body), 3, (more, sapo, title))
        beside = Counter(_beside(body))
        _note(pairs, posting, beside, 2, (_beside(more), _beside(sapo), _beside(title)))
    keys, hashes = _PIECES.keys_by_number, _PIECES.hashes
    for number, postings in words.items():
        yield hashes[number] % layout.word_files, keys[number], postings
    begin, firsts, seconds = layout.word_files, layout.first_files, layout.second_files
    for pair, postings in pairs.items():
        first, second = pair >> _BITS, pair & _LOW
        file = begin + hashes[first] % firsts * seconds + hashes[second] % seconds
        yield file, f"{keys[first]} {keys[second]}", postings


def _changed_entries(
    entries: Sequence[Posting], places: Collection[int], added: dict[str, list[int]]
) -> dict[str, list[int]]:
    """Key → its postings, of the keys that are other once these places hold others; [] for one that is gone."""
    least, most = min(places), max(places) << 3 | 7
    changed: dict[str, list[int]] = {}
    for spelt, first, last, rest in entries:
        if (last < least or first > most) and spelt not in added:
            continue
        postings = _unpack(first, rest)
        now = sorted([*(posting for posting in postings if posting >> 3 not in places), *added.pop(spelt, ())])
        if now != postings:
            changed[spelt] = now
    return {**changed, **added}


def _replaced(entries: Sequence[Posting], changed: Mapping[str, list[int]]) -> list[Posting]:
    kept = [entry for entry in entries if entry[0] not in changed]
    return sorted([*kept, *((spelt, *_pack(postings)) for spelt, postings in changed.items() if postings)])


class _Pieces(dict[str, tuple[int, ...]]):
    """What stands between two spaces → the numbers of its keys, worked out once in a process.

    Two numbers make one, so that pairs are quick to count. Which key has which number shows nowhere outside.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keys_by_number: list[str] = []
        self.hashes: list[int] = []
        self._by_key: dict[str, int] = {}

    def __missing__(self, piece: str) -> tuple[int, ...]:
        found = self[piece] = tuple(self._number(key(token)) for token in tokens(piece))
        return found

    def _number(self, spelt: str) -> int:
        number = self._by_key.get(spelt)
        if number is None:
            number = self._by_key[spelt] = len(self.keys_by_number)
            self.keys_by_number.append(spelt)
            self.hashes.append(crc32(folded(spelt).encode()))
        return number


_PIECES = _Pieces()
_BITS = 24
_LOW = (1 << _BITS) - 1


def _beside(words: Sequence[int]) -> list[int]:
    """Each two neighbours as one number."""
    return [first << _BITS | second for first, second in pairwise(words)]


def _note(
    found: dict[int, list[int]], posting: int, body: Mapping[int, int], often: int, fields: tuple[Iterable[int], ...]
) -> None:
    """Add one document's posting to each of its keys."""
    often_posting = posting | OFTEN
    for number, count in body.items():
        found[number].append(posting if count < often else often_posting)
    for marks, field in zip((0, SAPO, TITLE), fields, strict=True):
        for number in field:
            postings = found[number]
            if not postings or postings[-1] < posting:
                postings.append(posting)
            postings[-1] |= marks


def _pack(postings: list[int]) -> tuple[int, int, bytes]:
    first = postings[0]
    previous = first >> 3
    if len(postings) == 1:
        return first, previous, b""
    out = bytearray()
    for posting in postings[1:]:
        place = posting >> 3
        value = (place - previous) << 3 | posting & 7
        previous = place
        if value < 128:
            out.append(value)
        else:  # a gap inside a segment is below STRIDE, so two bytes do
            out.append(value & 127 | 128)
            out.append(value >> 7)
    return first, previous, bytes(out)


def _unpack(first: int, rest: bytes) -> list[int]:
    """The postings that `_pack` packed."""
    postings, place, low = [first], first >> 3, -1
    for byte in rest:
        if low >= 0:
            value, low = low | byte << 7, -1
        elif byte < 128:
            value = byte
        else:
            low = byte & 127
            continue
        place += value >> 3
        postings.append(place << 3 | value & 7)
    return postings


def merge(parts: Iterable[tuple[int, Sequence[Posting]]]) -> bytes:
    """One file of the index from the entries of several segments, given by number, in order."""
    found: dict[str, list[bytes]] = {}
    last: dict[str, int] = {}
    for segment, entries in parts:
        start = segment * STRIDE
        for spelt, first, end, rest in entries:
            postings = found.get(spelt)
            if postings is None:
                found[spelt] = [_varint((start << 3) + first), rest]
            else:
                postings += (_varint(((start - last[spelt]) << 3) + first), rest)
            last[spelt] = start + end
    rows: list[bytes] = []
    before = b""
    for spelt in sorted(found):
        name, row = spelt.encode(), b"".join(found[spelt])
        shared, shortest = 0, min(len(before), len(name))
        while shared < shortest and before[shared] == name[shared]:
            shared += 1
        rows += (bytes((shared, len(name) - shared)), name[shared:], _varint(len(row)), row)
        before = name
    out = b"".join(rows)
    return len(out).to_bytes(4, "little") + out


def _varint(value: int) -> bytes:
    """Seven bits a byte, the low ones first; the high bit says that more follow."""
    if value < 128:
        return _SHORT[value]
    if value < 1 << 14:
        return bytes((value & 127 | 128, value >> 7))
    if value < 1 << 21:  # what an index of four thousand segments holds
        return bytes((value & 127 | 128, value >> 7 & 127 | 128, value >> 14))
    return bytes((value & 127 | 128,)) + _varint(value >> 7)


_SHORT = [bytes((value,)) for value in range(128)]
