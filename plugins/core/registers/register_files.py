"""The registers' files → frozen registers, or every problem in them at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from ..problem import Problem
from ..text.rules import text_is_clean
from ..text.vietnamese import fold
from ..toml.rows import Table, TomlCell, TomlRow, read_rows
from .registers import (
    Anniversary,
    CorrectionText,
    FormerName,
    GlossaryTerm,
    GoodModel,
    Handout,
    Mention,
    Registers,
    Target,
    TargetResult,
)

MODELS, TARGETS, GLOSSARY = "so-theo-doi/mo-hinh.toml", "so-theo-doi/muc-tieu.toml", "thuat-ngu.toml"
ANNIVERSARIES, CORRECTIONS, HANDOUTS = "ky-niem.toml", "so-theo-doi/dinh-chinh.toml", "tai-lieu/tai-lieu.toml"
FILES = (MODELS, TARGETS, GLOSSARY, ANNIVERSARIES, CORRECTIONS, HANDOUTS)
"""Every register's file inside content/; each may be absent."""

LONGEST = 1_000_000
"""Characters of a register's file: far more than people keep, little enough to read at once."""
T = TypeVar("T")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SLUG = TomlCell(name="slug", about="mã không dấu, không đổi sau khi đăng", kind="slug", required=True)
_NAME = TomlCell(name="name", about="tên gọi", required=True)
_SOURCE = TomlCell(name="source", about="nguồn: văn bản hoặc nơi công bố, đủ để người khác tìm lại", required=True)
_URL = TomlCell(name="source_url", about="địa chỉ của nguồn", kind="link")
_PLAN = (TomlCell(name="topic", about="mã chủ đề", kind="slug"), TomlCell(name="unit", about="mã đơn vị", kind="slug"))
_SAMPLE = TomlCell(name="sample", about="true nếu là mục mẫu", kind="flag")

