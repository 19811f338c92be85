"""The articles of a column by their places, and lists of them: each article is made when somebody looks at it.

Most builds plan many pages and make few. Planning asks for digests, which are found by place; so of fifty thousand
articles an edit makes some two thousand, those that feeds hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, overload

from ..article.article import Article
from .index import places

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ..article.article import Records
    from .index import Arrangement


class ByPlace:
    """Place → article, the same one each time. digests, wholes: those of all articles (see Article)."""

    def __init__(
        self,
        arrangement: Arrangement,
        records: Records,
        zone: ZoneInfo,
        digests: Sequence[bytes],
        wholes: Sequence[bytes],
    ) -> None:
        self.arrangement, self.digests, self.wholes = arrangement, digests, wholes
        self._records, self._zone = records, zone
        self._terms = places(arrangement.terms)
        self._made: list[Article | None] = [None] * len(arrangement.sources)

    def __getitem__(self, place: int) -> Article:
        made = self._made[place]
        if made is None:
            known = self.arrangement
            made = self._made[place] = Article(
                place=place,
                source=known.sources[place],
                id=known.ids[place],
                slug=known.slugs[place],
                records=self._records,
                stamp=known.stamps[place],
                terms=known.term_sets[self._terms[place]],
                zone=self._zone,
                digest=self.digests[place],
                card_digest=known.cards[place],
                whole_digest=self.wholes[place],
            )
        return made


class Listed(Sequence[Article]):
    """A list of articles. places: in the list's order."""

    __slots__ = ("_by_place", "places")

    def __init__(self, by_place: ByPlace, found: Sequence[int]) -> None:
        self._by_place, self.places = by_place, found

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Listed: ...
    def __getitem__(self, index: int | slice) -> Article | Listed:
        if isinstance(index, slice):
            return Listed(self._by_place, self.places[index])
        return self._by_place[self.places[index]]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Article]:
        return map(self._by_place.__getitem__, self.places)

    def own_digests(self) -> Iterator[bytes]:
        """Each article's `digest`."""
        return map(self._by_place.digests.__getitem__, self.places)

    def whole_digests(self) -> Iterator[bytes]:
        """Each article's `whole_digest`."""
        return map(self._by_place.wholes.__getitem__, self.places)


class Lists(Mapping[str, Listed]):
    """Slug → list, newest first. packed: slug → places, oldest first, as an arrangement keeps them."""

    def __init__(self, by_place: ByPlace, packed: Mapping[str, bytes]) -> None:
        self._by_place, self._packed = by_place, packed
        self._made: dict[str, Listed] = {}

    def __getitem__(self, slug: str) -> Listed:
        made = self._made.get(slug)
        if made is None:
            made = self._made[slug] = Listed(self._by_place, places(self._packed[slug])[::-1])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class Named(Mapping[str, Article]):
    """Name → article. names: by place."""

    def __init__(self, by_place: ByPlace, names: Iterable[str]) -> None:
        self._by_place = by_place
        self._places = dict(zip(names, count(), strict=False))

    def __getitem__(self, name: str) -> Article:
        return self._by_place[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
