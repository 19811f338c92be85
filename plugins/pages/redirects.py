"""Old addresses that lead to the new ones: the editors' Aliases, and nothing that only this machine knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import article_path, item_path, list_path, output_file, term_path
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.site_map import LISTS, ROWS, Row
from ..core.views.view_models import Head

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.column.column import Column


def redirects(context: BuildContext) -> dict[str, str]:
    """Old site path → new site path, for every address that is not taken by an article today."""
    column = context.column
    moved: dict[str, str] = {}
    for article in column.having("aliases"):
        for slug in article.aliases:
            moved[article_path(slug)] = article_path(article.slug)
    moved |= _renamed_terms(column)
    if column.site.moved:
        taken = {list_path(kind, slug) for kind in LISTS for slug in column.lists[kind]}
        taken.update(page.url for page in column.pages)
        moved |= {row.old: row.new for row in column.site.moved if row.old not in taken}
    if moved:
        for slug in column.index.slugs:
            moved.pop(article_path(slug), None)
    return moved


def _renamed_terms(column: Column) -> dict[str, str]:
    """Pages and feeds of terms and items under the slugs that they had before."""
    moved: dict[str, str] = {}
    for kind, terms in column.plans.terms.items():
        for term in terms.values():
            for slug in term.former_slugs:
                moved |= _with_feeds(ROWS[kind], term_path(kind, slug), term_path(kind, term.slug))
    for item in column.plans.items.values():
        for slug in item.former_slugs:
            moved |= _with_feeds(ROWS["item"], item_path(item.plan, slug), item_path(item.plan, item.written))
    return moved


def _with_feeds(row: Row, old: str, new: str) -> dict[str, str]:
    return {old + file: new + file for file in ("", *row.feeds)}


@from_metadata
def redirect_outputs(context: BuildContext) -> Iterator[Output]:
    """A small page per old address; servers that can redirect read the same table from `_redirects`."""
    for old, new in sorted(redirects(context).items()):
        if not old.endswith("/"):
            continue  # a feed: no page can lead its readers on, `_redirects` does
        target = context.present.href(new)
        parts = {"target": Part(digest_text(target), lambda target=target: target)}  # type: ignore[misc]

        def head(old: str = old, new: str = new) -> Head:
            return context.head(
                "Bài đã chuyển địa chỉ", "Bài đã chuyển sang địa chỉ mới.", old, "", robots="noindex", canonical=new
            )

        yield context.renderer.page(output_file(old), "redirect.html", head, parts, "")


def register() -> None:
    """Connect to the build."""
    outputs.connect(redirect_outputs)
