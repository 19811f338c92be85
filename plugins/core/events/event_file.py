"""One event's file → an EventRecord with its text, or every problem in it at once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ..article.draft import Draft
from ..article.record import Reading, iso, judge_letters, of_body, read_front
from ..body.parser import Body, BodyParser
from ..problem import has_errors
from .event import EventRecord
from .rules import EVENT_RULES


def read_event(data: bytes, source: str, zone: ZoneInfo, parser: BodyParser) -> Reading[EventRecord]:
    """Read one file. Never raises on content: whatever is wrong becomes a problem."""
    text, front, early = read_front(data, source)
    draft = Draft(source=source, zone=zone, headers=front.headers if front else ())
    for check in EVENT_RULES:
        check(draft)
    if front is None:
        return Reading(_record(draft, Body(html="", text="")), "", "", early)
    body = parser.parse(front.body, source=source, first_line=front.body_line)
    problems = (*early, *draft.problems, *judge_letters(text, source, front), *body.problems)
    record = _record(draft, body)
    return (
        Reading(record, "", "", problems) if has_errors(problems) else Reading(record, body.html, body.text, problems)
    )


def _record(draft: Draft, body: Body) -> EventRecord:
    values = draft.values
    fields = {
        "id": values["id"],
        "slug": values["slug"],
        "title": values["title"],
        "sapo": values["sapo"],
        "date": iso(values["date"]),
        "modified": iso(values["modified"]),
        "status": values["status"],
        "state": values["state"],
        "kind": values["kind"],
        "start": iso(values["start"]),
        "end": iso(values["end"]),
        "all_day": values["all_day"],
        "place": values["place"],
        "form": values["form"],
        "units": values["units"],
        "items": values["items"],
        "report": values["report"],
        "moves": tuple((iso(day), iso(start)) for day, start in values["moves"]),
        "sample": values["sample"],
        "has_body": bool(body.html.strip()),
    }
    return EventRecord(**fields, **of_body(fields, body))
