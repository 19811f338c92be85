"""Every accepted and refused way to write a date, and the printed forms against Babel and the library."""

import datetime as dt
import email.utils
import re
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_datetime
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.core.text.dates import DateError, iso, long_stamp, month_name, parse_day, parse_instant, rfc822, short_day

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
instants = st.datetimes(
    dt.datetime(1900, 1, 2), dt.datetime(2100, 12, 30), timezones=st.sampled_from([HANOI, BERLIN])
).map(lambda instant: instant.astimezone(dt.UTC).astimezone(instant.tzinfo))
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-07-05", "2021-07-05T00:00:00+07:00"),
        ("2021-7-5", "2021-07-05T00:00:00+07:00"),
        ("  2021-07-05  ", "2021-07-05T00:00:00+07:00"),
        ("2021-07-05 07:30", "2021-07-05T07:30:00+07:00"),
        ("2021-07-05 7:30", "2021-07-05T07:30:00+07:00"),
        ("2021-07-05\u00a007:30", "2021-07-05T07:30:00+07:00"),
        ("2021-07-05T07:30:15+07:00", "2021-07-05T07:30:15+07:00"),
        ("2021-07-05t07:30:15z", "2021-07-05T14:30:15+07:00"),
        ("2021-07-05T07:30:15Z", "2021-07-05T14:30:15+07:00"),
        ("2021-07-05T23:30Z", "2021-07-06T06:30:00+07:00"),
        ("2021-07-05T07:30:15.25+0700", "2021-07-05T07:30:15.250000+07:00"),
        ("2021-07-05 07:30 -05", "2021-07-05T19:30:00+07:00"),
        ("2021-07-05 00:00", "2021-07-05T00:00:00+07:00"),
        ("2021-07-05 23:59:59", "2021-07-05T23:59:59+07:00"),
        ("25/07/2021", "2021-07-25T00:00:00+07:00"),
        ("25/7/2021", "2021-07-25T00:00:00+07:00"),
        ("25-07-2021 07:30", "2021-07-25T07:30:00+07:00"),
        ("25.7.2021", "2021-07-25T00:00:00+07:00"),
        ("05/05/2021", "2021-05-05T00:00:00+07:00"),
        ("5/05/2021 18:00", "2021-05-05T18:00:00+07:00"),
        ("29/02/2024", "2024-02-29T00:00:00+07:00"),
        ("2100-12-31", "2100-12-31T00:00:00+07:00"),
    ],
)
def test_accepted(written: str, meant: str) -> None:
    instant = parse_instant(written, HANOI)
    assert iso(instant) == meant
    assert instant.tzinfo is HANOI


