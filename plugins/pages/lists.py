"""Every list of articles: topic, form, phase, document, unit, priority, tag, month, plan item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import item_path, month_path, numbered_path, output_file, term_path
from ..core.column.index import positions
from ..core.column.pagination import ListPage, paginate
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.site_map import DIRECTORIES, ROWS, RSS, SYNDICATED
from ..core.views.view_models import Crumb, ListView

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
    for kind, lists in context.column.index.lists.items():
        for slug, packed in lists.items():
            name = _name(context, kind, slug)
            digest = combine(digest_text(name), *map(context.present.cards.__getitem__, positions(packed)))
            yield context.family(f"{kind}:{slug}", digest, partial(_list, context, kind, slug))


def _name(context: BuildContext, kind: str, slug: str) -> str:
    return context.present.term_name(kind, slug) if kind != "item" else slug


def _newest_path(context: BuildContext, kind: str, slug: str) -> str:
    if kind == "month":
        return month_path(slug)
    if kind == "item":
        return item_path(context.column.plans.items[slug].plan, slug)
    return term_path(kind, slug)


def _list(context: BuildContext, kind: str, slug: str) -> Iterator[Output]:
    articles = context.column.lists[kind][slug]
    newest = _newest_path(context, kind, slug)
    section = f"topic:{slug}" if kind == "topic" else kind
    for page in paginate(articles, context.column.site.page_size):
        path = numbered_path(newest, page.number) if page.number else newest
        parts = {
            "view": _view_part(context, kind, slug, page, newest),
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
            crumbs.append(Crumb(name=ROWS[kind].title, url=context.present.href(DIRECTORIES[kind].path)))
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


def _view_part(context: BuildContext, kind: str, slug: str, page: ListPage[Article], newest: str) -> Part:
    name = _name(context, kind, slug)
    marks = f"{page.number} {page.older} {page.newer} {len(page.entries)}"
    return Part(combine(digest_text(kind, slug, name, marks)), lambda: _view(context, kind, slug, page, newest))


def _view(context: BuildContext, kind: str, slug: str, page: ListPage[Article], newest: str) -> ListView:
    present, plans = context.present, context.column.plans
    term: Term | None = None
    plan: Plan | None = None
    quote, intro = "", ""
    if kind == "item":
        item = plans.items[slug]
        heading, quote = item.name, item.quote
        plan = next(p for p in plans.plans if p.slug == item.plan)
    else:
        heading = present.term_name(kind, slug)
        if kind in plans.terms:
            term = plans.terms[kind][slug]
            quote, intro = term.quote, term.description
            plan = next(p for p in plans.plans if p.slug == term.plan)

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
        siblings=_siblings(context, kind),
    )


def _siblings(context: BuildContext, kind: str) -> tuple[TermLink, ...]:
    """The other terms of the kind; without counts, which would make every list depend on every article."""
    if kind not in _WITH_SIBLINGS:
        return ()
    terms = context.column.plans.terms[kind]
    return tuple(context.present.bare_term(kind, slug) for slug in terms)


def register() -> None:
    """Connect to the build."""
    outputs.connect(list_outputs)
