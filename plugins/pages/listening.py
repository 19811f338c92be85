"""/nghe/: the articles that can be heard, newest first, each with its player; the podcast's page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import numbered_path, output_file
from ..core.column.pagination import ListPage, paginate
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.site_map import ROWS, RSS
from ..core.views.view_models import Crumb, Head

if TYPE_CHECKING:
    import datetime as dt

    from ..build.context import BuildContext
    from ..core.article.article import Article
    from ..core.views.view_models import Sound

_ROW = ROWS["listening"]


class Episode(NamedTuple):
    """An article that can be heard. url: its page."""

    title: str
    url: str
    lang: str
    date: dt.datetime
    sapo: str
    sample: bool
    sound: Sound | None


@from_metadata
def listening_outputs(context: BuildContext) -> Iterator[Output]:
    """The newest episodes and numbered pages of the older ones; nothing while no article can be heard."""
    articles = context.column.having("audio")
    if articles:
        for page in paginate(articles, context.column.site.page_size):
            yield _page(context, page)


def _page(context: BuildContext, page: ListPage[Article]) -> Output:
    present = context.present
    path = numbered_path(_ROW.path, page.number) if page.number else _ROW.path
    digest = combine(*(present.article_digest(article) for article in page.entries))

    def address(number: int | None) -> str:
        return present.href(numbered_path(_ROW.path, number)) if number else ""

    around = (address(page.newer), address(page.older), present.href(_ROW.path), page.number)
    parts = {
        "episodes": Part(digest, lambda: tuple(_episode(context, article) for article in page.entries)),
        "around": Part(digest_text(repr(around)), lambda: around),
        "about": Part(digest_text(_ROW.about), lambda: _ROW.about),
        "feed": Part(digest_text(RSS), lambda: present.href(_ROW.path + RSS)),
    }

    def head() -> Head:
        unfinished = bool(page.number) and page.newer is None
        return context.head(
            f"{_ROW.title} – trang {page.number}" if page.number else _ROW.title,
            _ROW.about,
            path,
            _ROW.section,
            crumbs=(Crumb(name="Trang nhất", url=present.href("/")), Crumb(name=_ROW.title)),
            feeds=context.page_feeds("listening"),
            robots="noindex" if unfinished else "",
            canonical=_ROW.path if unfinished else "",
        )

    return context.renderer.page(output_file(path), "listening.html", head, parts, _ROW.section)


def _episode(context: BuildContext, article: Article) -> Episode:
    present = context.present
    return Episode(
        title=article.title,
        url=present.url(article),
        lang=article.lang,
        date=article.date,
        sapo=article.sapo,
        sample=article.sample,
        sound=present.sound(article),
    )


def register() -> None:
    """Connect to the build."""
    outputs.connect(listening_outputs)