REFUSED = {
    "05/07/2021": "“05/07/2021” có thể hiểu là ngày 5 tháng 7 hoặc ngày 7 tháng 5; viết 2021-07-05 nếu là"
    " ngày 5 tháng 7, 2021-05-07 nếu là ngày 7 tháng 5",
    "5.7.2021 07:30": "“5.7.2021 07:30” có thể hiểu là ngày 5 tháng 7 hoặc ngày 7 tháng 5;"
    " viết 2021-07-05 nếu là"
    " ngày 5 tháng 7, 2021-05-07 nếu là ngày 7 tháng 5",
    "07/25/2021": "“07/25/2021” ghi tháng trước ngày; viết 25/07/2021 hoặc 2021-07-25",
    "30/02/2021": "“30/02/2021” là ngày không có thật; tháng 2/2021 có 28 ngày",
    "02/30/2021": "“02/30/2021” là ngày không có thật; tháng 2/2021 có 28 ngày",
    "2021-02-29": "“2021-02-29” là ngày không có thật; tháng 2/2021 có 28 ngày",
    "2021-12-32": "“2021-12-32” là ngày không có thật; tháng 12/2021 có 31 ngày",
    "2021-13-01": "“2021-13-01” ghi tháng 13; tháng phải từ 1 đến 12",
    "2021-00-10": "“2021-00-10” ghi tháng 0; tháng phải từ 1 đến 12",
    "25/25/2021": "“25/25/2021” ghi tháng 25; tháng phải từ 1 đến 12",
    "00/07/2021": "“00/07/2021” là ngày không có thật; tháng 7/2021 có 31 ngày",
    "45/07/2021": "“45/07/2021” là ngày không có thật; tháng 7/2021 có 31 ngày",
    "07/45/2021": "“07/45/2021” ghi tháng 45; tháng phải từ 1 đến 12",
    "1899-12-31": "“1899-12-31” ở năm 1899, vô lý; năm phải từ 1900 đến 2100",
    "2101-01-01": "“2101-01-01” ở năm 2101, vô lý; năm phải từ 1900 đến 2100",
    "0021-07-25": "“0021-07-25” ở năm 0021, vô lý; năm phải từ 1900 đến 2100",
    "05/07/0000": "“05/07/0000” ở năm 0000, vô lý; năm phải từ 1900 đến 2100",
    "2100-12-31 23:00-05:00": "“2100-12-31 23:00-05:00” ở năm 2101, vô lý; năm phải từ 1900 đến 2100",
    "25/07/21": "“25/07/21” ghi năm bằng hai chữ số; ghi năm đủ bốn chữ số, ví dụ 2021-07-25",
    "21-07-25 07:30": "“21-07-25 07:30” ghi năm bằng hai chữ số; ghi năm đủ bốn chữ số, ví dụ 2021-07-25",
    "2021/07/25": "“2021/07/25” chưa đúng dạng; năm đứng trước thì nối bằng dấu gạch ngang: 2021-07-25",
    "2021-07-25 24:00": "“2021-07-25 24:00” ghi giờ “24:00”; giờ phải từ 00:00 đến 23:59",
    "2021-07-25 07:60": "“2021-07-25 07:60” ghi giờ “07:60”; giờ phải từ 00:00 đến 23:59",
    "2021-07-25 07:30:60": "“2021-07-25 07:30:60” ghi giờ “07:30:60”; giờ phải từ 00:00 đến 23:59",
    "2021-07-25 7h30": "“2021-07-25 7h30” có phần “7h30” không đọc được thành giờ; ghi giờ như 07:30",
    "2021-07-25 sáng": "“2021-07-25 sáng” có phần “sáng” không đọc được thành giờ; ghi giờ như 07:30",
    "2021-07-25 07:30 PM": "“2021-07-25 07:30 PM” có phần “07:30 PM” không đọc được thành giờ; ghi giờ như 07:30",
    "25/07/2021 | 07:30": "“25/07/2021 | 07:30” có phần “| 07:30” không đọc được thành giờ; ghi giờ như 07:30",
    "2021-07-25 07:30+25:00": "“2021-07-25 07:30+25:00” ghi múi giờ +25:00, không có thật; giờ Việt Nam là +07:00",
    "2021-07-25 07:30+07:75": "“2021-07-25 07:30+07:75” ghi múi giờ +07:75, không có thật; giờ Việt Nam là +07:00",
    "": "ngày để trống; viết 2021-07-25 hoặc 2021-07-25 07:30",
    "1627171200": "“1627171200” là một con số, không phải ngày; viết 2021-07-25 hoặc 2021-07-25 07:30",
    "1627171200.5": "“1627171200.5” là một con số, không phải ngày; viết 2021-07-25 hoặc 2021-07-25 07:30",
    "20210725": "“20210725” là một con số, không phải ngày; viết 2021-07-25 hoặc 2021-07-25 07:30",
}
UNREADABLE = [
    *("hôm nay", "today", "July 25, 2021", "ngày 25 tháng 7 năm 2021", "2021-07", "25/07", "25/07-2021"),
    *(
        "2021-07-25x",
        "2021–07–25",
        "٢٠٢١-٠٧-٢٥",
        "2021-207-25",
        "12021-07-25",
        "2021-W29-7",
        "25/07/20211",
        "null",
    ),
]


@pytest.mark.parametrize(("written", "message"), REFUSED.items())
def test_refused_with_the_way_to_write_it(written: str, message: str) -> None:
    with pytest.raises(DateError, match=f"^{re.escape(message)}$"):
        parse_instant(written, HANOI)


@pytest.mark.parametrize("written", UNREADABLE)
def test_refused_as_unreadable(written: str) -> None:
    with pytest.raises(DateError, match="không đọc được thành ngày; viết 2021-07-25"):
        parse_instant(written, HANOI)
    with pytest.raises(DateError):
        parse_day(written)


def test_long_and_broken_values_are_quoted_short_and_on_one_line() -> None:
    with pytest.raises(DateError) as caught:
        parse_instant("x\n\x1b\u202ey" * 1000, HANOI)
    assert str(caught.value).startswith("“x ��yx ��y")
    assert len(str(caught.value)) < 160
    assert "\n" not in str(caught.value)


