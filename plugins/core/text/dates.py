"""What an editor typed as a date → instants and days, or one sentence that says how to write it; and back.

Pelican reads 05/07/2021 month first and says nothing. Here a date that can be read in two ways is refused.
The printed patterns are CLDR's for "vi" and "en", spelt out because importing Babel alone costs more than
printing ten thousand of them; the tests hold them against Babel.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FIRST_YEAR = 1900
LAST_YEAR = 2100

_TIME = r"(?:[Tt]|[ \t\u00a0]+)(?P<time>\S.*)"
_YEAR_FIRST = re.compile(rf"(?P<y>[0-9]{{4}})-(?P<m>[0-9]{{1,2}})-(?P<d>[0-9]{{1,2}})(?:{_TIME})?")
_YEAR_LAST = re.compile(rf"(?P<a>[0-9]{{1,2}})([/.-])(?P<b>[0-9]{{1,2}})\2(?P<y>[0-9]{{4}})(?:{_TIME})?")
_YEAR_FIRST_SLASHED = re.compile(r"(?P<y>[0-9]{4})([/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})(?![0-9]).*")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?![0-9]).*")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_CLOCK = re.compile(
    r"(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,6}))?)?"
    r"[ \t\u00a0]*"
    r"(?P<zone>[Zz]|(?P<sign>[+-])(?P<zh>[0-9]{2})(?::?(?P<zm>[0-9]{2})(?::?(?P<zs>[0-9]{2}))?)?)?"
)
_HOW = "viết 2021-07-25 hoặc 2021-07-25 07:30"
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


class DateError(ValueError):
    """Raised when a date can't be taken as written; its text is one Vietnamese sentence for the editor."""


def parse_instant(value: str, zone: ZoneInfo) -> dt.datetime:
    """The instant an editor means, aware, in zone.

    Without an offset the time is zone's own; without a time it is 00:00. Of an hour that clocks ran through
    twice the first is taken; a time that clocks jumped over is moved on by the jump. Raises DateError.
    """
    day, clock = _split(value)
    if not clock:
        naive, offset = dt.datetime(day.year, day.month, day.day), None
    else:
        time, offset = _parse_clock(value, clock)
        naive = dt.datetime.combine(day, time)
    instant = naive.replace(tzinfo=offset or zone).astimezone(dt.UTC).astimezone(zone)
    _check_year(value, instant.year)
    return instant


def parse_day(value: str) -> dt.date:
    """The day an editor means; a time after it is refused. Raises DateError."""
    day, clock = _split(value)
    if clock:
        raise DateError(f"{_quote(value)} có thêm {_quote(clock)} sau ngày; ở đây chỉ ghi ngày: {day.isoformat()}")
    return day


def _split(value: str) -> tuple[dt.date, str]:
    """The day, and the text of the time after it ("" when there is none)."""
    text = value.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(value, int(match["y"]), int(match["m"]), int(match["d"])), match["time"] or ""
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        if first <= 12 < second <= 31:
            right = _day(value, year, first, second)
            raise DateError(f"{_quote(value)} ghi tháng trước ngày; viết {right:%d/%m/%Y} hoặc {right.isoformat()}")
        if first != second and 1 <= first <= 12 and 1 <= second <= 12:
            _check_year(value, year)
            raise DateError(
                f"{_quote(value)} có thể hiểu là ngày {first} tháng {second}"
                f" hoặc ngày {second} tháng {first};"
                f" viết {dt.date(year, second, first)} nếu là ngày {first} tháng {second},"
                f" {dt.date(year, first, second)} nếu là ngày {second} tháng {first}"
            )
        return _day(value, year, second, first), match["time"] or ""
    raise DateError(_why_not(value, text))


def _why_not(value: str, text: str) -> str:
    """What is wrong with a text that has none of the accepted shapes."""
    if not text:
        return f"ngày để trống; {_HOW}"
    if _NUMBER.fullmatch(text):
        return f"{_quote(value)} là một con số, không phải ngày; {_HOW}"
    if match := _YEAR_FIRST_SLASHED.fullmatch(text):
        right = _day(value, int(match["y"]), int(match["m"]), int(match["d"]))
        return f"{_quote(value)} chưa đúng dạng; năm đứng trước thì nối bằng dấu gạch ngang: {right.isoformat()}"
    if _SHORT_YEAR.fullmatch(text):
        return f"{_quote(value)} ghi năm bằng hai chữ số; ghi năm đủ bốn chữ số, ví dụ 2021-07-25"
    return f"{_quote(value)} không đọc được thành ngày; {_HOW}, chỉ dùng chữ số và dấu gạch ngang thường"


def _day(value: str, year: int, month: int, day: int) -> dt.date:
    """A day that exists, in a year that makes sense."""
    _check_year(value, year)
    if not 1 <= month <= 12:
        raise DateError(f"{_quote(value)} ghi tháng {month}; tháng phải từ 1 đến 12")
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    raise DateError(f"{_quote(value)} là ngày không có thật; tháng {month}/{year} có {last} ngày")


