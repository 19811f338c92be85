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

from .article import Article, Correction, Heading, Lead, Reference
from .plan import Plans, Term
from .plan_names import PlanNames
from .problem import Problem
from .record import Record
from .rules.column import find_column_problems
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
    next_change the same files make the same site.
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
) -> Assembly:
    """Join everything. records, pages: by source path; files: every other file in content/, by path."""
    zone = ZoneInfo(site.zone)
    names = PlanNames(plans)
    problems = tuple(find_column_problems(plans, names, records, pages, files, instant))
    if any(problem.severity == "error" for problem in problems):
        return Assembly(column=None, problems=problems)
    everything = [_article(source, record, names.resolve(record), zone) for source, record in records.items()]
    moments = _moments(everything)
    local = instant.astimezone(zone)  # times in one zone are compared without asking the zone
    public = [article for article in everything if is_public(article, instant)]
    public.sort(key=lambda article: (article.date, article.slug), reverse=True)
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
        next_change=min((moment for moment in moments if moment > local), default=None),
        since=max((moment for moment in moments if moment <= local), default=None),
        articles=tuple(public),
        pages=editor_pages,
        by_source={article.source: article for article in public},
        by_id={article.id: article for article in public},
        lists=lists,
        tags=tags,
        waiting=len(everything) - len(public),
    )
    return Assembly(column=column, problems=problems)


def is_public(article: Article, instant: dt.datetime) -> bool:
    """Whether readers may see the article at this instant."""
    return (
        article.status == "published"
        and article.date <= instant
        and (article.expires is None or instant < article.expires)
    )


def _moments(articles: Iterable[Article]) -> list[dt.datetime]:
    """Every moment at which the same files make another site.

    An article appears or expires, its lead ends, or it leaves the news sitemap's two days.
    """
    moments: list[dt.datetime] = []
    for article in articles:
        if article.status != "published":
            continue
        moments += (article.date, article.date + NEWS_SPAN)
        if article.expires:
            moments.append(article.expires)
        if article.lead_until:
            day = article.lead_until + dt.timedelta(days=1)
            moments.append(dt.datetime.combine(day, dt.time(), article.date.tzinfo))
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
    for article in articles:
        lists["topic"][article.topic].append(article)
        if article.form:
            lists["form"][article.form].append(article)
        if phase := plans.phase_on(article.date.date()):
            lists["phase"][phase.slug].append(article)
        for kind, terms in (
            ("unit", article.units),
            ("document", article.documents),
            ("priority", article.priorities),
            ("item", article.items),
        ):
            for term in terms:
                lists[kind][term].append(article)
        for name in article.tags:
            slug = slugs.get(name)
            if slug is None:
                slug = slugs[name] = slugify(name)
            by_tag[slug].append(article)
            if slug not in tags:
                tags[slug] = Tag(slug=slug, name=name)
        by_month[f"{article.date:%Y-%m}"].append(article)
    lists["tag"] = by_tag
    lists["month"] = by_month
    return {kind: {slug: tuple(rows) for slug, rows in terms.items()} for kind, terms in lists.items()}, tags


def _article(source: str, record: Record, terms: Mapping[str, tuple[str, ...]], zone: ZoneInfo) -> Article:
    instant = _instants(zone)
    return Article(
        source=source,
        id=record.id,
        slug=record.slug,
        title=record.title,
        sapo=record.sapo,
        date=instant(record.date) or dt.datetime.min.replace(tzinfo=zone),
        modified=instant(record.modified),
        status=record.status,  # type: ignore[arg-type]  # checked by the rule "status"
        lang=record.lang,
        topic=terms.get("topic", ("",))[0],
        form=next(iter(terms.get("form", ())), ""),
        units=terms.get("unit", ()),
        documents=terms.get("document", ()),
        items=terms.get("item", ()),
        priorities=terms.get("priority", ()),
        tags=record.tags,
        authors=record.authors,
        lead=Lead(file=record.lead[0], alt=record.lead[1], caption=record.lead[2], credit=record.lead[3])
        if record.lead
        else None,
        origin=record.origin,
        origin_url=record.origin_url,
        corrections=tuple(Correction(date=dt.date.fromisoformat(day), text=text) for day, text in record.corrections),
        attachments=record.attachments,
        aliases=record.aliases,
        translation_of=record.translation_of,
        lead_until=dt.date.fromisoformat(record.lead_until) if record.lead_until else None,
        expires=instant(record.expires),
        flags=record.flags,
        sample=record.sample,
        words=record.words,
        references=tuple(
            Reference(kind=kind, target=target, fragment=fragment, line=line)  # type: ignore[arg-type]
            for kind, target, fragment, line in record.references
        ),
        headings=tuple(Heading(level=level, id=id_, text=text) for level, id_, text in record.headings),
        digest=record.digest,
        card_digest=record.card_digest,
        body_digest=record.body_digest,
    )


class _instants:  # noqa: N801 — reads as a function: ISO text → aware datetime in the site's zone
    __slots__ = ("zone",)

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def __call__(self, text: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(text).astimezone(self.zone) if text else None
