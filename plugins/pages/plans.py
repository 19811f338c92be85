"""The plan as readers see it: each demand in the plan's own words, with the articles that carry it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import item_path, output_file, plan_path
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.plan.plan_names import TABLE_OF
from ..core.site_map import ROWS
from ..core.views.chart import chart, sparkline
from ..core.views.view_models import Crumb, Head, ItemView, TermLink
from .progress import Progress, carrying_out, progress_of

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.column.column import Column
    from ..core.plan.plan import Item, Plan, Term

_ROW = ROWS["plans"]
SHOWN = 3
"""Newest articles under each demand; its own page lists them all."""
_TERM_HEADINGS = (
    ("phases", "Giai đoạn"),
    ("topics", "Nội dung"),
    ("forms", "Hình thức"),
    ("documents", "Văn kiện"),
    ("priorities", "Ưu tiên"),
    ("units", "Đơn vị"),
)


@from_metadata
def plan_outputs(context: BuildContext) -> Iterator[Output]:
    """A page per plan and the page that lists them."""
    for plan in context.column.plans.plans:
        yield _plan_page(context, plan)
    yield _all_plans(context)


def _sections(plan: Plan) -> list[tuple[str, str, list[Item]]]:
    """Items by phase, in the plan's order; those of no phase under the forms they ask for, then the rest."""
    sections: list[tuple[str, str, list[Item]]] = []
    for phase in plan.phases:
        items = [item for item in plan.items if item.phase == phase.slug]
        sections.append((phase.name, phase.quote, items))
    whole = [item for item in plan.items if not item.phase and not item.form]
    forms = [item for item in plan.items if not item.phase and item.form]
    sections.append(("Trong cả quá trình", "", whole))
    sections.append(("Bằng các hình thức", "", forms))
    return [section for section in sections if section[2]]


def _plan_page(context: BuildContext, plan: Plan) -> Output:
    lists = context.column.lists["item"]
    cards = {item.slug: context.renderer.cards(lists[item.slug][:SHOWN], "mini") for item in plan.items}
    progress = progress_of(context, plan)
    mine = carrying_out(context, plan)
    counts = {
        (kind, term.slug): len(mine.intersection(context.column.lists[kind][term.slug].positions))
        for kind, table in TABLE_OF.items()
        if kind != "item"
        for term in getattr(plan, table)
    }
    relatives = _relatives(context, plan)
    digest = combine(
        digest_text(repr(counts), repr(progress), repr(relatives)), *(part.digest for part in cards.values())
    )

    def sections() -> object:
        views = _views(context, plan, progress)
        return tuple(
            (heading, intro, tuple((views[item.slug], cards[item.slug].make()) for item in items))
            for heading, intro, items in _sections(plan)
        )

    def counted(term: Term) -> TermLink:
        """The term with the number of the plan's own articles, whatever else its list holds."""
        return replace(context.present.bare_term(term.kind, term.slug), count=counts[term.kind, term.slug])

    def terms() -> object:
        return tuple(
            (heading, tuple((term, counted(term)) for term in getattr(plan, table)))
            for table, heading in _TERM_HEADINGS
            if getattr(plan, table)
        )

    begins = [phase.first for phase in plan.phases if phase.first]
    parts = {
        "plan": Part(digest, lambda: plan),
        "sections": Part(digest, sections),
        "terms": Part(digest, terms),
        "progress": Part(digest, lambda: progress),
        "chart": Part(digest, lambda: chart(progress.months, begins, f"{plan.first:%Y-%m}" if plan.first else "")),
        "ended": Part(digest, lambda: ended(context.column, plan)),
        "relatives": Part(digest, lambda: relatives),
    }

    def head() -> Head:
        crumbs = (
            Crumb(name="Trang nhất", url=context.present.href("/")),
            Crumb(name=_ROW.title, url=context.present.href(_ROW.path)),
            Crumb(name=plan.number),
        )
        description = plan.summary or plan.title
        return context.head(f"Kế hoạch {plan.number}", description, plan_path(plan.slug), "plan", crumbs=crumbs)

    return context.renderer.page(output_file(plan_path(plan.slug)), "plan.html", head, parts, "plan")


def ended(column: Column, plan: Plan) -> dt.date | None:
    """The last day of a plan that is over, None while it runs."""
    return plan.last if column.plans.state(plan, column.today) in {"finished", "replaced"} else None


def _relatives(context: BuildContext, plan: Plan) -> tuple[tuple[str, tuple[TermLink, ...]], ...]:
    """The plans above, below, before and after this one."""
    plans = context.column.plans
    groups = (
        ("Thực hiện kế hoạch", [plans.plan(plan.parent)]),
        ("Kế hoạch của các đơn vị", [other for other in plans.plans if other.parent == plan.slug]),
        ("Kế hoạch trước", [plans.plan(plan.predecessor)]),
        ("Kế hoạch sau", [other for other in plans.plans if other.predecessor == plan.slug]),
    )
    return tuple(
        (label, tuple(_link(context, other) for other in others if other)) for label, others in groups if any(others)
    )


def _link(context: BuildContext, plan: Plan) -> TermLink:
    return TermLink(kind="plan", slug=plan.slug, name=f"Kế hoạch số {plan.number}", url=context.present.plan_url(plan))


def _views(context: BuildContext, plan: Plan, progress: Progress) -> dict[str, ItemView]:
    """Item → what its row says; all sparklines are of the same half-years."""
    months = [month for item in progress.items for month, _ in item.months]
    first, last = min(months, default=""), max(months, default="")
    return {
        item.slug: ItemView(
            item=item,
            count=done.articles,
            url=context.present.href(item_path(item.plan, item.written)),
            number=number,
            newest=done.newest,
            spark=sparkline(done.months, first, last) if done.months else (),
        )
        for number, (item, done) in enumerate(zip(plan.items, progress.items, strict=True), 1)
    }


def _all_plans(context: BuildContext) -> Output:
    column = context.column
    rows = [
        (plan, context.present.plan_url(plan), len(carrying_out(context, plan)), ended(column, plan))
        for plan in column.plans.plans
    ]
    now = tuple(row for row in rows if row[3] is None)
    before = tuple(row for row in reversed(rows) if row[3] is not None)
    digest = digest_text(*(f"{plan.slug} {count} {end}" for plan, _, count, end in rows))
    groups = tuple((label, of) for label, of in (("", now), ("Các kế hoạch trước" if now else "", before)) if of)
    parts = {"groups": Part(digest, lambda: groups)}

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=context.present.href("/")), Crumb(name=_ROW.title))
        return context.head(_ROW.title, _ROW.about, _ROW.path, _ROW.section, crumbs=crumbs)

    return context.renderer.page(output_file(_ROW.path), "plans.html", head, parts, "plan")


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_outputs)
