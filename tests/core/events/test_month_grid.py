"""A month as a grid: every day once, under its weekday, with all that is on it."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.events.month_grid import month_grid, months_of
from tests.core.events.test_event import ZONE, event

DAYS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2028, 12, 30)).map(lambda day: day.replace(tzinfo=ZONE))


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_each_day_stands_under_its_weekday(year: int, month: int) -> None:
    weeks = month_grid(year, month, ())
    found = [(at, day.number) for week in weeks for at, day in enumerate(week) if day.number]
    assert [number for _, number in found] == list(range(1, len(found) + 1))
    assert all(dt.date(year, month, number).weekday() == at for at, number in found)
    assert (dt.date(year, month, found[-1][1]) + dt.timedelta(days=1)).day == 1


@given(st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4))
def test_an_event_stands_on_each_of_its_days(spans: list[tuple[dt.datetime, int]]) -> None:
    events = [
        event(id=str(number), slug=str(number), start=start, end=start + dt.timedelta(days=days, minutes=1))
        for number, (start, days) in enumerate(spans)
    ]
    for year, month in months_of(events):
        for week in month_grid(year, month, events):
            for day in week:
                if day.number:
                    date = dt.date(year, month, day.number)
                    assert {one.id for one in day.events} == {
                        one.id for one in events if one.start.date() <= date <= one.last_day
                    }
