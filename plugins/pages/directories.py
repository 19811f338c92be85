"""Directories: all topics, tags, units, documents and months, each with its count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.plan.plan import ABOUT, Document, Unit
from ..core.plan.plan_names import TABLE_OF
from ..core.site_map import DIRECTORIES, Row
from ..core.text.collation import directory_key
from ..core.text.dates import short_day
from ..core.text.vietnamese import fold
from ..core.views.view_models import Crumb, Head, TermLink
from .plans import ended

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.column.column import Column
    from ..core.plan.plan import Plan

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
    if kind == "series":
        links.sort(key=lambda link: directory_key(link.name))
    if kind == "unit":
        links.sort(key=lambda link: directory_key(link.name))
        return _by_group(context, links)
    if kind in {"topic", "form", "priority", "phase"}:
        return _by_plan(context, kind, links)
    return (("", tuple(links)),) if links else ()


def _by_plan(context: BuildContext, kind: str, links: list[TermLink]) -> Groups:
    """What the current plans ask for, what is no plan's, then the plans before, the newest first."""
    column = context.column
    plans, current = column.plans.plans, column.current_plans
    by_slug = {link.slug: link for link in links}
    groups = {plan.slug: tuple(by_slug.pop(t.slug) for t in getattr(plan, TABLE_OF[kind])) for plan in plans}
    others = [plan for plan in reversed(plans) if plan not in current]
    titled = [(plan.title if len(plans) > 1 else "", groups[plan.slug]) for plan in current]
    titled.append((ABOUT.name if titled else "", tuple(by_slug.values())))
    titled += [(f"{_kept(column, plan)}: {plan.title}", groups[plan.slug]) for plan in others]
    return tuple((heading, rows) for heading, rows in titled if rows)


def _kept(column: Column, plan: Plan) -> str:
    day = ended(column, plan)
    return f"Kế hoạch trước, kết thúc ngày {short_day(day)}" if day else "Kế hoạch sắp thực hiện"


def _by_group(context: BuildContext, links: list[TermLink]) -> Groups:
    """Units by their kind, in the plan's order; those that are no more stand last."""
    units, today = context.column.plans.terms["unit"], context.column.today
    groups: dict[str, list[TermLink]] = {unit.group: [] for unit in units.values() if isinstance(unit, Unit)}
    over: list[TermLink] = []
    for link in links:
        unit = units[link.slug]
        assert isinstance(unit, Unit)
        (over if unit.over(today) else groups[unit.group]).append(link)
    rows = [(heading or ("Đơn vị khác" if len(groups) > 1 else ""), rows) for heading, rows in groups.items()]
    rows.sort(key=lambda row: row[0] == "Đơn vị khác")
    return tuple(
        (heading, tuple(found)) for heading, found in [*rows, ("Đã sáp nhập, đổi tên hoặc kết thúc", over)] if found
    )


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


def _notes(column: Column, kind: str) -> dict[str, str]:
    """Slug → what is told of an entry below its name: number, issuer and day of a document, the end of a unit."""
    told: dict[str, str] = {}
    for slug, term in column.plans.terms.get(kind, {}).items():
        if isinstance(term, Document):
            day = f"ngày {short_day(term.date)}" if term.date else ""
            told[slug] = " · ".join(filter(None, (term.number and f"Số {term.number}", term.issuer, day)))
        elif isinstance(term, Unit) and term.last and term.over(column.today):
            told[slug] = f"Đến hết {short_day(term.last)}"
    return {slug: text for slug, text in told.items() if text}


def _page(context: BuildContext, kind: str, row: Row, groups: Groups) -> Output:
    notes = _notes(context.column, kind)
    rows = [f"{heading} {link.slug} {link.name} {link.count}" for heading, links in groups for link in links]
    digest = digest_text(kind, *rows, repr(notes))
    parts = {
        "heading": Part(digest, lambda: row.title),
        "intro": Part(digest, lambda: row.about),
        "groups": Part(digest, lambda: () if kind == "month" else groups),
        "notes": Part(digest, lambda: notes),
        "empty": Part(digest, lambda: _EMPTY.format(row.title.lower())),
        "years": Part(digest, lambda: _years(groups) if kind == "month" else ()),
    }

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=context.present.href("/")), Crumb(name=row.title))
        return context.head(row.title, row.about or row.title, row.path, kind, crumbs=crumbs)

    return context.renderer.page(output_file(row.path), "directory.html", head, parts, kind)


def register() -> None:
    """Connect to the build."""
    outputs.connect(directory_outputs)
