"""Every list of articles: topic, form, phase, document, unit, priority, tag, month, plan item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import item_path, list_path, numbered_path, output_file
from ..core.column.index import positions
from ..core.column.pagination import ListPage, paginate
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.plan.plan import Document
from ..core.site_map import DIRECTORIES, ROWS, RSS, SYNDICATED, UNIT_LISTS
from ..core.views.term_facts import Beside, facts, links, near_lists, owner
from ..core.views.view_models import Crumb, Fact, ListView

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.article.article import Article
    from ..core.output import Family
    from ..core.plan.plan import Plan, Term
    from ..core.views.view_models import Head, TermLink

_WITH_SIBLINGS = ("topic", "phase", "form", "priority")


@from_metadata
def list_outputs(context: BuildContext) -> Iterator[Family]:
    """All pages of all lists, list by list."""
    near = near_lists(context.column)
    for kind, lists in context.column.index.lists.items():
        if kind not in ROWS or kind == "plan":
            continue
        for slug, packed in lists.items():
            beside = near.get((kind, slug), {})
            marks = digest_text(_name(context, kind, slug), repr(beside), _file_marks(context, kind, slug))
            digest = combine(marks, *map(context.present.cards.__getitem__, positions(packed)))
            yield context.family(f"{kind}:{slug}", digest, partial(_list, context, kind, slug, beside))


def _name(context: BuildContext, kind: str, slug: str) -> str:
    return context.present.term_name(kind, slug) if kind != "item" else slug


def _file_marks(context: BuildContext, kind: str, slug: str) -> str:
    """What tells of the file that a document's page offers."""
    term = context.column.plans.terms["document"][slug] if kind == "document" else None
    return context.present.pictures.digest(term.file).hex() if isinstance(term, Document) and term.file else ""


def _newest_path(context: BuildContext, kind: str, slug: str) -> str:
    if kind == "item":
        item = context.column.plans.items[slug]
        return item_path(item.plan, item.written)
    return list_path(kind, slug)


def _list(context: BuildContext, kind: str, slug: str, beside: Beside) -> Iterator[Output]:
    articles = context.column.lists[kind][slug]
    newest = _newest_path(context, kind, slug)
    section = f"topic:{slug}" if kind == "topic" else "unit" if kind in UNIT_LISTS else kind
    for page in paginate(articles, context.column.site.page_size):
        path = numbered_path(newest, page.number) if page.number else newest
        parts = {
            "view": _view_part(context, kind, slug, page, newest, beside),
            "cards": context.renderer.cards(page.entries, "list"),
        }
        yield context.renderer.page(
            output_file(path),
            "list.html",
            _head_maker(context, kind, slug, page, newest, path, section),
            parts,
            section,
        )


def _head_maker(
    context: BuildContext, kind: str, slug: str, page: ListPage[Article], newest: str, path: str, section: str
) -> Callable[[], Head]:
    def make() -> Head:
        view = _view(context, kind, slug, page, newest)
        title = f"{view.heading} – trang {page.number}" if page.number else view.heading
        name = view.heading
        crumbs = [Crumb(name="Trang nhất", url=context.present.href("/"))]
        if kind in DIRECTORIES:
            crumbs.append(Crumb(name=DIRECTORIES[kind].title, url=context.present.href(DIRECTORIES[kind].path)))
        elif kind in UNIT_LISTS:
            unit = context.present.bare_term(*owner(kind, slug))
            crumbs.append(Crumb(name=DIRECTORIES["unit"].title, url=context.present.href(DIRECTORIES["unit"].path)))
            crumbs.append(Crumb(name=unit.name, url=unit.url))
        elif view.plan:
            crumbs.append(Crumb(name=f"Kế hoạch {view.plan.number}", url=context.present.plan_url(view.plan)))
        crumbs.append(Crumb(name=name))
        unfinished = bool(page.number) and page.newer is None
        return context.head(
            title,
            view.intro or f"{view.kicker}: {view.heading}",
            path,
            section,
            crumbs=crumbs,
            feeds=context.feeds(name, newest) if kind in SYNDICATED else (),
            robots="noindex" if unfinished or not page.entries else "",
            canonical=newest if unfinished else "",
        )

    return make


def _view_part(
    context: BuildContext, kind: str, slug: str, page: ListPage[Article], newest: str, beside: Beside
) -> Part:
    name = _name(context, kind, slug)
    marks = f"{page.number} {page.older} {page.newer} {len(page.entries)}"
    if kind == "series":
        marks += context.column.lists[kind][slug][-1].card_digest.hex()
    digest = digest_text(kind, slug, name, marks, repr(beside), _file_marks(context, kind, slug))
    return Part(digest, lambda: _view(context, kind, slug, page, newest, beside))


def _view(
    context: BuildContext, kind: str, slug: str, page: ListPage[Article], newest: str, beside: Beside | None = None
) -> ListView:
    present, plans = context.present, context.column.plans
    term: Term | None = None
    plan: Plan | None = None
    quote, intro = "", ""
    if kind == "item":
        item = plans.items[slug]
        heading, quote = item.name, item.quote
        plan = plans.plan(item.plan)
    else:
        heading = present.term_name(kind, slug)
        if kind in plans.terms:
            term = plans.terms[kind][slug]
            quote, intro = term.quote, term.description
            plan = plans.plan(term.plan)

    def address(number: int | None) -> str:
        return present.href(numbered_path(newest, number)) if number else ""

    return ListView(
        heading=heading,
        kicker=ROWS[kind].title,
        intro=intro,
        quote=quote,
        term=term,
        plan=plan,
        number=page.number,
        older=address(page.older),
        newer=address(page.newer),
        newest=present.href(newest),
        feed=present.href(newest + RSS) if kind in SYNDICATED else "",
        siblings=_siblings(context, kind, term),
        facts=_facts(context, kind, slug, term) if not page.number else (),
        around=links(present, beside or {}) if not page.number else (),
        ended=_ended(context, kind, plan),
    )


def _facts(context: BuildContext, kind: str, slug: str, term: Term | None) -> tuple[Fact, ...]:
    """What is known of the list's term; where a series begins, as its list has the newest part first."""
    if kind == "series":
        first = context.column.lists[kind][slug][-1]
        return (Fact("Bắt đầu từ", first.title, context.present.url(first)),)
    return tuple(facts(context.present, term)) if term else ()


def _ended(context: BuildContext, kind: str, plan: Plan | None) -> dt.date | None:
    """The last day of a plan that is over. Units and documents outlive the plans that name them."""
    if plan is None or kind in {"unit", "document"}:
        return None
    column = context.column
    return plan.last if column.plans.state(plan, column.today) in {"finished", "replaced"} else None


def _siblings(context: BuildContext, kind: str, term: Term | None) -> tuple[TermLink, ...]:
    """The other terms of the kind in the same plan; without counts, or every list would depend on every article."""
    if kind not in _WITH_SIBLINGS or term is None:
        return ()
    terms = context.column.plans.terms[kind].values()
    return tuple(context.present.bare_term(kind, other.slug) for other in terms if other.plan == term.plan)


def register() -> None:
    """Connect to the build."""
    outputs.connect(list_outputs)
