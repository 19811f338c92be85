"""`content/plan.toml` → Plans, and every problem in it at once.

What can't be published still tells which entries there are, so that one slip in the plan hides nothing that articles
name and makes nothing of theirs look wrong: a faulty row stays known by its slug and name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args

from ..problem import Problem
from ..text.vietnamese import fold, is_slug, slugify, suggest
from ..text.web_address import is_web_address
from ..toml.characters import read_toml
from ..toml.lines import Lines, TomlFaultError
from .plan import Document, Item, Kind, Phase, Plan, Plans, Term, Topic, Unit

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
_ALL = frozenset({*get_args(Kind), "item", "plan"})
"""Every kind of entry."""


def read_plans(text: str) -> tuple[Plans, tuple[Problem, ...]]:
    """All plans of the file, oldest first, and its problems. With problems the plans are not to be shown: they hold
    what can be named, with blanks in it."""
    try:
        data, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        return no_plans(), (_problem(fault.line, "plan.toml", str(fault), "plan-readable"),)
    reader = _Reader(lines)
    reader.problems += [_problem(line, key, message, "plan-values") for line, key, message in unfit]
    plans = reader.plans(data)
    return plans, tuple(reader.problems)


def no_plans() -> Plans:
    """What is known of plans that can't be read."""
    return Plans.of((), _ALL)


def missing_plan() -> Problem:
    """The problem of a content folder without a plan."""
    return _problem(
        0, "plan.toml", "không có tệp plan.toml; chuyên mục nào cũng phải có kế hoạch mà nó thực hiện", "plan-readable"
    )


def _problem(line: int, field: str, message: str, rule: str) -> Problem:
    return Problem(path=FILE, line=line, field=field, message=message, rule=rule)


