"""What articles call the plans' entries → slugs, and which plan and phase an article belongs to.

An entry is called by slug or name, accents and case aside, or "plan/slug". Two plans may use one name: then the plan
decides that the article's `Plan` header, its topic or its items tell, in this order, and else its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..text.vietnamese import fold
from .plan import ABOUT, Topic, Unit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ..article.record import Record
    from .plan import Item, Plan, Plans, Term

PLAN_FIELDS: dict[str, tuple[str, str]] = {
    "category": ("topic", "Category"),
    "form": ("form", "Form"),
    "units": ("unit", "Units"),
    "documents": ("document", "Documents"),
    "items": ("item", "Plan_items"),
    "priorities": ("priority", "Priorities"),
}
"""Record field → kind of plan entry, and the header as editors know it."""
TABLE_OF = {
    "phase": "phases",
    "topic": "topics",
    "form": "forms",
    "document": "documents",
    "priority": "priorities",
    "unit": "units",
    "item": "items",
}
"""Kind of plan entry → the plan's table of them."""
_LONGEST = 12
"""Of how many pieces between commas a name may be."""


def written(record: Record, field: str) -> tuple[str, ...]:
    """The values a record gives for one of PLAN_FIELDS, as written."""
    value = getattr(record, field)
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value)


def named(record: Record) -> tuple[object, ...]:
    """All the plan's entries a record names, as written: most articles share theirs with many others."""
    return (
        record.category,
        record.form,
        record.units,
        record.documents,
        record.items,
        record.priorities,
        record.plan,
        record.kind,
    )


class Assignment(NamedTuple):
    """Where an article stands. plan, phase: slugs, "" for none; terms: kind → slugs, these two among them; by_day: the
    phase that the day alone tells, "" where it lies outside the plan."""

    plan: str
    phase: str
    terms: dict[str, tuple[str, ...]]
    by_day: str


