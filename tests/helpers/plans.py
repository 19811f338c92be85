"""Plans that tests write, as TOML text: one way for all of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

Row = dict[str, object]


def row(slug: str, name: str, **values: object) -> Row:
    """An entry of one of a plan's tables."""
    return {"slug": slug, "name": name, **values}


def plan_text(slug: str = "", **values: object) -> str:
    """A plan's text: what is said of it, then its tables (`phases=[row(…), …]`), all in the order given. Without a slug
    it is a file of its own in plans/, which gets its slug from its name."""
    tables = {name: rows for name, rows in values.items() if isinstance(rows, list) and rows and _is_row(rows[0])}
    said = {name: value for name, value in values.items() if name not in tables}
    text = _table("plans" if slug else "", {"slug": slug, **said} if slug else said)
    return text + "".join(rows_text(f"plans.{name}" if slug else name, *rows) for name, rows in tables.items())


def rows_text(table: str, *rows: Row) -> str:
    """Further rows for a plan's text; table: such as "plans.documents"."""
    return "".join(_table(table, entry) for entry in rows)


def _is_row(value: object) -> bool:
    return isinstance(value, dict) and "slug" in value


def _table(name: str, values: Mapping[str, object]) -> str:
    head = f"[[{name}]]\n" if name else ""
    return head + "".join(f"{key} = {_value(value)}\n" for key, value in values.items())


def _value(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(inside)}" for key, inside in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # JSON's escapes of a string are TOML's too