_MODELS = Table(
    name="models",
    cells=(
        *(_SLUG, _NAME, _SOURCE, _URL, *_PLAN, _SAMPLE),
        TomlCell(name="who", about="ai làm", required=True),
        TomlCell(name="where", about="làm ở đâu", required=True),
        TomlCell(name="result", about="kết quả, như nguồn nêu", required=True),
        TomlCell(name="date", about="ngày ghi vào sổ", kind="day", required=True),
        TomlCell(
            name="recheck", about="ngày phải xem lại mô hình còn đúng không", kind="day", required=True, ahead=True
        ),
        TomlCell(name="summary", about="cách làm, một đoạn"),
        TomlCell(name="article", about="Id của bài viết về mô hình", kind="slug"),
    ),
)
_TARGETS = Table(
    name="targets",
    cells=(
        *(_SLUG, _NAME, _SOURCE, _URL, *_PLAN, _SAMPLE),
        TomlCell(name="value", about="giá trị, viết như nguồn", required=True),
        TomlCell(name="measure", about="đơn vị tính", required=True),
        TomlCell(name="as_of", about="ngày của số liệu", kind="day", required=True),
        TomlCell(name="period", about="thời kỳ của mục tiêu, ví dụ “2021 – 2025”"),
        TomlCell(name="recheck", about="ngày phải tra lại số liệu", kind="day", ahead=True),
    ),
    children=(
        Table(
            name="results",
            cells=(
                TomlCell(name="value", about="giá trị đạt được, viết như nguồn", required=True),
                TomlCell(name="as_of", about="ngày của số liệu", kind="day", required=True),
                *(_SOURCE, _URL),
            ),
        ),
    ),
)
_TERMS = Table(
    name="terms",
    cells=(
        *(_SLUG, _NAME, replace(_SOURCE, required=False), _URL),
        TomlCell(name="about", about="giải thích một câu"),
        TomlCell(name="short", about="tên viết tắt"),
        TomlCell(name="avoid", about="những cách viết không dùng", kind="texts"),
    ),
    children=(
        Table(
            name="former",
            cells=(
                _NAME,
                TomlCell(name="first", about="ngày đầu dùng tên này", kind="day", ahead=True),
                TomlCell(name="last", about="ngày cuối dùng tên này", kind="day", required=True, ahead=True),
            ),
        ),
    ),
)
_ANNIVERSARIES = Table(
    name="anniversaries",
    cells=(
        *(_SLUG, _NAME, replace(_SOURCE, required=False), _PLAN[0]),
        TomlCell(name="day", about="ngày của sự kiện được kỷ niệm", kind="day", required=True, ahead=True),
        TomlCell(name="lead_days", about="số ngày bắt đầu chuẩn bị trước", kind="number"),
        TomlCell(name="tags", about="thẻ của các bài liên quan", kind="texts"),
    ),
)
_CORRECTIONS = Table(
    name="corrections",
    cells=(
        TomlCell(name="article", about="Id của bài được đính chính", kind="slug", required=True),
        TomlCell(name="date", about="ngày đính chính, như dòng Correction của bài", kind="day", required=True),
        TomlCell(name="before", about="đoạn trước khi sửa", required=True),
        TomlCell(name="after", about="đoạn sau khi sửa", required=True),
    ),
)
_HANDOUTS = Table(
    name="handouts",
    cells=(
        TomlCell(name="month", about="tháng dạng “2021-07”", required=True),
        TomlCell(name="title", about="tên tài liệu", required=True),
        TomlCell(name="published", about="thời điểm đăng", kind="instant", required=True),
        TomlCell(name="pdf", about="đường dẫn tệp PDF trong content", required=True),
        TomlCell(name="pdf_size", about="số byte của tệp PDF", kind="number", required=True),
        TomlCell(name="epub", about="đường dẫn tệp EPUB trong content", required=True),
        TomlCell(name="epub_size", about="số byte của tệp EPUB", kind="number", required=True),
        TomlCell(name="digest", about="mã băm hai tệp", required=True),
    ),
)
TABLES: dict[str, Table] = {
    MODELS: _MODELS,
    TARGETS: _TARGETS,
    GLOSSARY: _TERMS,
    ANNIVERSARIES: _ANNIVERSARIES,
    CORRECTIONS: _CORRECTIONS,
    HANDOUTS: _HANDOUTS,
}
"""File → its one table; the editors' guide is held against it."""


