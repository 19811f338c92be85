"""Sitemaps (sitemaps.org 0.9): an index, the articles month by month with their pictures, all other pages, and the
articles of the last two days for news search.

They lie at the root because a sitemap may list only addresses below its own folder. A month's file changes only with
that month's articles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..build.context import from_metadata, without_theme
from ..build.generator import listed_pages, outputs
from ..core.addresses import (
    article_path,
    event_path,
    handout_path,
    item_path,
    month_path,
    numbered_path,
    output_file,
    plan_path,
    questions_path,
    term_path,
    unit_list_path,
)
from ..core.column.index import NEWS_SPAN
from ..core.column.pagination import numbers
from ..core.digests import combine, digest_text
from ..core.feeds.item_body import absolute_url
from ..core.output import Output
from ..core.site_map import LISTS, ROWS, UNIT_LISTS
from ..core.text.dates import iso
from .article_feeds import site_base

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.column.collections import Articles

INDEX, PAGES, NEWS = (output_file(ROWS[name].path) for name in ("sitemap", "pages_sitemap", "news_sitemap"))
_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@without_theme
@from_metadata
def sitemap_outputs(context: DataContext) -> Iterator[Output]:
    """One output per month, and three more."""
    base = site_base(context.present)

    def digest(articles: Articles) -> bytes:
        cards = map(context.present.cards.__getitem__, articles.positions)  # the picture's content is in its address
        return combine(*articles.own_digests(), *cards)

    months = context.column.lists["month"]
    edited = {article.position: article.changed for article in context.column.edited}
    changed = {
        month: max([articles[0].date, *map(edited.__getitem__, edited.keys() & articles.positions)])
        for month, articles in months.items()
    }
    for month, articles in months.items():
        make = partial(_month, context, base, articles)
        yield context.output(month_file(month), digest(articles), make)
    pages = _pages(context)
    yield context.output(
        PAGES,
        digest_text(*pages),
        lambda: _urlset(
            f"<url>{_loc(base + path)}</url>" for path in pages if context.exists is None or context.exists(path)
        ),
    )
    since = (
        context.column.instant.astimezone(dt.UTC) - NEWS_SPAN
    )  # as the moments of change count: hours, not wall clocks
    recent = takewhile(lambda article: article.date > since, context.column.articles)
    news = context.column.articles[: len(list(recent))]
    shown = combine(digest_text(str(bool(news))), digest(news or context.column.articles[:1]))
    yield context.output(NEWS, shown, lambda: _recent(context, base, news) or _no_news(context, base))
    rows = [(month_file(month), iso(moment)) for month, moment in sorted(changed.items())]
    marks = digest_text(*(text for row in rows for text in row), str(bool(news)))
    yield context.output(INDEX, marks, lambda: _index(base, rows, news))


def month_file(month: str) -> str:
    """The sitemap of one month's articles; month is "YYYY-MM"."""
    return output_file(ROWS["month_sitemap"].at(month))


def _loc(address: str) -> str:
    return f"<loc>{escape(absolute_url(address, ''))}</loc>"


def _month(context: DataContext, base: str, articles: Sequence[Article]) -> bytes:
    return _urlset((_article(context, base, article) for article in articles), f' xmlns:image="{_IMAGE}"')


def _article(context: DataContext, base: str, article: Article) -> str:
    """Address, newest change, lead picture."""
    page = base + article_path(article.slug)
    picture = context.present.picture(article)
    image = f"<image:image>{_image_loc(page, picture.full or picture.src)}</image:image>" if picture else ""
    return f"<url>{_loc(page)}<lastmod>{iso(article.changed)}</lastmod>{image}</url>"


def _image_loc(page: str, address: str) -> str:
    return f"<image:loc>{escape(absolute_url(page, address))}</image:loc>"


