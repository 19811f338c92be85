"""Files of many articles, shared out so that old files stay as they are: archives of the feed, open data by year.

A feed holds the newest `NEWEST` articles. Older ones of the whole column are in monthly archives (RFC 5005): a month's
articles, oldest first, are cut into parts of `NEWEST`; a part is published once it is full or its month is over, and
then changes only when one of its articles does. Articles not yet in an archive are always fewer than `NEWEST`, so
feed and archives together miss nothing. A month is over when a later one has an article: the clock is never asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
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


def archive_parts(months: Mapping[str, Sequence[T]], size: int = NEWEST) -> list[ArchivePart[T]]:
    """Every closed part, oldest first; none while the feed itself can hold everything.

    months: "YYYY-MM" → articles, newest first.
    """
    if sum(map(len, months.values())) <= size:
        return []
    parts = []
    last = max(months)
    for month in sorted(months):
        entries = months[month]
        for start in range(0, len(entries), size):
            end = start + size
            if month == last and end > len(entries):
                break
            oldest_first = len(entries) - min(end, len(entries)), len(entries) - start
            part = entries[oldest_first[0] : oldest_first[1]]
            parts.append(ArchivePart(month=month, number=start // size + 1, entries=part))
    return parts


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
