"""The front page: the lead an editor chose, the newest articles, the plan they carry out, a block per topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.plan.placeholders import unfilled
from ..core.plan.plan import ABOUT
from ..core.views.jsonld import site_jsonld
from ..core.views.view_models import Head
from .plans import ended

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.article.article import Article
    from ..core.column.collections import Articles
    from ..core.column.column import Column

SECOND = 2
"""Newest articles under the lead, with pictures."""
NEWEST = 9
"""Newest articles beside the lead, as titles."""
IN_BLOCK = 4
"""A block shows its newest article with picture and sapo, the others as titles."""


def choose_lead(column: Column) -> Article | None:
    """The newest article whose lead has not ended on the site's day, else with a picture, else the newest."""
    today = column.instant.astimezone(column.articles[0].date.tzinfo).date() if column.articles else None
    for article in column.having("lead_until"):
        if article.lead_until and today and today <= article.lead_until:
            return article
    return next((a for a in column.having("lead") if a.lang == "vi"), next(iter(column.articles), None))


@from_metadata
def front_outputs(context: BuildContext) -> Iterator[Output]:
    """One page."""
    column, renderer = context.column, context.renderer
    lead = choose_lead(column)
    newest = tuple(article for article in column.articles[: SECOND + NEWEST + 1] if article is not lead)
    above = {article.id for article in (*([lead] if lead else []), *newest[:SECOND])}
    current = column.current_plans
    topics = [topic.slug for plan in current for topic in plan.topics]
    if ABOUT.slug in column.lists["topic"]:
        topics.append(ABOUT.slug)
    listed = [(slug, column.lists["topic"][slug]) for slug in dict.fromkeys(topics)]
    shown = [(slug, *_in_block(articles, above)) for slug, articles in listed if articles]
    leads = renderer.cards((lead,) if lead else (), "lead")
    second = renderer.cards(newest[:SECOND], "block")
    rows = renderer.cards(newest[SECOND : SECOND + NEWEST], "mini")
    blocks = [(renderer.cards(first, "block"), renderer.cards(rest, "mini")) for _, first, rest in shown]
    leading = next((plan for plan in current if not plan.parent), current[0])
    newest_of_plan = column.lists["plan"][leading.slug][:1]
    phase = column.phase_of(newest_of_plan[0]) if newest_of_plan else None

    def make_blocks() -> object:
        return tuple(
            (context.present.bare_term("topic", slug), first.make(), rest.make())
            for (slug, *_), (first, rest) in zip(shown, blocks, strict=True)
        )

    parts = {
        "lead": Part(leads.digest, lambda: next(iter(leads.make()), "")),  # type: ignore[call-overload]
        "second": second,
        "newest": rows,
        "blocks": Part(
            combine(digest_text(*(slug for slug, *_ in shown)), *(p.digest for pair in blocks for p in pair)),
            make_blocks,
        ),
        "phase": Part(digest_text(phase.slug if phase else ""), lambda: phase),
        "plans": Part(digest_text(*(plan.slug for plan in current)), lambda: (leading,)),
        "ended": Part(digest_text(str(ended(column, leading))), lambda: ended(column, leading)),
        "trial": Part(digest_text(*unfilled(column.site)), lambda: bool(unfilled(column.site))),
    }

    def head() -> Head:
        site = column.site
        title = f"{site.name} – {site.tagline}" if site.tagline else site.name
        jsonld = site_jsonld(context.present, site, search=context.frame.search)
        feeds = context.feeds(site.name, "/")
        return context.head(title, site.description or site.name, "/", "front", feeds=feeds, jsonld=jsonld)

    yield renderer.page("index.html", "front.html", head, parts, "front")


def _in_block(articles: Articles, above: set[str]) -> tuple[Sequence[Article], Sequence[Article]]:
    """(with picture, as titles): what stands above with its picture is not shown again, unless a topic has no other."""
    fresh = tuple(article for article in articles[: IN_BLOCK + len(above)] if article.id not in above)[:IN_BLOCK]
    return (fresh[:1], fresh[1:]) if fresh else ((), articles[:1])


def register() -> None:
    """Connect to the build."""
    outputs.connect(front_outputs)
