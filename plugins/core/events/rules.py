"""Rules about one event's headers: each takes its headers from the draft and leaves values or problems in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from ..article.date_rules import date as article_date
from ..article.date_rules import modified
from ..article.draft import Draft
from ..article.event_headers import EVENT_HEADERS
from ..article.rules import identity, sample, summary, title
from ..body.references import content_path
from ..rules import rule
from ..text.dates import DateError, parse_day, parse_instant
from ..text.vietnamese import fold, slugify, suggest
from .event import KINDS

GROUP = "Sự kiện"
STATES = ("confirmed", "tentative", "cancelled", "draft")
_AMOUNT = re.compile(r"(?<![0-9])([0-9]+)(ngay|gio|phut|ngày|giờ|phút|d|h|m|p)")
_SECONDS = {"d": 86400, "n": 86400, "g": 3600, "h": 3600, "p": 60, "m": 60}
_LONGEST = dt.timedelta(days=3660)


@rule("event-headers", GROUP)
def headers(draft: Draft) -> None:
    """Sự kiện chỉ dùng các tên trong bảng của sự kiện; mỗi tên một lần, trừ Moved và Note; Title, Date, Kind và Start
    là bắt buộc."""
    seen: dict[str, int] = {}
    for header in draft.headers:
        kind = EVENT_HEADERS.get(header.key)
        message = ""
        if kind is None:
            hint = suggest(header.key, [kind.name for kind in EVENT_HEADERS.values()])
            allowed = ", ".join(known.name for known in EVENT_HEADERS.values())
            message = f"sự kiện không có tên “{header.name}”{hint} Các tên được dùng: {allowed}"
        elif header.key in seen and not kind.many:
            message = f"{header.name} đã có ở dòng {seen[header.key]}; chỉ giữ lại một"
        if message:
            draft.complain("event-headers", header.key, message, line=header.line)
        seen.setdefault(header.key, header.line)
    for key, kind in EVENT_HEADERS.items():
        if kind.required and not draft.text(key).strip():
            what = "để trống" if key in draft.first else "thiếu"
            draft.complain("event-headers", key, f"{what}; cần {kind.about}")


def _moment(draft: Draft, key: str, value: str, line: int = 0) -> tuple[dt.datetime | None, bool]:
    """The instant and whether only a day was given; a value that can't be read is reported."""
    try:
        day = parse_day(value)
    except DateError:
        pass
    else:
        return dt.datetime.combine(day, dt.time(), draft.zone), True
    try:
        return parse_instant(value, draft.zone), False
    except DateError as error:
        draft.complain("event-time", key, str(error), line=line)
        return None, False


@rule("event-time", GROUP)
def time(draft: Draft) -> None:
    """Start và End cùng ghi giờ, hoặc cùng chỉ ghi ngày; End sau Start; chỉ dùng một trong End và Duration; sự kiện có
    giờ mà thiếu cả hai thì bị nhắc, vì lịch của người xem không biết nó kéo dài bao lâu."""
    values = draft.values
    values["start"], values["end"], values["all_day"] = None, None, False
    end_text, length_text = draft.text("end").strip(), draft.text("duration").strip()
    start = None
    if draft.text("start").strip():
        start, values["all_day"] = _moment(draft, "start", draft.text("start"))
    values["start"], all_day = start, values["all_day"]
    if start is None:  # what can be said without it is said all the same
        if end_text:
            _moment(draft, "end", end_text)
        if length_text:
            _read_length(draft, length_text)
        return
    if end_text and length_text:
        draft.complain("event-time", "duration", "đã có End; chỉ dùng một trong hai")
    elif end_text:
        _end(draft, start, all_day, end_text)
    elif length_text:
        _length(draft, start, all_day, length_text)
    elif not all_day:
        message = (
            "thiếu End và Duration; lịch của người xem không biết sự kiện kéo dài bao lâu, "
            "hãy ghi “End: 2021-08-16 11:30” hoặc “Duration: 3 giờ”"
        )
        draft.complain("event-time", "start", message, severity="warning")


def _end(draft: Draft, start: dt.datetime, all_day: bool, text: str) -> None:
    end, day_only = _moment(draft, "end", text)
    if end is None:
        return
    if day_only != all_day:
        wanted = "chỉ ghi ngày như Start" if all_day else "có cả giờ như Start, ví dụ 2021-08-16 11:30"
        draft.complain("event-time", "end", f"phải {wanted}")
    elif end < start or (end == start and not all_day):
        draft.complain("event-time", "end", f"phải sau Start ({draft.text('start')})")
    elif end - start > _LONGEST:
        draft.complain("event-time", "end", "cách Start hơn 10 năm; hãy kiểm tra năm")
    else:
        draft.values["end"] = end


def _length(draft: Draft, start: dt.datetime, all_day: bool, text: str) -> None:
    length = _read_length(draft, text)
    if not length:
        return
    if all_day and length % dt.timedelta(days=1):
        draft.complain("event-time", "duration", "sự kiện cả ngày thì Duration là số ngày, ví dụ “2 ngày”")
    elif all_day:
        draft.values["end"] = start + length - dt.timedelta(days=1)
    else:
        utc = start.astimezone(dt.UTC) + length
        draft.values["end"] = utc.astimezone(start.tzinfo)


def _read_length(draft: Draft, text: str) -> dt.timedelta | None:
    length = parse_duration(text)
    if not length:
        message = f"“{text[:40]}” không đọc được; viết “3 giờ”, “1 giờ 30 phút” hoặc “2 ngày”"
        draft.complain("event-time", "duration", message)
    return length


