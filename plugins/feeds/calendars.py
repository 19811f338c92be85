"""Calendar files (RFC 5545) of the events: all of them, those of each form and each unit, and each event by itself.

What a client remembers of an event is its UID; it takes a newer SEQUENCE in place of an older one. Both come from the
event's file alone, and so do all times: the same content makes the same bytes on any day and machine. There is no
METHOD: RFC 5546 would then ask for an ORGANIZER's mail address, which a public event need not have.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata, without_theme
from ..build.generator import outputs
from ..core.addresses import article_path, event_path, output_file
from ..core.digests import combine, digest_text
from ..core.events.event import KINDS
from ..core.output import Output
from ..core.site_map import ROWS
from ..core.views.event_views import calendar_path

if TYPE_CHECKING:
    from icalendar import Calendar, Timezone
    from icalendar import Event as Entry

    from ..build.context import DataContext
    from ..core.events.event import Event

_FIRST = dt.date(1976, 1, 1)
"""From here on Việt Nam has had one offset; no event is older."""
_LAST = dt.date(2038, 1, 1)
_PRODUCT = "-//dua-nghi-quyet-vao-cuoc-song//lich su kien//VI"


@without_theme
@from_metadata
def calendar_outputs(context: DataContext) -> Iterator[Output]:
    """One file per calendar; forms and units without events have none."""
    events = context.column.events
    name = context.column.site.name
    yield _calendar(context, ROWS["calendar"].path, name, events)
    for kind, row in (("form", ROWS["form_calendar"]), ("unit", ROWS["unit_calendar"])):
        for slug, term in context.column.plans.terms[kind].items():
            mine = tuple(event for event in events if slug in (event.units if kind == "unit" else (event.form,)))
            if mine:
                yield _calendar(context, row.at(slug), f"{name}: {term.name}", mine)
    for event in events:
        yield _calendar(context, calendar_path(event), event.title, (event,))


def _calendar(context: DataContext, path: str, name: str, events: tuple[Event, ...]) -> Output:
    digest = combine(
        digest_text(name, path),
        *(event.digest for event in events),
        *(digest_text(_report(context, event)) for event in events if event.report),
    )
    return context.output(output_file(path), digest, lambda: build_calendar(context, path, name, events))


def build_calendar(context: DataContext, path: str, name: str, events: Iterable[Event]) -> bytes:
    """The calendar's bytes."""
    from icalendar import Calendar

    zone = context.column.site.zone
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    if context.present.base_url:
        calendar.add("url", context.present.absolute(ROWS["events"].path))
        calendar.add("source", context.present.absolute(path), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_timezone(zone))
    for event in events:
        _add(calendar, context, event)
    return bytes(calendar.to_ical())


@functools.cache
def _timezone(zone: str) -> Timezone:
    """The zone spelt out; finding its changes takes the library longer than fifty events."""
    from icalendar import Timezone

    timezone = Timezone.from_tzid(zone, first_date=_FIRST, last_date=_LAST)
    timezone.pop("comment", None)  # its remark on the years it looked at
    return timezone


def _add(calendar: Calendar, context: DataContext, event: Event) -> None:
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", uid(event, context.column.site.authority))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed.astimezone(dt.UTC))
    entry.add("created", event.date.astimezone(dt.UTC))
    entry.add("last-modified", event.changed.astimezone(dt.UTC))
    _times(entry, event)
    entry.add("summary", event.title)
    entry.add("status", event.state.upper())
    entry.add("categories", [KINDS[event.kind]])
    description = _description(context, event)
    if description:
        entry.add("description", description)
    if event.place:
        entry.add("location", event.place)
    if context.present.base_url:
        entry.add("url", context.present.absolute(event_path(event.slug)))
    entry.add("transp", "TRANSPARENT" if event.all_day or event.state == "cancelled" else "OPAQUE")
    entry.add("class", "PUBLIC")
    calendar.add_component(entry)


def uid(event: Event, authority: str) -> str:
    """What clients know the event by: its id at the domain the column was founded under; never changes."""
    return f"su-kien-{event.id}@{authority.partition(',')[0] or 'chuyen-muc.invalid'}"


def _times(entry: Entry, event: Event) -> None:
    """Days for an all-day event, whose DTEND is the day after the last; no DTEND where the editors gave no end."""
    if event.all_day:
        entry.add("dtstart", event.start.date())
        entry.add("dtend", event.last_day + dt.timedelta(days=1))
        return
    entry.add("dtstart", event.start)
    if event.end:
        entry.add("dtend", event.end)


def _description(context: DataContext, event: Event) -> str:
    report = _report(context, event)
    units = ", ".join(context.present.term_name("unit", slug) for slug in event.units)
    lines = (event.sapo, units and f"Đơn vị: {units}", report and f"Bài tường thuật: {report}")
    return "\n".join(line for line in lines if line)


def _report(context: DataContext, event: Event) -> str:
    article = context.column.by_id.get(event.report)
    if article is None:
        return ""
    address = context.present.absolute(article_path(article.slug)) if context.present.base_url else ""
    return f"{article.title} {address}".strip()


def register() -> None:
    """Connect to the build."""
    outputs.connect(calendar_outputs)
