"""What editors owe: events without a report, figures to look up again, anniversaries to prepare for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ..article.article import Article
from ..column.column import Column
from ..events.event import Event
from ..registers.registers import Anniversary
from ..text.dates import short_day
from ..text.vietnamese import slugify

AGAIN = 5
"""How many earlier articles an anniversary is offered at most."""
AROUND = dt.timedelta(days=10)
"""An earlier year's article this near to the day is worth a look."""
REPORT_AFTER = dt.timedelta(days=3)
"""An event that is over gets a report within these days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do: kind for grouping, what it is about, why it is listed, and how many days it is overdue."""

    kind: str
    name: str
    why: str
    overdue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """An anniversary's next return. years: since the first; round: a fifth or tenth one; due: within its lead time;
    again: earlier articles worth showing again, the best first."""

    anniversary: Anniversary
    date: dt.date
    years: int
    days_left: int
    due: bool
    again: tuple[Article, ...]

    @property
    def round(self) -> bool:
        """Whether it is a year people count ("năm tròn", "năm lẻ 5")."""
        return self.years > 0 and self.years % 5 == 0


def find_duties(column: Column, day: dt.date) -> tuple[Duty, ...]:
    """Everything that should be looked at, in groups, the longest overdue first."""
    found = [*_events(column, day), *_registers(column, day)]
    return tuple(sorted(found, key=lambda duty: (duty.kind, -duty.overdue, duty.name)))


def _events(column: Column, day: dt.date) -> Iterator[Duty]:
    for event in column.events:
        if event.sample or event.state == "cancelled":
            continue
        if event.passed_on(day) and event.report not in column.by_id:
            yield _unreported(event, day)
        if event.end is None and not event.all_day:
            yield Duty(
                kind="sự kiện thiếu lúc kết thúc", name=event.title, why=f"{event.source}: thêm End hoặc Duration"
            )
        if event.told_late:
            why = f"{event.source}: đăng ngày {short_day(event.date.date())}, sau khi đã diễn ra"
            yield Duty(kind="sự kiện báo muộn", name=event.title, why=why)


def _unreported(event: Event, day: dt.date) -> Duty:
    overdue = (day - event.last_day - REPORT_AFTER).days
    why = f"{event.source}: đã qua ngày {short_day(event.last_day)}, chưa có bài tường thuật (Report)"
    return Duty(kind="sự kiện chưa có bài", name=event.title, why=why, overdue=max(overdue, 0))


def _registers(column: Column, day: dt.date) -> Iterator[Duty]:
    for target in column.registers.targets:
        if not target.sample and target.stale_on(day):
            why = f"số liệu ngày {short_day(target.newest)} đã cũ; tra lại nguồn: {target.source}"
            yield Duty(kind="chỉ tiêu cần tra lại", name=target.name, why=why, overdue=(day - target.newest).days)
    for model in column.registers.models:
        if not model.sample and day > model.recheck:
            why = f"đến hạn xem lại ngày {short_day(model.recheck)}; nguồn: {model.source}"
            yield Duty(kind="mô hình cần xem lại", name=model.name, why=why, overdue=(day - model.recheck).days)


def find_returns(column: Column, day: dt.date) -> tuple[Return, ...]:
    """Every anniversary's next return, the nearest first."""
    found = []
    for anniversary in column.registers.anniversaries:
        date = anniversary.next_on(day)
        left = (date - day).days
        due = left <= anniversary.lead_days
        found.append(
            Return(
                anniversary=anniversary,
                date=date,
                years=date.year - anniversary.day.year,
                days_left=left,
                due=due,
                again=_again(column, anniversary, date) if due else (),
            )
        )
    return tuple(sorted(found, key=lambda entry: (entry.days_left, entry.anniversary.slug)))


def _again(column: Column, anniversary: Anniversary, date: dt.date) -> tuple[Article, ...]:
    """Articles of earlier years: those with a tag of the anniversary before those published around its day."""
    tags = {slugify(tag) for tag in anniversary.tags}
    slugs: dict[str, str] = {}
    ranked = []
    for article in column.articles:
        if article.sample or article.translation_of or article.date.year >= date.year:
            continue
        own = {slugs.get(tag) or slugs.setdefault(tag, slugify(tag)) for tag in article.tags}
        near = abs(article.date.date() - _in_year(anniversary.day, article.date.year)) <= AROUND
        score = 2 * len(own & tags) + (near and (not anniversary.topic or article.topic == anniversary.topic))
        if score:
            ranked.append((score, article))
    ranked.sort(key=lambda pair: (pair[0], pair[1].date, pair[1].slug), reverse=True)
    return tuple(article for _, article in ranked[:AGAIN])


def _in_year(day: dt.date, year: int) -> dt.date:
    return dt.date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
