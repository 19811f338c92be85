"""Feeds and their archives: which articles stand in which file, so that old files stay as they are.

A feed holds the newest `NEWEST` articles. Older ones of the whole column are in monthly archives (RFC 5005): a month's
articles, oldest first, are cut into parts of `NEWEST`; a part is published once it is full or its month is over, and
then changes only when one of its articles does. Articles not yet in an archive are always fewer than `NEWEST`, so
feed and archives together miss nothing. A month is over when a later one has an article: the clock is never asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

NEWEST = 40
"""How many articles a feed holds."""
T = TypeVar("T")


class FeedHead(NamedTuple):
    """What a feed says of itself, for every format; addresses are absolute. file: site path of this very feed without
    its format's ending; page: the list it belongs to; updated: newest change of its items; hub: WebSub hub or "";
    archive: a part that is closed; newest, previous, following: files of RFC 5005's links, "" when there is none."""

    id: str
    title: str
    description: str
    page: str
    self_url: str
    updated: dt.datetime
    language: str
    copyright: str
    author: str
    image: str = ""
    hub: str = ""
    archive: bool = False
    current: str = ""
    previous: str = ""
    following: str = ""


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
