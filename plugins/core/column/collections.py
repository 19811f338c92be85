"""The articles of a column by their positions, and lists of them: each article is made when somebody looks at it.

Most builds plan many pages and make few. Planning asks for digests, which are found by position; so of fifty thousand
articles an edit makes some two thousand, those that feeds hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, overload

from ..article.article import Article
from .index import positions

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ..article.article import RecordSource
    from .index import ArticleIndex


class ArticlesByPosition:
    """Position → article, the same one each time. digests, wholes: those of all articles (see Article)."""

    def __init__(
        self,
        index: ArticleIndex,
        records: RecordSource,
        zone: ZoneInfo,
        digests: Sequence[bytes],
        wholes: Sequence[bytes],
    ) -> None:
        self.index, self.digests, self.wholes = index, digests, wholes
        self._records, self._zone = records, zone
        self._terms = positions(index.terms)
        self._made: list[Article | None] = [None] * len(index.sources)

    def __getitem__(self, position: int) -> Article:
        made = self._made[position]
        if made is None:
            known = self.index
            made = self._made[position] = Article(
                position=position,
                source=known.sources[position],
                id=known.ids[position],
                slug=known.slugs[position],
                records=self._records,
                stamp=known.stamps[position],
                terms=known.term_sets[self._terms[position]],
                zone=self._zone,
                digest=self.digests[position],
                card_digest=known.cards[position],
                whole_digest=self.wholes[position],
            )
        return made


class Articles(Sequence[Article]):
    """A list of articles. positions: in the list's order."""

    __slots__ = ("_by_position", "positions")

    def __init__(self, by_position: ArticlesByPosition, found: Sequence[int]) -> None:
        self._by_position, self.positions = by_position, found

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Articles: ...
    def __getitem__(self, index: int | slice) -> Article | Articles:
        if isinstance(index, slice):
            return Articles(self._by_position, self.positions[index])
        return self._by_position[self.positions[index]]

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[Article]:
        return map(self._by_position.__getitem__, self.positions)

    def own_digests(self) -> Iterator[bytes]:
        """Each article's `digest`."""
        return map(self._by_position.digests.__getitem__, self.positions)

    def whole_digests(self) -> Iterator[bytes]:
        """Each article's `whole_digest`."""
        return map(self._by_position.wholes.__getitem__, self.positions)


class Collections(Mapping[str, Articles]):
    """Slug → list, newest first. packed: slug → positions, oldest first, as an index keeps them."""

    def __init__(self, by_position: ArticlesByPosition, packed: Mapping[str, bytes]) -> None:
        self._by_position, self._packed = by_position, packed
        self._made: dict[str, Articles] = {}

    def __getitem__(self, slug: str) -> Articles:
        made = self._made.get(slug)
        if made is None:
            made = self._made[slug] = Articles(self._by_position, positions(self._packed[slug])[::-1])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class ArticlesByName(Mapping[str, Article]):
    """Name → article. names: by position."""

    def __init__(self, by_position: ArticlesByPosition, names: Iterable[str]) -> None:
        self._by_position = by_position
        self._positions = dict(zip(names, count(), strict=False))

    def __getitem__(self, name: str) -> Article:
        return self._by_position[self._positions[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)