def read_registers(texts: Mapping[str, str], today: dt.date) -> tuple[Registers, tuple[Problem, ...]]:
    """texts: file → its text, for those of FILES that exist; today: what is said to have happened later is refused."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    incomplete: list[Mention] = []
    for file, table in TABLES.items():
        text = texts.get(file, "")
        if len(text) > LONGEST:
            message = f"dài {len(text)} ký tự; tối đa {LONGEST}"
            problems.append(Problem(path=file, line=1, field="tệp", message=message, rule="register-values"))
            text = ""
        rows, found = read_rows(text, file, (table,), today)
        problems += found
        told = {problem.line for problem in found}
        for problem in text_is_clean(text, file):
            quoted = file == GLOSSARY and problem.severity == "warning"  # it quotes what should not be written
            if problem.line not in told and not quoted:
                problems.append(problem)
        problems += _twice(file, table.name, rows[table.name])
        values[table.name] = rows[table.name]
        incomplete += [_mention(file, table.name, row) for row in rows[table.name] if not row.whole]
    registers = Registers(
        models=_all(GoodModel, values["models"]),
        targets=tuple(_target(row) for row in values["targets"] if row.whole),
        terms=tuple(_term(row) for row in values["terms"] if row.whole),
        anniversaries=_all(Anniversary, values["anniversaries"]),
        corrections=_all(CorrectionText, values["corrections"]),
        handouts=_all(Handout, values["handouts"]),
        incomplete=tuple(incomplete),
    )
    problems += _dates(values)
    return registers, tuple(problems)


def _all(cls: Callable[..., T], rows: tuple[TomlRow, ...]) -> tuple[T, ...]:
    told = "line" in {field.name for field in fields(cls)}  # type: ignore[arg-type]
    return tuple(cls(**row.values, **(_place(row) if told else {})) for row in rows if row.whole)


def _place(row: TomlRow) -> dict[str, Any]:
    """Where an entry stands."""
    return {"line": row.line, "lines": row.lines}


def _mention(file: str, table: str, row: TomlRow) -> Mention:
    named = {field.name for field in fields(Mention)} - {"file", "table", "line", "lines"}
    values = {key: value for key, value in row.values.items() if key in named}
    return Mention(file=file, table=table, **_place(row), **values)


def _target(row: TomlRow) -> Target:
    return Target(**row.values, **_place(row), results=_all(TargetResult, row.children["results"]))


def _term(row: TomlRow) -> GlossaryTerm:
    return GlossaryTerm(**row.values, **_place(row), former=_all(FormerName, row.children["former"]))


def _twice(file: str, table: str, rows: tuple[TomlRow, ...]) -> list[Problem]:
    """Slugs, months, and names once folded, belong to one row each."""
    problems = []
    for key in ("slug", "month", "name"):
        seen: dict[str, int] = {}
        for row in rows:
            value = str(row.values.get(key, ""))
            if not value:
                continue
            line = seen.setdefault(fold(value), row.line)
            if line != row.line:
                problems.append(
                    _wrong(file, row, f"{table}.{key}", f"“{value}” đã có ở dòng {line}; mỗi mục một {key}")
                )
    return problems


def _dates(values: Mapping[str, tuple[TomlRow, ...]]) -> list[Problem]:
    """Days stand in the order that makes sense."""
    problems = []
    for row in values["models"]:
        if _earlier(row, "recheck", "date"):
            problems.append(_wrong(MODELS, row, "models.recheck", "sớm hơn ngày ghi vào sổ (date)"))
    for row in values["targets"]:
        if _earlier(row, "recheck", "as_of"):
            problems.append(_wrong(TARGETS, row, "targets.recheck", "sớm hơn ngày của số liệu (as_of)"))
    for row in values["anniversaries"]:
        if not 0 <= row.values.get("lead_days", 45) <= 366:
            problems.append(_wrong(ANNIVERSARIES, row, "anniversaries.lead_days", "phải từ 0 đến 366 ngày"))
    for row in values["handouts"]:
        if not _MONTH.fullmatch(row.values.get("month") or "2021-07"):
            problems.append(_wrong(HANDOUTS, row, "handouts.month", "phải là tháng dạng “2021-07”"))
        for kind in ("pdf", "epub"):
            if row.values.get(kind) and not re.fullmatch(rf"tai-lieu/[a-z0-9-]+\.{kind}", row.values[kind]):
                message = f"phải là tệp tai-lieu/….{kind}, tên chỉ gồm a–z, 0–9 và “-”"
                problems.append(_wrong(HANDOUTS, row, f"handouts.{kind}", message))
    for row in values["terms"]:
        for wrong in row.values.get("avoid", ()):
            if not wrong or wrong in row.values.get("name", ""):
                message = f"“{wrong}” nằm trong chính tên gọi, mọi bài sẽ bị nhắc"
                problems.append(_wrong(GLOSSARY, row, "terms.avoid", message))
        for former in row.children["former"]:
            if _earlier(former, "last", "first"):
                problems.append(
                    _wrong(GLOSSARY, former, "terms.former.last", "ngày cuối (last) sớm hơn ngày đầu (first)")
                )
    return problems


def _earlier(row: TomlRow, day: str, other: str) -> bool:
    """Whether one day of a row is before another, both being there."""
    return day in row.values and other in row.values and bool(row.values[day] < row.values[other])


def _wrong(file: str, row: TomlRow, where: str, message: str) -> Problem:
    line = row.lines.get(where.rpartition(".")[2], row.line)
    return Problem(path=file, line=line, field=where, message=message, rule="register-values")
