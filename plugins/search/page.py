"""The search page /tim-kiem/ and the OpenSearch description, by which browsers add the column to their searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.plan.plan import ABOUT, Term
from ..core.plan.plan_names import TABLE_OF
from ..core.search.kinds import ARTICLE, KINDS, PAGE
from ..core.site_map import ROWS
from ..core.views.view_models import Crumb, Head, TermLink
from .entries import find_entries

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.column.column import Column

PATH, _TITLE = ROWS["search"].path, ROWS["search"].title
_FILTERS = ("topic", "form", "unit")
"""Kinds of terms that a search can be narrowed to."""
_DIRECTORIES = {
    **dict.fromkeys(("topics", "forms", "units", "documents", "tags", "dossiers"), ""),
    "months": " theo tháng",
}
"""Pages for those who would rather look around → what is added to their titles here."""


def search_page_outputs(context: BuildContext) -> Iterator[Output]:
    """The page and the description, when the site has a search."""
    if not context.search:
        return
    yield _page(context)
    yield _description(context)


def _page(context: BuildContext) -> Output:
    present, column = context.present, context.column
    terms = {kind: _current(column, kind) for kind in _FILTERS}
    years = sorted({month[:4] for month in context.column.lists["month"]}, reverse=True)
    kinds = {ARTICLE, *(entry.kind for entry in find_entries(context)), *([PAGE] if column.pages else [])}
    listed = [(ROWS[name], more) for name, more in _DIRECTORIES.items() if context.column.has(ROWS[name].needs)]

    def filters() -> object:
        found: list[tuple[str, str, str, tuple[tuple[str, str], ...]]] = [
            ("loai", "Loại", "Mọi loại", tuple((kind, name) for kind, name in KINDS.items() if kind in kinds))
        ]
        found += [
            (
                ROWS[kind].folder,
                ROWS[kind].title,
                f"Mọi {ROWS[kind].title.lower()}",
                tuple((term.slug, _told_apart(column, term, terms[kind])) for term in terms[kind]),
            )
            for kind in _FILTERS
        ]
        found.append(("nam", "Năm", "Mọi năm", tuple((year, year) for year in years)))
        return tuple(row for row in found if row[3])

    parts = {
        "filters": Part(
            digest_text("filters", *sorted(kinds), *years, *(t.slug for of in terms.values() for t in of)), filters
        ),
        "topics": Part(
            digest_text("topics", *(topic.slug for topic in terms["topic"])),
            lambda: tuple(
                replace(present.bare_term("topic", topic.slug), name=_told_apart(column, topic, terms["topic"]))
                for topic in terms["topic"]
            ),
        ),
        "directories": Part(
            digest_text(*(row.path for row, _ in listed)),
            lambda: tuple(
                TermLink(kind=row.section, slug="", name=row.title + more, url=present.href(row.path))
                for row, more in listed
            ),
        ),
        "index": Part(digest_text("index"), lambda: present.href(PATH)),
    }

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=present.href("/")), Crumb(name=_TITLE))
        about = "Tìm bài trong chuyên mục, gõ có dấu hay không dấu đều được."
        return context.head(_TITLE, about, PATH, "search", crumbs=crumbs)

    return context.renderer.page(output_file(PATH), "search.html", head, parts, "search")


def _current(column: Column, kind: str) -> list[Term]:
    """What a search can be narrowed to: the terms of the plans that run (of the last one, while none does). Units
    outlive plans, so all of them."""
    if kind == "unit":
        return list(column.plans.terms["unit"].values())
    found = [term for plan in column.current_plans for term in getattr(plan, TABLE_OF[kind])]
    return [*found, ABOUT] if kind == "topic" and ABOUT.slug in column.lists["topic"] else found


def _told_apart(column: Column, term: Term, others: Sequence[Term]) -> str:
    """A term's name, with its plan's number where another one has the same name."""
    plan = column.plans.plan(term.plan)
    same = sum(other.name == term.name for other in others) > 1
    return f"{term.name} ({plan.number})" if same and plan else term.name


def _description(context: BuildContext) -> Output:
    """OpenSearch 1.1. Its addresses are absolute once the site has an address, as the format asks."""
    site, absolute = context.column.site, context.present.absolute
    page, own = quoteattr(absolute(PATH) + "?q={searchTerms}"), quoteattr(absolute(ROWS["opensearch"].path))

    def make() -> bytes:
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            "<ShortName>Tìm chuyên mục</ShortName>",
            f"<LongName>{escape(site.name[:48])}</LongName>",
            f"<Description>{escape(f'Tìm bài trong chuyên mục {site.name}')}</Description>",
            f"<Language>{escape(site.language)}</Language>",
            "<InputEncoding>UTF-8</InputEncoding>",
            f'<Url type="text/html" method="get" template={page}/>',
            f'<Url type="application/opensearchdescription+xml" rel="self" template={own}/>',
            "</OpenSearchDescription>",
        ]
        return ("\n".join(lines) + "\n").encode()

    return context.output(output_file(ROWS["opensearch"].path), digest_text("opensearch"), make)


def register() -> None:
    """Connect to the build."""
    outputs.connect(search_page_outputs)
