"""Published hand-outs: the list, a page per month with what it says, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.generator import outputs
from ..core.addresses import article_path, handout_path, output_file
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.reports.handout import handout_digest, make_handout
from ..core.site_map import ROWS
from ..core.views.view_models import Crumb, Head

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.registers.registers import Handout

_ROW = ROWS["handouts"]
HANDOUTS, TITLE, ABOUT = _ROW.path, _ROW.title, _ROW.about


def handout_outputs(context: BuildContext) -> Iterator[Output]:
    """The list; of each published month its page and its two files."""
    handouts = sorted(context.column.registers.handouts, key=lambda entry: entry.month, reverse=True)
    yield _list_page(context, handouts)
    for handout in handouts:
        yield _page(context, handout)
        for kind, source in (("pdf", handout.pdf), ("epub", handout.epub)):
            path = context.content / source
            yield Output(
                output_file(handout.path_of(kind)),
                combine(digest_text(kind, handout.digest)),
                lambda path=path: path.read_bytes(),  # type: ignore[misc]
            )


def _view(context: BuildContext, handout: Handout) -> tuple[Handout, str, str, str]:
    href = context.present.href
    pdf, epub = handout.path_of("pdf"), handout.path_of("epub")
    return handout, href(handout_path(handout.month)), href(pdf), href(epub)


def _list_page(context: BuildContext, handouts: list[Handout]) -> Output:
    parts = {
        "rows": Part(digest_text(*map(repr, handouts)), lambda: tuple(_view(context, entry) for entry in handouts))
    }

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=context.present.href("/")), Crumb(name=TITLE))
        robots, feeds = ("", context.page_feeds("handouts")) if handouts else ("noindex", ())
        return context.head(TITLE, ABOUT, HANDOUTS, "handout", crumbs=crumbs, robots=robots, feeds=feeds)

    return context.renderer.page(output_file(HANDOUTS), "handouts.html", head, parts, "handout")


def _page(context: BuildContext, handout: Handout) -> Output:
    path = handout_path(handout.month)
    column, href = context.column, context.present.href
    digest = combine(digest_text(repr(handout)), handout_digest(column, handout.month))
    parts = {
        "view": Part(digest, lambda: _view(context, handout)),
        "handout": Part(
            digest,
            lambda: make_handout(
                column, handout.month, lambda a: context.store.html(a.source), lambda a: href(article_path(a.slug))
            ),
        ),
    }

    def head() -> Head:
        crumbs = (
            Crumb(name="Trang nhất", url=href("/")),
            Crumb(name=TITLE, url=href(HANDOUTS)),
            Crumb(name=handout.title),
        )
        return context.head(handout.title, ABOUT, path, "handout", crumbs=crumbs, feeds=context.page_feeds("handouts"))

    return context.renderer.page(output_file(path), "handout.html", head, parts, "handout")


def register() -> None:
    """Connect to the build."""
    outputs.connect(handout_outputs)
