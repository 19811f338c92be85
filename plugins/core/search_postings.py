"""Documents → postings → the files of the search index. `docs/search-index.md` describes the bytes.

The index answers two questions: which documents hold a word (a syllable), and which hold two words side by side.
Vietnamese words are one or more syllables, so side by side is what tells "đại hội" from a text with a "đại" and a
"hội". Documents are spread over segments by a hash of their id: an edit makes one segment anew, whatever its date.
Entries are spread over files by a hash of the folded words, so that a query loads a file per word and a file per pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar
from zlib import crc32

from .search_text import folded, keys
from .search_words import Magnitude

STRIDE = 512
"""A document's number is its segment × STRIDE + its place in the segment, so that segments do not move each other."""
PER_SEGMENT = 160
"""Documents a segment is meant to hold."""
TITLE, SAPO, OFTEN = 4, 2, 1
"""What a posting says beside the number: the word stands in the title, in the sapo or tags, often in the text."""

K = TypeVar("K", bound=Hashable)
Entry = tuple[str, int, int, bytes]
"""A key in one segment: first posting (place << 3 | marks), last place, the postings between as varints of gaps."""


class SegmentParts(NamedTuple):
    """What a segment adds to the index. files: per file of the layout its entries, sorted by key; words: sorted."""

    files: list[list[Entry]]
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
        pairs = _power(documents / 10)
        second = 1 << ((pairs.bit_length() - 1) * 2 // 5)
        layout = cls(
            segments=_power(documents / PER_SEGMENT),
            word_files=max(1, pairs // 4),
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

    def word_file(self, word: str) -> int:
        """The file of a folded word."""
        return crc32(word.encode()) % self.word_files

    def pair_file(self, first: int, second: int) -> int:
        """The file of a pair of folded words, given by their CRC-32; pairs with one first word stay close."""
        return self.word_files + first % self.first_files * self.second_files + second % self.second_files


def _power(least: float) -> int:
    """The smallest power of two that is not less."""
    power = 1
    while power < least:
        power *= 2
    return power


def index_segment(documents: Sequence[SearchDocument], layout: Layout) -> SegmentParts:
    """Index the documents of one segment, in their order."""
    words: dict[str, list[int]] = defaultdict(list)
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        title, sapo, more, body = map(keys, document)
        number = place << 3
        for word, marks in _weigh(title, sapo, more, Counter(body), 3).items():
            words[word].append(number | marks)
        found = _weigh(_beside(title), _beside(sapo), _beside(more), Counter(_beside(body)), 2)
        for pair, marks in found.items():
            pairs[pair].append(number | marks)
    files: list[list[Entry]] = [[] for _ in range(layout.files)]
    hashes = {word: crc32(folded(word).encode()) for word in words}
    for word in sorted(words):
        files[hashes[word] % layout.word_files].append((word, *_pack(words[word])))
    for pair in sorted(pairs):
        first, second = pair
        files[layout.pair_file(hashes[first], hashes[second])].append((f"{first} {second}", *_pack(pairs[pair])))
    magnitudes = [(word, len(words[word]).bit_length()) for word in sorted(words) if word[0].isalpha()]
    return SegmentParts(files, magnitudes)


def _beside(words: list[str]) -> Iterable[tuple[str, str]]:
    return zip(words, words[1:], strict=False)


def _weigh(title: Iterable[K], sapo: Iterable[K], more: Iterable[K], body: Mapping[K, int], often: int) -> dict[K, int]:
    """Each key of a document with its marks."""
    marks = dict.fromkeys(body, 0)
    for key, count in body.items():
        if count >= often:
            marks[key] = OFTEN
    for key in more:
        marks.setdefault(key, 0)
    for key in sapo:
        marks[key] = marks.get(key, 0) | SAPO
    for key in title:
        marks[key] = marks.get(key, 0) | TITLE
    return marks


def _pack(postings: list[int]) -> tuple[int, int, bytes]:
    first = postings[0]
    if len(postings) == 1:
        return first, first >> 3, b""
    out = bytearray()
    previous = first >> 3
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


def merge(parts: Iterable[tuple[int, Sequence[Entry]]]) -> bytes:
    """One file of the index from the entries of several segments, given by number, in order."""
    found: dict[str, list[bytes]] = {}
    last: dict[str, int] = {}
    for segment, entries in parts:
        start = segment * STRIDE
        for key, first, end, rest in entries:
            gap = start + (first >> 3) - last.get(key, 0)
            found.setdefault(key, []).append(_varint(gap << 3 | first & 7) + rest)
            last[key] = start + end
    out = bytearray()
    before = b""
    for key in sorted(found):
        name = key.encode()
        shared = 0
        for one, other in zip(before, name, strict=False):
            if one != other:
                break
            shared += 1
        postings = b"".join(found[key])
        out += bytes((shared, len(name) - shared)) + name[shared:] + _varint(len(postings)) + postings
        before = name
    return bytes(out)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the low ones first; the high bit says that more follow."""
    if value < 128:
        return _SHORT[value]
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


_SHORT = [bytes((value,)) for value in range(128)]
