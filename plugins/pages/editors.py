"""The editors' own pages (about, contact …), and the pages every site has: RSS directory, not found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..build.typesetting import set_text
from ..core.addresses import item_path, language_path, output_file
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.site_map import ATOM, JSON, ROWS, RSS, SYNDICATED, Row
from ..core.views.labels import words
from ..core.views.view_models import Crumb, FeedRow, Head

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.column.column import EditorPage


MOST_SERIES = 12
"""Series of which the page of all feeds tells, so that it stays light."""


@from_metadata
def page_outputs(context: BuildContext) -> Iterator[Output]:
    """One output per page."""
    for page in context.column.pages:
        yield _editor_page(context, page)
    yield _rss(context)
    yield _not_found(context)


def _home(context: BuildContext) -> Crumb:
    return Crumb(name="Trang nhất", url=context.present.href("/"))


def _editor_page(context: BuildContext, page: EditorPage) -> Output:
    article = page.article
    digest = context.present.article_digest(article)
    parts = {
        "title": Part(digest, lambda: article.title),
        "body": Part(digest, lambda: set_text(context.body(article))),
        "updated": Part(digest, lambda: article.modified or (article.date if article.record.date else None)),
    }

    def head() -> Head:
        crumbs = (_home(context), Crumb(name=article.title))
        return context.head(
            article.title, article.sapo or article.title, page.url, article.slug, crumbs=crumbs, lang=article.lang
        )

    return context.renderer.page(output_file(page.url), "page.html", head, parts, article.slug)


def _newest_series(context: BuildContext) -> list[str]:
    """Slugs of the series that were added to last; the others' feeds are named by their own pages and the OPML file."""
    lists = context.column.lists["series"]
    return sorted(lists, key=lambda slug: lists[slug].positions[0], reverse=True)[:MOST_SERIES]


def _rss(context: BuildContext) -> Output:
    def row(title: str, newest: str, about: str) -> FeedRow:
        href = context.present.href
        return FeedRow(
            title=title,
            rss=href(newest + RSS),
            atom=href(newest + ATOM),
            json=href(newest + JSON),
            about=about,
        )

    def own(page: Row) -> FeedRow:
        return FeedRow(title=page.title, rss=context.present.href(page.path + RSS), atom="", json="", about=page.about)

    def rows() -> object:
        site, present = context.column.site, context.present
        whole = [row(site.name, "/", "Mọi bài mới của chuyên mục, toàn văn.")]
        for language in context.column.languages:
            whole.append(row(words(language).language, language_path(language), words(language).language_feed))
        groups: list[tuple[str, tuple[FeedRow, ...]]] = [("Toàn chuyên mục", tuple(whole))]
        for kind in SYNDICATED:
            if kind == "tag":
                continue
            if kind == "item":
                items = context.column.plans.items.values()
                demands = tuple(row(i.name, item_path(i.plan, i.written), "") for i in items)
                groups += [("Yêu cầu của kế hoạch", demands)] if demands else []
                continue
            slugs = series if kind == "series" else context.column.lists[kind]
            links = [present.bare_term(kind, slug) for slug in slugs]
            if links:
                groups.append(
                    (
                        ROWS[kind].title,
                        tuple(
                            row(
                                link.name,
                                link.url.removeprefix(present.prefix),
                                context.column.plans.terms[kind][link.slug].description if kind != "series" else "",
                            )
                            for link in links
                        ),
                    )
                )
        groups += [(heading, tuple(map(own, pages))) for heading, pages in beside.items()]
        return tuple(groups)

    beside, series = context.column.page_feeds, _newest_series(context)
    marks = (*context.column.languages, *map(context.column.index.series.__getitem__, series))
    digest = digest_text("rss", *marks, *(row.path for pages in beside.values() for row in pages))
    parts = {
        "rows": Part(digest, rows),
        "opml": Part(digest, lambda: context.present.href(ROWS["opml"].path)),
    }

    def head() -> Head:
        description = "Danh sách kênh RSS của chuyên mục và cách đăng ký nhận tin."
        crumbs = (_home(context), Crumb(name="RSS"))
        return context.head("Đăng ký nhận tin qua RSS", description, ROWS["rss"].path, "rss", crumbs=crumbs)

    return context.renderer.page(output_file(ROWS["rss"].path), "rss.html", head, parts, "rss")


def _not_found(context: BuildContext) -> Output:
    parts = {"links": Part(digest_text("404"), lambda: context.frame.nav)}

    def head() -> Head:
        return context.head(
            "Không tìm thấy trang",
            "Địa chỉ này không có trên chuyên mục.",
            ROWS["not_found"].path,
            "",
            robots="noindex",
        )

    return context.renderer.page(output_file(ROWS["not_found"].path), "notfound.html", head, parts, "")


def register() -> None:
    """Connect to the build."""
    outputs.connect(page_outputs)
