"""A month's events → its grid: weeks from Monday to Sunday, each day with the events that fall on it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from .event import Event


class Day(NamedTuple):
    """A day of the month and its events, by their start; number is 0 for a cell that belongs to another month."""

    number: int
    events: tuple[Event, ...] = ()


def months_of(events: Iterable[Event]) -> list[tuple[int, int]]:
    """The months, as (year, month), in which these events begin, in the order they come."""
    return list(dict.fromkeys((event.start.year, event.start.month) for event in events))


def month_grid(year: int, month: int, events: Iterable[Event]) -> tuple[tuple[Day, ...], ...]:
    """The weeks of a month; an event of several days stands on each of them."""
    found = sorted(events, key=lambda event: (event.start, event.slug))

    def day(number: int) -> Day:
        if not number:
            return Day(0)
        date = dt.date(year, month, number)
        return Day(number, tuple(event for event in found if event.start.date() <= date <= event.last_day))

    return tuple(tuple(map(day, week)) for week in calendar.Calendar().monthdayscalendar(year, month))
