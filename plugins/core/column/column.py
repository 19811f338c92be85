"""The Column: plan, site and published articles as one frozen value that every output is made from.

`find_problems` reports what no single file could show; `index_articles` decides by the build's instant what is public,
and where it stands; `make_column` joins that with plan and records. Lists come newest first, ties broken by slug, so
that the order never depends on the file system.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from ..article.article import NO_POSITION, Article
from ..article.feed_places import need_of
from ..article.record import Record
from ..digests import combine, digest_text
from ..events.agenda import make_events
from ..events.event import Event
from ..plan.plan import Plan, Plans, Term
from ..plan.site import Site
from ..problem import Problem
from ..registers.questions import AnsweredQuestion
from ..registers.questions_file import FILE as QUESTIONS_FILE
from ..registers.registers import Registers
from ..site_map import PAGE_FEEDS, Row
from .collections import Articles, ArticlesByName, ArticlesByPosition, Collections
from .event_and_register_rules import find_agenda_problems
from .index import ArticleIndex, Parts, other_paths, positions, related
from .question_rules import question_references
from .rules import find_column_problems
from .series import SeriesPlace, series_places
from .withdrawals import Withdrawal, withdrawals


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """A page the editors keep: about, contact … record: as read; the text stays in the store."""

    article: Article
    url: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """Everything that may be shown. instant: the moment the site shows (not the moment it is built); by_position: the
    articles as the index counts them; questions: readers' questions, newest first; events: by start, past ones too;
    paths: source → site path of pages and events.

    metadata_digest: digest over all that the column is made from but the texts of articles and the number of their
    words; the same as long as the same files make the same site.
    """

    site: Site
    plans: Plans
    instant: dt.datetime
    index: ArticleIndex
    by_position: ArticlesByPosition
    pages: tuple[EditorPage, ...]
    questions: tuple[AnsweredQuestion, ...]
    events: tuple[Event, ...]
    paths: dict[str, str]
    registers: Registers
    metadata_digest: bytes

    @cached_property
    def articles(self) -> Articles:
        """Newest first."""
        return Articles(self.by_position, range(len(self.index.sources) - 1, -1, -1))

    @cached_property
    def by_source(self) -> Mapping[str, Article]:
        """Path inside content/ → article."""
        return ArticlesByName(self.by_position, self.index.sources)

    @cached_property
    def by_id(self) -> Mapping[str, Article]:
        """Id → article."""
        return ArticlesByName(self.by_position, self.index.ids)

    @cached_property
    def lists(self) -> Mapping[str, Collections]:
        """Kind → slug → articles, newest first; month slugs are "YYYY-MM"."""
        return {kind: Collections(self.by_position, by_slug) for kind, by_slug in self.index.lists.items()}

    def newest(self, kind: str, slug: str, count: int) -> Articles:
        """The first so many articles of a list."""
        return Articles(self.by_position, positions(self.index.lists[kind][slug], count)[::-1])

    def need(self, position: int) -> int:
        """What an article takes of a feed's room."""
        return need_of(self.index.more_places.get(position, 0), self.site.feed_items)

    @cached_property
    def languages(self) -> dict[str, frozenset[int]]:
        """Language → positions of the articles in it; the site's own is not named."""
        return {language: frozenset(found) for language, found in self.index.languages.items()}

    @cached_property
    def foreign(self) -> frozenset[int]:
        """Positions of the articles that are not in the site's language."""
        return frozenset().union(*self.languages.values())

    def having(self, field: str) -> Articles:
        """The articles that have one of the RARE_FIELDS of index.py, newest first."""
        return Articles(self.by_position, self.index.having[field][::-1])

    @cached_property
    def translations(self) -> tuple[Article, ...]:
        """The articles that translate one which readers may see."""
        return tuple(article for article in self.having("translation_of") if article.translation_of in self.by_id)

    @cached_property
    def edited(self) -> frozenset[Article]:
        """The articles of which readers may have been told a change: all others count from their publication."""
        return frozenset((*self.having("modified"), *self.having("corrections")))

    @cached_property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """The articles that were taken back, newest first."""
        return withdrawals(self.index.gone, ZoneInfo(self.site.zone))

    def has(self, kind: str) -> bool:
        """Whether there is something of a kind that a row of the site map depends on; "" and "always" are there."""
        registers, terms = self.registers, self.plans.terms
        rows: dict[str, Collection[object]] = {
            "unit": terms["unit"],
            "phase": terms["phase"],
            "priority": terms["priority"],
            "document": terms["document"],
            "series": self.index.series,
            "audio": self.index.having["audio"],
            "event": self.events,
            "answer": self.answers,
            "handout": registers.handouts,
            "model": registers.models,
            "target": registers.targets,
            "glossary_term": registers.terms,
            "security": self.site.security.contact if self.site.security.complete else "",
            "correction": (*self.index.having["corrections"], *self.withdrawals),
        }
        return bool(rows[kind]) if kind not in {"", "always"} else True

    @property
    def page_feeds(self) -> dict[str, list[Row]]:
        """Heading → the pages beside the articles whose feeds there are."""
        found = {heading: [row for row in rows if self.has(row.feed_needs)] for heading, rows in PAGE_FEEDS.items()}
        return {heading: rows for heading, rows in found.items() if rows}

    @cached_property
    def answers(self) -> tuple[AnsweredQuestion, ...]:
        """The questions that are answered, newest first."""
        return tuple(entry for entry in self.questions if entry.answer_day)

    @property
    def tags(self) -> dict[str, str]:
        """Slug of a tag → its name."""
        return self.index.tags

    @property
    def waiting(self) -> int:
        """How many articles are not public: drafts, and those of the future or the past."""
        return len(self.index.everyone) - len(self.articles)

    @property
    def next_change(self) -> dt.datetime | None:
        """When the same files make another site: an article appears or disappears, an event is past, a question is
        asked; None for never."""
        return _moment(self.index.next_change)

    @property
    def since(self) -> dt.datetime | None:
        """The newest such moment that has passed: from then until next_change the same files make the same site."""
        return _moment(self.index.since)

    def related(self, article: Article) -> tuple[Article, ...]:
        """Older articles of other topics that share a tag, newest first."""
        return tuple(map(self.by_position.__getitem__, self.related_to(article.position)))

    def related_to(self, position: int) -> list[int]:
        """Their positions."""
        return related(self._related, position)

    @cached_property
    def _related(self) -> array[int]:
        return positions(self.index.related)

    @cached_property
    def series_places(self) -> dict[int, SeriesPlace]:
        """Position of each article that is part of a series → its place there."""
        return series_places(self.index)

    def phase_of(self, article: Article) -> Term | None:
        """The phase of its plan that an article belongs to."""
        return self.plans.terms["phase"][article.phase] if article.phase else None

    @cached_property
    def today(self) -> dt.date:
        """The site's day."""
        return self.instant.astimezone(ZoneInfo(self.site.zone)).date()

    @property
    def era(self) -> tuple[object, ...]:
        """All that the day alone decides of plans and units; it changes at the moments of `Plans.moments` only."""
        states = tuple((plan.slug, self.plans.state(plan, self.today)) for plan in self.plans.plans)
        return states, tuple(slug for slug, unit in self.plans.terms["unit"].items() if unit.over(self.today))  # type: ignore[attr-defined]

    @cached_property
    def current_plans(self) -> tuple[Plan, ...]:
        """The plans that lead menus and front page: those that run, else the one that ended last."""
        return self.plans.current(self.today)


