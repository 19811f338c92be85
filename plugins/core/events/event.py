"""An event of the plan: a conference, briefing, seminar, movement or anniversary, as one content file says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..article.article import Heading, Reference

State = Literal["confirmed", "tentative", "cancelled"]

KINDS: dict[str, str] = {
    "hoi-nghi": "Hội nghị",
    "thong-tin-chuyen-de": "Thông tin chuyên đề",
    "toa-dam": "Hội thảo, tọa đàm",
    "phong-trao": "Phong trào thi đua",
    "ky-niem": "Kỷ niệm",
}
"""Kind of event → its Vietnamese name; editors write either."""


class EventRecord(NamedTuple):
    """One event file's own values, for the store: strings, numbers, tuples and bytes only.

    Times are ISO instants with zone; end is "" when the editors gave none; all_day: start and end are days, end being
    the last one. moves: (day of the notice, start before it), oldest first. form, units, items and report are as
    written. The other names mean what they mean in an article's record, and so do the three that an event never has.
    """

    id: str
    slug: str
    title: str
    sapo: str
    date: str
    modified: str
    status: str
    state: str
    kind: str
    start: str
    end: str
    all_day: bool
    place: str
    form: str
    units: tuple[str, ...]
    items: tuple[str, ...]
    report: str
    moves: tuple[tuple[str, str], ...]
    sample: bool
    references: tuple[tuple[str, str, str, int], ...]
    headings: tuple[tuple[int, str, str], ...]
    has_body: bool
    digest: bytes
    whole_digest: bytes

    @property
    def lead(self) -> None:
        """No picture above the text."""
        return None

    @property
    def attachments(self) -> tuple[tuple[str, str], ...]:
        """No attached files."""
        return ()

    @property
    def expires(self) -> str:
        """Never: a past event stays."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of time that was announced: the day of the notice and the start that no longer holds."""

    day: dt.date
    start: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Event:
    """One public event. Times are aware, in the site's zone; of an all-day event only their days count, and end is
    the last day. kind: of KINDS; form, units, items: slugs of the plan; report: id of the article that reports it.
    """

    source: str
    id: str
    slug: str
    title: str
    sapo: str
    date: dt.datetime
    modified: dt.datetime | None
    state: State
    kind: str
    start: dt.datetime
    end: dt.datetime | None
    all_day: bool
    place: str
    form: str
    units: tuple[str, ...]
    items: tuple[str, ...]
    report: str
    moves: tuple[Move, ...]
    sample: bool
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    has_body: bool
    digest: bytes
    whole_digest: bytes

    @property
    def changed(self) -> dt.datetime:
        """The newest instant at which a reader's calendar should have looked again."""
        zone = self.date.tzinfo
        notices = [dt.datetime.combine(move.day, dt.time(), zone) for move in self.moves]
        return max([self.date, *([self.modified] if self.modified else []), *notices])

    @property
    def sequence(self) -> int:
        """RFC 5545's revision number: one for each announced move, one more for the cancellation."""
        return len(self.moves) + (self.state == "cancelled")

    @property
    def last_day(self) -> dt.date:
        """The last day of the event; one that ends at midnight does not reach into the next day."""
        if self.end is None:
            return self.start.date()
        return self.end.date() if self.all_day else (self.end - dt.timedelta(microseconds=1)).date()

    @property
    def told_late(self) -> bool:
        """Whether the event was put on the column only after it was over."""
        return self.date.date() > self.last_day

    def passed_on(self, day: dt.date) -> bool:
        """Whether the event is over, seen from a day."""
        return self.last_day < day
