"""How the documents and entries of the search index are spread over segments and files.

Documents are spread over segments by a hash of their id: an edit makes one segment anew, whatever its date. In its
segment a document takes the first free one of a sequence of places that is its own, the oldest document first: so a new
one moves nobody, and one that comes late moves only those of the younger ones whose place it takes, seldom any. Entries
are spread over files by a hash of the folded words, so that a query loads a file per word and a file per pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from zlib import crc32

STRIDE = 512
"""A document's number is its segment × STRIDE + its place in the segment, so that segments do not move each other."""
PLACES = (2, 3, 5, 7, 11, 13, 17, 23, 29, 37, 47, 59, 73, 89, 113, 139, 173, 211, 251, 313, 389, 487)
"""How many places a segment may have: primes, each a quarter more than the one before, below STRIDE."""
ROOM = 1.25
"""Places per document, at least."""
PER_SEGMENT = 320
"""Documents a segment is meant to hold."""
MOST_WORD_FILES = 1024
"""There are only some thousand syllables to spread."""
PER_PAIR_FILE = 4
"""Documents per file of pairs, as near as powers of two come: files of some 5 KB, so that a query loads little beside
what it asks for, and an edit touches few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many segments and files an index has, powers of two, and how many places a segment, a prime number; all grow
    with the number of documents. Three or four fifths of the places are taken: free ones cost bytes in every posting,
    and the fewer they are the more documents a late one moves."""

    segments: int
    places: int
    word_files: int
    first_files: int
    second_files: int

    @classmethod
    def of(cls, identities: Sequence[str]) -> Layout:
        """The layout for documents with these permanent ids."""
        documents = len(identities)
        segments = _power(documents / PER_SEGMENT)
        pairs = _power(documents / PER_PAIR_FILE / sqrt(2))  # the nearest power, not the next
        second = 1 << ((pairs.bit_length() - 1) * 2 // 5)
        layout = cls(
            segments=segments,
            places=_places(documents / segments * ROOM),
            word_files=min(pairs, MOST_WORD_FILES),
            first_files=pairs // second,
            second_files=second,
        )
        while max(Counter(map(layout.segment, identities)).values(), default=0) > layout.places:
            if layout.places < PLACES[-1]:
                layout = replace(layout, places=_places(layout.places + 1))
            else:
                layout = replace(layout, segments=layout.segments * 2)
        return layout

    @property
    def files(self) -> int:
        """All files of words, then all files of pairs."""
        return self.word_files + self.first_files * self.second_files

    def segment(self, identity: str) -> int:
        """The segment of a document with this permanent id."""
        return crc32(identity.encode()) % self.segments

    def numbers(self, identities: Iterable[str]) -> list[int]:
        """The number of each document with these permanent ids, which are given the oldest first."""
        segments, places = self.segments, self.places
        taken: set[int] = set()
        numbers = []
        for identity in identities:
            rest, segment = divmod(crc32(identity.encode()), segments)
            rest, place = divmod(rest, places)
            step = rest % (places - 1) + 1  # any one comes by every place of a prime number of them
            while (number := segment * STRIDE + place) in taken:
                place = (place + step) % places
            taken.add(number)
            numbers.append(number)
        return numbers


def _places(least: float) -> int:
    return next((places for places in PLACES if places >= least), PLACES[-1])


def _power(least: float) -> int:
    """The smallest power of two that is not less."""
    power = 1
    while power < least:
        power *= 2
    return power
