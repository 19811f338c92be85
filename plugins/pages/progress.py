"""How far a plan has come: what of it has articles, how many, since when; for its own page and the front page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.plan.plan import Plan


class ItemProgress(NamedTuple):
    """One demand of the plan. articles: how many it has; newest: day of the newest, None without one; months: "YYYY-MM"
    and how many of its articles fall into it, oldest first."""

    slug: str
    articles: int
    newest: dt.date | None
    months: tuple[tuple[str, int], ...]


class Progress(NamedTuple):
    """A plan's demands in its order. articles: that carry it out; newest: their last day; months: as above."""

    items: tuple[ItemProgress, ...]
    articles: int
    newest: dt.date | None
    months: tuple[tuple[str, int], ...]

    @property
    def begun(self) -> int:
        """Demands that have an article."""
        return sum(bool(item.articles) for item in self.items)


def progress_of(context: BuildContext, plan: Plan) -> Progress:
    """What the column's articles carry out of a plan."""
    lists = context.column.lists
    month_of = {position: month for month, rows in lists["month"].items() for position in rows.positions}

    def months(positions: set[int]) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(Counter(month_of[position] for position in positions).items()))

    def newest(positions: set[int]) -> dt.date | None:
        return context.column.by_position[max(positions)].date.date() if positions else None

    counted = carrying_out(context, plan)
    items = []
    for item in plan.items:
        own = counted.intersection(lists["item"][item.slug].positions)
        items.append(ItemProgress(item.slug, len(own), newest(own), months(own)))
    return Progress(tuple(items), len(counted), newest(counted), months(counted))


def carrying_out(context: BuildContext, plan: Plan) -> set[int]:
    """The positions of the articles that carry out the plan; samples and translations carry nothing out."""
    having = context.column.index.having
    return set(context.column.lists["plan"][plan.slug].positions).difference(having["sample"], having["translation_of"])
