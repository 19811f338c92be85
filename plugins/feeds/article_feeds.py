"""Feeds of the whole column, of every topic, form, unit and tag, as RSS, Atom and JSON, and the column's archives.

A feed's digest is that of its newest articles, so an edit remakes only the feeds that show it, and a new article those
of its own terms. Feeds of tags, documents and demands carry summaries: there are many, and their articles are whole
in the topics' feeds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ..build.generator import outputs
from ..core.addresses import archive_path, item_path, output_file, term_path
from ..core.column.archives import archive_parts
from ..core.column.collections import Articles
from ..core.digests import combine, digest_text
from ..core.feeds.feed import FeedHead
from ..core.feeds.item import FeedItem, feed_item, tag_uri
from ..core.feeds.item_body import absolute_url
from ..core.output import Output
from ..core.plan.placeholders import unfilled
from ..core.plan.plan import Item, Term
from ..core.site_map import ATOM, JSON, ROWS, RSS, SYNDICATED
from .feed import Feed
from .report import report

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.article.article import Article
    from ..core.output import Family
    from ..core.views.presenter import Presenter

LOCAL = "http://localhost:8000"
"""Where addresses in feeds lead while the site has none of its own: where `serve` shows it. Feeds need absolute
addresses to be valid, and a build without an address is for looking at, so they lead to where it is looked at."""
SUMMARY_ONLY = frozenset({"tag", "document", "item"})


class Archive(NamedTuple):
    """A closed part of the whole column's feed. path: its site path; previous, following: addresses of its neighbours,
    "" for none."""

    path: str
    articles: Sequence[Article]
    previous: str
    following: str


def list_feeds(present: Presenter) -> Iterator[Feed]:
    """Every feed of the site, the whole column first."""
    column, site = present.column, present.column.site
    yield Feed(
        path="/",
        kind="",
        slug="",
        title=site.name,
        description=site.description or site.tagline or site.name,
        articles=column.articles[: site.feed_items],
        full=True,
    )
    for kind in SYNDICATED:
        for slug in column.lists[kind]:
            term = column.plans.items[slug] if kind == "item" else column.plans.terms.get(kind, {}).get(slug)
            name = term.name if term else present.term_name(kind, slug)
            about = term.description if isinstance(term, Term) else term.quote if term else ""
            yield Feed(
                path=item_path(term.plan, term.written) if isinstance(term, Item) else term_path(kind, slug),
                kind=kind,
                slug=slug,
                title=f"{name} – {site.name}",
                description=about or f"{ROWS[kind].title}: {name}",
                articles=column.newest(kind, slug, site.feed_items),
                full=kind not in SUMMARY_ONLY,
            )


def site_base(present: Presenter) -> str:
    """The site's absolute address without a trailing "/", LOCAL while it has none."""
    return present.base_url or LOCAL


class FeedBook:
    """Items and their serialised forms of one build, each made once. body: an article's HTML with every reference
    filled in; site_image: the address of the site's own picture or ""."""

    def __init__(self, present: Presenter, body: Callable[[Article], str], site_image: str = "") -> None:
        self.present = present
        self.column = present.column
        self.body = body
        self.site_image = site_image if site_image.endswith((".png", ".jpg", ".jpeg", ".gif")) else ""
        self.base = site_base(present)
        self.origin = self.base.removesuffix(present.prefix)
        self._items: dict[tuple[str, bool], FeedItem] = {}
        self._made: dict[tuple[str, str, bool], bytes] = {}

    @cached_property
    def archives(self) -> dict[str, list[Archive]]:
        """Month → its archives of the whole column's feed, oldest first."""
        parts = archive_parts(self.column.lists["month"], self.column.site.feed_items)
        paths = [archive_path(part.month, part.number) for part in parts]
        addresses = ["", *map(self.absolute, paths), ""]
        found: dict[str, list[Archive]] = {}
        for position, (path, part) in enumerate(zip(paths, parts, strict=True)):
            archive = Archive(path, part.entries, addresses[position], addresses[position + 2])
            found.setdefault(part.month, []).append(archive)
        return found

    def absolute(self, path: str) -> str:
        """A site path as the world sees it."""
        return self.base + path

    def item(self, article: Article, *, full: bool) -> FeedItem:
        """What feeds say of an article; not full: without its text."""
        present, authority = self.present, self.column.site.authority
        terms = [present.bare_term("topic", article.topic)]
        if article.form:
            terms.append(present.bare_term("form", article.form))
        terms += [present.bare_term("unit", slug) for slug in article.units]
        terms += map(present.tag, article.tags)
        return feed_item(
            article,
            url=self.origin + present.url(article),
            authority=authority,
            categories=tuple((term.name, self.origin + term.url) for term in terms),
            picture=present.picture(article),
            attachments=present.article(article).attachments if article.attachments else (),
            body=self.body(article) if full else None,
        )

    def made(self, kind: str, make: Callable[..., bytes], articles: Sequence[Article], *, full: bool) -> list[bytes]:
        """The articles' serialised items. kind: the format's file name."""
        language = self.column.site.language
        rows = []
        for article in articles:
            key = (kind, article.id, full)
            data = self._made.get(key)
            if data is None:
                data = self._made[key] = make(self._known(article, full), full=full, language=language)
            rows.append(data)
        return rows

    def alone(self, make: Callable[..., bytes], articles: Sequence[Article]) -> list[bytes]:
        """Whole items that stand in no other feed: nothing is kept of them."""
        language = self.column.site.language
        return [make(self.item(article, full=True), full=True, language=language) for article in articles]

    def _known(self, article: Article, full: bool) -> FeedItem:
        key = (article.id, full)
        item = self._items.get(key)
        if item is None:
            item = self._items[key] = self.item(article, full=full)
        return item

    def head(self, feed: Feed, file: str, articles: Sequence[Article], **links: str | bool) -> FeedHead:
        """What the feed in site path `file` says of itself."""
        site = self.column.site
        return FeedHead(
            id=tag_uri(site.authority, f"feed:{feed.path}"),
            title=feed.title,
            description=feed.description,
            page=self.absolute(feed.path),
            self_url=(site.feed_domain or self.base) + file,
            updated=max((article.changed for article in articles), default=self._beginning()),
            language=site.language,
            copyright=site.copyright,
            author=site.agency.name or site.name,
            image=absolute_url(f"{self.base}/", self.site_image) if self.site_image else "",
            hub=site.hub,
            **links,  # type: ignore[arg-type]
        )

    def _beginning(self) -> dt.datetime:
        """When a feed without items was last changed: the day of the newest plan that has one, never the clock."""
        column = self.column
        day = max((plan.date for plan in column.plans.plans if plan.date), default=dt.date(2021, 1, 1))
        return dt.datetime.combine(day, dt.time(), ZoneInfo(column.site.zone))


