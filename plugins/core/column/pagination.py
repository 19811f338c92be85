"""Lists that stay still: pages counted from the oldest article, so that a new one rewrites no older page.

Page k holds articles (k-1)·size … k·size-1, oldest first in number, newest first on the page. A page with a number
is written only once full, except the last, which is the target of its predecessor's "newer" link. The list's own
address (number 0) shows the last, partly filled page together with the full one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..plan.site import PAGE_SIZE

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Generic[T]):
    """One page of a list, entries newest first. number 0 is the list's own address; older, newer: numbers or None."""

    number: int
    entries: Sequence[T]
    older: int | None
    newer: int | None


def numbers(count: int, size: int = PAGE_SIZE) -> range:
    """The numbers of a list's pages beside its own address."""
    full = count // size
    return range(1, full + 2) if full > 1 else range(0)


def paginate(newest_first: Sequence[T], size: int = PAGE_SIZE) -> list[ListPage[T]]:
    """All pages of a list: page 0, then the numbered ones, if there are more entries than page 0 shows."""
    count = len(newest_first)
    full = count // size
    rest = count % size
    on_front = min(count, rest + size)
    pages = [
        ListPage(
            number=0,
            entries=newest_first[:on_front],
            older=full - 1 if full > 1 else None,
            newer=None,
        )
    ]
    for number in numbers(count, size):
        start = count - number * size
        entries = newest_first[max(start, 0) : start + size]
        pages.append(
            ListPage(
                number=number,
                entries=entries,
                older=number - 1 if number > 1 else None,
                newer=number + 1 if number <= full else None,
            )
        )
    return pages
