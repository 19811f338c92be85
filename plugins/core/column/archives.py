"""Files of many articles, shared out so that old files stay as they are: archives of the feed, open data by year.

A feed has `NEWEST` places, and an article takes one of them or more (article/feed_places.py). Older articles of the
whole column are in monthly archives (RFC 5005): a month's articles, oldest first, are cut into parts of as many
places; a part is published once it is full or its month is over, and then changes only when one of its articles does.
Articles not yet in an archive always fit the feed, so feed and archives together miss nothing. A month is over when a
later one has an article: the clock is never asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Generic, TypeVar

from ..plan.site import FEED_ITEMS

NEWEST = FEED_ITEMS
"""How many articles a feed holds, unless it is to hold fewer."""
T = TypeVar("T")
ENOUGH = 1_000
"""From this many articles on, earlier years are in files of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePart(Generic[T]):
    """A closed part of a month. month: "YYYY-MM"; number: 1-based within the month; entries: newest first."""

    month: str
    number: int
    entries: Sequence[T]


def one_place(_entry: object) -> int:
    """What ordinary articles take."""
    return 1


def fitting(newest_first: Iterable[T], size: int = NEWEST, need: Callable[[T], int] = one_place) -> list[T]:
    """What a feed holds of a list: the newest for which there is room, and always the first."""
    held: list[T] = []
    left = size
    for entry in newest_first:
        left -= need(entry)
        if left < 0 and held:
            break
        held.append(entry)
        if left <= 0:
            break
    return held


def archive_parts(
    months: Mapping[str, Sequence[T]], size: int = NEWEST, need: Callable[[T], int] = one_place
) -> list[ArchivePart[T]]:
    """Every closed part, oldest first; none while the feed itself can hold everything.

    months: "YYYY-MM" → articles, newest first; need: what each takes of `size`, at most all of it.
    """
    if sum(map(need, chain.from_iterable(months.values()))) <= size:
        return []
    parts: list[ArchivePart[T]] = []
    last = max(months)
    for month in sorted(months):
        entries = months[month]
        ends = list(_ends(entries, size, need))
        if month != last and (not ends or ends[-1] < len(entries)):
            ends.append(len(entries))
        for number, (start, end) in enumerate(pairwise([0, *ends]), 1):
            part = entries[len(entries) - end : len(entries) - start]
            parts.append(ArchivePart(month=month, number=number, entries=part))
    return parts


def _ends(newest_first: Sequence[T], size: int, need: Callable[[T], int]) -> Iterator[int]:
    """Where full parts end, counted from the oldest: those without room for the next article."""
    taken = 0
    for position, entry in enumerate(reversed(newest_first)):
        takes = need(entry)
        if taken and taken + takes > size:
            yield position
            taken = 0
        taken += takes
        if taken >= size:
            yield position + 1
            taken = 0


def by_file(months: Mapping[str, Sized]) -> list[tuple[str, list[str]]]:
    """(year, its months), newest first, the first with "" for its year: whole years until there are ENOUGH articles.

    So an edit of a large column remakes a file of bounded size, and a small column is one file. months: "YYYY-MM" →
    articles.
    """
    files: list[tuple[str, list[str]]] = [("", [])]
    year, held = "", 0
    for month in sorted(months, reverse=True):
        its = month[:4]
        if its != year and (len(files) > 1 or held >= ENOUGH):
            files.append((its, []))
        year, held = its, held + len(months[month])
        files[-1][1].append(month)
    return files
