"""Plans as open data: phases, topics, demands and quotes with their addresses, so that others can map categories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from ..addresses import item_path, plan_path, term_path
from ..column.column import Column
from ..plan.plan import Document, Item, Phase, Plan, Term, Topic, Unit
from .open_data import DIALECT

VERSION = 1
_TABLES = ("phases", "topics", "forms", "documents", "priorities", "units", "items")
_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "format": "uri"}
_DAY = {"type": "string", "format": "date"}
_LIST = {"type": "array", "items": _TEXT}
_ENTRY: dict[str, Any] = {
    "slug": {**_TEXT, "description": "Mã, không đổi, như trong dữ liệu bài viết."},
    "name": {**_TEXT, "description": "Tên cho người đọc."},
    "url": {**_ADDRESS, "description": "Trang danh sách bài."},
    "quote": {**_TEXT, "description": "Nguyên văn lời của kế hoạch."},
    "description": _TEXT,
    "continues": {**_ADDRESS, "description": "Trang của mục ở kế hoạch trước mà mục này tiếp nối."},
    "first": _DAY,
    "last": _DAY,
    "phases": {**_LIST, "description": "Mã các giai đoạn yêu cầu chủ đề này."},
    "topic": _TEXT,
    "form": _TEXT,
    "phase": _TEXT,
    "number": _TEXT,
    "issuer": _TEXT,
    "date": _DAY,
    "group": {**_TEXT, "description": "Loại đơn vị."},
    "parent": {**_TEXT, "description": "Mã đơn vị cấp trên."},
    "successors": {**_LIST, "description": "Mã các đơn vị kế tục."},
    "former_names": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"name": _TEXT, "last": _DAY},
            "required": ["name", "last"],
            "additionalProperties": False,
        },
    },
}


def schema(address: str) -> dict[str, Any]:
    """The JSON Schema of the file. address: the schema's own."""
    entries = {"type": "array", "items": {"$ref": "#/$defs/entry"}}
    plan = {
        "slug": _TEXT,
        "number": _TEXT,
        "title": _TEXT,
        "issuer": _TEXT,
        "url": _ADDRESS,
        "state": {"enum": ["coming", "running", "finished", "replaced"]},
        "summary": _TEXT,
        "purpose": _TEXT,
        "date": _DAY,
        "first": _DAY,
        "last": _DAY,
        "parent": {**_TEXT, "description": "Mã kế hoạch cấp trên mà kế hoạch này thực hiện."},
        "predecessor": {**_TEXT, "description": "Mã kế hoạch trước."},
        **dict.fromkeys(_TABLES, entries),
    }
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": "Kế hoạch của chuyên mục",
        "description": "Mỗi phần tử của plans là một kế hoạch, kế hoạch cũ trước.",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": VERSION},
            "plans": {"type": "array", "items": {"$ref": "#/$defs/plan"}},
        },
        "required": ["version", "plans"],
        "additionalProperties": False,
        "$defs": {
            "plan": {
                "type": "object",
                "properties": plan,
                "required": ["slug", "number", "title", "issuer", "url", "state", *_TABLES],
                "additionalProperties": False,
            },
            "entry": {
                "type": "object",
                "properties": _ENTRY,
                "required": ["slug", "name", "url"],
                "additionalProperties": False,
            },
        },
    }


def plans_data(column: Column, base: str, schema_address: str) -> dict[str, Any]:
    """All plans. base: the site's absolute address without a trailing "/"."""
    rows = [_plan(column, plan, base) for plan in column.plans.plans]
    return {"$schema": schema_address, "version": VERSION, "plans": rows}


def _plan(column: Column, plan: Plan, base: str) -> dict[str, Any]:
    own = {
        "slug": plan.slug,
        "number": plan.number,
        "title": plan.title,
        "issuer": plan.issuer,
        "url": base + plan_path(plan.slug),
        "state": column.plans.state(plan, column.today),
        "summary": plan.summary,
        "purpose": plan.purpose,
        "date": _day(plan.date),
        "first": _day(plan.first),
        "last": _day(plan.last),
        "parent": plan.parent,
        "predecessor": plan.predecessor,
    }
    tables = {table: [_entry(column, row, base) for row in getattr(plan, table)] for table in _TABLES}
    return _filled(own) | tables


def _entry(column: Column, row: Term | Item, base: str) -> dict[str, Any]:
    def path(slug: str) -> str:
        if isinstance(row, Item):
            item = column.plans.items[slug]
            return base + item_path(item.plan, item.written)
        return base + term_path(row.kind, slug)

    data: dict[str, Any] = {"slug": row.slug, "name": row.name, "url": path(row.slug), "quote": row.quote}
    data["continues"] = path(row.continues) if row.continues else ""
    if isinstance(row, Item):
        return _filled({**data, "topic": row.topic, "form": row.form, "phase": row.phase})
    data["description"] = row.description
    more: dict[type[Term], Callable[[Any], dict[str, Any]]] = {
        Phase: lambda phase: {"first": _day(phase.first), "last": _day(phase.last)},
        Topic: lambda topic: {"phases": list(topic.phases)},
        Document: lambda of: {"number": of.number, "issuer": of.issuer, "date": _day(of.date)},
        Unit: _unit,
    }
    return _filled({**data, **more.get(type(row), lambda _: {})(row)})


def _unit(unit: Unit) -> dict[str, Any]:
    former = [{"name": name, "last": _day(last)} for name, last in unit.former_names]
    return {
        "group": unit.group,
        "parent": unit.parent,
        "first": _day(unit.first),
        "last": _day(unit.last),
        "successors": list(unit.successors),
        "former_names": former,
    }


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """What there is to say."""
    return {key: value for key, value in data.items() if value not in ("", [])}
