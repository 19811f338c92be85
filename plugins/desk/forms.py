"""The form of an article's headers: one field for each row of the header table, with choices from the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..core.article.front_matter import Header, split
from ..core.article.headers import HEADERS, HeaderKind

if TYPE_CHECKING:
    from ..core.column.index import Parts

_ALONE = {"status", "author"}
"""Headers without a field of their own: the state has buttons, Author is Authors unless a file says it."""


class Choice(NamedTuple):
    """value: as it is written; name: as it is read; quote: the plan's own sentence, "" for none."""

    value: str
    name: str
    quote: str = ""
    chosen: bool = False


class Field(NamedTuple):
    """header: its row of the table; key: in addresses of the page; values: as the file has them, () for none; choices:
    what may be chosen, and what was written and is none of it."""

    header: HeaderKind
    key: str
    values: tuple[str, ...]
    choices: tuple[Choice, ...] = ()

    @property
    def value(self) -> str:
        """The only value, or all of them on lines."""
        return "\n".join(self.values)


def fields_of(text: str, parts: Parts) -> list[Field]:
    """All fields of an article's text."""
    headers = split(text).headers
    found = []
    for key, kind in HEADERS.items():
        mine = [header for header in headers if header.key == key]
        if key in _ALONE and not (key == "author" and mine):
            continue
        values = tuple(header.value for header in mine)
        found.append(Field(kind, key, values, tuple(_choices(kind, mine, parts))))
    return found


def _choices(kind: HeaderKind, mine: Sequence[Header], parts: Parts) -> list[Choice]:
    if not kind.choices:
        return []
    said = _said(kind, mine)
    if not isinstance(kind.choices, str):
        return _with_unknown([Choice(value, name, "", value in said) for value, name in kind.choices], said)
    if kind.choices == "plan":
        meant = {parts.names.plan(value) or value for value in said}
        plans = [Choice(p.slug, f"Kế hoạch {p.number}", p.title, p.slug in meant) for p in parts.plans.plans]
        return _with_unknown(plans, sorted(meant))
    names = parts.names
    slugs = {value: names.candidates(kind.choices, value) for value in names.entries(kind.choices, said)}
    meant = {slug for found in slugs.values() for slug in found[:1]} | {v for v, found in slugs.items() if not found}
    terms = parts.plans.items if kind.choices == "item" else parts.plans.terms[kind.choices]
    rows = [Choice(slug, term.name, term.quote, slug in meant) for slug, term in terms.items()]
    return _with_unknown(rows, sorted(meant))


def _said(kind: HeaderKind, mine: Sequence[Header]) -> list[str]:
    values: list[str] = []
    for header in mine:
        if kind.kind != "many-of":
            values.append(header.value)
        elif header.items is not None:
            values += header.items
        else:
            values += header.value.split(";" if ";" in header.value else ",")
    return [clean for value in values if (clean := value.strip())]


def _with_unknown(rows: list[Choice], said: Sequence[str]) -> list[Choice]:
    """What is written and is no choice stays to be seen."""
    known = {row.value for row in rows}
    return [
        *rows,
        *(Choice(value, f"{value} (không có trong kế hoạch)", "", True) for value in said if value not in known),
    ]
