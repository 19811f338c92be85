"""Old addresses that lead to the new ones: the editors' Aliases, and nothing that only this machine knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import article_path, output_file
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.views.view_models import Head

if TYPE_CHECKING:
    from ..build.context import BuildContext


def redirects(context: BuildContext) -> dict[str, str]:
    """Old site path → new site path, for every address that is not taken by an article today."""
    column = context.column
    moved: dict[str, str] = {}
    for article in column.having("aliases"):
        for slug in article.aliases:
            moved[article_path(slug)] = article_path(article.slug)
    if moved:
        for slug in column.index.slugs:
            moved.pop(article_path(slug), None)
    return moved


@from_metadata
def redirect_outputs(context: BuildContext) -> Iterator[Output]:
    """A small page per old address; servers that can redirect read the same table from `_redirects`."""
    for old, new in sorted(redirects(context).items()):
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