def _moment(stamp: float | None) -> dt.datetime | None:
    return None if stamp is None else dt.datetime.fromtimestamp(stamp, dt.UTC)


def find_problems(parts: Parts) -> tuple[Problem, ...]:
    """Every problem that no single file could show."""
    return (
        *find_column_problems(parts),
        *find_agenda_problems(parts.names, parts.records, parts.events, parts.registers, parts.files, parts.flawed),
        *question_references(QUESTIONS_FILE, parts),
    )


def make_column(
    index: ArticleIndex, parts: Parts, digests: Sequence[bytes], wholes: Sequence[bytes], metadata_digest: bytes
) -> Column:
    """Join everything; no record of an article is looked into. digests, wholes: of each public article, in the
    index's order; metadata_digest: digest over all that the index was made from but the instant."""
    zone = ZoneInfo(parts.site.zone)
    editor_pages = tuple(
        EditorPage(article=article, url=f"/{article.slug}/")
        for article in (_page(source, parts.pages, zone) for source in sorted(parts.pages))
        if article.status == "published"
    )
    agenda = make_events(parts.events, parts.names, index.everyone, zone)
    return Column(
        site=parts.site,
        plans=parts.plans,
        instant=parts.instant,
        index=index,
        by_position=ArticlesByPosition(index, parts.records, zone, digests, wholes),
        pages=editor_pages,
        questions=tuple(sorted(parts.questions, key=lambda entry: entry.question.number, reverse=True)),
        events=tuple(event for event in agenda if event.date <= parts.instant),
        paths=other_paths(parts),
        registers=parts.registers,
        metadata_digest=combine(metadata_digest, digest_text(repr(index.since))),
    )


def _page(source: str, pages: Mapping[str, Record], zone: ZoneInfo) -> Article:
    record = pages[source]
    stamp = dt.datetime.fromisoformat(record.date).timestamp() if record.date else 0.0
    digests = record.digest, record.card_digest, record.whole_digest
    return Article(NO_POSITION, source, record.id, record.slug, pages, stamp, {}, zone, *digests)
