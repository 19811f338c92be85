"""The editors' own pages (about, contact …), and the pages every site has: RSS directory, not found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..build.context import from_headers
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.output import Output, Part, digest_text
from ..core.views.view_models import Crumb, FeedRow, Head
from ..feeds.register_feeds import register_feeds
from .lists import KICKERS, SYNDICATED

if TYPE_CHECKING:
    from ..build.context import Work
    from ..core.column.column import EditorPage


@from_headers
def plan_pages(work: Work) -> Iterator[Output]:
    """One output per page."""
    for page in work.column.pages:
        yield _editor_page(work, page)
    yield _rss(work)
    yield _not_found(work)


def _home(work: Work) -> Crumb:
    return Crumb(name="Trang nhất", url=work.present.href("/"))


def _editor_page(work: Work, page: EditorPage) -> Output:
    article = page.article
    digest = work.present.article_digest(article)
    parts = {
        "title": Part(digest, lambda: article.title),
        "body": Part(digest, lambda: Markup(work.body(article))),  # noqa: S704 — cleaned by the reader
        "updated": Part(digest, lambda: article.modified or (article.date if article.record.date else None)),
    }

    def head() -> Head:
        crumbs = (_home(work), Crumb(name=article.title))
        return work.head(
            article.title, article.sapo or article.title, page.url, article.slug, crumbs=crumbs, lang=article.lang
        )

    return work.renderer.page(output_file(page.url), "page.html", head, parts, article.slug)


def _rss(work: Work) -> Output:
    def row(title: str, newest: str, about: str) -> FeedRow:
        href = work.present.href
        return FeedRow(
            title=title,
            rss=href(f"{newest}rss.xml"),
            atom=href(f"{newest}atom.xml"),
            json=href(f"{newest}feed.json"),
            about=about,
        )

    def own(title: str, path: str, about: str) -> FeedRow:
        return FeedRow(title=title, rss=work.present.href(f"{path}rss.xml"), atom="", json="", about=about)

    def rows() -> object:
        site, present = work.column.site, work.present
        groups: list[tuple[str, tuple[FeedRow, ...]]] = [
            ("Toàn chuyên mục", (row(site.name, "/", "Mọi bài mới của chuyên mục, toàn văn."),))
        ]
        for kind in SYNDICATED:
            links = [present.term(kind, slug) for slug in work.column.lists[kind]]
            if kind == "tag":
                continue
            if links:
                groups.append(
                    (
                        KICKERS[kind],
                        tuple(
                            row(
                                link.name,
                                link.url.removeprefix(present.prefix),
                                work.column.plans.terms[kind][link.slug].description,
                            )
                            for link in links
                        ),
                    )
                )
        if registers:
            groups.append(("Sổ theo dõi", tuple(own(title, path, about) for title, path, about in registers)))
        return tuple(groups)

    registers = register_feeds(work)
    digest = digest_text("rss", *(path for _, path, _ in registers))
    parts = {
        "rows": Part(digest, rows),
        "opml": Part(digest, lambda: work.present.href("/feeds.opml")),
    }

    def head() -> Head:
        description = "Danh sách kênh RSS của chuyên mục và cách đăng ký nhận tin."
        crumbs = (_home(work), Crumb(name="RSS"))
        feeds = work.feeds(work.column.site.name, "/")
        return work.head("Đăng ký nhận tin qua RSS", description, "/rss/", "rss", crumbs=crumbs, feeds=feeds)

    return work.renderer.page("rss/index.html", "rss.html", head, parts, "rss")


def _not_found(work: Work) -> Output:
    parts = {"links": Part(digest_text("404"), lambda: work.frame.nav)}

    def head() -> Head:
        return work.head(
            "Không tìm thấy trang", "Địa chỉ này không có trên chuyên mục.", "/404.html", "", robots="noindex"
        )

    return work.renderer.page("404.html", "notfound.html", head, parts, "")


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_pages)
