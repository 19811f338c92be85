"""What follows from an event's own values: its last day, its revision number, when it is past."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.events.agenda import event_moments
from plugins.core.events.event import Event, Move
from plugins.core.views.event_views import describe_time

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def event(**values: object) -> Event:
    given: dict[str, object] = {
        "source": "su-kien/a.md",
        "id": "a",
        "slug": "a",
        "title": "A",
        "sapo": "",
        "date": at("2022-03-01 08:00"),
        "modified": None,
        "state": "confirmed",
        "kind": "hoi-nghi",
        "start": at("2022-03-10 08:00"),
        "end": at("2022-03-10 11:00"),
        "all_day": False,
        "place": "",
        "form": "",
        "units": (),
        "items": (),
        "report": "",
        "moves": (),
        "sample": False,
        "references": (),
        "headings": (),
        "has_body": False,
        "digest": b"",
        "whole_digest": b"",
    }
    return Event(**{**given, **values})  # type: ignore[arg-type]


def test_an_event_that_ends_at_midnight_ends_on_the_day_before() -> None:
    assert event(end=at("2022-03-11 00:00")).last_day == dt.date(2022, 3, 10)
    assert event(end=None).last_day == dt.date(2022, 3, 10)
    assert event(start=at("2022-03-10"), end=at("2022-03-12"), all_day=True).last_day == dt.date(2022, 3, 12)


def test_every_announced_change_counts() -> None:
    move = Move(day=dt.date(2022, 3, 5), start=at("2022-03-09 08:00"))
    assert event().sequence == 0
    assert event(moves=(move, move)).sequence == 2
    assert event(moves=(move,), state="cancelled").sequence == 2
    assert event(moves=(move,)).changed == at("2022-03-05 00:00")
    assert event(moves=(move,), modified=at("2022-03-06 09:00")).changed == at("2022-03-06 09:00")


def test_told_after_it_was_over() -> None:
    assert event(date=at("2022-03-11 08:00")).told_late
    assert not event(date=at("2022-03-10 20:00")).told_late


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Thứ Năm, 10/03/2022, 08:00 – 11:00"),
        ({"end": None}, "Thứ Năm, 10/03/2022, từ 08:00"),
        ({"end": at("2022-03-11 09:30")}, "Thứ Năm, 10/03/2022, 08:00 – Thứ Sáu, 11/03/2022, 09:30"),
        ({"start": at("2022-03-10"), "end": None, "all_day": True}, "Thứ Năm, 10/03/2022 (cả ngày)"),
        (
            {"start": at("2022-03-10"), "end": at("2022-03-12"), "all_day": True},
            "Thứ Năm, 10/03/2022 – Thứ Bảy, 12/03/2022",
        ),
    ],
)
def test_times_in_words(values: dict[str, object], words: str) -> None:
    assert describe_time(event(**values)) == words


@given(st.integers(0, 60 * 24 * 40), st.integers(1, 60 * 24 * 40))
def test_an_event_is_past_from_the_announced_midnight_on(start: int, length: int) -> None:
    begin = at("2022-03-01 00:00") + dt.timedelta(minutes=start)
    one = event(start=begin, end=begin + dt.timedelta(minutes=length))
    midnight = list(event_moments([one]))[1]
    assert not one.passed_on((midnight - dt.timedelta(seconds=1)).date())
    assert one.passed_on(midnight.date())
