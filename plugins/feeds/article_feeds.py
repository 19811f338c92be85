"""Feeds of the whole column, of every topic, form, unit and tag, as RSS, Atom and JSON, and the column's archives.

A feed's digest is that of its newest articles, so an edit remakes only the feeds that show it, and a new article those
of its own terms. Feeds of tags, documents and demands carry summaries: there are many, and their articles are whole
in the topics' feeds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from ..build.context import without_theme
from ..build.generator import outputs
from ..core.addresses import archive_path, item_path, language_path, output_file, term_path
from ..core.article.feed_places import is_too_long, room_of
from ..core.column.archives import archive_parts, fitting
from ..core.column.collections import Articles
from ..core.digests import combine, digest_text
from ..core.errors import BuildError
from ..core.feeds.feed import FeedHead
from ..core.feeds.item import FeedItem, feed_item, tag_uri
from ..core.feeds.item_body import absolute_url
from ..core.output import Output
from ..core.plan.placeholders import unfilled
from ..core.plan.plan import Item, Term
from ..core.site_map import ATOM, FEED_FILES, JSON, ROWS, RSS, SYNDICATED
from ..core.views.labels import words
from .feed import Feed
from .report import report

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.column.column import Column
    from ..core.column.withdrawals import Withdrawal
    from ..core.output import Family
    from ..core.views.presenter import Presenter

LOCAL = "http://localhost:8000"
"""Where addresses in feeds lead while the site has none of its own: where `serve` shows it. Feeds need absolute
addresses to be valid, and a build without an address is for looking at, so they lead to where it is looked at."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SUMMARY_ONLY = frozenset({"tag", "document", "item"})


class Archive(NamedTuple):
    """A closed part of the whole column's feed in one language, in every format. paths: one of FEED_FILES → its site
    path; previous, following: likewise the addresses of its neighbours, "" for none."""

    language: str
    month: str
    paths: dict[str, str]
    articles: Articles
    previous: dict[str, str]
    following: dict[str, str]


def whole_feeds(present: Presenter) -> Iterator[Feed]:
    """The feeds of the whole column, one a language, its own first."""
    column, site = present.column, present.column.site
    yield Feed(
        path="/",
        kind="",
        slug="",
        title=site.name,
        description=site.description or site.tagline or site.name,
        articles=_held(column, column.articles.positions, site.language, full=True),
        full=True,
        language=site.language,
    )
    for language in column.languages:
        said = words(language)
        yield Feed(
            path=language_path(language),
            kind="",
            slug="",
            title=f"{site.name} – {said.language}",
            description=said.language_feed,
            articles=_held(column, column.articles.positions, language, full=True),
            full=True,
            language=language,
            page=ROWS["rss"].path,
        )


def list_feeds(present: Presenter) -> Iterator[Feed]:
    """Every feed of the site, the whole column first."""
    column, site = present.column, present.column.site
    yield from whole_feeds(present)
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
                articles=_held(
                    column, column.lists[kind][slug].positions, site.language, full=kind not in SUMMARY_ONLY
                ),
                full=kind not in SUMMARY_ONLY,
                language=site.language,
            )


def _held(column: Column, newest_first: Sequence[int], language: str, *, full: bool) -> Articles:
    """What a feed of a list holds: the newest in one language for which there is room; summaries take a place each."""
    if language == column.site.language:
        skipped = column.foreign
        spoken = (position for position in newest_first if position not in skipped)
    else:
        taken = column.languages[language]
        spoken = (position for position in newest_first if position in taken)
    items = column.site.feed_items
    held = fitting(spoken, room_of(items), column.need) if full else fitting(spoken, items)
    return Articles(column.by_position, held)


