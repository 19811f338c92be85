"""An event's file: read whole, or every problem with its line."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.body.parser import BodyParser
from plugins.core.events.event import EventRecord
from plugins.core.events.event_file import read_event
from plugins.core.events.rules import parse_duration

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
GOOD = """Title: Hội nghị
Date: 2022-03-01 08:00
Kind: hoi-nghi
Start: 2022-03-10 08:00
End: 2022-03-10 11:00
"""


def read(text: str) -> tuple[EventRecord | None, list[str]]:
    reading = read_event(text.encode(), "su-kien/2022-03-10-hoi-nghi.md", ZONE, BodyParser())
    assert reading.record is None or isinstance(reading.record, EventRecord)
    return reading.record, [f"{p.line}: {p.field}: {p.message}" for p in reading.problems]


def record(text: str) -> EventRecord:
    found, problems = read(text)
    assert found is not None, problems
    return found


def test_a_good_event_loads() -> None:
    event = record(GOOD)
    assert (event.id, event.slug, event.kind, event.state) == (
        "2022-03-10-hoi-nghi",
        "hoi-nghi",
        "hoi-nghi",
        "confirmed",
    )
    assert event.start == "2022-03-10T08:00:00+07:00"
    assert event.end == "2022-03-10T11:00:00+07:00"
    assert not event.all_day
    assert not event.has_body


def test_a_body_is_optional_and_cleaned() -> None:
    reading = read_event((GOOD + "\nXem *chương trình*.\n").encode(), "su-kien/a.md", ZONE, BodyParser())
    assert reading.record is not None
    assert reading.record.has_body  # type: ignore[union-attr]
    assert "<em>chương trình</em>" in reading.html


def test_kind_may_be_a_name() -> None:
    assert record(GOOD.replace("Kind: hoi-nghi", "Kind: Hội thảo, tọa đàm")).kind == "toa-dam"
    assert record(GOOD.replace("Kind: hoi-nghi", "Kind: PHONG TRÀO")).kind == "phong-trao"


def test_days_without_times_are_an_all_day_event() -> None:
    event = record(GOOD.replace("2022-03-10 08:00", "2022-03-10").replace("2022-03-10 11:00", "2022-03-12"))
    assert event.all_day
    assert event.end.startswith("2022-03-12")
    two = record(GOOD.replace("2022-03-10 08:00", "2022-03-10").replace("End: 2022-03-10 11:00", "Duration: 2 ngày"))
    assert two.end.startswith("2022-03-11")


def test_moved_twice_keeps_both_notices() -> None:
    event = record(GOOD + "Moved: 2022-03-02: 2022-03-08 08:00\nMoved: 2022-03-05: 2022-03-09 08:00\n")
    assert [day for day, _ in event.moves] == ["2022-03-02", "2022-03-05"]


def test_an_event_without_an_end_is_a_warning() -> None:
    found, problems = read(GOOD.replace("End: 2022-03-10 11:00\n", ""))
    assert found is not None
    assert found.end == ""
    assert len(problems) == 1
    assert problems[0].startswith("4: Start: thiếu End và Duration")


def test_an_event_in_the_past_may_be_entered() -> None:
    assert record(GOOD.replace("Date: 2022-03-01 08:00", "Date: 2022-06-01 08:00")).date.startswith("2022-06-01")


WRONG = {
    "no title": (GOOD.replace("Title: Hội nghị\n", "Note: x\n"), "Title: thiếu; cần tên sự kiện"),
    "unknown header": (GOOD + "Plce: Hà Nội\n", "6: Plce: sự kiện không có tên “Plce”; có phải ý bạn là Place?"),
    "article's header": (GOOD + "Category: dao-duc\n", "6: Category: sự kiện không có tên “Category”"),
    "twice": (GOOD + "Place: A\nPlace: B\n", "7: Place: Place đã có ở dòng 6"),
    "end before start": (GOOD.replace("10 11:00", "10 07:00"), "5: End: phải sau Start (2022-03-10 08:00)"),
    "end a day only": (GOOD.replace("End: 2022-03-10 11:00", "End: 2022-03-11"), "5: End: phải có cả giờ như Start"),
    "start a day only": (GOOD.replace("Start: 2022-03-10 08:00", "Start: 2022-03-10"), "5: End: phải chỉ ghi ngày"),
    "both": (GOOD + "Duration: 3 giờ\n", "6: Duration: đã có End; chỉ dùng một trong hai"),
    "length": (GOOD.replace("End: 2022-03-10 11:00", "Duration: ba giờ"), "“ba giờ” không đọc được; viết “3 giờ”"),
    "years": (GOOD.replace("End: 2022-03-10", "End: 2052-03-10"), "5: End: cách Start hơn 10 năm"),
    "no such day": (GOOD.replace("Start: 2022-03-10 08:00", "Start: 2022-02-30 08:00"), "là ngày không có thật"),
    "two ways": (GOOD.replace("Start: 2022-03-10 08:00", "Start: 05/07/2022 08:00"), "có thể hiểu là ngày 5 tháng 7"),
    "kind": (GOOD.replace("Kind: hoi-nghi", "Kind: hội họp"), "3: Kind: không có loại “hội họp”; được dùng: hoi-nghi"),
    "status": (GOOD + "Status: canceled\n", "6: Status: “canceled” không hợp lệ; có phải ý bạn là cancelled?"),
    "cancelled when": (GOOD + "Status: cancelled\n", "6: Status: sự kiện bị hủy phải ghi Modified"),
    "moved how": (GOOD + "Moved: 2022-03-02\n", "6: Moved: hãy viết “2022-08-10".replace("2022-08", "2021-08")),
    "moved to the same": (GOOD + "Moved: 2022-03-02: 2022-03-10 08:00\n", "6: Moved: lúc bắt đầu cũ trùng Start"),
    "moved before told": (GOOD + "Moved: 2022-02-02: 2022-03-09 08:00\n", "6: Moved: ngày thông báo sớm hơn Date"),
    "moves in disorder": (
        GOOD + "Moved: 2022-03-05: 2022-03-08 08:00\nMoved: 2022-03-02: 2022-03-09 08:00\n",
        "7: Moved: các lần dời phải xếp từ cũ đến mới",
    ),
    "moved twice from one": (
        GOOD + "Moved: 2022-03-02: 2022-03-08 08:00\nMoved: 2022-03-05: 2022-03-08 08:00\n",
        "7: Moved: trùng lúc bắt đầu cũ của lần dời trước",
    ),
    "place": (GOOD + f"Place: {'a' * 301}\n", "6: Place: dài 301 ký tự; tối đa 300"),
    "path in slug": (GOOD + "Slug: ../x\n", "chứa ký tự của đường dẫn"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line(case: str) -> None:
    text, expected = WRONG[case]
    _, problems = read(text)
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3 giờ", 180),
        ("1 giờ 30 phút", 90),
        ("3h30", 210),
        ("2 h", 120),
        ("90 phút", 90),
        ("2 ngày", 2880),
        ("1 giờ 15", 75),
    ],
)
def test_durations_are_read(text: str, minutes: int) -> None:
    assert parse_duration(text) == dt.timedelta(minutes=minutes)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_durations(text: str) -> None:
    length = parse_duration(text)
    assert length is None or length >= dt.timedelta()


@given(st.text(max_size=200))
def test_no_header_breaks_the_reading(text: str) -> None:
    clean = " ".join(text.split())
    reading = read_event(
        f"{GOOD}Moved: {clean}\nPlace: {clean}\n".encode(errors="replace"), "su-kien/a.md", ZONE, BodyParser()
    )
    assert reading.record is not None or reading.problems