def _recent(context: DataContext, base: str, articles: Sequence[Article]) -> bytes:
    """News sitemap: what appeared within NEWS_SPAN of the instant that the site shows, b"" for nothing."""
    if not articles:
        return b""
    name = escape(context.column.site.name)
    rows = (
        f"<url>{_loc(base + article_path(article.slug))}<news:news>"
        f"<news:publication><news:name>{name}</news:name><news:language>{article.lang}</news:language></news:publication>"
        f"<news:publication_date>{iso(article.date)}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>"
        for article in articles
    )
    return _urlset(rows, f' xmlns:news="{_NEWS}"')


def _no_news(context: DataContext, base: str) -> bytes:
    """A sitemap must list something: the newest article without the marks of news, as news search asks for what is
    older, or the front page."""
    newest = context.column.articles[:1]
    path = article_path(newest[0].slug) if newest else ROWS["front"].path
    return _urlset([f"<url>{_loc(base + path)}</url>"], f' xmlns:news="{_NEWS}"')


def _pages(context: DataContext) -> list[str]:
    """Site paths of every page that is not an article and has something to show, each once; of the numbered pages of a
    list the full ones, since the last one only leads to the list itself."""
    column, lists, more = context.column, context.column.lists, listed_pages.send(context)
    single = [row for row in ROWS.values() if not row.kind and row.listed and column.has(row.listed)]
    single += [ROWS["search"]] if context.search else []
    menu = [row.path for row in single if row.menu and column.has(row.shown_needs)]
    beside = [row.path for row in single if row.footer == "page" or row.section in {"tag", "data"}]
    others = [row.path for row in single]
    others += [event_path(event.slug) for event in column.events]
    others += [questions_path(entry.question.received.year) for entry in column.questions]
    others += [handout_path(handout.month) for handout in column.registers.handouts]
    paths = [*menu, *(page.url for page in column.pages), *beside]
    paths += sorted([*others, *(path for _, found in more for path in found)])
    paths += [plan_path(plan.slug) for plan in column.plans.plans]
    counts = {item_path(item.plan, item.written): len(lists["item"][slug]) for slug, item in column.plans.items.items()}
    for kind in LISTS:
        make = month_path if kind == "month" else partial(term_path, kind)
        counts |= {make(slug): len(articles) for slug, articles in lists[kind].items()}
    paths += [path for path, count in counts.items() if count]
    paths += [unit_list_path(kind, slug) for kind in UNIT_LISTS for slug in lists[kind]]
    counts[ROWS["listening"].path] = len(column.index.having["audio"])
    day = column.instant.astimezone(ZoneInfo(column.site.zone)).date()
    counts[ROWS["events"].path] = sum(event.passed_on(day) for event in column.events)
    corrections = sum(len(article.corrections) for article in column.having("corrections"))
    counts[ROWS["corrections"].path] = corrections + len(column.withdrawals)
    paths += [numbered_path(path, number) for path, count in counts.items() for number in numbers(count)[:-1]]
    return list(dict.fromkeys(paths))


def _urlset(rows: Iterable[str], namespace: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_PROTOCOL}"{namespace}>'
    return "\n".join([head, *rows, "</urlset>", ""]).encode()


def _index(base: str, rows: list[tuple[str, str]], news: Sequence[Article]) -> bytes:
    """The news sitemap always exists, so that its address can be registered; it is listed while it holds something."""
    lines = [f"<sitemap>{_loc(f'{base}/{PAGES}')}</sitemap>"]
    if news:
        lines.append(f"<sitemap>{_loc(f'{base}/{NEWS}')}<lastmod>{iso(_newest(news))}</lastmod></sitemap>")
    lines += [f"<sitemap>{_loc(f'{base}/{file}')}<lastmod>{moment}</lastmod></sitemap>" for file, moment in rows]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_PROTOCOL}">'
    return "\n".join([head, *lines, "</sitemapindex>", ""]).encode()


def _newest(articles: Sequence[Article]) -> dt.datetime:
    return max(article.changed for article in articles)


def register() -> None:
    """Connect to the build."""
    outputs.connect(sitemap_outputs)
