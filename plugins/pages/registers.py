"""The registers as pages: good models, targets, the glossary, and the ledger of corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import numbered_path, output_file
from ..core.column.pagination import ListPage, paginate
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.site_map import ROWS
from ..core.text.collation import collation_key
from ..core.views.jsonld import breadcrumbs, script_safe
from ..core.views.register_views import (
    CorrectionRow,
    correction_digest,
    correction_rows,
    corrections_jsonld,
    models_jsonld,
    register_row,
    row_digest,
    targets_jsonld,
    terms_jsonld,
)
from ..core.views.view_models import Crumb, Head

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.registers.registers import GlossaryTerm, GoodModel, Target

HOME, MODELS, TARGETS, TERMS, CORRECTIONS = (
    ROWS[name].path for name in ("registers", "models", "targets", "terms", "corrections")
)
_PAGES = {row.path: row for row in ROWS.values()}


@from_metadata
def register_outputs(context: BuildContext) -> Iterator[Output]:
    """The registers' home, a page per register, and the ledger's pages."""
    registers = context.column.registers
    rows = correction_rows(context.present)
    models = sorted(registers.models, key=lambda model: (model.date, model.slug), reverse=True)
    terms = sorted(registers.terms, key=lambda term: collation_key(term.name))
    yield _home_page(context, (len(models), len(registers.targets), len(terms), len(rows)))
    yield _rows_page(context, MODELS, "models.html", models, models_jsonld)
    yield _rows_page(context, TARGETS, "targets.html", registers.targets, targets_jsonld)
    yield _terms_page(context, terms)
    for page in paginate(rows, context.column.site.page_size):
        yield _corrections_page(context, page, empty=not rows)


def _page(
    context: BuildContext,
    path: str,
    template: str,
    parts: dict[str, Part],
    *,
    page: int = 0,
    canonical: str = "",
    empty: bool = False,
    data: Callable[[], dict[str, Any]] | None = None,
    register: str = "",
) -> Output:
    row = _PAGES[register or path]
    heading, about = row.title, row.about
    shown = {
        "heading": Part(digest_text(heading), lambda: heading),
        "about": Part(digest_text(about), lambda: about),
        **parts,
    }

    def head() -> Head:
        present = context.present
        crumbs = [Crumb(name="Trang nhất", url=present.href("/"))]
        if path.startswith(HOME) and path != HOME:
            crumbs.append(Crumb(name=_PAGES[HOME].title, url=present.href(HOME)))
        crumbs.append(Crumb(name=heading))
        graph = [data(), breadcrumbs(present, crumbs)] if data else []
        has_feed = bool(row.feeds) and not empty
        return context.head(
            f"{heading} – trang {page}" if page else heading,
            about,
            path,
            "register",
            crumbs=crumbs,
            canonical=canonical,
            robots="noindex" if empty or canonical else "",
            feeds=context.page_feeds(_PAGES[register or path].name) if has_feed else (),
            jsonld=script_safe({"@context": "https://schema.org", "@graph": graph}) if graph else "",
        )

    return context.renderer.page(output_file(path), template, head, shown, "register")


def _home_page(context: BuildContext, counts: tuple[int, ...]) -> Output:
    href = context.present.href
    rows = tuple(
        (_PAGES[path].title, _PAGES[path].about, href(path), count)
        for path, count in zip((MODELS, TARGETS, TERMS, CORRECTIONS), counts, strict=True)
    )
    return _page(context, HOME, "registers.html", {"rows": Part(digest_text(*map(str, counts)), lambda: rows)})


def _rows_page(
    context: BuildContext,
    path: str,
    template: str,
    entries: Sequence[GoodModel] | Sequence[Target],
    data: Callable[..., dict[str, Any]],
) -> Output:
    present = context.present
    digest = combine(digest_text(path), *(row_digest(present, entry) for entry in entries))
    parts = {"rows": Part(digest, lambda: tuple(register_row(present, entry) for entry in entries))}
    return _page(context, path, template, parts, empty=not entries, data=lambda: data(present, path, entries))


def _terms_page(context: BuildContext, terms: Sequence[GlossaryTerm]) -> Output:
    digest = combine(digest_text(TERMS), *(row_digest(context.present, term) for term in terms))
    parts = {"terms": Part(digest, lambda: tuple(terms))}
    return _page(
        context,
        TERMS,
        "glossary.html",
        parts,
        empty=not terms,
        data=lambda: terms_jsonld(context.present, TERMS, terms),
    )


def _corrections_page(context: BuildContext, page: ListPage[CorrectionRow], *, empty: bool) -> Output:
    path = numbered_path(CORRECTIONS, page.number) if page.number else CORRECTIONS
    marks = digest_text(f"{page.number} {page.older} {page.newer}")
    digest = combine(marks, *map(correction_digest, page.entries))
    unfinished = bool(page.number) and page.newer is None

    def address(number: int | None) -> str:
        return context.present.href(numbered_path(CORRECTIONS, number)) if number else ""

    parts = {
        "rows": Part(digest, lambda: tuple(page.entries)),
        "older": Part(marks, lambda: address(page.older)),
        "newer": Part(marks, lambda: address(page.newer)),
        "newest": Part(marks, lambda: context.present.href(CORRECTIONS) if page.number else ""),
    }
    return _page(
        context,
        path,
        "corrections.html",
        parts,
        page=page.number,
        canonical=CORRECTIONS if unfinished else "",
        data=lambda: corrections_jsonld(context.present, page.entries),
        register=CORRECTIONS,
        empty=empty,
    )


def register() -> None:
    """Connect to the build."""
    outputs.connect(register_outputs)
