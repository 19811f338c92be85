"""A column chart by month: counts → bars in SVG units, so that templates only print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

STEP = 10
"""Width of one month in SVG units; its bar takes 7 of them."""
HEIGHT = 100
"""Height of the tallest bar."""
MONTHS = 72
"""At most so many months are drawn, the newest ones."""
FEWEST = 12
"""At least so many, so that a young column's bars are not as wide as posters; the months before it began are empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month ("YYYY-MM") with its count; x, y, height place its bar, the origin is the top left corner."""

    month: str
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars of consecutive months, oldest first, months without articles included; width of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    total: int
    highest: int

    @property
    def counted(self) -> tuple[Bar, ...]:
        """The months that have articles: the rows of the table that says the same in numbers."""
        return tuple(bar for bar in self.bars if bar.count)


def chart(counts: Iterable[tuple[str, int]], begin: str = "") -> Chart | None:
    """The chart of ("YYYY-MM", count) pairs, oldest first; None when there is nothing to draw. begin: the month before
    which nothing is drawn, unless something is counted there."""
    known = dict(counts)
    if not known:
        return None
    months = _months(min(known), max(known), begin)[-MONTHS:]
    highest = max(known.get(month, 0) for month in months)
    bars = []
    for position, month in enumerate(months):
        count = known.get(month, 0)
        height = max(2, round(count * HEIGHT / highest)) if count else 0
        bars.append(Bar(month=month, count=count, x=position * STEP, y=HEIGHT - height, height=height))
    return Chart(bars=tuple(bars), width=len(bars) * STEP, total=sum(bar.count for bar in bars), highest=highest)


def _months(first: str, last: str, begin: str) -> list[str]:
    """Every month from first to last, both included, and FEWEST at least: earlier ones, but none before `begin`."""
    start, end, bound = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last, begin or "0000-01"))
    start = min(start, max(end - FEWEST + 1, bound))
    end = max(end, start + FEWEST - 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]
