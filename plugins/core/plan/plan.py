"""The plan as data: `content/plan.toml` → frozen values, or every problem at once.

A plan is what a party or state body decided; the column carries it out. Several plans may follow each other.
Every term and item keeps the words of the plan that it rests on (`quote`), so that a page can show its mandate.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["phase", "topic", "form", "document", "priority", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of the plan that articles can belong to.

    slug: ASCII, permanent, part of addresses; name: Vietnamese; quote: the sentence of the plan it rests on ("" for
    units and documents, which the agency registers itself); description: one line for readers; plan: the plan's slug.
    """

    kind: Kind
    slug: str
    name: str
    plan: str
    quote: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Term):
    """A stretch of time; `first` is None where the plan names no first day. Both ends belong to it."""

    first: dt.date | None = None
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in this phase."""
        return (self.first is None or self.first <= day) and day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Term):
    """A content theme = a Pelican category. phases: slugs of the phases that ask for it."""

    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Term):
    """A document (văn kiện) that the column brings to life; number such as "23-KH/ĐUK" when it has one."""

    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Term):
    """A unit (đơn vị) that carries the plan out; group: the kind of unit the plan names."""

    group: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One demand of the plan: what an article says it carries out (header `Plan_items`).

    name: short Vietnamese label; quote: the plan's words; topic, form, phase: slugs it belongs to ("" when none).
    """

    slug: str
    name: str
    quote: str
    plan: str
    topic: str = ""
    form: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan: its card and its terms, in the order the file gives them."""

    slug: str
    number: str
    title: str
    issuer: str
    summary: str = ""
    date: dt.date | None = None
    source: str = ""
    phases: tuple[Phase, ...] = ()
    topics: tuple[Topic, ...] = ()
    forms: tuple[Term, ...] = ()
    documents: tuple[Document, ...] = ()
    priorities: tuple[Term, ...] = ()
    units: tuple[Unit, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """All plans, oldest first, with look-ups over all of them; slugs are unique per kind. unknown: of a file that is
    not right, the kinds ("item" and "plan" too) of which it may hold entries that can't be named."""

    plans: tuple[Plan, ...]
    terms: dict[str, dict[str, Term]] = field(compare=False)
    items: dict[str, Item] = field(compare=False)
    unknown: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plans: tuple[Plan, ...], unknown: frozenset[str] = frozenset()) -> Plans:
        """Build the look-ups once."""
        terms: dict[str, dict[str, Term]] = {
            "phase": {t.slug: t for p in plans for t in p.phases},
            "topic": {t.slug: t for p in plans for t in p.topics},
            "form": {t.slug: t for p in plans for t in p.forms},
            "document": {t.slug: t for p in plans for t in p.documents},
            "priority": {t.slug: t for p in plans for t in p.priorities},
            "unit": {t.slug: t for p in plans for t in p.units},
        }
        items = {i.slug: i for p in plans for i in p.items}
        return cls(plans=plans, terms=terms, items=items, unknown=unknown)

    def phase_on(self, day: dt.date) -> Phase | None:
        """The phase a day belongs to; of several plans' phases the newest plan's wins."""
        for plan in reversed(self.plans):
            for phase in plan.phases:
                if phase.holds(day):
                    return phase
        return None