class _Reader:
    """Walks the parsed file once; keeps every problem with its line. unknown: kinds of which an entry can't be named;
    rows: table → number among the file's tables of that name, and values that are right."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.unknown: set[str] = set()
        self.rows: dict[str, list[tuple[int, dict[str, Any]]]] = {table: [] for table in ("", *_TABLES, "items")}

    def complain(self, table: str, number: int, key: str, message: str, rule: str = "plan-values") -> None:
        field = f"{table}.{key}" if table and key else table or key
        self.problems.append(_problem(self.lines.find(table, number, key), field, message, rule))

    def plans(self, data: Mapping[str, Any]) -> Plans:
        for key in data:
            if key != "plans":
                self.complain("", 0, key, "không có khoá này; tệp chỉ gồm các bảng [[plans]]", "plan-keys")
                self.unknown |= _ALL
        entries = data.get("plans")
        if not isinstance(entries, list) or not entries:
            self.complain("", 0, "plans", "thiếu bảng [[plans]]; cần ít nhất một kế hoạch", "plan-keys")
            return no_plans()
        if not all(isinstance(entry, dict) for entry in entries):
            self.complain("", 0, "plans", "mỗi kế hoạch là một bảng [[plans]], không phải số hay chữ", "plan-keys")
            self.unknown |= _ALL
        found: list[Plan] = []
        for entry in (entry for entry in entries if isinstance(entry, dict)):
            start = len(self.rows["phases"])
            found.append(self._plan(len(found), entry))
            self._phases_apart(self.rows["phases"][start:])
        plans = Plans.of(tuple(found), frozenset(self.unknown))
        self._unique()
        self._references(plans)
        return plans

    def _plan(self, number: int, entry: dict[str, Any]) -> Plan:
        allowed = {**_PLAN_KEYS, **dict.fromkeys((*_TABLES, "items"), list)}
        values = self._values("plans", number, entry, allowed, ("slug", "number", "title", "issuer"))
        self.rows[""].append((number, values))
        if any(isinstance(value, (list, dict)) for key, value in entry.items() if key not in allowed):
            self.unknown |= _ALL  # the rows of a misspelt table may be of any kind
        if not values.get("slug"):
            self.unknown.add("plan")
        slug = str(values.get("slug", ""))
        tables: dict[str, tuple[Any, ...]] = {}
        for table, (cls, kind, extra, required) in _TABLES.items():
            rows = self._named(table, kind, entry, {**_TERM_KEYS, **extra}, required)
            blanks = {"last": dt.date.max} if cls is Phase else {}
            tables[table] = tuple(cls(kind=kind, plan=slug, **{**blanks, **fields}) for fields in rows)
        items = self._named("items", "item", entry, _ITEM_KEYS, _ITEM_REQUIRED)
        card = {key: values[key] for key in _PLAN_KEYS if key in values}
        for key in ("slug", "number", "title", "issuer"):
            card.setdefault(key, "")
        whole = tuple(Item(plan=slug, **{"quote": "", **fields}) for fields in items)
        return Plan(**card, **tables, items=whole)  # type: ignore[arg-type]  # checked above, key by key

    def _named(
        self, table: str, kind: str, entry: dict[str, Any], allowed: dict[str, type], required: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        """The values of each row of a table that can be named in any way; a slug or name it lacks is made up."""
        rows = entry.get(table, [])
        if not isinstance(rows, list):
            self.unknown.add(kind)  # told with the plan's own keys
            return []
        found = []
        for row in rows:
            number = len(self.rows[table])
            if not isinstance(row, dict):
                self.complain("plans", 0, table, f"phải là các bảng [[plans.{table}]]", "plan-keys")
                self.unknown.add(kind)
                continue
            fields = self._values(f"plans.{table}", number, row, allowed, required)
            fields = {
                key: tuple(map(str, value)) if isinstance(value, list) else value for key, value in fields.items()
            }
            self.rows[table].append((number, fields))
            slug, name = (row[key] if isinstance(row.get(key), str) else "" for key in ("slug", "name"))
            if slug or name:
                right = fields["slug"] if is_slug(fields.get("slug", "")) else slugify(slug or name)
                found.append({"name": name or slug, **fields, "slug": right or f"muc-{number + 1}"})
            if not slug or not any(map(str.isalnum, name)):
                self.unknown.add(kind)
        return found

    def _values(
        self, table: str, number: int, row: dict[str, Any], allowed: dict[str, type], required: tuple[str, ...]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key not in allowed:
                hint = suggest(key, list(allowed))
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
                values[key] = value.strip() if isinstance(value, str) else value
        for key in required:
            if key in row and key not in values:
                continue  # told as what it is
            value = values.get(key, "")
            if isinstance(value, str) and not any(map(str.isalnum, value)):
                self.complain(table, number, key, "thiếu hoặc để trống", "plan-keys")
                values.pop(key, None)
        slug = values.get("slug", "")
        if slug and (not is_slug(slug) or slug in _RESERVED):
            self.complain(table, number, "slug", f"“{slug}” không hợp lệ; chỉ dùng a–z, 0–9 và “-”, không dùng “trang”")
        return values

    def _unique(self) -> None:
        """Slugs are unique per kind over all plans; names too, after folding, since articles may use either."""
        for table, rows in self.rows.items():
            where = f"plans.{table}" if table else "plans"
            slugs: dict[str, int] = {}
            names: dict[str, int] = {}
            for number, values in rows:
                slug, name = values.get("slug", ""), fold(values.get("name", ""))
                if slug in slugs:
                    self.complain(
                        where, number, "slug", f"“{slug}” đã được dùng ở mục thứ {slugs[slug] + 1}", "plan-unique"
                    )
                elif table not in {"", "items"} and name in names:
                    message = f"“{values['name']}” trùng tên với mục thứ {names[name] + 1}"
                    self.complain(where, number, "name", message, "plan-unique")
                if slug:
                    slugs.setdefault(slug, number)
                if name:
                    names.setdefault(name, number)

    def _phases_apart(self, rows: list[tuple[int, dict[str, Any]]]) -> None:
        """Phases of one plan don't overlap and don't end before they begin."""
        dated = [(number, row) for number, row in rows if isinstance(row.get("last"), dt.date)]
        for place, (number, phase) in enumerate(dated):
            first = phase.get("first") or dt.date.min
            if first > phase["last"]:
                self.complain("plans.phases", number, "last", "sớm hơn ngày đầu (first)", "plan-phases")
                continue
            for _, other in dated[:place]:
                before = other.get("first") or dt.date.min
                if before <= other["last"] and first <= other["last"] and before <= phase["last"]:
                    named = (str(row.get("name") or row.get("slug") or "") for row in (phase, other))
                    message = "giai đoạn “{}” chồng lên “{}”; ngày đầu phải sau {}".format(*named, other["last"])
                    self.complain("plans.phases", number, "first", message, "plan-phases")

    def _references(self, plans: Plans) -> None:
        """What a topic or an item names exists."""
        known: dict[str, set[str]] = {kind: set(plans.terms[kind]) for kind in ("phase", "topic", "form")}
        for number, topic in self.rows["topics"]:
            for slug in topic.get("phases", ()):
                self._leads("plans.topics", number, "phases", slug, known["phase"], "phase")
        for number, item in self.rows["items"]:
            for key in ("topic", "form", "phase"):
                if item.get(key):
                    self._leads("plans.items", number, key, item[key], known[key], key)

    def _leads(self, table: str, number: int, key: str, slug: str, known: set[str], kind: str) -> None:
        if slug not in known and kind not in self.unknown:
            hint = suggest(slug, sorted(known))
            self.complain(table, number, key, f"“{slug}” không có trong kế hoạch{hint}", "plan-references")