def parse_duration(text: str) -> dt.timedelta | None:
    """ "1 giờ 30 phút", "3h30", "90 phút", "2 ngày" → a length of time; None when it is none of these, or longer than
    any event."""
    if len(text) > 60:
        return None
    compact = re.sub(r"[\s,]+", "", fold(text))
    compact = re.sub(r"(?<=h)([0-9]+)$", r"\1m", re.sub(r"(?<=gio)([0-9]+)$", r"\1m", compact))
    found = _AMOUNT.findall(compact)
    if not found or "".join(number + unit for number, unit in found) != compact or len(compact) > 20:
        return None
    seconds = sum(int(number) * _SECONDS[unit[0]] for number, unit in found)
    return dt.timedelta(seconds=seconds) if seconds <= _LONGEST.total_seconds() else None


@rule("event-kind", GROUP)
def kind(draft: Draft) -> None:
    """Kind là một trong các loại sự kiện: hội nghị, thông tin chuyên đề, hội thảo – tọa đàm, phong trào thi đua, kỷ
    niệm; viết tên hoặc mã."""
    text = draft.text("kind").strip()
    names = {slugify(name): slug for slug, name in KINDS.items()} | {slug: slug for slug in KINDS}
    slug = (names | {"hoi-thao": "toa-dam"}).get(slugify(text), "")
    if text and not slug:
        allowed = ", ".join(f"{slug} ({name})" for slug, name in KINDS.items())
        draft.complain("event-kind", "kind", f"không có loại “{text}”; được dùng: {allowed}")
    draft.values["kind"] = slug


@rule("event-status", GROUP)
def status(draft: Draft) -> None:
    """Status của sự kiện là confirmed, tentative, cancelled hoặc draft; sự kiện bị hủy phải ghi Modified là lúc quyết
    định hủy, để lịch của người xem biết mà gạch bỏ."""
    value = draft.text("status").strip().lower() or "confirmed"
    if value not in STATES:
        hint = suggest(value, list(STATES))
        draft.complain("event-status", "status", f"“{value}” không hợp lệ{hint} Được dùng: {', '.join(STATES)}")
        value = "draft"
    if value == "cancelled" and not draft.text("modified").strip():
        draft.complain("event-status", "status", "sự kiện bị hủy phải ghi Modified: lúc quyết định hủy")
    draft.values["status"] = "draft" if value == "draft" else "published"
    draft.values["state"] = "confirmed" if value == "draft" else value


@rule("event-moved", GROUP)
def moved(draft: Draft) -> None:
    """Mỗi lần dời sự kiện thì sửa Start và thêm một dòng “Moved: ngày thông báo: lúc bắt đầu cũ”; các dòng theo thứ tự
    thời gian, không lặp lúc cũ, và lúc cũ của lần cuối khác Start hiện nay."""
    found: list[tuple[dt.date, dt.datetime]] = []
    for header in draft.every("moved"):
        day_text, colon, start_text = header.value.partition(":")
        try:
            day = parse_day(day_text.strip())
        except DateError as error:
            draft.complain("event-moved", "moved", str(error), line=header.line)
            continue
        if not colon or not start_text.strip():
            how = "hãy viết “2021-08-10: 2021-08-14 08:00” (ngày thông báo: lúc bắt đầu cũ)"
            draft.complain("event-moved", "moved", how, line=header.line)
            continue
        before, _ = _moment(draft, "moved", start_text.strip(), header.line)
        if before is None:
            continue
        announced = draft.values.get("date")
        if announced and day < announced.date():
            draft.complain("event-moved", "moved", "ngày thông báo sớm hơn Date của sự kiện", line=header.line)
        elif found and day < found[-1][0]:
            draft.complain("event-moved", "moved", "các lần dời phải xếp từ cũ đến mới", line=header.line)
        elif found and before == found[-1][1]:
            draft.complain("event-moved", "moved", "trùng lúc bắt đầu cũ của lần dời trước", line=header.line)
        found.append((day, before))
    if found and found[-1][1] == draft.values.get("start"):
        last = draft.every("moved")[-1].line
        draft.complain("event-moved", "moved", "lúc bắt đầu cũ trùng Start; Start phải là lúc mới", line=last)
    draft.values["moves"] = tuple(found)


@rule("event-links", GROUP)
def links(draft: Draft) -> None:
    """Place dài tối đa 300 ký tự; Form, Units, Plan_items có trong kế hoạch; Report là bài có thật."""
    draft.values["place"] = draft.text("place").strip()
    if len(draft.values["place"]) > 300:
        draft.complain("event-links", "place", f"dài {len(draft.values['place'])} ký tự; tối đa 300")
    draft.values["form"] = draft.text("form").strip()
    draft.values["units"] = draft.listed("units")[:50]
    draft.values["items"] = draft.listed("plan_items")[:50]
    report = draft.text("report").strip()
    if report.lower().endswith((".md", ".markdown")):
        report = content_path(report, draft.source) or PurePosixPath(report).name
    draft.values["report"] = report


EVENT_RULES: tuple[Callable[[Draft], None], ...] = (
    headers,
    title,
    summary,
    article_date,
    modified,
    identity,
    sample,
    time,
    kind,
    status,
    moved,
    links,
)
"""In the order they run: later rules may look at the values earlier ones left."""
