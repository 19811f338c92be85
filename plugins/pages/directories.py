"""Directories: all topics, tags, units, documents and months, each with its count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.site_map import DIRECTORIES, Row
from ..core.text.collation import directory_key
from ..core.text.vietnamese import fold
from ..core.views.view_models import Crumb, Head, TermLink

if TYPE_CHECKING:
    from ..build.context import BuildContext

Groups = tuple[tuple[str, tuple[TermLink, ...]], ...]
_EMPTY = "Chưa có mục nào. Khi bài đầu tiên được đăng, trang này liệt kê {} kèm số bài của từng mục."
SHADES = 4
"""How many shades tell busy months from quiet ones."""


class Cell(NamedTuple):
    """A month of the archive, whether it has articles or not. shade: 0 for none, to SHADES for the busiest."""

    number: int
    link: TermLink | None
    shade: int


@from_metadata
def directory_outputs(context: BuildContext) -> Iterator[Output]:
    """One page per kind that has entries."""
    for kind, row in DIRECTORIES.items():
        if context.column.has(row.needs):
            yield _page(context, kind, row, _groups(context, kind))


def _groups(context: BuildContext, kind: str) -> Groups:
    links = [context.present.term(kind, slug) for slug in context.column.lists[kind]]
    if kind == "month":
        links.sort(key=lambda link: link.slug, reverse=True)
        return _grouped(links, lambda link: link.slug[:4])
    if kind == "tag":
        links.sort(key=lambda link: directory_key(link.name))
        return _grouped(links, _initial)
    if kind == "unit":
        links.sort(key=lambda link: directory_key(link.name))
    if kind == "topic" and len(context.column.plans.plans) > 1:
        by_slug = {link.slug: link for link in links}
        return tuple((plan.title, tuple(by_slug[t.slug] for t in plan.topics)) for plan in context.column.plans.plans)
    return (("", tuple(links)),) if links else ()


def _years(groups: Groups) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Each year with its twelve months."""
    highest = max((link.count for _, links in groups for link in links), default=1)

    def cells(links: tuple[TermLink, ...]) -> tuple[Cell, ...]:
        of = {int(link.slug[5:]): link for link in links}
        return tuple(
            Cell(number, of.get(number), -(-of[number].count * SHADES // highest) if number in of else 0)
            for number in range(1, 13)
        )

    return tuple((year, cells(links)) for year, links in groups)


def _initial(link: TermLink) -> str:
    """The letter a name stands under: Đ is a letter of its own, tones are not."""
    first = link.name[:1].upper()
    if first == "Đ":
        return "Đ"
    plain = fold(first).upper()
    return plain if plain.isalpha() else "0–9"


def _grouped(links: list[TermLink], key) -> Groups:  # type: ignore[no-untyped-def]
    groups: dict[str, list[TermLink]] = {}
    for link in links:
        groups.setdefault(key(link), []).append(link)
    return tuple((heading, tuple(rows)) for heading, rows in groups.items())


def _page(context: BuildContext, kind: str, row: Row, groups: Groups) -> Output:
    rows = [f"{link.slug} {link.name} {link.count}" for _, links in groups for link in links]
    digest = digest_text(kind, *rows)
    parts = {
        "heading": Part(digest, lambda: row.title),
        "intro": Part(digest, lambda: row.about),
        "groups": Part(digest, lambda: () if kind == "month" else groups),
        "empty": Part(digest, lambda: _EMPTY.format(row.title.lower())),
        "years": Part(digest, lambda: _years(groups) if kind == "month" else ()),
    }

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=context.present.href("/")), Crumb(name=row.title))
        return context.head(row.title, row.about, row.path, kind, crumbs=crumbs)

    return context.renderer.page(output_file(row.path), "directory.html", head, parts, kind)


def register() -> None:
    """Connect to the build."""
    outputs.connect(directory_outputs)