def withdrawn_from(column: Column, feed: Feed) -> tuple[Withdrawal, ...]:
    """The newest that a feed held and readers may no longer see."""
    gone = (entry for entry in column.withdrawals if entry.was_in(feed.kind, feed.slug, feed.language))
    return tuple(islice(gone, column.site.feed_items))


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
        self._alone: tuple[Sequence[Article], list[FeedItem]] = ((), [])

    @cached_property
    def archives(self) -> dict[str, list[Archive]]:
        """Language → its archives of the whole column's feed, oldest first."""
        return {language: self._archives(language) for language in (self.column.site.language, *self.column.languages)}

    @cached_property
    def archives_of(self) -> defaultdict[str, list[Archive]]:
        """Month → its archives, in every language."""
        found = defaultdict(list)
        for archive in chain.from_iterable(self.archives.values()):
            found[archive.month].append(archive)
        return found

    def _archives(self, language: str) -> list[Archive]:
        column = self.column
        own = language == column.site.language
        foreign, taken = column.foreign, column.languages.get(language, frozenset())
        months = {
            month: [p for p in articles.positions if (p not in foreign if own else p in taken)]
            for month, articles in column.lists["month"].items()
        }
        held = {month: found for month, found in months.items() if found}
        parts = archive_parts(held, room_of(column.site.feed_items), column.need)
        said = "" if own else language
        paths = [{file: archive_path(part.month, part.number, said, file) for file in FEED_FILES} for part in parts]
        none = dict.fromkeys(FEED_FILES, "")
        addresses = [{file: self.absolute(path) for file, path in of.items()} for of in paths]
        addresses = [none, *addresses, none]
        return [
            Archive(
                language=language,
                month=part.month,
                paths=of,
                articles=Articles(column.by_position, part.entries),
                previous=addresses[position],
                following=addresses[position + 2],
            )
            for position, (of, part) in enumerate(zip(paths, parts, strict=True))
        ]

    def absolute(self, path: str) -> str:
        """A site path as the world sees it."""
        return self.base + path

    def item(self, article: Article, *, full: bool) -> FeedItem:
        """What feeds say of an article; not full: without its text. One that is too long for feeds has a link to it."""
        present, authority, files = self.present, self.column.site.authority, self.present.pictures
        terms = [present.bare_term("topic", article.topic)]
        if article.form:
            terms.append(present.bare_term("form", article.form))
        terms += [present.bare_term("unit", slug) for slug in article.units]
        terms += map(present.tag, article.tags)
        if article.series:
            terms.append(present.series(article.series))
        return feed_item(
            article,
            url=self.origin + present.url(article),
            authority=authority,
            categories=tuple((term.name, self.origin + term.url) for term in terms),
            lead=files.offered(article.lead.file) if article.lead else None,
            card=files.offered_card(article),
            attachments=present.article(article).attachments if article.attachments else (),
            attached=files.offered(article.attachments[0][0]) if article.attachments else None,
            sound=files.offered(article.audio[0]) if article.audio else None,
            body=self._text(article) if full else None,
        )

    def _text(self, article: Article) -> str:
        if not is_too_long(article.more_places):
            return self.body(article)
        return f'<p><a href="{self.present.url(article)}">{words(article.lang).whole_text}</a></p>'

    def items(
        self, head: FeedHead, kind: str, make: Callable[..., bytes], feed: Feed, articles: Sequence[Article]
    ) -> list[bytes]:
        """The serialised items of a feed or of a part of its archive."""
        return self.alone(make, articles, feed.language) if head.archive else self.made(kind, make, feed)

    def made(self, kind: str, make: Callable[..., bytes], feed: Feed) -> list[bytes]:
        """The serialised items of a feed. kind: the format's file name."""
        full, language = feed.full, feed.language
        rows = []
        for article in feed.articles:
            key = (kind, article.id, full)
            data = self._made.get(key)
            if data is None:
                data = self._made[key] = make(self._known(article, full), full=full, language=language)
            rows.append(data)
        return rows

    def alone(self, make: Callable[..., bytes], articles: Sequence[Article], language: str) -> list[bytes]:
        """Whole items that stand in no other feed: they are kept for its next format alone."""
        if self._alone[0] is not articles:
            self._alone = (articles, [self.item(article, full=True) for article in articles])
        return [make(item, full=True, language=language) for item in self._alone[1]]

    def _known(self, article: Article, full: bool) -> FeedItem:
        key = (article.id, full)
        item = self._items.get(key)
        if item is None:
            item = self._items[key] = self.item(article, full=full)
        return item

    def head(
        self, feed: Feed, file: str, articles: Sequence[Article], gone: tuple[Withdrawal, ...] = (), **links: str | bool
    ) -> FeedHead:
        """What the feed in site path `file` says of itself."""
        site = self.column.site
        changes = [*(article.changed for article in articles), *(entry.when for entry in gone)]
        return FeedHead(
            id=tag_uri(site.authority, f"feed:{feed.path}"),
            title=feed.title,
            description=feed.description,
            page=self.absolute(feed.page or feed.path),
            self_url=(site.feed_domain or self.base) + file,
            updated=max(changes, default=self._beginning()),
            language=feed.language,
            copyright=site.copyright,
            author=site.agency.name or site.name,
            image=absolute_url(f"{self.base}/", self.site_image) if self.site_image else "",
            hub=site.hub,
            authority=site.authority,
            gone=gone,
            **links,  # type: ignore[arg-type]
        )

    def _beginning(self) -> dt.datetime:
        """When a feed without items was last changed: the day of the newest plan that has one, never the clock."""
        column = self.column
        day = max((plan.date for plan in column.plans.plans if plan.date), default=dt.date(2021, 1, 1))
        return dt.datetime.combine(day, dt.time(), ZoneInfo(column.site.zone))


