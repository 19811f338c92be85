"""Records of articles and what a column is made from, without any file."""

from __future__ import annotations

import datetime as dt

from plugins.core.article.record import Record
from plugins.core.column.index import Parts
from plugins.core.plan.plan import Plans
from plugins.core.plan.plan_names import PlanNames
from plugins.core.plan.site import Site
from plugins.core.registers.registers import Registers

EMPTY = {
    **dict.fromkeys(Record._fields, ""),
    **dict.fromkeys(("units", "documents", "items", "priorities", "tags", "authors", "corrections", "attachments"), ()),
    **dict.fromkeys(("aliases", "flags", "references", "headings"), ()),
    **dict.fromkeys(("digest", "card_digest", "whole_digest"), bytes(16)),
    "lead": None,
    "sample": False,
    "more_places": 0,
    "words": 1,
    "status": "published",
    "lang": "vi",
}
"""The fields of an article that says nothing."""


def parts_of(records: dict[str, Record], plans: Plans, instant: dt.datetime) -> Parts:
    """Articles under some plans and nothing else."""
    return Parts(
        site=Site(),
        plans=plans,
        names=PlanNames(plans),
        records=records,
        pages={},
        files=frozenset(),
        instant=instant,
        questions=(),
        events={},
        registers=Registers(),
    )