def feed_outputs(context: BuildContext) -> Iterator[Family]:
    """The archives, which take longest and so are shared out first, and three formats of every feed."""
    book = FeedBook(context.present, context.body, context.pictures.site_image)
    _remind(context)
    for month, articles in sorted(context.column.lists["month"].items()):
        yield context.texts(f"archive:{month}", articles, partial(_archive, context, book, month))
    feeds = list(list_feeds(context.present))
    held = dict.fromkeys(chain.from_iterable(feed.articles.positions for feed in feeds))
    yield context.texts(
        "feeds", Articles(context.column.by_position, tuple(held)), partial(_newest, context, book, feeds)
    )


def _archive(context: BuildContext, book: FeedBook, month: str) -> Iterator[Output]:
    """One month's parts; each names its neighbours."""
    whole = next(list_feeds(context.present))
    for path, articles, previous, following in book.archives.get(month, ()):
        make = partial(
            _rss,
            book,
            whole,
            path,
            articles,
            archive=True,
            current=book.absolute("/" + RSS),
            previous=previous,
            following=following,
        )
        yield context.output(output_file(path), _digest(context, whole, articles, previous, following), make)


def _newest(context: BuildContext, book: FeedBook, feeds: Sequence[Feed]) -> Iterator[Output]:
    """The feeds themselves, and what they will tell subscribers."""
    report(context, feeds)
    latest = book.absolute(book.archives[max(book.archives)][-1].path) if book.archives else ""
    for feed in feeds:
        previous = "" if feed.kind else latest
        digest = _digest(context, feed, feed.articles, previous)
        for name, write in ((RSS, _rss), (ATOM, _atom), (JSON, _json)):
            path = feed.path + name
            make = partial(write, book, feed, path, feed.articles, previous=previous)
            yield context.output(output_file(path), digest, make)


def _remind(context: BuildContext) -> None:
    """What is still missing before aggregators may get the feeds."""
    site = context.column.site
    if not context.present.base_url:
        context.notes.append(
            f"chưa có địa chỉ trang: RSS, sitemap và dữ liệu mở tạm dẫn về {LOCAL}; trước khi công bố hãy đặt url "
            "trong site.toml hoặc dùng --site-url"
        )
    if samples := [name for name in unfilled(site) if name != "authority" or site.authority]:
        context.notes.append(
            f"site.toml còn chỗ chưa điền: {', '.join(samples)}; trang nhất ghi là bản thử, lệnh publish sẽ từ chối"
        )
    if not site.authority:
        context.notes.append(
            "site.toml chưa có authority: mã số bài trong RSS đang là mã tạm; hãy đặt một lần trước khi công bố"
        )


def _digest(context: BuildContext, feed: Feed, articles: Sequence[Article], *links: str) -> bytes:
    image = context.pictures.site_image
    own = digest_text(feed.path, feed.title, feed.description, str(feed.full), image, *links)
    return combine(own, *map(context.present.article_digest, articles))


def _rss(book: FeedBook, feed: Feed, path: str, articles: Sequence[Article], **links: str | bool) -> bytes:
    from .rss_atom import rss_feed, rss_item

    head = book.head(feed, path, articles, **links)
    items = book.alone(rss_item, articles) if head.archive else book.made(RSS, rss_item, articles, full=feed.full)
    return rss_feed(head, items)


def _atom(book: FeedBook, feed: Feed, path: str, articles: Sequence[Article], **_: str | bool) -> bytes:
    from .rss_atom import atom_entry, atom_feed

    return atom_feed(book.head(feed, path, articles), book.made(ATOM, atom_entry, articles, full=feed.full))


def _json(book: FeedBook, feed: Feed, path: str, articles: Sequence[Article], **_: str | bool) -> bytes:
    from .json_feed import json_feed, json_item

    return json_feed(book.head(feed, path, articles), book.made(JSON, json_item, articles, full=feed.full))


def register() -> None:
    """Connect to the build."""
    outputs.connect(feed_outputs)
