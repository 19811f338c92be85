"""Plans of all files → Plans: what one says of another is looked up, and slugs become unique among them all.

A term belongs to its plan, so two plans may give the same slug and name. The plan that ends first keeps the bare slug,
which is the term's address; a later one's gets its plan's slug behind it. A unit or a document isn't a plan's: one of
the same slug in several plans is the same one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeVar, cast

from ..text.vietnamese import closest, fold, is_slug
from .plan import Document, Item, Plan, Term, Topic, Unit
from .plan_reader import ALL_KINDS, TABLES, PlanReader, RowPosition

_KIND = {
    "phases": "phase",
    "topics": "topic",
    "forms": "form",
    "documents": "document",
    "priorities": "priority",
    "units": "unit",
    "items": "item",
}
_SHARED = ("units", "documents")
T = TypeVar("T", bound="Term | Item")


class Family:
    """Joins the plans of some files; problems go to their readers."""

    def __init__(self, readers: Iterable[PlanReader]) -> None:
        self.unknown: set[str] = set()
        self._places: dict[tuple[str, str, str], RowPosition] = {}
        self._written: dict[str, Plan] = {}
        for reader in readers:
            self.unknown |= reader.unknown
            for number, plan in enumerate(reader.plans):
                if plan.slug in self._written:
                    message = f"“{plan.slug}” đã được dùng ở mục thứ {self._position(plan.slug)}"
                    if plan.slug:
                        reader.complain("plans", number, "slug", message, "plan-unique")
                    self.unknown |= ALL_KINDS  # what it holds is not looked at
                    continue
                self._written[plan.slug] = plan
                self._places |= {key: place for key, place in reader.places.items() if key[0] == plan.slug}
        self._slugs: dict[tuple[str, str, str], str] = {}  # (plan, table, written) → slug

    def plans(self) -> tuple[Plan, ...]:
        """The plans, those first that end first, whatever file they are in; on one day a plan before those under it."""
        for key, word in (("parent", "kế hoạch cấp trên"), ("predecessor", "kế hoạch trước")):
            self._plan_links(key, word)
        ordered = [self._dated(plan) for plan in self._written.values()]
        ordered.sort(key=lambda plan: (plan.last or dt.date.max, self._depth(plan)))
        ordered = [self._begun(plan, ordered[:place]) for place, plan in enumerate(ordered)]
        taken: dict[str, dict[str, Term | Item]] = {table: {} for table in TABLES}
        for plan in ordered:
            for table in TABLES:
                for row in getattr(plan, table):
                    self._give_slug(table, row, taken[table])
        plans = [self._resolved(plan, taken) for plan in ordered]
        self._continuations(plans)
        self._units(plans)
        self._former_slugs(plans)
        return tuple(plans)

    # ── plans ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _position(self, slug: str) -> int:
        return list(self._written).index(slug) + 1

    def _plan_links(self, key: str, word: str) -> None:
        for plan in self._written.values():
            to = getattr(plan, key)
            if not to:
                continue
            place = self._places[plan.slug, "", ""]
            if to not in self._written and "plan" not in self.unknown:
                place.complain(key, f"không có {word} “{to}”{_hint(to, self._written)}", "plan-family")
            elif _circle(plan.slug, partial(_named, self._written, key)):
                place.complain(key, f"{word} đi vòng trở lại chính “{plan.slug}”", "plan-family")

    def _depth(self, plan: Plan) -> int:
        seen, depth = {plan.slug}, 0
        parent = self._written.get(plan.parent)
        while parent is not None and parent.slug not in seen:
            seen.add(parent.slug)
            parent, depth = self._written.get(parent.parent), depth + 1
        return depth

    def _dated(self, plan: Plan) -> Plan:
        """With the days that phases and the plan before give it, where it names none itself."""
        begins = [phase.first for phase in plan.phases]
        first = plan.first or (min(filter(None, begins)) if begins and None not in begins else None)
        last = plan.last or max((phase.last for phase in plan.phases), default=None)
        before = self._written.get(plan.predecessor)
        if first is None and before is not None and before.predecessor != plan.slug:
            end = before.last or max((phase.last for phase in before.phases), default=None)
            first = _day_after(end) if end else None
        place = self._places[plan.slug, "", ""]
        if first and last and first > last:
            message = f"kế hoạch kết thúc ({last}) trước khi bắt đầu ({first})"
            place.complain("last" if plan.last else "first", message, "plan-family")
        for phase in plan.phases:
            early, late = plan.first and phase.first and phase.first < plan.first, plan.last and phase.last > plan.last
            if early or late:
                key, what = ("first", "bắt đầu trước") if early else ("last", "kết thúc sau")
                message = f"giai đoạn “{phase.name}” {what} chính kế hoạch"
                self._places[plan.slug, "phases", phase.slug].complain(key, message, "plan-phases")
        return replace(plan, first=first, last=last)

    def _begun(self, plan: Plan, earlier: Iterable[Plan]) -> Plan:
        """A plan that names no first day begins when the one that ended last before it is over: one of those beside it,
        or of those that stand under no other."""
        if plan.first is not None or plan.last is None:
            return plan
        ends = [p.last for p in earlier if p.last and p.last < plan.last and p.parent in {"", plan.parent}]
        return replace(plan, first=_day_after(max(ends))) if ends else plan

    # ── slugs ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _give_slug(self, table: str, row: Term | Item, taken: dict[str, Term | Item]) -> None:
        slug, place = row.slug, self._places[row.plan, table, row.slug]
        other = taken.get(slug)
        if other is not None and other.plan != row.plan:
            if table in _SHARED:
                self._same(cast("Unit | Document", row), cast("Unit | Document", other), place)
            else:
                slug = f"{row.slug}-{row.plan}"
                if not is_slug(slug) or (slug in taken and taken[slug] is not row):
                    message = (
                        f"“{row.slug}” đã được kế hoạch {other.plan} dùng và “{slug}” không dùng được; chọn mã khác"
                    )
                    place.complain("slug", message, "plan-unique")
        self._slugs[row.plan, table, row.slug] = slug
        if slug not in taken:
            taken[slug] = row
        elif table in _SHARED:
            taken[slug] = _filled(taken[slug], row)

    def _same(self, row: Unit | Document, other: Unit | Document, place: RowPosition) -> None:
        names = {fold(other.name), *(fold(former.name) for former in getattr(other, "former_names", ()))}
        if fold(row.name) not in names:
            message = (
                f"“{row.slug}” ở kế hoạch {other.plan} tên là “{other.name}”; cùng mã là cùng một đơn vị hay văn kiện, "
                "hãy viết như nhau, hoặc ghi tên cũ vào former_names"
            )
            place.complain("name", message, "plan-unique")

    def _resolved(self, plan: Plan, taken: Mapping[str, Mapping[str, Term | Item]]) -> Plan:
        tables: dict[str, Any] = {}
        for table in TABLES:
            rows = [self._row(plan, table, row) for row in getattr(plan, table)]
            if table in _SHARED:  # what any plan says of it holds in all of them
                rows = [replace(taken[table][row.slug], plan=row.plan) for row in rows]
            tables[table] = tuple(rows)
        return replace(plan, **tables)

    def _row(self, plan: Plan, table: str, row: T) -> T:
        slug = self._slugs[plan.slug, table, row.slug]
        changes: dict[str, Any] = {"slug": slug, "code": row.slug if slug != row.slug else ""}
        place = self._places[plan.slug, table, row.slug]
        if isinstance(row, Topic):
            changes["phases"] = tuple(self._found(plan, "phases", phase, place) for phase in row.phases)
        if isinstance(row, Item):
            for key, of in (("topic", "topics"), ("form", "forms"), ("phase", "phases")):
                if value := getattr(row, key):
                    changes[key] = self._found(plan, of, value, place, key)
        return replace(row, **changes)

    def _found(self, plan: Plan, table: str, written: str, place: RowPosition, key: str = "") -> str:
        """The slug that a row of a plan means: its own plan's before those of the plans above it, then any other's."""
        above, seen = plan, {""}
        while above.slug not in seen:
            if slug := self._slugs.get((above.slug, table, written)):
                return slug
            seen.add(above.slug)
            above = self._written.get(above.parent, above)
        slugs = {code: slug for (_, of, code), slug in reversed(self._slugs.items()) if of == table}
        if written not in slugs and _KIND[table] not in self.unknown:
            message = f"“{written}” không có trong kế hoạch{_hint(written, sorted(slugs))}"
            place.complain(key or table, message, "plan-references")
        return slugs.get(written, written)

    # ── what carries on what ─────────────────────────────────────────────────────────────────────────────────────

    def _continuations(self, plans: list[Plan]) -> None:
        """`continues = "plan/slug"` becomes the slug it means."""
        for number, plan in enumerate(plans):
            for table in TABLES:
                rows = [self._continued(plan, table, row) for row in getattr(plans[number], table)]
                plans[number] = replace(plans[number], **{table: tuple(rows)})  # type: ignore[arg-type]  # a table
        for table in TABLES:
            by_slug = {row.slug: row for plan in plans for row in getattr(plan, table)}
            for row in by_slug.values():
                if row.continues and _circle(row.slug, partial(_named, by_slug, "continues")):
                    place = self._places[row.plan, table, row.written]
                    place.complain("continues", "tiếp nối đi vòng trở lại chính mục này", "plan-family")

    def _continued(self, plan: Plan, table: str, row: T) -> T:
        if not row.continues:
            return row
        other, _, written = row.continues.partition("/")
        slug = self._slugs.get((other, table, written))
        if (slug is None or other == plan.slug) and not {_KIND[table], "plan"} & self.unknown:
            known = [f"{of}/{code}" for of, at, code in self._slugs if at == table and of != plan.slug]
            hint = _hint(row.continues, known)
            message = f"“{row.continues}” không phải mục nào của một kế hoạch khác{hint}; viết “kế-hoạch/mã”"
            self._places.get((row.plan, table, row.written), self._places[plan.slug, "", ""]).complain(
                "continues", message, "plan-family"
            )
            slug = ""
        return replace(row, continues=slug or "")

    # ── units ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _units(self, plans: Iterable[Plan]) -> None:
        units = {unit.slug: unit for plan in reversed(list(plans)) for unit in plan.units}
        for unit in units.values():
            place = self._places.get((unit.plan, "units", unit.slug)) or next(
                at for (_, table, slug), at in self._places.items() if (table, slug) == ("units", unit.slug)
            )
            for key, message in _unit_faults(unit, units, whole="unit" not in self.unknown):
                place.complain(key, message, "plan-units")

    def _former_slugs(self, plans: Iterable[Plan]) -> None:
        for table in TABLES:
            rows = list({row.slug: row for plan in plans for row in getattr(plan, table)}.values())
            now = {
                (row.plan if table == "items" else "", row.written if table == "items" else row.slug) for row in rows
            }
            for row in rows:
                for slug in row.former_slugs:
                    if (row.plan if table == "items" else "", slug) in now:
                        message = f"“{slug}” đang là mã của một mục khác; mã cũ không được trùng mã đang dùng"
                        self._places[row.plan, table, row.written].complain("former_slugs", message, "plan-unique")


def _unit_faults(unit: Unit, units: Mapping[str, Unit], *, whole: bool) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) of one unit. whole: whether all units are known."""
    for key, named in (("parent", (unit.parent,) if unit.parent else ()), ("successors", unit.successors)):
        for slug in named:
            if slug == unit.slug:
                yield key, "đơn vị không thể kế tục hay trực thuộc chính mình"
            elif slug not in units and whole:
                yield key, f"không có đơn vị “{slug}”{_hint(slug, units)}"
        if unit.slug not in named and _circle(unit.slug, partial(_named, units, key)):
            yield key, f"đi vòng trở lại chính “{unit.slug}”"
    if unit.successors and unit.last is None:
        yield "successors", "có đơn vị kế tục mà thiếu last, ngày cuối cùng đơn vị này còn hoạt động"
    if unit.first and unit.last and unit.first > unit.last:
        yield "last", f"đơn vị kết thúc ({unit.last}) trước khi bắt đầu ({unit.first})"


