"""The plan as readers see it: each demand in the plan's own words, with the articles that carry it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import item_path, output_file, plan_path
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.site_map import ROWS
from ..core.views.chart import chart
from ..core.views.view_models import Crumb, Head, ItemView

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.plan.plan import Item, Plan

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
    counts = [
        f"{kind} {slug} {len(articles)}"
        for kind in ("topic", "phase", "form", "document", "priority", "unit")
        for slug, articles in context.column.lists[kind].items()
    ]
    carried = [f"{item.slug} {len(lists[item.slug])}" for item in plan.items]
    own = _of_plan(context, plan)
    mine = set(own)
    by_month = {month: len(mine.intersection(rows.positions)) for month, rows in context.column.lists["month"].items()}
    by_month = {month: count for month, count in by_month.items() if count}
    digest = combine(
        digest_text(*counts, *carried, repr(sorted(by_month.items()))), *(part.digest for part in cards.values())
    )

    def sections() -> object:
        return tuple(
            (heading, intro, tuple((_item(context, item), cards[item.slug].make()) for item in items))
            for heading, intro, items in _sections(plan)
        )

    def terms() -> object:
        return tuple(
            (heading, tuple((term, context.present.term(term.kind, term.slug)) for term in getattr(plan, table)))
            for table, heading in _TERM_HEADINGS
            if getattr(plan, table)
        )

    parts = {
        "plan": Part(digest, lambda: plan),
        "sections": Part(digest, sections),
        "terms": Part(digest, terms),
        "count": Part(digest, lambda: len(own)),
        "chart": Part(digest, lambda: chart(sorted(by_month.items()))),
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


def _of_plan(context: BuildContext, plan: Plan) -> list[int]:
    """The positions of articles whose topic is one of the plan's."""
    return [position for topic in plan.topics for position in context.column.lists["topic"][topic.slug].positions]


def _item(context: BuildContext, item: Item) -> ItemView:
    articles = context.column.lists["item"][item.slug]
    return ItemView(item=item, count=len(articles), url=context.present.href(item_path(item.plan, item.written)))


def _all_plans(context: BuildContext) -> Output:
    rows = []
    for plan in context.column.plans.plans:
        rows.append((plan, context.present.plan_url(plan), len(_of_plan(context, plan))))
    parts = {"plans": Part(digest_text(*(f"{plan.slug} {count}" for plan, _, count in rows)), lambda: tuple(rows))}

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=context.present.href("/")), Crumb(name=_ROW.title))
        return context.head(_ROW.title, _ROW.about, _ROW.path, _ROW.section, crumbs=crumbs)

    return context.renderer.page(output_file(_ROW.path), "plans.html", head, parts, "plan")


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_outputs)
