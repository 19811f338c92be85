"""Events as pages show them: views with the digests that cover them, their times in words, their JSON-LD."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..addresses import event_path
from ..digests import combine, digest_text
from ..events.event import KINDS, Event
from ..events.month_grid import Day, month_grid, months_of
from ..plan.plan import Item
from ..plan.site import Site
from ..site_map import ROWS
from ..text.dates import iso, long_day, short_day
from .jsonld import breadcrumbs, publisher, script_safe
from .presenter import Presenter
from .view_models import Crumb, TermLink

_STATUS = {"confirmed": "EventScheduled", "tentative": "EventScheduled", "cancelled": "EventCancelled"}


class EventView(NamedTuple):
    """One event. when, moved: times in words; report: (title, address) of the article, None while there is none;
    calendar: address of its own calendar file; start: also the date block's."""

    id: str
    url: str
    title: str
    sapo: str
    kind: str
    state: str
    passed: bool
    start: dt.datetime
    all_day: bool
    when: str
    place: str
    form: TermLink | None
    units: tuple[TermLink, ...]
    items: tuple[tuple[Item, str], ...]
    moved: tuple[tuple[str, str], ...]
    report: tuple[str, str] | None
    calendar: str
    sample: bool


class DayView(NamedTuple):
    """A cell of a month's grid: number 0 is another month's; url: of the first of its events, titles: of all."""

    number: int
    url: str
    titles: tuple[str, ...]


class EventMonth(NamedTuple):
    """The events of a list that begin in one month, and the grid of all that fall into it."""

    name: str
    events: tuple[EventView, ...]
    weeks: tuple[tuple[DayView, ...], ...]


class EventPresenter:
    """Makes views of one column's events, seen from the site's day."""

    def __init__(self, present: Presenter, day: dt.date) -> None:
        self.present = present
        self.day = day

    def view(self, event: Event) -> EventView:
        """The event as lists and its own page show it."""
        present = self.present
        plans = present.column.plans
        report = present.column.by_id.get(event.report)
        items = [plans.items[slug] for slug in event.items]
        return EventView(
            id=event.id,
            url=present.href(event_path(event.slug)),
            title=event.title,
            sapo=event.sapo,
            kind=KINDS[event.kind],
            state=event.state,
            passed=event.passed_on(self.day),
            start=event.start,
            all_day=event.all_day,
            when=describe_time(event),
            place=event.place,
            form=present.bare_term("form", event.form) if event.form else None,
            units=tuple(present.bare_term("unit", slug) for slug in event.units),
            items=tuple((item, present.item_url(item)) for item in items),
            moved=tuple((_moment(move.start, event.all_day), short_day(move.day)) for move in event.moves),
            report=(report.title, present.url(report)) if report else None,
            calendar=present.href(calendar_path(event)),
            sample=event.sample,
        )

    def months(self, listed: Sequence[Event]) -> tuple[EventMonth, ...]:
        """A list's events by the month they begin in, in the list's order."""
        return tuple(
            EventMonth(
                name=f"Tháng {month}/{year}",
                events=tuple(self.view(one) for one in listed if (one.start.year, one.start.month) == (year, month)),
                weeks=tuple(
                    tuple(map(self._day, week)) for week in month_grid(year, month, self.present.column.events)
                ),
            )
            for year, month in months_of(listed)
        )

    def _day(self, day: Day) -> DayView:
        url = self.present.href(event_path(day.events[0].slug)) if day.events else ""
        return DayView(day.number, url, tuple(event.title for event in day.events))

    def grids_digest(self, listed: Sequence[Event]) -> bytes:
        """Covers the grids of a list's months."""
        months = months_of(listed)
        days = (day for month in months for week in month_grid(*month, self.present.column.events) for day in week)
        return combine(digest_text(repr(months)), *(event.digest for day in days for event in day.events))

    def digest(self, event: Event) -> bytes:
        """Covers everything `view` shows that is not site-wide."""
        report = self.present.column.by_id.get(event.report)
        marks = digest_text(event.id, "passed" if event.passed_on(self.day) else "coming")
        return combine(event.digest, marks, report.card_digest if report else bytes(16))


def calendar_path(event: Event) -> str:
    """Site path of one event's calendar file."""
    return ROWS["event_calendar"].at(event.slug)


def describe_time(event: Event) -> str:
    """ "Thứ Hai, 16/08/2021, 08:00 – 11:30"; over several days both ends are given in full."""
    start, end = event.start, event.end
    if event.all_day:
        if end is None or end.date() == start.date():
            return f"{long_day(start.date())} (cả ngày)"
        return f"{long_day(start.date())} – {long_day(end.date())}"
    if end is None:
        return f"{long_day(start.date())}, từ {start:%H:%M}"
    if end.date() == start.date():
        return f"{long_day(start.date())}, {start:%H:%M} – {end:%H:%M}"
    return f"{long_day(start.date())}, {start:%H:%M} – {long_day(end.date())}, {end:%H:%M}"


def _moment(instant: dt.datetime, all_day: bool) -> str:
    day = short_day(instant.date())
    return day if all_day else f"{instant:%H:%M} ngày {day}"


def event_jsonld(present: Presenter, event: Event, site: Site, crumbs: Sequence[Crumb]) -> str:
    """What search engines read of an event."""
    origin = present.base_url.removesuffix(present.prefix)

    def time(instant: dt.datetime) -> str:
        return instant.date().isoformat() if event.all_day else iso(instant)

    status = "EventRescheduled" if event.moves and event.state != "cancelled" else _STATUS[event.state]
    units = [{"@type": "Organization", "name": present.term_name("unit", slug)} for slug in event.units]
    data: dict[str, Any] = {
        "@type": "Event",
        "@id": origin + present.href(event_path(event.slug)),
        "url": origin + present.href(event_path(event.slug)),
        "name": event.title,
        "startDate": time(event.start),
        "eventStatus": f"https://schema.org/{status}",
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "organizer": units or [publisher(site)],
    }
    if event.end:
        data["endDate"] = time(event.end)
    if event.sapo:
        data["description"] = event.sapo
    if event.place:
        data["location"] = {"@type": "Place", "name": event.place, "address": event.place}
    if status == "EventRescheduled":
        data["previousStartDate"] = [time(move.start) for move in event.moves]
    if report := present.column.by_id.get(event.report):
        data["subjectOf"] = {"@type": "NewsArticle", "url": origin + present.url(report), "headline": report.title}
    return script_safe({"@context": "https://schema.org", "@graph": [data, breadcrumbs(present, crumbs)]})