def _check_year(value: str, year: int) -> None:
    """Years far from ours are slips of the finger."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"{_quote(value)} ở năm {year:04}, vô lý; năm phải từ {FIRST_YEAR} đến {LAST_YEAR}")


def _parse_clock(value: str, clock: str) -> tuple[dt.time, dt.tzinfo | None]:
    """The time of day and the offset written after it, if any."""
    match = _CLOCK.fullmatch(clock)
    if not match:
        raise DateError(f"{_quote(value)} có phần {_quote(clock)} không đọc được thành giờ; ghi giờ như 07:30")
    hour, minute, second = int(match["h"]), int(match["min"]), int(match["s"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise DateError(f"{_quote(value)} ghi giờ {_quote(clock)}; giờ phải từ 00:00 đến 23:59")
    time = dt.time(hour, minute, second, int((match["f"] or "0").ljust(6, "0")))
    if not match["zone"]:
        return time, None
    if not match["sign"]:
        return time, dt.UTC
    hours, minutes, seconds = int(match["zh"]), int(match["zm"] or 0), int(match["zs"] or 0)
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if minutes > 59 or seconds > 59 or offset > dt.timedelta(hours=14):
        raise DateError(f"{_quote(value)} ghi múi giờ {match['zone']}, không có thật; giờ Việt Nam là +07:00")
    return time, dt.timezone(-offset if match["sign"] == "-" else offset)


def _quote(value: str) -> str:
    """The text as typed, on one line and not too long, in Vietnamese quotation marks."""
    shown = " ".join(value.split())
    shown = "".join(char if char.isprintable() else "�" for char in shown)
    return f"“{shown if len(shown) <= 40 else shown[:39] + '…'}”"


def long_stamp(instant: dt.datetime, lang: str = "vi") -> str:
    """As under a title: "Thứ Hai, 23/11/2026 | 07:30", in English "Monday, 23 November 2026 | 07:30"."""
    return f"{long_day(instant.date(), lang == 'en')} | {instant.hour:02}:{instant.minute:02}"


@functools.lru_cache(maxsize=8192)
def long_day(day: dt.date, english: bool = False) -> str:
    """A day with its weekday, "Thứ Hai, 23/11/2026", in English "Monday, 23 November 2026"."""
    if english:
        return f"{_DAYS_EN[day.weekday()]}, {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{_DAYS_VI[day.weekday()]}, {short_day(day)}"


def short_day(day: dt.date, lang: str = "vi") -> str:
    """A day as "23/11/2026", in English as "23 Nov 2026", which can't be read month first."""
    if lang == "en":
        return f"{day.day} {_MONTHS_EN[day.month - 1][:3]} {day.year}"
    return f"{day.day:02}/{day.month:02}/{day.year}"


def month_name(year: int, month: int, lang: str = "vi") -> str:
    """A month as "Tháng 7/2021", in English as "July 2021"."""
    return f"{_MONTHS_EN[month - 1]} {year}" if lang == "en" else f"Tháng {month}/{year}"


def rfc822(instant: dt.datetime) -> str:
    """A time as RSS wants it, "Mon, 23 Nov 2026 07:30:00 +0700": English, numeric zone, whole seconds."""
    instant = whole_minutes(instant)
    offset = _offset(instant)
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), 60)
    sign = "-" if offset < dt.timedelta() else "+"
    return (
        f"{_DAYS_EN[instant.weekday()][:3]}, {instant.day:02} {_MONTHS_EN[instant.month - 1][:3]}"
        f" {instant.year:04}"
        f" {instant.hour:02}:{instant.minute:02}:{instant.second:02} {sign}{hours:02}{minutes:02}"
    )


def iso(instant: dt.datetime) -> str:
    """ISO 8601 and RFC 3339 with the offset, "2026-11-23T07:30:00+07:00"; `parse_instant` reads the instant back."""
    return whole_minutes(instant).isoformat()


def whole_minutes(instant: dt.datetime) -> dt.datetime:
    """The same instant with an offset that every format can write: one with odd seconds (local mean time, before 1911)
    gives way to UTC. What leaves the column passes here."""
    offset = _offset(instant)
    return instant.astimezone(dt.UTC) if offset.seconds % 60 or offset.microseconds else instant


def _offset(instant: dt.datetime) -> dt.timedelta:
    """The instant's offset; a naive one has none and is a mistake of the caller."""
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("an instant needs a time zone")
    return offset


def length_words(seconds: int, lang: str = "vi") -> str:
    """How long something plays: "3 phút 20 giây", "50 giây", "1 giờ 5 phút"."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    names = ("h", "min", "s") if lang == "en" else ("giờ", "phút", "giây")
    told = zip((hours, minutes, 0 if hours else rest), names, strict=True)
    return " ".join(f"{number} {name}" for number, name in told if number)
