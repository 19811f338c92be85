"""Plans as data: frozen values of what `content/plan.toml` and `content/plans/` say.

A plan is what a party or state body decided; the column carries it out. Several plans may follow each other, and a
unit may have one of its own under its committee's. Every term and item keeps the words of the plan that it rests on
(`quote`), so that a page can show its mandate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["phase", "topic", "form", "document", "priority", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of the plan that articles can belong to.

    slug: ASCII, permanent, part of addresses, unique among all plans' terms of its kind; code: the slug as its plan's
    file gives it, unique in that plan only ("" where it is the same); name: Vietnamese; quote: the sentence of the plan
    it rests on ("" for units and documents, which the agency registers itself); description: one line for readers;
    plan: the plan's slug; continues: slug of the earlier plan's term that this one carries on, "" for none;
    former_slugs: codes it had before, whose addresses lead to this one.
    """

    kind: Kind
    slug: str
    name: str
    plan: str
    quote: str = ""
    description: str = ""
    code: str = ""
    continues: str = ""
    former_slugs: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The slug as the plan's own file gives it."""
        return self.code or self.slug


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
    """A document (văn kiện) that the column brings to life; number such as "23-KH/ĐUK" when it has one; issuer, date:
    of the document; excerpt: a passage of it, verbatim; file: path inside content/ of the whole; page: slug of the
    editors' page that holds its text; url: where it is published."""

    number: str = ""
    url: str = ""
    issuer: str = ""
    date: dt.date | None = None
    excerpt: str = ""
    file: str = ""
    page: str = ""


class FormerName(NamedTuple):
    """A name that a unit bore; last: the last day it did."""

    name: str
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Term):
    """A unit (đơn vị) that carries plans out; one of the same slug in several plans is one unit.

    group: the kind of unit the plan names; parent: slug of the unit it belongs to; first, last: the days on which it
    began and ended to be; successors: slugs of the units that took over; former_names: earlier names, oldest first;
    with_predecessors: its list and feeds hold those of the units that it succeeded as well.
    """

    group: str = ""
    url: str = ""
    parent: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    successors: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    with_predecessors: bool = False

    def name_on(self, day: dt.date) -> str:
        """What it was called on a day."""
        return next((former.name for former in self.former_names if day <= former.last), self.name)

    def over(self, day: dt.date) -> bool:
        """Whether it had ceased to be before the day."""
        return self.last is not None and self.last < day


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
    code: str = ""
    continues: str = ""
    former_slugs: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The slug as the plan's own file gives it, which its address has."""
        return self.code or self.slug


