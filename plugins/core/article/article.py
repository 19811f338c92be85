"""An article as the column knows it: everything but its text, frozen, with digests.

An Article is what one Markdown file says, parsed and checked; it knows no other file but the plan. What depends on
others (addresses behind links, pictures' sizes, the phase) is joined in `core/column/column.py` and
`core/views/presenter.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from ..body.references import Heading, Reference

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from .record import Record

Status = Literal["published", "draft", "review", "hidden"]


class Lead(NamedTuple):
    """The picture above the text. file: path inside content/, with "/"; alt, caption, credit: plain text; focus:
    "left", "right", "top", "bottom": what must be seen where lists crop it, none for the middle."""

    file: str
    alt: str
    caption: str
    credit: str
    focus: tuple[str, ...] = ()


class Correction(NamedTuple):
    """One public correction: the day it was made and what changed, plain text."""

    date: dt.date
    text: str


class KeyFigure(NamedTuple):
    """A figure and where it comes from, plain text; url: "" for a source without an address."""

    text: str
    source: str
    url: str = ""


NO_POSITION = 0xFFFFFFFF
"""The place of what stands in no list, past every other."""


class RecordSource(Protocol):
    """Where articles find what their files say: a dict, or one that unpacks a record when it is first asked for."""

    def __getitem__(self, source: str, /) -> Record:
        """The record of one file."""


class _Joined(NamedTuple):
    position: int
    source: str
    id: str
    slug: str
    records: RecordSource
    stamp: float
    terms: Mapping[str, tuple[str, ...]]
    zone: ZoneInfo
    digest: bytes
    card_digest: bytes
    whole_digest: bytes


class Article(_Joined):
    """One published, scheduled or draft article: its record, joined with the plan and the site's time zone.

    Compared by identity; its digests say what changed. What is rarely looked at is worked out only then, and what the
    record knows is read from the record.

    position: in its column's index, NO_POSITION for an editors' page; source: path inside content/; id: permanent,
    never from title, slug or path once given; slug: last part of the address; stamp: when it was published (POSIX
    seconds, 0 for a page without a day); terms: kind → slugs of the plan's terms; digest: of every field but the number
    of words, all that other pages may know of it; card_digest: of what lists show; whole_digest: of every field and the
    cleaned HTML.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    title: str
    sapo: str
    """the summary, plain text"""
    status: Status
    lang: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    origin: str
    origin_url: str
    attachments: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    translation_of: str
    flags: tuple[str, ...]
    sample: bool
    more_places: int
    kind: str
    """"ve-chuyen-muc" for a piece about the column itself, else """ ""
    words: int
    series: str
    """name of the series it is part of, "" for none"""
    key_points: tuple[str, ...]
    discussion: tuple[str, ...]
    """questions"""
    audio: tuple[str, ...]
    """file inside content/, and what is said of the voice; () for none"""

    @property
    def record(self) -> Record:
        """What the file says."""
        return self.records[self.source]

    @property
    def date(self) -> dt.datetime:
        """Publication, aware, in the site's zone."""
        return dt.datetime.fromtimestamp(self.stamp, self.zone)

    @property
    def topic(self) -> str:
        """Slug of the topic."""
        return self.terms.get("topic", ("",))[0]

    @property
    def plan(self) -> str:
        """Slug of the plan it carries out, "" for a piece about the column itself."""
        return next(iter(self.terms.get("plan", ())), "")

    @property
    def phase(self) -> str:
        """Slug of the plan's phase, "" for none."""
        return next(iter(self.terms.get("phase", ())), "")

    @property
    def form(self) -> str:
        """Slug of the form, "" when none is named."""
        return next(iter(self.terms.get("form", ())), "")

    @property
    def units(self) -> tuple[str, ...]:
        """Slugs of the units."""
        return self.terms.get("unit", ())

    @property
    def documents(self) -> tuple[str, ...]:
        """Slugs of the documents."""
        return self.terms.get("document", ())

    @property
    def items(self) -> tuple[str, ...]:
        """Slugs of the plan's items that the article carries out."""
        return self.terms.get("item", ())

    @property
    def priorities(self) -> tuple[str, ...]:
        """Slugs of the priorities."""
        return self.terms.get("priority", ())

    @property
    def modified(self) -> dt.datetime | None:
        """When the text was last changed, aware, in the site's zone."""
        return self._instant(self.record.modified)

    @property
    def expires(self) -> dt.datetime | None:
        """From this instant the article is no longer published."""
        return self._instant(self.record.expires)

    @property
    def lead_until(self) -> dt.date | None:
        """Until the end of this day the article may lead the front page."""
        return dt.date.fromisoformat(self.record.lead_until) if self.record.lead_until else None

    @property
    def lead(self) -> Lead | None:
        """The picture above the text."""
        if self.record.lead is None:
            return None
        file, alt, caption, credit, *focus = self.record.lead
        return Lead(file=file, alt=alt, caption=caption, credit=credit, focus=tuple(focus))

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Public corrections, oldest first."""
        return tuple(Correction(date=dt.date.fromisoformat(day), text=text) for day, text in self.record.corrections)

    @property
    def key_figures(self) -> tuple[KeyFigure, ...]:
        """The figures that a speaker needs, each with its source."""
        return tuple(KeyFigure(*row) for row in self.record.key_figures)

    @property
    def voiced(self) -> bool:
        """Whether its page needs the style of what few articles carry."""
        return bool(self.key_points or self.record.key_figures or self.discussion or self.audio)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Links and pictures of the body that point inside the site."""
        return tuple(
            Reference(kind=kind, target=target, fragment=fragment, line=line)  # type: ignore[arg-type]
            for kind, target, fragment, line in self.record.references
        )

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The body's headings, in order."""
        return tuple(Heading(level=level, id=id_, text=text) for level, id_, text in self.record.headings)

    @property
    def corrected(self) -> dt.datetime | None:
        """When readers were last told of a change: `modified`, or the day of the newest correction; None for never.

        A correction has a day only; one made on the day of publication counts from the second after it.
        """
        if not self.record.modified and not self.record.corrections:
            return None
        moments = [self.modified] if self.modified else []
        if self.corrections:
            day = max(correction.date for correction in self.corrections)
            midnight = dt.datetime.combine(day, dt.time(), self.date.tzinfo)
            moments.append(max(midnight, self.date + dt.timedelta(seconds=1)))
        newest = max(moments, default=self.date)
        return newest if newest > self.date else None

    @property
    def changed(self) -> dt.datetime:
        """The newest instant a reader should know about."""
        return self.corrected or self.date

    @property
    def minutes(self) -> int:
        """Reading time, at 230 Vietnamese words (syllables) a minute, at least one."""
        return max(1, round(self.words / 230))

    def _instant(self, text: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(text).astimezone(self.zone) if text else None


for _name in Article.__annotations__:
    setattr(Article, _name, property(attrgetter(f"record.{_name}")))
