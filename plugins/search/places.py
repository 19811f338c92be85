"""Who is at which place of the search index: pages and entries first, then articles, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.search.layout import STRIDE, Layout
from .entries import find_entries

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.column.collections import Articles
    from ..core.search.kinds import Entry

NO_DIGEST = bytes(16)
"""Of nobody, who has a free place."""
_NOBODY = -1


class Spread(NamedTuple):
    """How documents are shared out. others: pages and entries; articles: oldest first; wholes: the digest of each of
    these, in this order, and of nobody; groups: per segment who is at which place, as a position in that order."""

    layout: Layout
    others: list[Article | Entry]
    articles: Articles
    wholes: list[bytes]
    groups: list[list[int]]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.wholes) - 1

    def at(self, segment: int, place: int) -> Article | Entry | None:
        """The document of a place, None for a free one."""
        position = self.groups[segment][place]
        if position == _NOBODY:
            return None
        first = len(self.others)
        return self.others[position] if position < first else self.articles[position - first]


def spread_of(context: DataContext) -> Spread:
    """The documents of a column, shared out."""
    column = context.column
    others: list[Article | Entry] = [*(page.article for page in column.pages), *find_entries(context)]
    articles = column.articles[::-1]
    identities = [found.id for found in others]
    identities += map(column.by_position.index.ids.__getitem__, articles.positions)
    wholes = [*(found.whole_digest for found in others), *articles.whole_digests(), NO_DIGEST]
    layout = Layout.of(identities)
    groups: list[list[int]] = [[_NOBODY] * layout.places for _ in range(layout.segments)]
    for position, number in enumerate(layout.numbers(identities)):
        groups[number // STRIDE][number % STRIDE] = position
    for group in groups:
        while group and group[-1] == _NOBODY:
            group.pop()
    return Spread(layout, others, articles, wholes, groups)
