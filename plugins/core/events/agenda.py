"""Event records → the events readers may see at an instant, and when that set changes by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..body.references import Heading, Reference
from .event import Event, EventRecord, Move

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ..plan.plan_names import PlanNames


def report_ids(events: Mapping[str, EventRecord], ids: Mapping[str, str]) -> dict[str, str]:
    """What a Report may name, an article's path or id → the article's id; empty when no event names any. ids: source →
    id of every article."""
    if not any(event.report for event in events.values()):
        return {}
    return {**ids, **{id_: id_ for id_ in ids.values()}}


def make_events(
    events: Mapping[str, EventRecord], names: PlanNames, ids: Mapping[str, str], zone: ZoneInfo
) -> tuple[Event, ...]:
    """Every event that is not a draft, by start and slug. ids: source → id of every article."""
    reports = report_ids(events, ids)
    found = [
        _event(source, record, names, reports.get(record.report, ""), zone)
        for source, record in events.items()
        if record.status == "published"
    ]
    return tuple(sorted(found, key=lambda event: (event.start, event.slug)))


def _event(source: str, record: EventRecord, names: PlanNames, report: str, zone: ZoneInfo) -> Event:
    def instant(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).astimezone(zone)

    def slugs(kind: str, values: Iterable[str]) -> tuple[str, ...]:
        return names.slugs(kind, values, instant(record.start).date())

    return Event(
        source=source,
        id=record.id,
        slug=record.slug,
        title=record.title,
        sapo=record.sapo,
        date=instant(record.date),
        modified=instant(record.modified) if record.modified else None,
        state=record.state,  # type: ignore[arg-type]  # checked by the rule "event-status"
        kind=record.kind,
        start=instant(record.start),
        end=instant(record.end) if record.end else None,
        all_day=record.all_day,
        place=record.place,
        form=next(iter(slugs("form", (record.form,) if record.form else ())), ""),
        units=slugs("unit", record.units),
        items=slugs("item", record.items),
        report=report,
        moves=tuple(Move(day=dt.date.fromisoformat(day), start=instant(start)) for day, start in record.moves),
        sample=record.sample,
        references=tuple(
            Reference(kind=kind, target=target, fragment=fragment, line=line)  # type: ignore[arg-type]
            for kind, target, fragment, line in record.references
        ),
        headings=tuple(Heading(level=level, id=id_, text=text) for level, id_, text in record.headings),
        has_body=record.has_body,
        digest=record.digest,
        whole_digest=record.whole_digest,
    )


def event_moments(events: Iterable[Event]) -> Iterator[dt.datetime]:
    """The moments at which an event appears, and the midnights after which it is past."""
    for event in events:
        yield event.date
        yield dt.datetime.combine(event.last_day + dt.timedelta(days=1), dt.time(), event.start.tzinfo)
