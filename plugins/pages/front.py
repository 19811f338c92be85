"""The front page: three sizes of story, how far the plan has come, a block per topic with news, the quiet ones listed.

A story stands on it once. What is news is told by the newest article, not by a clock, so that a page of the same
articles has the same bytes on any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.plan.placeholders import unfilled
from ..core.plan.plan import ABOUT
from ..core.views.jsonld import site_jsonld
from ..core.views.view_models import Head
from .plans import ended
from .progress import progress_of

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.article.article import Article
    from ..core.column.collections import Articles
    from ..core.column.column import Column

SECOND = 2
"""Newest articles under the lead, with pictures."""
NEWEST = 8
"""Newest articles beside the lead, as titles."""
IN_BLOCK = 3
"""A block shows its newest article with picture and sapo, the others as titles."""
BLOCKS = 6
"""Most topics with a block of their own; the others are rows of the index."""
NEWS = dt.timedelta(days=365)
"""How much older than the column's newest article a topic's may be for a block."""
LONGEST_TITLE = 70
"""Letters that search engines and tabs show of a title; a longer one is the name alone."""
AMONG = 24
"""In a column that publishes seldom, a topic has news that is among so many newest articles, however old."""


class _Front(NamedTuple):
    """What stands on the page. blocks: (topic, articles that stand nowhere above); quiet: topics without a block."""

    lead: Article | None
    second: tuple[Article, ...]
    newest: tuple[Article, ...]
    blocks: tuple[tuple[str, tuple[Article, ...]], ...]
    quiet: tuple[str, ...]


def choose_lead(column: Column) -> Article | None:
    """The newest article whose lead has not ended on the site's day, else with a picture, else the newest."""
    today = column.instant.astimezone(column.articles[0].date.tzinfo).date() if column.articles else None
    for article in column.having("lead_until"):
        if article.lead_until and today and today <= article.lead_until:
            return article
    return next((a for a in column.having("lead") if a.lang == "vi"), next(iter(column.articles), None))


def _arrange(column: Column) -> _Front:
    lead = choose_lead(column)
    others = tuple(article for article in column.articles[: SECOND + NEWEST + 1] if article is not lead)
    second, newest = others[:SECOND], others[SECOND : SECOND + NEWEST]
    above = {article.id for article in (*([lead] if lead else []), *second, *newest)}
    since = column.articles[:AMONG][-1].date if column.articles else None
    if since:
        since = min(since, column.articles[0].date - NEWS)
    fresh: list[tuple[str, tuple[Article, ...]]] = []
    topics = _topics(column)
    for slug, articles in topics.items():
        left = _left(articles, above)
        if left and since and left[0].date >= since:
            fresh.append((slug, left))
    kept = {slug for slug, _ in sorted(fresh, key=lambda row: row[1][0].date, reverse=True)[:BLOCKS]}
    return _Front(
        lead=lead,
        second=second,
        newest=newest,
        blocks=tuple(row for row in fresh if row[0] in kept),
        quiet=tuple(slug for slug, articles in topics.items() if articles and slug not in kept),
    )


def _topics(column: Column) -> dict[str, Articles]:
    """What the current plans ask for, and the pieces about the column itself."""
    slugs = [topic.slug for plan in column.current_plans for topic in plan.topics]
    slugs += [ABOUT.slug] if ABOUT.slug in column.lists["topic"] else []
    return {slug: column.lists["topic"][slug] for slug in slugs}


def _left(articles: Articles, above: set[str]) -> tuple[Article, ...]:
    """The newest of a topic that do not stand above."""
    return tuple(article for article in articles[: IN_BLOCK + len(above)] if article.id not in above)[:IN_BLOCK]


@from_metadata
def front_outputs(context: BuildContext) -> Iterator[Output]:
    """One page."""
    column, renderer, present = context.column, context.renderer, context.present
    front = _arrange(column)
    leads = renderer.cards((front.lead,) if front.lead else (), "lead")
    blocks = [(renderer.cards(rows[:1], "block"), renderer.cards(rows[1:], "mini")) for _, rows in front.blocks]
    leading = next((plan for plan in column.current_plans if not plan.parent), column.current_plans[0])
    progress = progress_of(context, leading)

    def make_blocks() -> object:
        return tuple(
            (present.bare_term("topic", slug), first.make(), rest.make())
            for (slug, _), (first, rest) in zip(front.blocks, blocks, strict=True)
        )

    parts = {
        "lead": Part(leads.digest, lambda: next(iter(leads.make()), "")),  # type: ignore[call-overload]
        "second": renderer.cards(front.second, "block"),
        "newest": renderer.cards(front.newest, "mini"),
        "blocks": Part(
            combine(digest_text(*(slug for slug, _ in front.blocks)), *(p.digest for pair in blocks for p in pair)),
            make_blocks,
        ),
        "plans": Part(digest_text(leading.slug), lambda: (leading,)),
        "ended": Part(digest_text(str(ended(column, leading))), lambda: ended(column, leading)),
        "trial": Part(digest_text(*unfilled(column.site)), lambda: bool(unfilled(column.site))),
        "quiet": _terms(context, front.quiet),
        "progress": Part(digest_text(repr(progress)), lambda: progress),
    }

    def head() -> Head:
        site = column.site
        both = f"{site.name} – {site.tagline}"
        title = both if site.tagline and len(both) <= LONGEST_TITLE else site.name
        jsonld = site_jsonld(present, site, search=context.frame.search)
        return context.head(title, site.description or site.name, "/", "front", jsonld=jsonld)

    yield renderer.page("index.html", "front.html", head, parts, "front")


def _terms(context: BuildContext, slugs: Sequence[str]) -> Part:
    """Topics with their counts."""
    lists = context.column.lists["topic"]
    digest = digest_text(*(f"{slug} {len(lists[slug])}" for slug in slugs))
    return Part(digest, lambda: tuple(context.present.term("topic", slug) for slug in slugs))


def register() -> None:
    """Connect to the build."""
    outputs.connect(front_outputs)
