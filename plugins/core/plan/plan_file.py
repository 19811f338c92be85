"""One file of plans, `content/plan.toml` or `content/plans/NAME.toml` → plans as it writes them, and its problems.

What plans say of one another, within a file or across files, is `family.py`'s matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..problem import Problem
from ..text.vietnamese import closest, fold, is_slug
from ..text.web_address import is_web_address
from ..toml.characters import hidden_in
from ..toml.lines import Lines, TomlFaultError, parse
from .plan import Document, FormerName, Item, Kind, Phase, Plan, Term, Topic, Unit

FILE = "plan.toml"
FOLDER = "plans/"
"""Where the plans lie that have a file of their own."""
_PLAN_KEYS: dict[str, type] = {
    "slug": str,
    "number": str,
    "title": str,
    "issuer": str,
    "summary": str,
    "source": str,
    "date": dt.date,
    "purpose": str,
    "parent": str,
    "predecessor": str,
    "first": dt.date,
    "last": dt.date,
}
_TERM_KEYS: dict[str, type] = {
    "slug": str,
    "name": str,
    "quote": str,
    "description": str,
    "continues": str,
    "former_slugs": list,
}
# table → (class, kind, extra keys, required keys)
_TABLES: dict[str, tuple[type[Term], Kind, dict[str, type], tuple[str, ...]]] = {
    "phases": (Phase, "phase", {"first": dt.date, "last": dt.date}, ("slug", "name", "last", "quote")),
    "topics": (Topic, "topic", {"phases": list}, ("slug", "name", "quote")),
    "forms": (Term, "form", {}, ("slug", "name", "quote")),
    "documents": (
        Document,
        "document",
        {"number": str, "url": str, "issuer": str, "date": dt.date, "excerpt": str, "file": str, "page": str},
        ("slug", "name"),
    ),
    "priorities": (Term, "priority", {}, ("slug", "name", "quote")),
    "units": (
        Unit,
        "unit",
        {
            "group": str,
            "url": str,
            "parent": str,
            "first": dt.date,
            "last": dt.date,
            "successors": list,
            "former_names": list,
            "with_predecessors": bool,
        },
        ("slug", "name"),
    ),
}
_ITEM_KEYS: dict[str, type] = {
    "slug": str,
    "name": str,
    "quote": str,
    "topic": str,
    "form": str,
    "phase": str,
    "continues": str,
    "former_slugs": list,
}
_ITEM_REQUIRED = ("slug", "name", "quote")
_TYPE_NAMES = {
    str: "chữ trong dấu ngoặc kép",
    list: "danh sách […]",
    dt.date: "ngày dạng 2021-12-31 (không ngoặc kép)",
    bool: "true hoặc false, không có dấu ngoặc kép",
}
_RESERVED = {"trang"}
TABLES = (*_TABLES, "items")
"""Names of a plan's tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands: its file's reader, its table ("" for the plan itself), its number among that table's rows."""

    reader: PlanReader
    table: str
    number: int

    def complain(self, key: str, message: str, rule: str) -> None:
        """Note a problem of the row."""
        self.reader.complain(self.table, self.number, key, message, rule)


def read_file(text: str, file: str = FILE) -> PlanReader:
    """The plans that a file holds, with its problems and the places of its rows."""
    reader = PlanReader(text, file)
    try:
        data = parse(text)
    except TomlFaultError as fault:
        reader.problems.append(reader.problem(fault.line, PurePosixPath(file).name, str(fault), "plan-readable"))
        return reader
    for line, key, message in hidden_in(data, reader.lines):
        reader.problems.append(reader.problem(line, key, message, "plan-values"))
    reader.read(data)
    return reader


def missing_plan() -> Problem:
    """The problem of a content folder without a plan."""
    message = "không có tệp plan.toml; chuyên mục nào cũng phải có kế hoạch mà nó thực hiện (hoặc một tệp plans/….toml)"
    return Problem(path=FILE, line=0, field=FILE, message=message, rule="plan-readable")


