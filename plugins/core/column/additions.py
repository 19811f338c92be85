"""New articles and nothing else: whether they can join a column whose other files are as they were.

What no single file shows is judged by a look at all records. Of a new article most of it can be told from the few sets
of what all others claim. What is in doubt is not decided here: then all are looked at, and that look has the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..site_map import is_fixed
from .claims import Claims, may_collide
from .rules import across, find_own_problems

if TYPE_CHECKING:
    from ..article.record import Record
    from ..problem import Problem
    from .index import ArticleIndex, Parts


LASTING_OWN = frozenset({"plan-agrees", "unit-over"})
"""Rules of `find_own_problems` whose notes say what an article and the plans tell, whatever all others say."""


def notes_apart(
    added: Mapping[str, Record], known: ArticleIndex, claims: Claims, parts: Parts
) -> tuple[Problem, ...] | None:
    """The notes of new articles that surely bring no problem across files but these, of LASTING_OWN; None when that is
    in doubt. known, claims: of all others, which have none; parts:
    with all records, of which those are looked into to which the new ones lead.

    Surely, because all of this holds: it claims nothing that another claims or may not stand beside (`claims.py`, each
    row); every rule about all files together spares it (`rules.across`, each row, which spares none unless it says so);
    its links lead to addresses that are always there, or to files that are; and the rules that ask of one article where
    it leads find no more.
    """
    if may_collide(added, known, claims):
        return None
    if not all(row.spares(record) for row in across() for record in added.values()):
        return None
    there = known.everyone.keys() | added.keys() | parts.pages.keys() | parts.events.keys()
    for record in added.values():
        for kind, target, _, _ in record.references:
            if (kind == "path" and not is_fixed(target)) or (kind == "file" and target not in there):
                return None
    notes = tuple(find_own_problems(added, parts))
    return notes if all(note.rule in LASTING_OWN for note in notes) else None
