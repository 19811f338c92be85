"""`content/plan.toml` → Plans, or every problem in it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from .plan import Document, Item, Kind, Phase, Plan, Plans, Term, Topic, Unit
from .problem import Problem
from .toml_characters import read_toml
from .toml_lines import Lines, TomlFaultError
from .vietnamese import closest, fold, is_slug
from .web_address import is_web_address

FILE = "plan.toml"
_PLAN_KEYS = {
    "slug": str,
    "number": str,
    "title": str,
    "issuer": str,
    "summary": str,
    "source": str,
    "date": dt.date,
}
_TERM_KEYS: dict[str, type] = {"slug": str, "name": str, "quote": str, "description": str}
# table → (class, kind, extra keys, required keys)
_TABLES: dict[str, tuple[type[Term], Kind, dict[str, type], tuple[str, ...]]] = {
    "phases": (Phase, "phase", {"first": dt.date, "last": dt.date}, ("slug", "name", "last", "quote")),
    "topics": (Topic, "topic", {"phases": list}, ("slug", "name", "quote")),
    "forms": (Term, "form", {}, ("slug", "name", "quote")),
    "documents": (Document, "document", {"number": str, "url": str}, ("slug", "name")),
    "priorities": (Term, "priority", {}, ("slug", "name", "quote")),
    "units": (Unit, "unit", {"group": str, "url": str}, ("slug", "name")),
}
_ITEM_KEYS: dict[str, type] = {
    "slug": str,
    "name": str,
    "quote": str,
    "topic": str,
    "form": str,
    "phase": str,
}
_ITEM_REQUIRED = ("slug", "name", "quote")
_TYPE_NAMES = {str: "chữ trong dấu ngoặc kép", list: "danh sách […]", dt.date: "ngày dạng 2021-12-31 (không ngoặc kép)"}
_RESERVED = {"trang"}
T = TypeVar("T")


def read_plans(text: str) -> tuple[Plans | None, tuple[Problem, ...]]:
    """All plans of the file, oldest first, and its problems; Plans is None when any problem is an error."""
    try:
        data, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        return None, (_problem(fault.line, "plan.toml", str(fault), "plan-readable"),)
    reader = _Reader(lines)
    reader.problems += [_problem(line, key, message, "plan-values") for line, key, message in unfit]
    plans = reader.plans(data)
    if reader.problems or plans is None:
        return None, tuple(reader.problems)
    return plans, ()


def missing_plan() -> Problem:
    """The problem of a content folder without a plan."""
    return _problem(
        0, "plan.toml", "không có tệp plan.toml; chuyên mục nào cũng phải có kế hoạch mà nó thực hiện", "plan-readable"
    )


def _problem(line: int, field: str, message: str, rule: str) -> Problem:
    return Problem(path=FILE, line=line, field=field, message=message, rule=rule)


class _Reader:
    """Walks the parsed file once; keeps every problem with its line."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self._counts: dict[str, int] = {}

    def complain(self, table: str, number: int, key: str, message: str, rule: str = "plan-values") -> None:
        field = f"{table}.{key}" if table and key else table or key
        self.problems.append(_problem(self.lines.find(table, number, key), field, message, rule))

    def plans(self, data: Mapping[str, Any]) -> Plans | None:
        for key in data:
            if key != "plans":
                self.complain("", 0, key, "không có khoá này; tệp chỉ gồm các bảng [[plans]]", "plan-keys")
        entries = data.get("plans")
        if not isinstance(entries, list) or not entries:
            self.complain("", 0, "plans", "thiếu bảng [[plans]]; cần ít nhất một kế hoạch", "plan-keys")
            return None
        plans = tuple(self._plan(number, entry) for number, entry in enumerate(entries) if isinstance(entry, dict))
        self._unique(plans)
        self._phases_apart(plans)
        self._references(plans)
        return None if self.problems else Plans.of(plans)

    def _plan(self, number: int, entry: dict[str, Any]) -> Plan:
        allowed = {**_PLAN_KEYS, **dict.fromkeys((*_TABLES, "items"), list)}
        values = self._values("plans", number, entry, allowed, ("slug", "number", "title", "issuer"))
        slug = str(values.get("slug", ""))
        tables: dict[str, tuple[Any, ...]] = {}
        for table, (cls, kind, extra, required) in _TABLES.items():
            rows = []
            for row_number, row in self._rows(table, values.get(table, [])):
                fields = self._values(f"plans.{table}", row_number, row, {**_TERM_KEYS, **extra}, required)
                fields = {
                    key: tuple(map(str, value)) if isinstance(value, list) else value for key, value in fields.items()
                }
                if fields.keys() >= set(required):
                    rows.append(cls(kind=kind, plan=slug, **fields))
            tables[table] = tuple(rows)
        items = []
        for row_number, row in self._rows("items", values.get("items", [])):
            fields = self._values("plans.items", row_number, row, _ITEM_KEYS, _ITEM_REQUIRED)
            if fields.keys() >= set(_ITEM_REQUIRED):
                items.append(Item(plan=slug, **fields))
        card = {key: values[key] for key in _PLAN_KEYS if key in values}
        for key in ("slug", "number", "title", "issuer"):
            card.setdefault(key, "")
        return Plan(**card, **tables, items=tuple(items))  # type: ignore[arg-type]  # checked above, key by key

    def _rows(self, table: str, rows: list[Any]) -> list[tuple[int, dict[str, Any]]]:
        start = self._counts.get(table, 0)
        self._counts[table] = start + len(rows)
        found = []
        for number, row in enumerate(rows, start):
            if isinstance(row, dict):
                found.append((number, row))
            else:
                self.complain(f"plans.{table}", number, "", f"phải là bảng [[plans.{table}]]", "plan-keys")
        return found

    def _values(
        self, table: str, number: int, row: dict[str, Any], allowed: dict[str, type], required: tuple[str, ...]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key not in allowed:
                near = closest(key, list(allowed))
                hint = f"; có phải ý bạn là {near}?" if near else ""
                self.complain(
                    table, number, key, f"không có khoá “{key}”{hint} Được dùng: {', '.join(allowed)}", "plan-keys"
                )
            elif not isinstance(value, allowed[key]) or isinstance(value, dt.datetime):
                self.complain(table, number, key, f"phải là {_TYPE_NAMES[allowed[key]]}")
            elif isinstance(value, str) and len(value) > 2000:
                self.complain(table, number, key, f"dài {len(value)} ký tự; tối đa 2000")
            elif key == "url" and isinstance(value, str) and value and not is_web_address(value):
                self.complain(table, number, key, "phải là địa chỉ http(s) đầy đủ")
            else:
                values[key] = value
        for key in required:
            if not values.get(key) and key not in {k for k in row if k not in values}:
                self.complain(table, number, key, "thiếu hoặc để trống", "plan-keys")
                values.pop(key, None)
        slug = values.get("slug", "")
        if slug and (not is_slug(slug) or slug in _RESERVED):
            self.complain(table, number, "slug", f"“{slug}” không hợp lệ; chỉ dùng a–z, 0–9 và “-”, không dùng “trang”")
        return values

    def _unique(self, plans: tuple[Plan, ...]) -> None:
        """Slugs are unique per kind over all plans; names too, after folding, since articles may use either."""
        groups: dict[str, list[tuple[str, str]]] = {
            table: [(t.slug, t.name) for p in plans for t in getattr(p, table)] for table in (*_TABLES, "items")
        }
        groups[""] = [(p.slug, p.number) for p in plans]
        for table, rows in groups.items():
            where = f"plans.{table}" if table else "plans"
            slugs: dict[str, int] = {}
            names: dict[str, int] = {}
            for number, (slug, name) in enumerate(rows):
                if slug in slugs:
                    self.complain(
                        where, number, "slug", f"“{slug}” đã được dùng ở mục thứ {slugs[slug] + 1}", "plan-unique"
                    )
                elif table and table != "items" and fold(name) in names:
                    self.complain(
                        where, number, "name", f"“{name}” trùng tên với mục thứ {names[fold(name)] + 1}", "plan-unique"
                    )
                slugs.setdefault(slug, number)
                names.setdefault(fold(name), number)

    def _phases_apart(self, plans: tuple[Plan, ...]) -> None:
        """Phases of one plan don't overlap and don't end before they begin."""
        offset = 0
        for plan in plans:
            for number, phase in enumerate(plan.phases):
                if phase.first and phase.first > phase.last:
                    self.complain("plans.phases", offset + number, "last", "sớm hơn ngày đầu (first)", "plan-phases")
                for other in plan.phases[:number]:
                    first, before = phase.first or dt.date.min, other.first or dt.date.min
                    if first <= other.last and before <= phase.last:
                        message = f"giai đoạn “{phase.name}” chồng lên “{other.name}”; ngày đầu phải sau {other.last}"
                        self.complain("plans.phases", offset + number, "first", message, "plan-phases")
            offset += len(plan.phases)

    def _references(self, plans: tuple[Plan, ...]) -> None:
        """What a topic or an item names exists."""
        phases = {t.slug for p in plans for t in p.phases}
        topics = {t.slug for p in plans for t in p.topics}
        forms = {t.slug for p in plans for t in p.forms}
        for number, topic in enumerate(t for p in plans for t in p.topics):
            for slug in topic.phases:
                self._leads("plans.topics", number, "phases", slug, phases)
        for number, item in enumerate(i for p in plans for i in p.items):
            for key, slug, known in (
                ("topic", item.topic, topics),
                ("form", item.form, forms),
                ("phase", item.phase, phases),
            ):
                if slug:
                    self._leads("plans.items", number, key, slug, known)

    def _leads(self, table: str, number: int, key: str, slug: str, known: set[str]) -> None:
        if slug not in known:
            near = closest(slug, sorted(known))
            hint = f"; có phải ý bạn là {near}?" if near else ""
            self.complain(table, number, key, f"“{slug}” không có trong kế hoạch{hint}", "plan-references")
