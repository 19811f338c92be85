"""How the documents and entries of the search index are spread over segments and files.

Documents are spread over segments by a hash of their id: an edit makes one segment anew, whatever its date. Entries are
spread over files by a hash of the folded words, so that a query loads a file per word and a file per pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from zlib import crc32

STRIDE = 512
"""A document's number is its segment × STRIDE + its place in the segment, so that segments do not move each other."""
PER_SEGMENT = 160
"""Documents a segment is meant to hold."""
MOST_WORD_FILES = 1024
"""There are only some thousand syllables to spread."""
PER_PAIR_FILE = 4
"""Documents per file of pairs, as near as powers of two come: files of some 5 KB, so that a query loads little beside
what it asks for, and an edit touches few."""


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
