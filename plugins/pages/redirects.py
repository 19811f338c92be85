"""Addresses that lead on: old ones to the new (the editors' Aliases, and nothing that only this machine knows), short
ones to their articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import article_path, list_path, output_file
from ..core.article.old_addresses import has_page, is_whole
from ..core.column.site_paths import moved_paths
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.short_addresses import short_path, table_path
from ..core.site_map import FEED_FILES, LISTS, ROWS, SYNDICATED
from ..core.views.view_models import Head

_SYNDICATED = {ROWS[kind].folder for kind in SYNDICATED if kind in LISTS}
"""First parts of the paths of lists with feeds."""

if TYPE_CHECKING:
    from ..build.context import BuildContext


def redirects(context: BuildContext) -> dict[str, str]:
    """Old address (percent-encoded, perhaps with a query) → new site path, for every one that nothing takes today."""
    column = context.column
    moved: dict[str, str] = {}
    for article in column.having("aliases"):
        for alias in article.aliases:
            moved[alias if is_whole(alias) else article_path(alias)] = article_path(article.slug)
    for page in column.pages:
        for alias in page.article.aliases:
            moved.setdefault(alias if is_whole(alias) else f"/{alias}/", page.url)
    others = moved_paths(column.plans, column.site)
    if others:
        taken = {list_path(kind, slug) for kind in LISTS for slug in column.lists[kind]}
        taken.update(page.url for page in column.pages)
        free = {old: new for old, new in others.items() if old not in taken}
        moved |= free
        moved |= {old + file: new + file for old, new in free.items() if _has_feeds(old) for file in FEED_FILES}
    if moved:
        for slug in column.index.slugs:
            moved.pop(article_path(slug), None)
        for page in column.pages:
            moved.pop(page.url, None)
    return moved


def _has_feeds(path: str) -> bool:
    """Whether a path is that of a list with feeds: of a term, or of a demand, which lies below its plan's."""
    folder, depth = path.split("/")[1], path.count("/")
    return (depth == 3 and folder in _SYNDICATED) or (depth == 4 and folder == ROWS["item"].folder)


def short_addresses(context: BuildContext) -> dict[str, str]:
    """Short address → site path of its article; of one that was taken back too, whose address says that it is gone."""
    column = context.column
    public = zip(column.index.ids, column.index.slugs, strict=True)
    gone = ((article.id, article.slug) for article in column.withdrawals)
    return {short_path(identity): article_path(slug) for identity, slug in chain(gone, public)}


@from_metadata
def redirect_outputs(context: BuildContext) -> Iterator[Output]:
    """A small page per old address that can have one; servers that can redirect read the table in `_redirects`."""
    for old, new in sorted(redirects(context).items()):
        if not has_page(old):
            continue
        target = context.present.href(new)
        parts = {"target": Part(digest_text(target), lambda target=target: target)}  # type: ignore[misc]

        def head(old: str = old, new: str = new) -> Head:
            return context.head(
                "Bài đã chuyển địa chỉ", "Bài đã chuyển sang địa chỉ mới.", old, "", robots="noindex", canonical=new
            )

        yield context.renderer.page(output_file(unquote(old)), "redirect.html", head, parts, "")


@from_metadata
def short_address_outputs(context: BuildContext) -> Iterator[Output]:
    """A line in `_redirects` is what leads on. Hosts that read no such table answer with the page of what is not found,
    whose script looks the address up in these: one per first sign of the code, so that none is long."""
    tables: dict[str, list[str]] = {}
    for short, path in sorted(short_addresses(context).items()):
        tables.setdefault(table_path(short), []).append(f"{short.rpartition('/')[2]} {context.present.href(path)}\n")
    for table, lines in tables.items():
        text = "".join(lines)
        file = output_file(table)
        yield Output(file, digest_text(file, text), lambda text=text: text.encode())  # type: ignore[misc]


def register() -> None:
    """Connect to the build."""
    outputs.connect(redirect_outputs)
    outputs.connect(short_address_outputs)
