"""An article as the column knows it: everything but its text, frozen, with digests.

An Article is what one Markdown file says, parsed and checked; it knows no other file. What depends on others
(addresses behind links, pictures' sizes, the phase) is joined in `column.py`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Status = Literal["published", "draft", "hidden"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The picture above the text. file: path inside content/, with "/"; alt, caption, credit: plain text."""

    file: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One public correction: the day it was made and what changed, plain text."""

    date: dt.date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A link or picture in the body that points inside the site.

    The body holds `/~ref/N` where N is the index in `Article.references`; the address is filled in when the page is
    made, so that an article's parsed form never depends on another file.
    kind: "file" for `{filename}`/relative content paths, "static" for files to publish, "picture" for images,
    "path" for site paths such as /rss/; target: path inside content/, or the site path; fragment without "#".
    """

    kind: Literal["file", "static", "picture", "path"]
    target: str
    fragment: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body: level 2–6, its id, its plain text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Article:
    """One published, scheduled or draft article; compared by identity, its digests say what changed.

    source: path inside content/; id: permanent, never from title, slug or path once given; slug: last part of the
    address. Times are aware, in the site's zone. sapo: the summary, plain text. topic, form, units, documents,
    items, priorities: slugs of the plan. expires: from this instant the article is no longer published.
    lead_until: until the end of this day the article may lead the front page. digest: of every field shown anywhere
    but the body; card_digest: of what lists show; body_digest: of the cleaned HTML.
    """

    source: str
    id: str
    slug: str
    title: str
    sapo: str
    date: dt.datetime
    modified: dt.datetime | None
    status: Status
    lang: str
    topic: str
    form: str
    units: tuple[str, ...]
    documents: tuple[str, ...]
    items: tuple[str, ...]
    priorities: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    lead: Lead | None
    origin: str
    origin_url: str
    corrections: tuple[Correction, ...]
    attachments: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    translation_of: str
    lead_until: dt.date | None
    expires: dt.datetime | None
    flags: tuple[str, ...]
    sample: bool
    words: int
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    digest: bytes
    card_digest: bytes
    body_digest: bytes

    @property
    def corrected(self) -> dt.datetime | None:
        """When readers were last told of a change: `modified`, or the day of the newest correction; None for never.

        A correction has a day only; one made on the day of publication counts from the second after it.
        """
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
