"""One event's file → an EventRecord with its text, or every problem in it at once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ..article.draft import Draft
from ..article.record import Reading, fields_of, of_body, read_file
from ..body.parser import Body, BodyParser
from .event import EventRecord
from .rules import EVENT_RULES


def read_event(data: bytes, source: str, zone: ZoneInfo, parser: BodyParser) -> Reading[EventRecord]:
    """Read one file. Never raises on content: whatever is wrong becomes a problem."""
    return read_file(data, source, zone, parser, EVENT_RULES, _record)


def _record(draft: Draft, body: Body) -> EventRecord:
    fields = {**fields_of(draft, EventRecord), "has_body": bool(body.html.strip())}
    return EventRecord(**fields, **of_body(fields, body, body.html.encode()))