class PlanNames:
    """Look-ups made once per build; `labels` lists the slugs of a kind, `plans` those of the plans, for messages. Where
    the plans are not right, what an entry that can't be named may be called is taken for known."""

    def __init__(self, plans: Plans, zone: ZoneInfo | None = None) -> None:
        self._plans, self._zone = plans, zone
        self._by_slug = {plan.slug: plan for plan in plans.plans}
        self.plans = tuple(self._by_slug)
        self._above = {plan.slug: [plan.slug, *(p.slug for p in plans.above(plan))] for plan in plans.plans}
        self._known: dict[str, dict[str, list[str]]] = {}
        self.labels: dict[str, list[str]] = {}
        self._assignments: dict[tuple[object, ...], Assignment] = {}
        self._agreeing: set[int] = set()  # of these, and so every article placed like them
        self._days: dict[dt.date, tuple[str, ...]] = {}
        self._unknown = plans.unknown
        entries: dict[str, Mapping[str, Term | Item]] = dict(plans.terms.items())
        for kind, terms in {**entries, "item": plans.items}.items():
            self._known[kind] = {}
            self.labels[kind] = list(terms)
            for term in terms.values():
                for name in _names(term):
                    found = self._known[kind].setdefault(name, [])
                    if term.slug not in found:
                        found.append(term.slug)
        self._owner: dict[str, dict[str, list[str]]] = {kind: {} for kind in self._known}
        for plan in plans.plans:
            for kind, rows in _tables(plan):
                for row in rows:
                    self._owner[kind].setdefault(row.slug, []).append(plan.slug)

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

    def candidates(self, kind: str, value: str) -> list[str]:
        """The slugs that a slug or a name may mean, the oldest plan's first."""
        known = self._known[kind]
        found = known.get(value)
        if found is None:
            found = known[value] = known.get(fold(value), [value] if kind in self._unknown and value else [])
        return found

    def find(self, kind: str, value: str, day: dt.date | None = None, plan: str = "") -> str:
        """The slug meant; "" when there is none. Where several are, the plan decides, else the day."""
        return self._chosen(kind, self.candidates(kind, value), day, plan)

    def entries(self, kind: str, values: Iterable[str]) -> Iterator[str]:
        """What a list names: its entries are cut at commas, but a name that holds commas stands for itself."""
        rest = list(values)
        while rest:
            for length in range(min(len(rest), _LONGEST), 0, -1):
                joined = {mark.join(rest[:length]) for mark in (", ", "; ")} if length > 1 else {rest[0]}
                name = next((name for name in joined if self.candidates(kind, name)), "")
                if name or length == 1:
                    yield name or rest[0]
                    rest = rest[length:]
                    break

    def slugs(self, kind: str, values: Iterable[str], day: dt.date | None = None, plan: str = "") -> tuple[str, ...]:
        """The slugs that a list names, each once; names that lead nowhere are left out (a rule reports them)."""
        found = (self.find(kind, value, day, plan) for value in self.entries(kind, values))
        return tuple(dict.fromkeys(filter(None, found)))

    def plan(self, value: str, day: dt.date | None = None) -> str:
        """The slug of a plan by slug or number, "" when there is none. Numbers begin anew with each term of office: of
        several plans of one number the day decides."""
        if value in self._by_slug:
            return value
        wanted = fold(value)
        found = [plan for plan in self._plans.plans if wanted in (fold(plan.number), fold(plan.slug))]
        if day is not None and len(found) > 1:
            begun = [plan for plan in found if _begun(plan, day)]
            found = [plan for plan in begun if plan.holds(day)] or begun[-1:] or found
        return found[0].slug if found else ""

    def _chosen(self, kind: str, found: list[str], day: dt.date | None, plan: str) -> str:
        if len(found) < 2:
            return found[0] if found else ""
        owner = self._owner[kind]
        for slug in self._above.get(plan, ()):
            for candidate in found:
                if slug in owner[candidate]:
                    return candidate
        if day is not None:
            for candidate in found:
                if any(self._by_slug[slug].holds(day) for slug in owner[candidate]):
                    return candidate
            begun = [c for c in found if any(_begun(self._by_slug[slug], day) for slug in owner[c])]
            return (begun or found)[-1 if begun else 0]
        return found[0]

    # ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────

    def resolve(self, record: Record) -> dict[str, tuple[str, ...]]:
        """The slugs a record names, by kind, with its plan and its phase: one value for all that are placed alike."""
        return self.assignment(record).terms

    def assignment(self, record: Record) -> Assignment:
        """Where an article stands: its plan and phase follow from its topic, its items and its day, in this order."""
        day = dt.datetime.fromisoformat(record.date).astimezone(self._zone).date() if record.date else dt.date.max
        mark = self._days.get(day)
        if mark is None:
            mark = self._days[day] = self._mark(day)
        key = (named(record), mark)
        found = self._assignments.get(key)
        if found is None:
            found = self._assignments[key] = self._about(record) if record.kind else self._assign(record, day)
        return found

    def _mark(self, day: dt.date) -> tuple[str, ...]:
        """All that matters of a day."""
        begun = (plan.slug for plan in self._plans.plans if _begun(plan, day))
        held = (plan.slug for plan in self._plans.plans if plan.holds(day))
        phases = (phase.slug for plan in self._plans.plans if (phase := plan.phase_on(day)))
        return (*begun, "", *held, "", *phases)

    def _about(self, record: Record) -> Assignment:
        """A piece about the column itself carries out no plan."""
        terms = {"topic": self.slugs("topic", (record.category,))[:1] or (ABOUT.slug,)}
        for field, (kind, _) in PLAN_FIELDS.items():
            if kind not in {"topic", "item"} and (slugs := self.slugs(kind, written(record, field))):
                terms[kind] = slugs
        return Assignment("", "", terms, "")

    def _assign(self, record: Record, day: dt.date) -> Assignment:
        topics = self.candidates("topic", record.category)
        asked = self.plan(record.plan, day) if record.plan else ""
        topic = self._chosen("topic", topics, day, asked or self._plan_of_items(record, topics))
        plan = asked or (self._owner["topic"].get(topic, [""])[0] if topic else self._plan_of_items(record, ()))
        terms: dict[str, tuple[str, ...]] = {"topic": (topic,)} if topic else {}
        for field, (kind, _) in PLAN_FIELDS.items():
            if kind != "topic" and (slugs := self.slugs(kind, written(record, field), day, plan)):
                terms[kind] = slugs
        phase, by_day = self._phase(plan, topic, terms.get("item", ()), day)
        terms |= {kind: (slug,) for kind, slug in (("plan", plan), ("phase", phase)) if slug}
        return Assignment(plan, phase, terms, by_day)

    def _plan_of_items(self, record: Record, topics: Iterable[str]) -> str:
        """The plan of the first item that can be but one plan's; it must have one of the topics, if there are any."""
        plans = {slug for topic in topics for slug in self._owner["topic"].get(topic, ())}
        for value in self.entries("item", record.items):
            found = self.candidates("item", value)
            of = self._owner["item"].get(found[0], []) if len(found) == 1 else []
            if of and (not plans or of[0] in plans):
                return of[0]
        return ""

    def _phase(self, plan: str, topic: str, items: Iterable[str], day: dt.date) -> tuple[str, str]:
        """(the phase, the one that the day alone would tell)."""
        if not plan:
            return "", ""
        timed = next((self._by_slug[slug] for slug in self._above[plan] if self._by_slug[slug].phases), None)
        by_day = timed.phase_on(day) if timed else None
        told = by_day.slug if by_day else ""
        asks = self._plans.terms["topic"].get(topic)
        of_topic = asks.phases if isinstance(asks, Topic) else ()
        of_items = dict.fromkeys(one.phase for item in items if (one := self._plans.items.get(item)) and one.phase)
        for phases in (of_topic, tuple(of_items)):
            if len(phases) == 1:
                return phases[0], told
        return told, told

    def disagreements(self, record: Record) -> Iterator[tuple[str, str]]:
        """(header, what doesn't fit) where an article's topic, items, `Plan` and day tell different things."""
        mine = self.assignment(record)
        if id(mine) not in self._agreeing:
            found = list(self._disagreements(record, mine))
            if not found:
                self._agreeing.add(id(mine))
            yield from found

    def _disagreements(self, record: Record, mine: Assignment) -> Iterator[tuple[str, str]]:
        plan = self._by_slug.get(mine.plan)
        if plan is None or record.kind:
            return
        line = self._above[plan.slug]
        for kind, header in (("topic", "Category"), ("item", "Plan_items")):
            for slug in mine.terms.get(kind, ()):
                if not set(self._owner[kind].get(slug, line)) & set(line):
                    yield (
                        header,
                        f"“{slug}” là của kế hoạch {self._owner[kind][slug][0]}, bài thuộc kế hoạch {plan.slug}",
                    )
        day = dt.datetime.fromisoformat(record.date).astimezone(self._zone).date() if record.date else None
        if day and not plan.holds(day):
            by = "dòng Plan ghi" if record.plan else "chủ đề của bài thuộc về; nếu cần, ghi Plan"
            yield "Date", f"ngày {day:%d/%m/%Y} nằm ngoài kế hoạch {plan.slug} mà {by}"
        elif mine.by_day and mine.phase != mine.by_day and mine.phase in (phases := self._plans.terms["phase"]):
            yield (
                "Date",
                (
                    f"ngày đăng thuộc giai đoạn “{phases[mine.by_day].name}”, chủ đề hoặc mục kế hoạch của bài thuộc "
                    f"giai đoạn “{phases[mine.phase].name}”; bài được xếp vào giai đoạn sau"
                ),
            )


def _begun(plan: Plan, day: dt.date) -> bool:
    return plan.first is None or plan.first <= day


def _tables(plan: Plan) -> Iterator[tuple[str, Iterable[Term | Item]]]:
    for kind, table in TABLE_OF.items():
        yield kind, getattr(plan, table)


def _names(term: Term | Item) -> Iterator[str]:
    """Everything an article may call an entry."""
    yield from (term.slug, fold(term.slug), term.written, f"{term.plan}/{term.written}", fold(term.name))
    yield from term.former_slugs
    if isinstance(term, Unit):
        yield from (fold(former.name) for former in term.former_names)
