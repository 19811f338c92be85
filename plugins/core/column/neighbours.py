""" "Các tin khác" of an article: the nearest of its topic, then of its plan, so that no page is without.

Older ones come first: they stay what they are, so a new article touches few old pages, and none once a topic has some.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from .index import positions

if TYPE_CHECKING:
    from .index import ArticleIndex

OLDER = 6
"""How many older articles of its topic an article shows."""
FEWEST = 3
"""With fewer older ones it shows newer ones and those of its plan as well, up to so many."""


def others(index: ArticleIndex, strand: Sequence[int], at: int) -> list[int]:
    """Positions of the articles that one shows; those of the whole column where its plan has too few.

    strand: those of its topic, newest first; at: its place there.
    """
    older = list(strand[at + 1 : at + 1 + OLDER])
    if len(older) >= FEWEST:
        return older
    mine = strand[at]
    newer = (strand[place] for place in range(at - 2, -1, -1))  # the next one stands apart
    near = chain(newer, _around(_of_plan(index, mine), mine), _around(range(len(index.sources)), mine))
    shown = {mine, *strand[max(at - 1, 0) : at], *older}
    found = [*older, *islice(_others(near, shown), FEWEST - len(older))]
    return found or list(strand[at - 1 : at] if at else ())


def _others(near: Iterable[int], shown: set[int]) -> Iterator[int]:
    """Those that are not shown yet, each once; no further than is asked for."""
    for other in near:
        if other not in shown:
            shown.add(other)
            yield other


def _of_plan(index: ArticleIndex, position: int) -> array[int]:
    """The articles of its plan, oldest first; none for one that carries out none."""
    terms = index.term_sets[positions(index.terms)[position]]
    plan = next(iter(terms.get("plan", ())), "")
    return positions(index.lists["plan"][plan]) if plan else array("I")


def _around(oldest_first: Sequence[int], position: int) -> Iterator[int]:
    """Older ones, the nearest first, then newer ones."""
    at = bisect_left(oldest_first, position)
    yield from (oldest_first[place] for place in range(at - 1, -1, -1))
    yield from oldest_first[at + 1 :]
