"""One file of plans, `content/plan.toml` or `content/plans/NAME.toml` → plans as it writes them, and its problems.

What plans say of one another, within a file or across files, is `family.py`'s matter. What can't be published still
tells which entries there are, so that one slip in a plan hides nothing that articles name and makes nothing of theirs
look wrong: a faulty row stays known by its slug and name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, get_args

from ..problem import Problem, Severity
from ..text.vietnamese import closest, fold, is_slug, slugify
from ..text.web_address import is_web_address
from ..toml.characters import read_toml
from ..toml.lines import Lines, TomlFaultError
from .file_names import FILE, FOLDER
from .plan import Document, FormerName, Item, Kind, Phase, Plan, Term, Topic, Unit

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
_ELSEWHERE = {"file", "page"}
"""Keys of a document that name files of content/."""
_RESERVED = {"trang"}
TABLES = (*_TABLES, "items")
"""Names of a plan's tables."""
ALL_KINDS = frozenset({*get_args(Kind), "item", "plan"})
"""Every kind of entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPosition:
    """Where a row stands: its file's reader, its table ("" for the plan itself), its number among that table's rows."""

    reader: PlanReader
    table: str
    number: int

    def complain(self, key: str, message: str, rule: str) -> None:
        """Note a problem of the row."""
        self.reader.complain(self.table, self.number, key, message, rule)

    def gives(self, key: str) -> bool:
        """Whether the row says something of a key."""
        return key in dict(self.reader.rows[self.table.removeprefix("plans.")]).get(self.number, {})


def read_file(text: str, file: str = FILE) -> PlanReader:
    """The plans that a file holds, with its problems and the places of its rows. With problems the plans are not to be
    shown: they hold what can be named, with blanks in it."""
    try:
        data, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        reader = PlanReader(Lines(""), file)
        reader.problems.append(reader.problem(fault.line, PurePosixPath(file).name, str(fault), "plan-readable"))
        reader.unknown |= ALL_KINDS
        return reader
    reader = PlanReader(lines, file)
    reader.problems += [
        reader.problem(line, key, message, "plan-values", severity) for line, key, message, severity in unfit
    ]
    reader.read(data)
    return reader


class PlanReader:
    """Walks the parsed file once; keeps every problem with its line. plans: as written; unknown: kinds of which an
    entry can't be named; rows: table → number among the file's tables of that name, and values that are right; places:
    (plan, table, slug) → where that row stands, the first one of its slug."""

    def __init__(self, lines: Lines, file: str) -> None:
        self.lines = lines
        self.file = file
        self.problems: list[Problem] = []
        self.plans: tuple[Plan, ...] = ()
        self.unknown: set[str] = set()
        self.rows: dict[str, list[tuple[int, dict[str, Any]]]] = {table: [] for table in TABLES}
        self.places: dict[tuple[str, str, str], RowPosition] = {}
        self._flat = False

    def problem(self, line: int, field: str, message: str, rule: str, severity: Severity = "error") -> Problem:
        """A problem of this file."""
        return Problem(path=self.file, line=line, field=field, message=message, rule=rule, severity=severity)

    def complain(self, table: str, number: int, key: str, message: str, rule: str = "plan-values") -> None:
        """Note a problem of a row. table: as in a file of many plans."""
        if self._flat:
            table = table.removeprefix("plans").removeprefix(".")
        field = f"{table}.{key}" if table and key else table or key
        self.problems.append(self.problem(self.lines.find(table, number, key), field, message, rule))

    def document_places(self) -> Iterator[tuple[tuple[str, str, str], tuple[str, int]]]:
        """(plan, slug, key) → file and line, of what documents say of other files."""
        values = dict(self.rows["documents"])
        for (plan, table, slug), place in self.places.items():
            if table == "documents":
                of = place.table.removeprefix("plans.") if self._flat else place.table
                for key in _ELSEWHERE & values.get(place.number, {}).keys():
                    yield (plan, slug, key), (self.file, self.lines.find(of, place.number, key))

    def read(self, data: Mapping[str, Any]) -> None:
        """Take in what the file says. A file in FOLDER may be one plan without `[[plans]]`, named after itself."""
        if self.file.startswith(FOLDER) and "plans" not in data:
            self._flat = True
            data = {"plans": [{"slug": PurePosixPath(self.file).stem, **data}]}
        for key in data:
            if key != "plans":
                self.complain("", 0, key, "không có khoá này; tệp chỉ gồm các bảng [[plans]]", "plan-keys")
                self.unknown |= ALL_KINDS
        entries = data.get("plans")
        if not isinstance(entries, list) or not entries:
            self.complain("", 0, "plans", "thiếu bảng [[plans]]; cần ít nhất một kế hoạch", "plan-keys")
            self.unknown |= ALL_KINDS
            return
        if not all(isinstance(entry, dict) for entry in entries):
            self.complain("", 0, "plans", "mỗi kế hoạch là một bảng [[plans]], không phải số hay chữ", "plan-keys")
            self.unknown |= ALL_KINDS
        found: list[Plan] = []
        for entry in (entry for entry in entries if isinstance(entry, dict)):
            start = len(self.rows["phases"])
            found.append(self._plan(len(found), entry))
            self._phases_apart(self.rows["phases"][start:])
        self.plans = tuple(found)

    def _plan(self, number: int, entry: dict[str, Any]) -> Plan:
        allowed = {**_PLAN_KEYS, **dict.fromkeys((*_TABLES, "items"), list)}
        values = self._values("plans", number, entry, allowed, ("slug", "number", "title", "issuer"))
        if any(isinstance(value, (list, dict)) for key, value in entry.items() if key not in allowed):
            self.unknown |= ALL_KINDS  # the rows of a misspelt table may be of any kind
        if not values.get("slug"):
            self.unknown.add("plan")
        slug = str(values.get("slug", ""))
        self.places.setdefault((slug, "", ""), RowPosition(reader=self, table="plans", number=number))
        tables: dict[str, Any] = {}
        for table, (cls, kind, extra, required) in _TABLES.items():
            rows = self._named(slug, table, kind, entry, {**_TERM_KEYS, **extra}, required)
            blanks = {"last": dt.date.max} if cls is Phase else {}
            tables[table] = tuple(cls(kind=kind, plan=slug, **{**blanks, **fields}) for fields in rows)
        items = self._named(slug, "items", "item", entry, _ITEM_KEYS, _ITEM_REQUIRED)
        card: dict[str, Any] = {key: values[key] for key in _PLAN_KEYS if key in values}
        for key in ("slug", "number", "title", "issuer"):
            card.setdefault(key, "")
        whole = tuple(Item(plan=slug, **{"quote": "", **fields}) for fields in items)
        return Plan(**card, **tables, items=whole)

    def _named(
        self,
        plan: str,
        table: str,
        kind: str,
        entry: dict[str, Any],
        allowed: dict[str, type],
        required: tuple[str, ...],
    ) -> list[dict[str, Any]]:
        """The values of each row of a table that can be named in any way; a slug or name it lacks is made up."""
        rows = entry.get(table, [])
        if not isinstance(rows, list):
            self.unknown.add(kind)  # told with the plan's own keys
            return []
        found: list[dict[str, Any]] = []
        names: dict[str, int] = {}
        for row in rows:
            number = len(self.rows[table])
            if not isinstance(row, dict):
                self.complain("plans", 0, table, f"phải là các bảng [[plans.{table}]]", "plan-keys")
                self.unknown.add(kind)
                continue
            fields = self._values(f"plans.{table}", number, row, allowed, required)
            self.rows[table].append((number, fields))
            slug, name = (row[key] if isinstance(row.get(key), str) else "" for key in ("slug", "name"))
            if slug or name:
                right = fields["slug"] if is_slug(fields.get("slug", "")) else slugify(slug or name)
                found.append({"name": name or slug, **fields, "slug": right or f"muc-{number + 1}"})
                self._once(plan, table, number, found[-1]["slug"], fields, names)
            if not slug or not any(map(str.isalnum, name)):
                self.unknown.add(kind)
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
            elif isinstance(value, str) and len(value) > 2000:
                self.complain(table, number, key, f"dài {len(value)} ký tự; tối đa 2000")
            elif key == "url" and isinstance(value, str) and value and not is_web_address(value):
                self.complain(table, number, key, "phải là địa chỉ http(s) đầy đủ")
            elif isinstance(value, list) and not (table == "plans" and key in TABLES):
                if all(isinstance(one, str) for one in value):
                    values[key] = tuple(value)
                else:
                    self.complain(table, number, key, "mỗi mục của danh sách phải là chữ trong dấu nháy")
            else:
                values[key] = value.strip() if isinstance(value, str) else value
        for key in required:
            if key in row and key not in values:
                continue  # told as what it is
            value = values.get(key, "")
            if isinstance(value, str) and not any(map(str.isalnum, value)):
                self.complain(table, number, key, "thiếu hoặc để trống", "plan-keys")
                values.pop(key, None)
        for key, slug in (
            ("slug", values.get("slug", "")),
            *(("former_slugs", slug) for slug in values.get("former_slugs", ())),
        ):
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

    def _once(
        self, plan: str, table: str, number: int, slug: str, fields: Mapping[str, Any], names: dict[str, int]
    ) -> None:
        """Slugs are unique per table of a plan; names too, after folding, since articles may use either."""
        where, name = f"plans.{table}", fold(fields.get("name", ""))
        before = self.places.get((plan, table, slug))
        if before is not None and "slug" in fields:
            message = f"“{slug}” đã được dùng ở mục thứ {before.number + 1}"
            self.complain(where, number, "slug", message, "plan-unique")
        elif table != "items" and name in names:
            message = f"“{fields['name']}” trùng tên với mục thứ {names[name] + 1}"
            self.complain(where, number, "name", message, "plan-unique")
        if name:
            names.setdefault(name, number)
        self.places.setdefault((plan, table, slug), RowPosition(reader=self, table=where, number=number))

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