State = Literal["coming", "running", "finished", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan: its card and its terms, in the order the file gives them.

    purpose: the plan's own words on what it is for; parent: slug of the plan whose demands it carries out further, as a
    unit's does its committee's; predecessor: slug of the plan it follows; first, last: its days, None for open.
    """

    slug: str
    number: str
    title: str
    issuer: str
    summary: str = ""
    date: dt.date | None = None
    source: str = ""
    purpose: str = ""
    parent: str = ""
    predecessor: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    phases: tuple[Phase, ...] = ()
    topics: tuple[Topic, ...] = ()
    forms: tuple[Term, ...] = ()
    documents: tuple[Document, ...] = ()
    priorities: tuple[Term, ...] = ()
    units: tuple[Unit, ...] = ()
    items: tuple[Item, ...] = ()

    def holds(self, day: dt.date) -> bool:
        """Whether the day is one of the plan's."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def phase_on(self, day: dt.date) -> Phase | None:
        """The phase that a day of the plan belongs to: a phase without a first day begins with the plan."""
        return next((phase for phase in self.phases if phase.holds(day)), None) if self.holds(day) else None


ABOUT = Topic(
    kind="topic",
    slug="ve-chuyen-muc",
    name="Về chuyên mục",
    plan="",
    description="Chuyên mục làm việc thế nào: cách viết, gửi bài, tìm bài, phản hồi.",
)
"""Where articles about the column itself stand that name no topic: they carry out no plan."""


class _Topics(dict[str, Term]):
    """The plans' topics. ABOUT is found by its slug but is none of them: what goes through them all passes it over."""

    def __missing__(self, slug: str) -> Term:
        if slug == ABOUT.slug:
            return ABOUT
        raise KeyError(slug)


def _by_slug(terms: Iterable[Term]) -> dict[str, Term]:
    """What stands in several plans is told as the first one does."""
    found: dict[str, Term] = {}
    for term in terms:
        found.setdefault(term.slug, term)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """All plans, oldest first, with look-ups over all of them.

    terms: kind → slug → term; heirs: kind → slug → slugs of the terms whose lists hold its articles as well: those that
    continue it, and units that are listed with their predecessors. unknown: of files that are not right, the kinds
    ("item" and "plan" too) of which they may hold entries that can't be named; places: (plan, slug as written, key) of
    a document → file and line that say so.
    """

    plans: tuple[Plan, ...]
    terms: dict[str, dict[str, Term]] = field(compare=False)
    items: dict[str, Item] = field(compare=False)
    heirs: dict[str, dict[str, tuple[str, ...]]] = field(compare=False)
    unknown: frozenset[str] = frozenset()
    places: Mapping[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        plans: tuple[Plan, ...],
        unknown: frozenset[str] = frozenset(),
        places: Mapping[tuple[str, str, str], tuple[str, int]] | None = None,
    ) -> Plans:
        """Build the look-ups once."""
        terms: dict[str, dict[str, Term]] = {
            "phase": _by_slug(t for p in plans for t in p.phases),
            "topic": _Topics(_by_slug(t for p in plans for t in p.topics)),
            "form": _by_slug(t for p in plans for t in p.forms),
            "document": _by_slug(t for p in plans for t in p.documents),
            "priority": _by_slug(t for p in plans for t in p.priorities),
            "unit": _by_slug(t for p in plans for t in p.units),
        }
        items = {i.slug: i for p in plans for i in p.items}
        heirs = {kind: _heirs(of) for kind, of in terms.items()}
        return cls(plans=plans, terms=terms, items=items, heirs=heirs, unknown=unknown, places=places or {})

    def with_heirs(self, kind: str, slugs: Iterable[str]) -> dict[str, None]:
        """Slugs of terms, each with those whose lists hold its articles as well, once."""
        heirs = self.heirs.get(kind, {})
        return dict.fromkeys(one for slug in slugs for one in (slug, *heirs.get(slug, ())))

    def written_at(self, document: Document, key: str) -> tuple[str, int]:
        """The file and line that give a key of a document, be it a later plan's; ("", 0) when none does."""
        rows = ((plan.slug, row.written) for plan in self.plans for row in plan.documents if row.slug == document.slug)
        found = (self.places.get((*row, key)) for row in rows)
        return next((place for place in found if place), ("", 0))

    def plan(self, slug: str) -> Plan | None:
        """The plan of a slug."""
        return next((plan for plan in self.plans if plan.slug == slug), None)

    def above(self, plan: Plan) -> tuple[Plan, ...]:
        """The plans whose demands a plan carries out further, the nearest first."""
        found: list[Plan] = []
        parent = self.plan(plan.parent)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.plan(parent.parent)
        return tuple(found)

    def state(self, plan: Plan, day: dt.date) -> State:
        """Where a plan stands on a day; a successor that has begun replaces it."""
        if plan.first is not None and plan.first > day:
            return "coming"
        follower = next((p for p in self.plans if p.predecessor == plan.slug), None)
        if follower is not None and follower.first is not None and follower.first <= day:
            return "replaced"
        return "running" if plan.last is None or day <= plan.last else "finished"

    def current(self, day: dt.date) -> tuple[Plan, ...]:
        """The plans that lead menus and front page on a day: those that run, else the one that ended last."""
        states = {plan.slug: self.state(plan, day) for plan in self.plans}
        running = tuple(plan for plan in self.plans if states[plan.slug] == "running")
        if running:
            return running
        over = [plan for plan in self.plans if states[plan.slug] != "coming" and not plan.parent]
        over = over or [plan for plan in self.plans if states[plan.slug] != "coming"] or list(self.plans)
        if not over:
            return ()
        last = max(over, key=lambda plan: (plan.last or dt.date.max, self.plans.index(plan)))
        return (last,)

    def moments(self) -> Iterator[dt.date]:
        """The days from which what the site shows may differ from the day before."""
        for plan in self.plans:
            yield from (day for day in (plan.first, _after(plan.last)) if day)
            for unit in plan.units:
                yield from (day for day in (unit.first, _after(unit.last)) if day)


def documents_with_files(plans: Plans) -> list[Document]:
    """The documents that offer a file of content/."""
    return [term for term in plans.terms["document"].values() if isinstance(term, Document) and term.file]


def _after(day: dt.date | None) -> dt.date | None:
    return day + dt.timedelta(days=1) if day else None


def _heirs(terms: Mapping[str, Term]) -> dict[str, tuple[str, ...]]:
    """Slug → those whose lists hold its articles too, over any number of steps."""
    steps: dict[str, tuple[str, ...]] = {}
    for term in terms.values():
        if term.continues:
            steps[term.continues] = (*steps.get(term.continues, ()), term.slug)
        if isinstance(term, Unit) and term.successors:
            steps[term.slug] = (*steps.get(term.slug, ()), *term.successors)
    found: dict[str, tuple[str, ...]] = {}
    for slug in steps:
        reached, waiting = dict[str, None](), list(steps[slug])
        while waiting:
            heir = waiting.pop(0)
            if heir not in reached and heir != slug:
                reached[heir] = None
                waiting += steps.get(heir, ())
        wanted = tuple(heir for heir in reached if getattr(terms.get(heir), "with_predecessors", True))
        if wanted:
            found[slug] = wanted
    return found
