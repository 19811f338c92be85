"""Column charts over months: counts → bars in per cent of their drawing, so that templates only print them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MONTHS = 240
"""At most so many months are drawn, the newest ones: more would be thinner than a line of a phone's screen."""
FEWEST = 12
"""At least so many, so that a young column's bars are not as wide as posters; the months before it began are empty."""
NAMES = 8
"""So many years' names stand side by side under a chart on a phone; one that would run into the last is left out."""
SPARK = 10
"""Height of a sparkline's tallest bar, in units of its drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month ("YYYY-MM") with its count; x, y, height place its bar, the origin is the top left corner."""

    month: str
    count: int
    x: float
    y: int
    height: int


class Mark(NamedTuple):
    """Words at a place along the axis."""

    x: float
    text: str


class Row(NamedTuple):
    """A month ("YYYY-MM") that has articles, and how many."""

    month: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars of consecutive months, oldest first, months without articles included; width of each.

    rows: the table that says the same in numbers, with the months before those that are drawn; years: where each
    begins, with its name; borders: where a phase begins.
    """

    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    width: float
    total: int
    highest: int
    years: tuple[Mark, ...]
    borders: tuple[float, ...]

    @property
    def counted(self) -> tuple[Bar, ...]:
        """The bars of months that have articles."""
        return tuple(bar for bar in self.bars if bar.count)

    @property
    def top(self) -> Bar:
        """The first of the highest, which carries its number."""
        return next(bar for bar in self.bars if bar.count == self.highest)


def chart(counts: Iterable[tuple[str, int]], begins: Iterable[dt.date] = (), begin: str = "") -> Chart | None:
    """The chart of ("YYYY-MM", count) pairs, oldest first; None when there is nothing to draw. begins: first days of
    phases; begin: the month before which nothing is drawn, unless something is counted there."""
    known = dict(counts)
    if not known:
        return None
    months = _months(min(known), max(known), begin)[-MONTHS:]
    step = 100 / len(months)
    highest = max(known.get(month, 0) for month in months)
    bars = []
    for position, month in enumerate(months):
        count = known.get(month, 0)
        height = max(2, round(count * 100 / highest)) if count else 0
        bars.append(Bar(month=month, count=count, x=round(position * step, 2), y=100 - height, height=height))
    starts = {f"{day.year:04}-{day.month:02}" for day in begins}
    return Chart(
        rows=tuple(Row(month, count) for month, count in sorted(known.items()) if count),
        bars=tuple(bars),
        width=round(step * 0.7, 2),
        total=sum(known.values()),
        highest=highest,
        years=_years(months, step),
        borders=tuple(bar.x for bar in bars[1:] if bar.month in starts),
    )


def sparkline(counts: Iterable[tuple[str, int]], first: str, last: str) -> tuple[int, ...]:
    """Heights of a bar per half-year from the month `first` to `last`, 0 to SPARK; what has one article is seen."""
    halves = Counter[int]()
    for month, count in counts:
        halves[_half(month)] += count
    highest = max(halves.values(), default=1)
    return tuple(-(-halves[half] * SPARK // highest) for half in range(_half(first), _half(last) + 1))


def _half(month: str) -> int:
    return int(month[:4]) * 2 + (month[5:] > "06")


def _years(months: Sequence[str], step: float) -> tuple[Mark, ...]:
    """The first month and each January, or that of each second or fifth year, as far as their names have room: half of
    the last one's may stand in the page's margin."""
    room = -(-len(months) // NAMES)
    every = next(years for years in (1, 2, 5) if years * 12 >= room)
    places = [
        place
        for place, month in enumerate(months)
        if month.endswith("-01") and int(month[:4]) % every == 0 and len(months) - place > room / 2
    ]
    if not places or places[0] >= room:
        places.insert(0, 0)
    return tuple(Mark(round(place * step, 2), months[place][:4]) for place in places)


def _months(first: str, last: str, begin: str) -> list[str]:
    """Every month from first to last, both included, and FEWEST at least: earlier ones, but none before `begin`."""
    start, end, bound = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last, begin or "0000-01"))
    start = min(start, max(end - FEWEST + 1, bound))
    end = max(end, start + FEWEST - 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]
