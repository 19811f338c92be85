"""The Column: plan, site and published articles as one frozen value that every output is made from.

`assemble` joins the records with the plan, decides by the build's instant what is public, and reports every problem
that no single file could show. Articles come newest first, ties broken by slug, so that the order never depends on
the file system.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .agenda import event_moments, make_events
from .article import Article
from .event import NO_EVENTS, Event, EventRecord
from .ledger import Entry
from .ledger_file import FILE as LEDGER_FILE
from .plan import Plans, Term
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
    now = instant.astimezone(dt.UTC)
    moments = [moment.astimezone(dt.UTC) for moment in event_moments(agenda)]
    public = [
        Article(source, record, date.astimezone(zone), names.resolve(record), zone)
        for source, record, date in _public(records, now, zone, moments)
    ]
    public.sort(key=lambda article: (article.date, article.record.slug), reverse=True)
    lists, tags = _lists(public, plans)
    editor_pages = tuple(
        EditorPage(article=article, url=f"/{article.slug}/")
        for article in (_page(source, record, zone) for source, record in sorted(pages.items()))
        if article.status == "published"
    )
    column = Column(
        site=site,
        plans=plans,
        instant=instant,
        next_change=min((moment for moment in moments if moment > now), default=None),
        since=max((moment for moment in moments if moment <= now), default=None),
        articles=tuple(public),
        pages=editor_pages,
        by_source={article.source: article for article in public},
        by_id={article.record.id: article for article in public},
        lists=lists,
        tags=tags,
        waiting=len(records) - len(public),
        ledger=tuple(sorted(ledger, key=lambda entry: entry.question.number, reverse=True)),
        events=tuple(event for event in agenda if event.date <= instant),
        registers=registers,
    )
    return Assembly(column=column, problems=problems)


def _public(
    records: Mapping[str, Record], now: dt.datetime, zone: ZoneInfo, moments: list[dt.datetime]
) -> Iterator[tuple[str, Record, dt.datetime]]:
    """Source, record and date of what readers may see now.

    Adds to `moments` every one at which the same files make another site: an article appears or expires, its lead
    ends, or it leaves the news sitemap's two days. All are in UTC: instants of one zone compare ten times as fast.
    """
    for source, record in records.items():
        if record.status != "published":
            continue
        date = _utc(record.date)
        moments += (date, date + NEWS_SPAN)
        if record.lead_until:
            day = dt.date.fromisoformat(record.lead_until) + dt.timedelta(days=1)
            moments.append(dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC))
        if record.expires:
            end = _utc(record.expires)
            moments.append(end)
            if end <= now:
                continue
        if date <= now:
            yield source, record, date


def _utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


NEWS_SPAN = dt.timedelta(days=2)
"""How long an article stays in the news sitemap."""


def _lists(articles: list[Article], plans: Plans) -> tuple[dict[str, dict[str, tuple[Article, ...]]], dict[str, Tag]]:
    """Every list of the site, each newest first; terms of the plan without articles have an empty one."""
    lists: dict[str, dict[str, list[Article]]] = {
        kind: {slug: [] for slug in terms} for kind, terms in plans.terms.items()
    }
    lists["item"] = {slug: [] for slug in plans.items}
    by_tag: dict[str, list[Article]] = {}
    by_month: dict[str, list[Article]] = {}
    tags: dict[str, Tag] = {}
    # What articles have in common is looked up once: the lists of their terms, their day's, their tags'.
    of_terms: dict[int, list[list[Article]]] = {}
    of_day: dict[dt.date, list[list[Article]]] = {}
    of_name: dict[str, list[Article]] = {}
    for article in articles:
        terms = article.terms
        into = of_terms.get(id(terms))
        if into is None:
            into = of_terms[id(terms)] = [lists[kind][slug] for kind, slugs in terms.items() for slug in slugs]
        for rows in into:
            rows.append(article)
        day = article.date.date()
        into = of_day.get(day)
        if into is None:
            into = of_day[day] = [by_month.setdefault(f"{day.year:04}-{day.month:02}", [])]
            if phase := plans.phase_on(day):
                into.append(lists["phase"][phase.slug])
        for rows in into:
            rows.append(article)
        for name in article.record.tags:
            named = of_name.get(name)
            if named is None:
                slug = slugify(name)
                tags.setdefault(slug, Tag(slug=slug, name=name))
                named = of_name[name] = by_tag.setdefault(slug, [])
            named.append(article)
    lists["tag"] = by_tag
    lists["month"] = by_month
    return {kind: {slug: tuple(rows) for slug, rows in terms.items()} for kind, terms in lists.items()}, tags


def _page(source: str, record: Record, zone: ZoneInfo) -> Article:
    date = _utc(record.date).astimezone(zone) if record.date else dt.datetime.min.replace(tzinfo=zone)
    return Article(source, record, date, {}, zone)
