"""Rules about an article's days and instants: when it is published, was changed, ends, and leads the front page."""

from __future__ import annotations

import datetime as dt

from ..rules import rule
from ..text.dates import DateError, parse_day, parse_instant
from .draft import Draft

GROUP = "Phần đầu bài"


def _instant(draft: Draft, key: str) -> dt.datetime | None:
    value = draft.text(key)
    if not value:
        return None
    try:
        return parse_instant(value, draft.zone)
    except DateError as error:
        draft.complain("date", key, str(error))
        return None


def _day(draft: Draft, key: str) -> dt.date | None:
    value = draft.text(key)
    if not value:
        return None
    try:
        return parse_day(value)
    except DateError as error:
        draft.complain("date", key, str(error))
        return None


@rule("date", GROUP)
def date(draft: Draft) -> None:
    """Thời gian viết theo ISO (2021-07-05 07:30) hoặc ngày trước tháng sau khi không thể hiểu hai cách; 05/07/2021 bị
    từ chối; ngày phải có thật, năm từ 1900 đến 2100; không ghi múi giờ thì hiểu là giờ Việt Nam."""
    draft.values["date"] = _instant(draft, "date")


@rule("modified", GROUP)
def modified(draft: Draft) -> None:
    """Modified không sớm hơn Date."""
    value = _instant(draft, "modified")
    published = draft.values.get("date")
    if value and published and value < published:
        draft.complain(
            "modified",
            "modified",
            f"sớm hơn Date ({draft.text('date')}); thời điểm sửa phải bằng hoặc sau thời điểm đăng",
        )
        value = None
    draft.values["modified"] = value


@rule("expires", GROUP)
def expires(draft: Draft) -> None:
    """Expires sau Date; từ thời điểm đó bài không còn trên trang."""
    value = _instant(draft, "expires")
    published = draft.values.get("date")
    if value and published and value <= published:
        draft.complain("expires", "expires", "phải sau Date, nếu không bài sẽ không bao giờ được đăng")
    draft.values["expires"] = value


@rule("withdrawn", GROUP)
def withdrawn(draft: Draft) -> None:
    """Withdrawn viết “ngày: lý do”, ngày không sớm hơn ngày đăng; từ ngày đó bài không còn trên trang, lý do thì có."""
    value, published = draft.text("withdrawn"), draft.values.get("date")
    if not value:
        return
    day_text, _, reason = value.partition(":")
    try:
        day = parse_day(day_text.strip())
    except DateError as error:
        draft.complain("withdrawn", "withdrawn", str(error))
        return
    if not reason.strip():
        draft.complain("withdrawn", "withdrawn", "hãy viết “2021-08-01: lý do rút bài”")
    elif published and day < published.date():
        draft.complain("withdrawn", "withdrawn", "ngày rút bài sớm hơn ngày đăng")
    elif published:
        moment = max(dt.datetime.combine(day, dt.time(), published.tzinfo), published + dt.timedelta(seconds=1))
        draft.values["withdrawn"] = (day, reason.strip())
        draft.values["expires"] = min(filter(None, (draft.values["expires"], moment)))


@rule("lead-until", GROUP)
def lead_until(draft: Draft) -> None:
    """Lead_until là một ngày, không sớm hơn ngày đăng."""
    value = _day(draft, "lead_until")
    published = draft.values.get("date")
    if value and published and value < published.date():
        draft.complain("lead-until", "lead_until", "sớm hơn ngày đăng; bài sẽ không bao giờ đứng đầu trang nhất")
    draft.values["lead_until"] = value
