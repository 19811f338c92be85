"""Plans of all files → Plans: what one says of another is looked up, and slugs become unique among them all.

A term belongs to its plan, so two plans may give the same slug and name. The plan that ends first keeps the bare slug,
which is the term's address; a later one's gets its plan's slug behind it. A unit or a document isn't a plan's: one of
the same slug in several plans is the same one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeVar, cast

from ..text.vietnamese import fold, is_slug
from .following import circle, hint, named, unit_faults
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
        self._in_time(ordered)
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
                place.complain(key, f"không có {word} “{to}”{hint(to, self._written)}", "plan-family")
            elif circle(plan.slug, partial(named, self._written, key)):
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

    def _in_time(self, plans: Iterable[Plan]) -> None:
        """A plan follows one that began before it."""
        by_slug = {plan.slug: plan for plan in plans}
        for plan in by_slug.values():
            before = by_slug.get(plan.predecessor)
            if before and before.first and plan.first and before.first > plan.first:
                message = (
                    f"kế hoạch trước “{before.slug}” bắt đầu ({before.first}) sau chính kế hoạch này ({plan.first})"
                )
                self._places[plan.slug, "", ""].complain("predecessor", message, "plan-family")

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
        if fold(row.name) not in {fold(other.name), *_former(other)} and fold(other.name) not in _former(row):
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
            message = f"“{written}” không có trong kế hoạch{hint(written, sorted(slugs))}"
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
                if row.continues and circle(row.slug, partial(named, by_slug, "continues")):
                    place = self._places[row.plan, table, row.written]
                    place.complain("continues", "tiếp nối đi vòng trở lại chính mục này", "plan-family")
            if table not in _SHARED:
                self._continued_in_time({plan.slug: plan for plan in plans}, table, by_slug)

    def _continued_in_time(self, plans: Mapping[str, Plan], table: str, rows: Mapping[str, Term | Item]) -> None:
        for row in rows.values():
            plan = plans[row.plan]
            other = plans[rows[row.continues].plan] if row.continues in rows else plan
            if plan.last and other.first and other.first > plan.last:
                message = f"tiếp nối một mục của kế hoạch “{other.slug}”, bắt đầu sau khi kế hoạch này kết thúc"
                self._places[row.plan, table, row.written].complain("continues", message, "plan-family")

    def _continued(self, plan: Plan, table: str, row: T) -> T:
        if not row.continues:
            return row
        other, _, written = row.continues.partition("/")
        slug = self._slugs.get((other, table, written))
        if (slug is None or other == plan.slug) and not {_KIND[table], "plan"} & self.unknown:
            known = [f"{of}/{code}" for of, at, code in self._slugs if at == table and of != plan.slug]
            meant = hint(row.continues, known)
            message = f"“{row.continues}” không phải mục nào của một kế hoạch khác{meant}; viết “kế-hoạch/mã”"
            self._places.get((row.plan, table, row.written), self._places[plan.slug, "", ""]).complain(
                "continues", message, "plan-family"
            )
            slug = ""
        return replace(row, continues=slug or "")

    # ── units ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _units(self, plans: Iterable[Plan]) -> None:
        units = {unit.slug: unit for plan in reversed(list(plans)) for unit in plan.units}
        for unit in units.values():
            for key, message in unit_faults(unit, units, whole="unit" not in self.unknown):
                self._said("units", unit, key).complain(key, message, "plan-units")

    def _said(self, table: str, row: Term | Item, key: str) -> RowPosition:
        """Where a key of a row is written: what plans share is put together from the rows of all of them."""
        rows = [at for (_, of, slug), at in self._places.items() if (of, slug) == (table, row.written)]
        own = self._places.get((row.plan, table, row.written)) or rows[0]
        return own if table not in _SHARED else next((at for at in rows if at.gives(key)), own)

    def _former_slugs(self, plans: Iterable[Plan]) -> None:
        """A former slug leads to one row, and is none that stands: of an item within its plan, else among all plans."""
        for table in TABLES:
            rows = list({row.slug: row for plan in plans for row in getattr(plan, table)}.values())
            items = table == "items"
            now = {(row.plan if items else "", row.written if items else row.slug) for row in rows}
            heirs: dict[tuple[str, str], str] = {}
            for row, slug in [(one, former) for one in rows for former in dict.fromkeys(one.former_slugs)]:
                key = (row.plan if items else "", slug)
                message = ""
                if key in now:
                    message = f"“{slug}” đang là mã của một mục khác; mã cũ không được trùng mã đang dùng"
                elif heirs.setdefault(key, row.slug) != row.slug:
                    message = f"“{slug}” đã là mã cũ của “{heirs[key]}”; một mã cũ chỉ dẫn tới một mục"
                if message:
                    self._said(table, row, "former_slugs").complain("former_slugs", message, "plan-unique")


def _former(row: Unit | Document) -> set[str]:
    """The names that a row had before, folded."""
    return {fold(former.name) for former in getattr(row, "former_names", ())}


def _filled(known: Term | Item, more: Term | Item) -> Term | Item:
    """What an earlier plan says of a unit or a document, and what only a later one does; a unit that was renamed in
    between has its new name."""
    bare = {field.name: field.default for field in fields(known)}
    empty = {name for name, default in bare.items() if getattr(known, name) == default}
    if isinstance(known, Unit) and isinstance(more, Unit) and fold(known.name) in _former(more):
        empty |= {"name", "former_names"}
        former = {fold(one.name): one for one in (*known.former_names, *more.former_names)}
        more = replace(more, former_names=tuple(sorted(former.values(), key=lambda one: one.last)))
    return replace(known, **{name: getattr(more, name) for name in empty - {"plan", "slug", "code"}})


def _day_after(day: dt.date) -> dt.date | None:
    """None behind the last day there is, which stands for one that is missing and was told."""
    return day + dt.timedelta(days=1) if day < dt.date.max else None
