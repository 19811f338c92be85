"""The Column: plan, site and published articles as one frozen value that every output is made from.

`find_problems` reports what no single file could show; `arrange` decides by the build's instant what is public, and
where it stands; `make_column` joins that with plan and records. Lists come newest first, ties broken by slug, so that
the order never depends on the file system.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from .agenda import make_events
from .arrangement import Arrangement, Parts, other_paths, places, related
from .article import NOWHERE, Article
from .event import Event
from .ledger import Entry
from .ledger_file import FILE as LEDGER_FILE
from .listed import ByPlace, Listed, Lists, Named
from .output import combine, digest_text
from .plan import Plans, Term
from .problem import Problem
from .record import Record
from .registers import Registers
from .rules.agenda import find_agenda_problems
from .rules.column import find_column_problems
from .rules.ledger import ledger_references
from .site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """A page the editors keep: about, contact … record: as read; the text stays in the store."""

    article: Article
    url: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """Everything that may be shown. instant: the moment the site shows (not the moment it is built); by_place: the
    articles as the arrangement counts them; ledger: readers' questions, newest first; events: by start, past ones too;
    paths: source → site path of pages and events.

    headers: digest over all that the column is made from but the texts of articles and the number of their words; the
    same as long as the same files make the same site.
    """

    site: Site
    plans: Plans
    instant: dt.datetime
    arrangement: Arrangement
    by_place: ByPlace
    pages: tuple[EditorPage, ...]
    ledger: tuple[Entry, ...]
    events: tuple[Event, ...]
    paths: dict[str, str]
    registers: Registers
    headers: bytes

    @cached_property
    def articles(self) -> Listed:
        """Newest first."""
        return Listed(self.by_place, range(len(self.arrangement.sources) - 1, -1, -1))

    @cached_property
    def by_source(self) -> Mapping[str, Article]:
        """Path inside content/ → article."""
        return Named(self.by_place, self.arrangement.sources)

    @cached_property
    def by_id(self) -> Mapping[str, Article]:
        """Id → article."""
        return Named(self.by_place, self.arrangement.ids)

    @cached_property
    def lists(self) -> Mapping[str, Lists]:
        """Kind → slug → articles, newest first; month slugs are "YYYY-MM"."""
        return {kind: Lists(self.by_place, by_slug) for kind, by_slug in self.arrangement.lists.items()}

    def newest(self, kind: str, slug: str, count: int) -> Listed:
        """The first so many articles of a list."""
        return Listed(self.by_place, places(self.arrangement.lists[kind][slug], count)[::-1])

    def having(self, header: str) -> Listed:
        """The articles that have one of the HEADERS of arrangement.py, newest first."""
        return Listed(self.by_place, self.arrangement.having[header][::-1])

    @cached_property
    def translations(self) -> tuple[Article, ...]:
        """The articles that translate one which readers may see."""
        return tuple(article for article in self.having("translation_of") if article.translation_of in self.by_id)

    @cached_property
    def edited(self) -> frozenset[Article]:
        """The articles of which readers may have been told a change: all others count from their publication."""
        return frozenset((*self.having("modified"), *self.having("corrections")))

    @property
    def tags(self) -> dict[str, str]:
        """Slug of a tag → its name."""
        return self.arrangement.tags

    @property
    def waiting(self) -> int:
        """How many articles are not public: drafts, and those of the future or the past."""
        return len(self.arrangement.everyone) - len(self.articles)

    @property
    def next_change(self) -> dt.datetime | None:
        """When the same files make another site: an article appears or disappears, an event is past; None for never."""
        return _moment(self.arrangement.next_change)

    @property
    def since(self) -> dt.datetime | None:
        """The newest such moment that has passed: from then until next_change the same files make the same site."""
        return _moment(self.arrangement.since)

    def related(self, article: Article) -> tuple[Article, ...]:
        """Older articles of other topics that share a tag, newest first."""
        return tuple(map(self.by_place.__getitem__, self.related_to(article.place)))

    def related_to(self, place: int) -> list[int]:
        """Their places."""
        return related(self._related, place)

    @cached_property
    def _related(self) -> array[int]:
        return places(self.arrangement.related)

    def phase_of(self, article: Article) -> Term | None:
        """The plan's phase an article falls into, by its date."""
        return self.plans.phase_on(article.date.date())


def _moment(stamp: float | None) -> dt.datetime | None:
    return None if stamp is None else dt.datetime.fromtimestamp(stamp, dt.UTC)


def find_problems(parts: Parts) -> tuple[Problem, ...]:
    """Every problem that no single file could show."""
    plans, names, records, pages = parts.plans, parts.names, parts.records, parts.pages
    files, instant, events = parts.files, parts.instant, parts.events
    return (
        *find_column_problems(parts),
        *find_agenda_problems(names, records, events, parts.registers, files, parts.flawed),
        *ledger_references(LEDGER_FILE, parts.ledger, plans, records, pages, files, instant, parts.flawed),
    )


def make_column(
    arrangement: Arrangement, parts: Parts, digests: Sequence[bytes], wholes: Sequence[bytes], headers: bytes
) -> Column:
    """Join everything; no record of an article is looked into. digests, wholes: of each public article, in the
    arrangement's order; headers: digest over all that the arrangement was made from but the instant."""
    zone = ZoneInfo(parts.site.zone)
    editor_pages = tuple(
        EditorPage(article=article, url=f"/{article.slug}/")
        for article in (_page(source, parts.pages, zone) for source in sorted(parts.pages))
        if article.status == "published"
    )
    agenda = make_events(parts.events, parts.names, arrangement.everyone, zone)
    return Column(
        site=parts.site,
        plans=parts.plans,
        instant=parts.instant,
        arrangement=arrangement,
        by_place=ByPlace(arrangement, parts.records, zone, digests, wholes),
        pages=editor_pages,
        ledger=tuple(sorted(parts.ledger, key=lambda entry: entry.question.number, reverse=True)),
        events=tuple(event for event in agenda if event.date <= parts.instant),
        paths=other_paths(parts),
        registers=parts.registers,
        headers=combine(headers, digest_text(repr(arrangement.since))),
    )


def _page(source: str, pages: Mapping[str, Record], zone: ZoneInfo) -> Article:
    record = pages[source]
    stamp = dt.datetime.fromisoformat(record.date).timestamp() if record.date else 0.0
    digests = record.digest, record.card_digest, record.whole_digest
    return Article(NOWHERE, source, record.id, record.slug, pages, stamp, {}, zone, *digests)