def _named(rows: Mapping[str, Any], key: str, slug: str) -> tuple[str, ...]:
    """The slugs that a row gives for a key."""
    value = getattr(rows.get(slug), key, ())
    return (value,) if isinstance(value, str) else value


def _circle(start: str, steps: Callable[[str], Iterable[str]]) -> bool:
    """Whether one comes back to where one started."""
    seen, waiting = set[str](), [*steps(start)]
    while waiting:
        slug = waiting.pop()
        if slug == start:
            return True
        if slug and slug not in seen:
            seen.add(slug)
            waiting += steps(slug)
    return False


def _filled(known: Term | Item, more: Term | Item) -> Term | Item:
    """What an earlier plan says of a unit or a document, and what only a later one does."""
    bare = {field.name: field.default for field in fields(known)}
    empty = [name for name, default in bare.items() if getattr(known, name) == default]
    return replace(known, **{name: getattr(more, name) for name in empty if name not in {"plan", "slug", "code"}})


def _hint(word: str, candidates: Iterable[str]) -> str:
    near = closest(word, list(candidates))
    return f"; có phải ý bạn là {near}?" if near else ""


def _day_after(day: dt.date) -> dt.date | None:
    """None behind the last day there is, which stands for one that is missing and was told."""
    return day + dt.timedelta(days=1) if day < dt.date.max else None