class PlanReader:
    """Walks the parsed file once; keeps every problem with its line. plans: as written; places: (plan, table, slug) →
    where that row stands, the first one of its slug."""

    def __init__(self, text: str, file: str) -> None:
        self.lines = Lines(text)
        self.file = file
        self.problems: list[Problem] = []
        self.plans: tuple[Plan, ...] = ()
        self.places: dict[tuple[str, str, str], Place] = {}
        self._counts: dict[str, int] = {}
        self._flat = False

    def problem(self, line: int, field: str, message: str, rule: str) -> Problem:
        """A problem of this file."""
        return Problem(path=self.file, line=line, field=field, message=message, rule=rule)

    def complain(self, table: str, number: int, key: str, message: str, rule: str = "plan-values") -> None:
        """Note a problem of a row. table: as in a file of many plans."""
        if self._flat:
            table = table.removeprefix("plans").removeprefix(".")
        field = f"{table}.{key}" if table and key else table or key
        self.problems.append(self.problem(self.lines.find(table, number, key), field, message, rule))

    def read(self, data: Mapping[str, Any]) -> None:
        """Take in what the file says. A file in FOLDER may be one plan without `[[plans]]`, named after itself."""
        if self.file.startswith(FOLDER) and "plans" not in data:
            self._flat = True
            data = {"plans": [{"slug": PurePosixPath(self.file).stem, **data}]}
        for key in data:
            if key != "plans":
                self.complain("", 0, key, "không có khoá này; tệp chỉ gồm các bảng [[plans]]", "plan-keys")
        entries = data.get("plans")
        if not isinstance(entries, list) or not entries:
            self.complain("", 0, "plans", "thiếu bảng [[plans]]; cần ít nhất một kế hoạch", "plan-keys")
            return
        self.plans = tuple(self._plan(number, entry) for number, entry in enumerate(entries) if isinstance(entry, dict))
        self._phases_apart()

    def _plan(self, number: int, entry: dict[str, Any]) -> Plan:
        allowed = {**_PLAN_KEYS, **dict.fromkeys((*_TABLES, "items"), list)}
        values = self._values("plans", number, entry, allowed, ("slug", "number", "title", "issuer"))
        slug = str(values.get("slug", ""))
        self.places.setdefault((slug, "", ""), Place(reader=self, table="plans", number=number))
        tables: dict[str, Any] = {}
        for table, (cls, kind, extra, required) in _TABLES.items():
            rows = []
            names: dict[str, int] = {}
            for row_number, row in self._rows(table, values.get(table, [])):
                fields = self._values(f"plans.{table}", row_number, row, {**_TERM_KEYS, **extra}, required)
                if fields.keys() >= set(required):
                    rows.append(cls(kind=kind, plan=slug, **fields))
                    self._once(slug, table, row_number, fields["slug"], fields["name"], names)
            tables[table] = tuple(rows)
        items = []
        for row_number, row in self._rows("items", values.get("items", [])):
            fields = self._values("plans.items", row_number, row, _ITEM_KEYS, _ITEM_REQUIRED)
            if fields.keys() >= set(_ITEM_REQUIRED):
                items.append(Item(plan=slug, **fields))
                self._once(slug, "items", row_number, fields["slug"], "", {})
        card: dict[str, Any] = {key: values[key] for key in _PLAN_KEYS if key in values}
        for key in ("slug", "number", "title", "issuer"):
            card.setdefault(key, "")
        return Plan(**card, **tables, items=tuple(items))

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
            elif key == "former_names":
                values[key] = self._former_names(table, number, row[key])
            elif isinstance(value, list) and key not in TABLES and not all(isinstance(entry, str) for entry in value):
                self.complain(table, number, key, "phải là danh sách chữ trong dấu ngoặc kép")
            elif isinstance(value, str) and len(value) > 2000:
                self.complain(table, number, key, f"dài {len(value)} ký tự; tối đa 2000")
            elif key == "url" and isinstance(value, str) and value and not is_web_address(value):
                self.complain(table, number, key, "phải là địa chỉ http(s) đầy đủ")
            else:
                texts = isinstance(value, list) and key not in TABLES
                values[key] = tuple(row[key]) if texts else value
        for key in required:
            if not values.get(key) and key not in {k for k in row if k not in values}:
                self.complain(table, number, key, "thiếu hoặc để trống", "plan-keys")
                values.pop(key, None)
        for key, slug in [
            ("slug", values.get("slug", "")),
            *(("former_slugs", s) for s in values.get("former_slugs", ())),
        ]:
            if slug and (not is_slug(slug) or slug in _RESERVED):
                message = f"“{slug}” không hợp lệ; chỉ dùng a–z, 0–9 và “-”, không dùng “trang”"
                self.complain(table, number, key, message)
        return values

    def _former_names(self, table: str, number: int, rows: list[Any]) -> tuple[FormerName, ...]:
        """Names with the last day of each, oldest first."""
        found = []
        for row in rows:
            fits = isinstance(row, dict) and row.keys() == {"name", "last"}
            if not fits or not isinstance(row["name"], str) or type(row["last"]) is not dt.date or not row["name"]:
                message = 'mỗi tên cũ viết { name = "Tên cũ", last = 2024-12-31 }, last là ngày cuối còn mang tên ấy'
                self.complain(table, number, "former_names", message)
            else:
                found.append(FormerName(row["name"], row["last"]))
        if found != sorted(found, key=lambda former: former.last):
            self.complain(table, number, "former_names", "xếp theo thời gian, tên cũ nhất đứng trước")
        return tuple(found)

    def _once(self, plan: str, table: str, number: int, slug: str, name: str, names: dict[str, int]) -> None:
        """Slugs are unique per table of a plan; names too, after folding, since articles may use either."""
        where = f"plans.{table}"
        before = self.places.get((plan, table, slug))
        if before is not None:
            message = f"“{slug}” đã được dùng ở mục thứ {before.number + 1}"
            self.complain(where, number, "slug", message, "plan-unique")
        elif name and fold(name) in names:
            message = f"“{name}” trùng tên với mục thứ {names[fold(name)] + 1}"
            self.complain(where, number, "name", message, "plan-unique")
        names.setdefault(fold(name), number)
        self.places.setdefault((plan, table, slug), Place(reader=self, table=where, number=number))

    def _phases_apart(self) -> None:
        """Phases of one plan don't overlap and don't end before they begin."""
        offset = 0
        for plan in self.plans:
            for number, phase in enumerate(plan.phases):
                if phase.first and phase.first > phase.last:
                    self.complain("plans.phases", offset + number, "last", "sớm hơn ngày đầu (first)", "plan-phases")
                for other in plan.phases[:number]:
                    first, before = phase.first or dt.date.min, other.first or dt.date.min
                    if first <= other.last and before <= phase.last:
                        message = f"giai đoạn “{phase.name}” chồng lên “{other.name}”; ngày đầu phải sau {other.last}"
                        self.complain("plans.phases", offset + number, "first", message, "plan-phases")
            offset += len(plan.phases)