@without_theme
def feed_outputs(context: DataContext) -> Iterator[Family]:
    """The archives, which take longest and so are shared out first, and every feed, each in three formats."""
    body = partial(_of_plugins, context) if context.rewritten else context.body
    book = FeedBook(context.present, body, context.pictures.site_image)
    _remind(context)
    for month, articles in sorted(context.column.lists["month"].items()):
        yield context.texts(f"archive:{month}", articles, partial(_archive, context, book, month))
    feeds = list(list_feeds(context.present))
    held = dict.fromkeys(chain.from_iterable(feed.articles.positions for feed in feeds))
    yield context.texts(
        "feeds", Articles(context.column.by_position, tuple(held)), partial(_newest, context, book, feeds)
    )


def _archive(context: DataContext, book: FeedBook, month: str) -> Iterator[Output]:
    """One month's parts; each names its neighbours."""
    wholes = {feed.language: feed for feed in whole_feeds(context.present)}
    for archive in book.archives_of[month]:
        whole = wholes[archive.language]
        digest = _digest(context, whole, archive.articles)
        for name, write in _WRITERS.items():
            previous, following = archive.previous[name], archive.following[name]
            make = partial(
                write,
                book,
                whole,
                archive.paths[name],
                archive.articles,
                archive=True,
                current=book.absolute(whole.path + name),
                previous=previous,
                following=following,
            )
            yield context.output(
                output_file(archive.paths[name]), combine(digest, digest_text(previous, following)), make
            )


def _newest(context: DataContext, book: FeedBook, feeds: Sequence[Feed]) -> Iterator[Output]:
    """The feeds themselves, and what they will tell subscribers."""
    report(context, feeds)
    latest = {language: archives[-1].paths for language, archives in book.archives.items() if archives}
    for feed in feeds:
        before = {} if feed.kind else latest.get(feed.language, {})
        digest = _digest(context, feed, feed.articles)
        for name, write in _WRITERS.items():
            path, previous = feed.path + name, book.absolute(before[name]) if before else ""
            links: dict[str, Any] = {"previous": previous}
            if name == ATOM:  # no other format has a word for it
                links["gone"] = withdrawn_from(context.column, feed)
            own = digest_text(previous, *map(repr, links.get("gone", ())))
            make = partial(write, book, feed, path, feed.articles, **links)
            yield context.output(output_file(path), combine(digest, own), make)


def _of_plugins(context: DataContext, article: Article) -> str:
    """An article's HTML that plugins of others' may have changed, when XML can hold it: the gate looked at ours."""
    html = context.body(article)
    if found := _NO_XML.search(html):
        raise BuildError(
            f"{article.source}: một plugin để lại ký tự U+{ord(found[0]):04X} trong bài; RSS không chứa được"
        )
    return html


def _remind(context: DataContext) -> None:
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


def _digest(context: DataContext, feed: Feed, articles: Sequence[Article]) -> bytes:
    """Of what every format says of these, but for its links to archives and what is gone."""
    own = digest_text(
        feed.path, feed.title, feed.description, str(feed.full), feed.language, context.pictures.site_image
    )
    return combine(own, *map(context.present.article_digest, articles))


def _rss(book: FeedBook, feed: Feed, path: str, articles: Sequence[Article], **links: Any) -> bytes:
    from .rss_atom import rss_feed, rss_item

    head = book.head(feed, path, articles, **links)
    return rss_feed(head, book.items(head, RSS, rss_item, feed, articles))


def _atom(book: FeedBook, feed: Feed, path: str, articles: Sequence[Article], **links: Any) -> bytes:
    from .rss_atom import atom_entry, atom_feed

    head = book.head(feed, path, articles, **links)
    return atom_feed(head, book.items(head, ATOM, atom_entry, feed, articles))


def _json(book: FeedBook, feed: Feed, path: str, articles: Sequence[Article], **links: Any) -> bytes:
    from .json_feed import json_feed, json_item

    head = book.head(feed, path, articles, **links)
    return json_feed(head, book.items(head, JSON, json_item, feed, articles))


_WRITERS: dict[str, Callable[..., bytes]] = {RSS: _rss, ATOM: _atom, JSON: _json}
"""File name of a format → what writes it."""


def register() -> None:
    """Connect to the build."""
    outputs.connect(feed_outputs)
