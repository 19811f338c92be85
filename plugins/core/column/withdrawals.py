"""Articles that were taken back (`Withdrawn`): what programs and people are told of them, in plain values.

One whose `Expires` has come leaves without a word: nothing of it is published any more, not even its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..text.vietnamese import slugify

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ..article.record import Record
    from ..plan.plan import Plans
    from ..plan.plan_names import PlanNames

Row = tuple[float, str, str, str, str, str, tuple[tuple[str, str], ...]]
"""A withdrawal as an index keeps it: its fields in order, `when` in POSIX seconds."""


class Withdrawal(NamedTuple):
    """when: since when it is gone, in the site's zone; id, slug, title, lang: of the article; reason: for
    readers; lists: (kind, slug) of those it stood in."""

    when: dt.datetime
    id: str
    slug: str
    title: str
    lang: str
    reason: str
    lists: frozenset[tuple[str, str]]

    def was_in(self, kind: str, slug: str, language: str) -> bool:
        """Whether the feed of a list in a language had it. kind: "" for the whole column."""
        return self.lang == language and (not kind or (kind, slug) in self.lists)


def row_of(record: Record, names: PlanNames, plans: Plans) -> Row:
    """What an index keeps of an article that was taken back."""
    lists = [("tag", slugify(tag)) for tag in record.tags]
    lists += [("series", slugify(record.series))] if record.series else []
    for kind, slugs in names.resolve(record).items():
        lists += [(kind, slug) for slug in plans.with_heirs(kind, slugs)]
    when = dt.datetime.fromisoformat(record.expires).timestamp()
    return when, record.id, record.slug, record.title, record.lang, record.withdrawn[1], tuple(dict.fromkeys(lists))


def withdrawals(rows: Iterable[Row], zone: ZoneInfo) -> tuple[Withdrawal, ...]:
    """Newest first."""
    return tuple(
        Withdrawal(dt.datetime.fromtimestamp(when, zone), id_, slug, title, lang, reason, frozenset(lists))
        for when, id_, slug, title, lang, reason, lists in sorted(rows, reverse=True)
    )
