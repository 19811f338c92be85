"""Registers kept as TOML: tables of rows with typed fields → plain values, and every problem with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..problem import Problem
from ..text.vietnamese import is_slug, nfc, suggest
from ..text.web_address import is_web_address
from .characters import read_toml
from .lines import Lines, TomlFaultError

Kind = Literal["text", "slug", "day", "instant", "number", "flag", "texts", "link"]

_TYPES: dict[Kind, tuple[type, str]] = {
    "text": (str, "chữ trong dấu ngoặc kép"),
    "slug": (str, "mã trong dấu ngoặc kép"),
    "link": (str, "địa chỉ trong dấu ngoặc kép"),
    "day": (dt.date, "ngày dạng 2021-12-31 (không ngoặc kép)"),
    "instant": (dt.datetime, "thời điểm dạng 2021-12-31T08:00:00+07:00 (không ngoặc kép)"),
    "number": (int, "số nguyên"),
    "flag": (bool, "true hoặc false"),
    "texts": (list, "danh sách chữ […]"),
}
_LIMIT = 2000
_FIRST_YEAR = 1900
"""The first year of an instant; days alone may be of any age, as anniversaries are."""
_FAR = 100
"""Years ahead after which a day is a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlCell:
    """One field of a row. about: what to write there, in Vietnamese, for messages and the guide; ahead: whether its day
    may lie ahead."""

    name: str
    about: str
    kind: Kind = "text"
    required: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of rows, `[[name]]`; children are `[[name.child]]` under each row."""

    name: str
    cells: tuple[TomlCell, ...]
    children: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlRow:
    """One row: where it stands, its values by field, the line of each that it gives, its children's rows by table.
    whole: nothing in it is wrong, else it has only the values that are right."""

    line: int
    values: dict[str, Any]
    lines: dict[str, int]
    children: dict[str, tuple[TomlRow, ...]] = field(default_factory=dict)
    whole: bool = True


def read_rows(
    text: str, file: str, tables: tuple[Table, ...], today: dt.date
) -> tuple[dict[str, tuple[TomlRow, ...]], tuple[Problem, ...]]:
    """Rows by table. Rows that lack a required field or hold a wrong value are reported and not whole. today: later
    days are told wherever none may lie ahead."""
    try:
        data, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        problem = Problem(path=file, line=fault.line, field="tệp", message=str(fault), rule="register-readable")
        return {table.name: () for table in tables}, (problem,)
    walk = _Walk(file, lines, today)
    walk.problems += [
        Problem(path=file, line=line, field=key, message=message, rule="register-values", severity=severity)
        for line, key, message, severity in unfit
    ]
    for key in data:
        if key not in {table.name for table in tables}:
            allowed = ", ".join(f"[[{table.name}]]" for table in tables)
            walk.complain("", 0, key, f"không có bảng này; tệp chỉ gồm {allowed}")
    rows = {table.name: walk.rows(table, table.name, data.get(table.name, [])) for table in tables}
    return rows, tuple(walk.problems)


class _Walk:
    """Goes through one parsed file; counts rows per table as `Lines` does."""

    def __init__(self, file: str, lines: Lines, today: dt.date) -> None:
        self.file = file
        self.today = today
        self.lines = lines
        self.problems: list[Problem] = []
        self._counts: dict[str, int] = {}

    def complain(self, table: str, number: int, key: str, message: str) -> None:
        where = f"{table}.{key}" if table and key else table or key
        line = self.lines.find(table, number, key)
        self.problems.append(Problem(path=self.file, line=line, field=where, message=message, rule="register-values"))

    def rows(self, table: Table, name: str, data: Any) -> tuple[TomlRow, ...]:
        if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
            self.complain("", 0, table.name, f"phải là bảng [[{name}]]")
            return ()
        found = []
        for row in data:
            number = self._counts.get(name, 0)
            self._counts[name] = number + 1
            before = len(self.problems)
            values = self._values(table, name, number, row)
            children = {
                child.name: self.rows(child, f"{name}.{child.name}", row.get(child.name, []))
                for child in table.children
            }
            whole = len(self.problems) == before
            line, lines = self.lines.find(name, number), {key: self.lines.find(name, number, key) for key in row}
            found.append(TomlRow(line=line, values=values, lines=lines, children=children, whole=whole))
        return tuple(found)

    def _values(self, table: Table, name: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
        cells = {cell.name: cell for cell in table.cells}
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key in {child.name for child in table.children}:
                continue
            if key not in cells:
                hint = suggest(key, list(cells))
                self.complain(name, number, key, f"không có khoá này{hint} Được dùng: {', '.join(cells)}")
            elif fault := _fault(cells[key], value, self.today):
                self.complain(name, number, key, fault)
            else:
                values[key] = _clean(value)
        for cell in table.cells:
            if cell.required and cell.name not in row:
                self.complain(name, number, cell.name, f"thiếu; cần {cell.about}")
            elif cell.required and values.get(cell.name) in ("", []):
                self.complain(name, number, cell.name, f"để trống; cần {cell.about}")
        return values


def _fault(cell: TomlCell, value: Any, today: dt.date) -> str:
    """Why a value can't stand in this cell, "" when it can."""
    wanted, described = _TYPES[cell.kind]
    fits = isinstance(value, wanted) and not (cell.kind == "number" and isinstance(value, bool))
    fits = fits and not (cell.kind == "day" and isinstance(value, dt.datetime))
    if fits and cell.kind == "texts":
        fits = all(isinstance(entry, str) for entry in value)
    if not fits:
        return f"phải là {described}; cần {cell.about}"
    if cell.kind == "instant" and value.tzinfo is None:
        return "thiếu múi giờ; viết như 2021-12-31T08:00:00+07:00"
    if isinstance(value, dt.date):
        return _day_fault(cell, value, today)
    if isinstance(value, str):
        if len(value) > _LIMIT:
            return f"dài {len(value)} ký tự; tối đa {_LIMIT}"
        if cell.kind == "slug" and value and not is_slug(value):
            return f"“{value}” không hợp lệ; chỉ dùng a–z, 0–9 và “-”"
        if cell.kind == "link" and value and not is_web_address(value):
            return f"“{value}” không phải địa chỉ http(s) đầy đủ"
    return ""


def _day_fault(cell: TomlCell, value: dt.date, today: dt.date) -> str:
    """Why a day or an instant can't stand in this cell: no clock can count with it, or it has yet to come."""
    if cell.kind == "instant" and value.year < _FIRST_YEAR:
        return f"năm phải từ {_FIRST_YEAR}"
    if not cell.ahead:
        day = value.date() if isinstance(value, dt.datetime) else value
        return "ở tương lai; hãy ghi ngày đã qua" if day > today else ""
    return f"xa hơn {_FAR} năm; hãy xem lại năm" if value.year > today.year + _FAR else ""


def _clean(value: Any) -> Any:
    """Text composed and on one line, lists as tuples, everything else as it is."""
    if isinstance(value, str):
        return " ".join(nfc(value).split())
    if isinstance(value, list):
        return tuple(" ".join(nfc(entry).split()) for entry in value)
    return value
