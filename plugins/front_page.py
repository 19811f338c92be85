"""The front page: the lead an editor chose, the newest articles, a block per topic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .core.output import Output, Part, combine, digest_text
from .core.views import Block, Head
from .generator import outputs

if TYPE_CHECKING:
    from .core.article import Article
    from .core.column import Column
    from .work import Work

NEWEST = 8
IN_BLOCK = 4


def choose_lead(column: Column) -> Article | None:
    """The newest article whose lead has not ended on the site's day, else with a picture, else the newest."""
    today = column.instant.astimezone(column.articles[0].date.tzinfo).date() if column.articles else None
    for article in column.articles:
        if article.lead_until and today and today <= article.lead_until:
            return article
    return next((a for a in column.articles if a.lead and a.lang == "vi"), next(iter(column.articles), None))


def plan_front(work: Work) -> Iterator[Output]:
    """One page."""
    column, renderer = work.column, work.renderer
    lead = choose_lead(column)
    newest = tuple(article for article in column.articles if article is not lead)[:NEWEST]
    shown: list[tuple[str, tuple[Article, ...]]] = [
        (slug, articles[:IN_BLOCK]) for slug, articles in column.lists["topic"].items() if articles
    ]
    leads = renderer.cards((lead,) if lead else (), "lead")
    rows = renderer.cards(newest, "list")
    blocks = [renderer.cards(articles, "block") for _, articles in shown]

    def make_blocks() -> object:
        return tuple((_block(work, slug), part.make()) for (slug, _), part in zip(shown, blocks, strict=True))

    counts = [f"{slug} {len(column.lists['topic'][slug])}" for slug, _ in shown]
    parts = {
        "lead": Part(leads.digest, lambda: next(iter(leads.make()), "")),  # type: ignore[call-overload]
        "newest": rows,
        "blocks": Part(combine(digest_text(*counts), *(part.digest for part in blocks)), make_blocks),
    }

    def head() -> Head:
        site = column.site
        title = f"{site.name} – {site.tagline}" if site.tagline else site.name
        return work.head(title, site.description or site.name, "/", "front", feeds=work.feeds(site.name, "/"))

    yield renderer.page("index.html", "front.html", head, parts, "front")


def _block(work: Work, slug: str) -> Block:
    term = work.column.plans.terms["topic"][slug]
    return Block(term=work.present.term("topic", slug), description=term.description, cards=())


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_front)