def test_parse_day() -> None:
    assert parse_day("25/07/2021") == parse_day("2021-07-25") == dt.date(2021, 7, 25)
    with pytest.raises(DateError, match="chỉ ghi ngày: 2021-07-25"):
        parse_day("2021-07-25 07:30")
    with pytest.raises(DateError, match="có thể hiểu là"):
        parse_day("5/7/2021")


def test_times_that_clocks_jumped_over_or_ran_through_twice() -> None:
    assert iso(parse_instant("2021-03-28 02:30", BERLIN)) == "2021-03-28T03:30:00+02:00"
    assert iso(parse_instant("2021-10-31 02:30", BERLIN)) == "2021-10-31T02:30:00+02:00"
    assert iso(parse_instant("2021-10-31 02:30+01:00", BERLIN)) == "2021-10-31T02:30:00+01:00"


@given(instants)
@example(dt.datetime(1905, 1, 1, tzinfo=HANOI))
def test_what_is_printed_is_read_back(instant: dt.datetime) -> None:
    again = parse_instant(iso(instant), instant.tzinfo)  # type: ignore[arg-type]
    assert again == instant
    assert again.astimezone(dt.UTC) == instant.astimezone(dt.UTC)
    assert iso(again) == iso(instant)


@given(days)
def test_days_are_read_back(day: dt.date) -> None:
    assert parse_day(day.isoformat()) == day
    if day.day > 12 or day.day == day.month:
        assert parse_day(short_day(day)) == day
    else:
        with pytest.raises(DateError, match=f"ngày {day.day} tháng {day.month} hoặc ngày {day.month} tháng {day.day}"):
            parse_day(short_day(day))


@given(st.one_of(st.text(max_size=30), st.text(alphabet="0123456789-/.:+TZ ", max_size=30)))
def test_nothing_but_date_errors(text: str) -> None:
    try:
        instant = parse_instant(text, HANOI)
    except DateError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert 1900 <= instant.year <= 2100


@given(instants)
def test_printed_as_cldr_does(instant: dt.datetime) -> None:
    def babel(pattern: str, locale: str) -> str:
        return format_datetime(instant, pattern, tzinfo=instant.tzinfo, locale=locale)

    assert long_stamp(instant) == babel("EEEE, dd/MM/y | HH:mm", "vi")
    assert long_stamp(instant, lang="en") == babel("EEEE, d MMMM y | HH:mm", "en")
    assert short_day(instant.date()) == format_date(instant, "dd/MM/y", locale="vi")
    assert short_day(instant.date(), lang="en") == format_date(instant, "d MMM y", locale="en")
    assert month_name(instant.year, instant.month) == format_date(instant, "LLLL/y", locale="vi")
    assert month_name(instant.year, instant.month, lang="en") == format_date(instant, "LLLL y", locale="en")


@given(instants)
def test_rfc822_as_the_standard_library_writes_it(instant: dt.datetime) -> None:
    if instant.utcoffset() % dt.timedelta(minutes=1):  # type: ignore[operator]
        assert rfc822(instant) == email.utils.format_datetime(instant.astimezone(dt.UTC))
    else:
        assert rfc822(instant) == email.utils.format_datetime(instant)
    assert email.utils.parsedate_to_datetime(rfc822(instant)) == instant.astimezone(dt.UTC).replace(microsecond=0)


def test_examples_as_the_site_shows_them() -> None:
    instant = dt.datetime(2026, 11, 23, 7, 30, tzinfo=HANOI)
    assert long_stamp(instant) == "Thứ Hai, 23/11/2026 | 07:30"
    assert short_day(instant.date()) == "23/11/2026"
    assert month_name(2021, 7) == "Tháng 7/2021"
    assert rfc822(instant) == "Mon, 23 Nov 2026 07:30:00 +0700"
    assert iso(instant) == "2026-11-23T07:30:00+07:00"
    assert rfc822(dt.datetime(2026, 1, 2, tzinfo=dt.timezone(-dt.timedelta(hours=3, minutes=30)))).endswith(" -0330")


@pytest.mark.parametrize("form", [rfc822, iso])
def test_naive_times_are_a_mistake(form: object) -> None:
    with pytest.raises(ValueError, match="time zone"):
        form(dt.datetime(2026, 1, 1))  # type: ignore[operator]


def test_babel_is_not_imported_for_printing() -> None:
    code = "import sys, plugins.core.text.dates; sys.exit('babel' in sys.modules or 'locale' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
