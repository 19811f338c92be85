"""The registers as pages: good models, targets, the glossary, and the ledger of corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..build.context import RSS, from_headers
from ..build.generator import outputs
from ..core.addresses import numbered_path, output_file
from ..core.column.pagination import ListPage, paginate
from ..core.output import Output, Part, combine, digest_text
from ..core.text.collation import collation_key
from ..core.views.jsonld import breadcrumbs, script_safe
from ..core.views.register_views import (
    LedgerRow,
    ledger,
    ledger_digest,
    ledger_jsonld,
    models_jsonld,
    register_row,
    row_digest,
    targets_jsonld,
    terms_jsonld,
)
from ..core.views.view_models import Crumb, FeedLink, Head
from ..feeds.sitemaps import listed_pages

if TYPE_CHECKING:
    from ..build.context import Work
    from ..core.registers.registers import GlossaryTerm, GoodModel, Target

HOME, MODELS, TARGETS, TERMS, LEDGER = (
    "/so-theo-doi/",
    "/so-theo-doi/mo-hinh/",
    "/so-theo-doi/muc-tieu/",
    "/so-theo-doi/thuat-ngu/",
    "/dinh-chinh/",
)
HEADINGS: dict[str, tuple[str, str]] = {
    HOME: ("Sổ theo dõi", "Những điều chuyên mục ghi lại có nguồn và có ngày, để ai cũng tra được."),
    MODELS: ("Mô hình hay, cách làm sáng tạo", "Ai làm, ở đâu, kết quả gì, theo nguồn nào và bao giờ xem lại."),
    TARGETS: ("Mục tiêu, chỉ tiêu", "Giá trị, đơn vị tính, nguồn và ngày của từng số liệu."),
    TERMS: ("Thuật ngữ và tên gọi", "Cách viết thống nhất của chuyên mục, tên cũ và tên mới của các cơ quan."),
    LEDGER: ("Đính chính", "Mọi đính chính của chuyên mục, mới nhất ở trên."),
}
"""Address → (heading, what it is) of each page."""


@from_headers
def plan_registers(work: Work) -> Iterator[Output]:
    """The registers' home, a page per register, and the ledger's pages."""
    registers = work.column.registers
    rows = ledger(work.present)
    models = sorted(registers.models, key=lambda model: (model.date, model.slug), reverse=True)
    terms = sorted(registers.terms, key=lambda term: collation_key(term.name))
    yield _home_page(work, (len(models), len(registers.targets), len(terms), len(rows)))
    yield _rows_page(work, MODELS, "models.html", models, models_jsonld)
    yield _rows_page(work, TARGETS, "targets.html", registers.targets, targets_jsonld)
    yield _terms_page(work, terms)
    for page in paginate(rows):
        yield _ledger_page(work, page, empty=not rows)


def feed_link(work: Work, path: str) -> FeedLink:
    """The RSS feed of the register at a site path."""
    return FeedLink(title=f"{HEADINGS[path][0]} (RSS)", url=work.present.href(f"{path}rss.xml"), type=RSS)


def _page(
    work: Work,
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
    heading, about = HEADINGS[register or path]
    shown = {
        "heading": Part(digest_text(heading), lambda: heading),
        "about": Part(digest_text(about), lambda: about),
        **parts,
    }

    def head() -> Head:
        present = work.present
        crumbs = [Crumb(name="Trang nhất", url=present.href("/"))]
        if path.startswith(HOME) and path != HOME:
            crumbs.append(Crumb(name=HEADINGS[HOME][0], url=present.href(HOME)))
        crumbs.append(Crumb(name=heading))
        graph = [data(), breadcrumbs(present, crumbs)] if data else []
        has_feed = (register or path) in FEEDS and not empty
        return work.head(
            f"{heading} – trang {page}" if page else heading,
            about,
            path,
            "register",
            crumbs=crumbs,
            canonical=canonical,
            robots="noindex" if empty or canonical else "",
            feeds=(feed_link(work, register or path),) if has_feed else (),
            jsonld=script_safe({"@context": "https://schema.org", "@graph": graph}) if graph else "",
        )

    return work.renderer.page(output_file(path), template, head, shown, "register")


FEEDS = (MODELS, TARGETS, LEDGER)
"""Registers that have an RSS feed."""


def _home_page(work: Work, counts: tuple[int, ...]) -> Output:
    href = work.present.href
    rows = tuple(
        (*HEADINGS[path], href(path), count)
        for path, count in zip((MODELS, TARGETS, TERMS, LEDGER), counts, strict=True)
    )
    return _page(work, HOME, "registers.html", {"rows": Part(digest_text(*map(str, counts)), lambda: rows)})


def _rows_page(
    work: Work,
    path: str,
    template: str,
    entries: Sequence[GoodModel] | Sequence[Target],
    data: Callable[..., dict[str, Any]],
) -> Output:
    present = work.present
    digest = combine(digest_text(path), *(row_digest(present, entry) for entry in entries))
    parts = {"rows": Part(digest, lambda: tuple(register_row(present, entry) for entry in entries))}
    return _page(work, path, template, parts, empty=not entries, data=lambda: data(present, path, entries))


def _terms_page(work: Work, terms: Sequence[GlossaryTerm]) -> Output:
    digest = combine(digest_text(TERMS), *(row_digest(work.present, term) for term in terms))
    parts = {"terms": Part(digest, lambda: tuple(terms))}
    return _page(
        work, TERMS, "glossary.html", parts, empty=not terms, data=lambda: terms_jsonld(work.present, TERMS, terms)
    )


def _ledger_page(work: Work, page: ListPage[LedgerRow], *, empty: bool) -> Output:
    path = numbered_path(LEDGER, page.number) if page.number else LEDGER
    marks = digest_text(f"{page.number} {page.older} {page.newer}")
    digest = combine(marks, *map(ledger_digest, page.entries))
    unfinished = bool(page.number) and page.newer is None

    def address(number: int | None) -> str:
        return work.present.href(numbered_path(LEDGER, number)) if number else ""

    parts = {
        "rows": Part(digest, lambda: tuple(page.entries)),
        "older": Part(marks, lambda: address(page.older)),
        "newer": Part(marks, lambda: address(page.newer)),
        "newest": Part(marks, lambda: work.present.href(LEDGER) if page.number else ""),
    }
    return _page(
        work,
        path,
        "corrections.html",
        parts,
        page=page.number,
        canonical=LEDGER if unfinished else "",
        data=lambda: ledger_jsonld(work.present, page.entries),
        register=LEDGER,
        empty=empty,
    )


def list_pages(work: Work) -> list[str]:
    """Site paths for the sitemap."""
    registers = work.column.registers
    filled = ((MODELS, registers.models), (TARGETS, registers.targets), (TERMS, registers.terms))
    return [HOME, LEDGER, *(path for path, rows in filled if rows)]


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_registers)
    listed_pages.connect(list_pages)
