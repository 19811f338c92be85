"""The Column: plan, site and published articles as one frozen value that every output is made from.

`assemble` joins the records with the plan, decides by the build's instant what is public, and reports every problem
that no single file could show. Articles come newest first, ties broken by slug, so that the order never depends on
the file system.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .agenda import event_moments, make_events
from .article import Article
from .event import NO_EVENTS, Event, EventRecord
from .ledger import Entry
from .ledger_file import FILE as LEDGER_FILE
from .plan import Phase, Plans, Term
from .plan_names import PlanNames
from .problem import Problem
from .record import Record
from .registers import NO_REGISTERS, Registers
from .rules.agenda import find_agenda_problems
from .rules.column import find_column_problems
from .rules.ledger import ledger_references
from .site import Site
from .vietnamese import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag: its slug and the name the newest article gives it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """A page the editors keep: about, contact … record: as read; the text stays in the store."""

    article: Article
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Everything that may be shown. lists: kind → slug → articles, newest first; month slugs are "YYYY-MM".

    instant: the moment the site shows (not the moment it is built); next_change: when an article will appear or
    disappear by itself, None when nothing is scheduled; since: the newest such moment that has passed: from then until
    next_change the same files make the same site. ledger: readers' questions, newest first; events: by start, past
    ones too.
    """

    site: Site
    plans: Plans
    instant: dt.datetime
    next_change: dt.datetime | None
    since: dt.datetime | None
    articles: tuple[Article, ...]
    pages: tuple[EditorPage, ...]
    by_source: dict[str, Article]
    by_id: dict[str, Article]
    lists: dict[str, dict[str, tuple[Article, ...]]]
    tags: dict[str, Tag]
    waiting: int
    ledger: tuple[Entry, ...] = ()
    events: tuple[Event, ...] = ()
    registers: Registers = NO_REGISTERS

    def phase_of(self, article: Article) -> Term | None:
        """The plan's phase an article falls into, by its date."""
        return self.plans.phase_on(article.date.date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """A column and the problems found on the way; column is None when any of them is an error."""

    column: Column | None
    problems: tuple[Problem, ...]


def assemble(
    *,
    site: Site,
    plans: Plans,
    records: Mapping[str, Record],
    pages: Mapping[str, Record],
    files: frozenset[str],
    instant: dt.datetime,
    ledger: tuple[Entry, ...] = (),
    events: Mapping[str, EventRecord] = NO_EVENTS,
    registers: Registers = NO_REGISTERS,
) -> Assembly:
    """Join everything. records, pages, events: by source path; files: every other file in content/, by path."""
    zone = ZoneInfo(site.zone)
    names = PlanNames(plans)
    today = instant.astimezone(zone).date()
    ledger = tuple(entry for entry in ledger if entry.question.received <= today)
    problems = (
        *find_column_problems(plans, names, records, pages, files, instant, events),
        *find_agenda_problems(names, records, events, registers, files),
        *ledger_references(LEDGER_FILE, ledger, plans, records, pages, files, instant),
    )
    if any(problem.severity == "error" for problem in problems):
        return Assembly(column=None, problems=problems)
    agenda = make_events(events, names, records, zone)
    moments = [*_moments(records.values(), zone), *event_moments(agenda)]
    public = [
        _article(source, record, names.resolve(record), zone)
        for source, record in records.items()
        if is_public(record, instant)
    ]
    public.sort(key=lambda article: (article.date, article.record.slug), reverse=True)
    lists, tags = _lists(public, plans)
    editor_pages = tuple(
        EditorPage(article=article, url=f"/{article.slug}/")
        for article in (_article(source, record, {}, zone) for source, record in sorted(pages.items()))
        if article.status == "published"
    )
    column = Column(
        site=site,
        plans=plans,
        instant=instant,
        next_change=min((moment for moment in moments if moment > instant), default=None),
        since=max((moment for moment in moments if moment <= instant), default=None),
        articles=tuple(public),
        pages=editor_pages,
        by_source={article.source: article for article in public},
        by_id={article.id: article for article in public},
        lists=lists,
        tags=tags,
        waiting=len(records) - len(public),
        ledger=tuple(sorted(ledger, key=lambda entry: entry.question.number, reverse=True)),
        events=tuple(event for event in agenda if event.date <= instant),
        registers=registers,
    )
    return Assembly(column=column, problems=problems)


def is_public(record: Record, instant: dt.datetime) -> bool:
    """Whether readers may see the article at this instant."""
    return (
        record.status == "published"
        and dt.datetime.fromisoformat(record.date) <= instant
        and (not record.expires or instant < dt.datetime.fromisoformat(record.expires))
    )


def _moments(records: Iterable[Record], zone: ZoneInfo) -> list[dt.datetime]:
    """Every moment at which the same files make another site, but for those of events.

    An article appears or expires, its lead ends, or it leaves the news sitemap's two days.
    """
    moments: list[dt.datetime] = []
    for record in records:
        if record.status != "published":
            continue
        date = dt.datetime.fromisoformat(record.date)
        moments += (date, date + NEWS_SPAN)
        if record.expires:
            moments.append(dt.datetime.fromisoformat(record.expires))
        if record.lead_until:
            day = dt.date.fromisoformat(record.lead_until) + dt.timedelta(days=1)
            moments.append(dt.datetime.combine(day, dt.time(), zone))
    return moments


NEWS_SPAN = dt.timedelta(days=2)
"""How long an article stays in the news sitemap."""


def _lists(articles: list[Article], plans: Plans) -> tuple[dict[str, dict[str, tuple[Article, ...]]], dict[str, Tag]]:
    """Every list of the site, each newest first; terms of the plan without articles have an empty one."""
    lists: dict[str, dict[str, list[Article]]] = {
        kind: {slug: [] for slug in terms} for kind, terms in plans.terms.items()
    }
    lists["item"] = {slug: [] for slug in plans.items}
    by_tag: dict[str, list[Article]] = defaultdict(list)
    by_month: dict[str, list[Article]] = defaultdict(list)
    tags: dict[str, Tag] = {}
    slugs: dict[str, str] = {}
    phases: dict[dt.date, Phase | None] = {}
    for article in articles:
        for kind, terms in article.terms.items():
            of_kind = lists[kind]
            for term in terms:
                of_kind[term].append(article)
        day = article.date.date()
        if day not in phases:
            phases[day] = plans.phase_on(day)
        if phase := phases[day]:
            lists["phase"][phase.slug].append(article)
        for name in article.record.tags:
            slug = slugs.get(name)
            if slug is None:
                slug = slugs[name] = slugify(name)
                tags.setdefault(slug, Tag(slug=slug, name=name))
            by_tag[slug].append(article)
        by_month[f"{day.year:04}-{day.month:02}"].append(article)
    lists["tag"] = by_tag
    lists["month"] = by_month
    return {kind: {slug: tuple(rows) for slug, rows in terms.items()} for kind, terms in lists.items()}, tags


def _article(source: str, record: Record, terms: Mapping[str, tuple[str, ...]], zone: ZoneInfo) -> Article:
    date = dt.datetime.fromisoformat(record.date) if record.date else dt.datetime.min
    return Article(source, record, date.astimezone(zone) if record.date else date.replace(tzinfo=zone), terms, zone)
