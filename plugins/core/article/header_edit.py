"""An article's text with some headers changed: only their lines differ, all others keep order, spelling and bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .front_matter import FrontMatter, header_key, split

_ASKS_QUOTES = re.compile(r"""[&*!{}\[\]%@`|>"'#?,-]|.*(?::(?:\s|$)|\s#)|.*\s$""")
"""Values that YAML reads as something else than their words."""


class Halves(NamedTuple):
    """head: all lines above the text, with the blank ones that part them; body: from the text's first line on."""

    head: str
    body: str

    @property
    def body_line(self) -> int:
        """The body's first line, counted from 1 in the whole."""
        return self.head.count("\n") + 1


def halves(text: str) -> Halves | None:
    """Cut a text ("\n" line ends) above its first line of body; None when its headers can't be read, so that nobody
    knows where the body begins."""
    front = split(text)
    if not front.headers or any(rule != "header-indented" for _, rule, _ in front.faults):
        return None
    lines = text.split("\n")
    first = front.body_line - 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    head = "\n".join(lines[:first])
    if first == len(lines):
        return Halves(head.rstrip("\n") + "\n\n", "")
    return Halves(head + "\n", "\n".join(lines[first:]))


def set_headers(text: str, changes: Mapping[str, Sequence[str]]) -> str:
    """The text with other values for some headers. changes: name → its values, one for each time it stands, () to take
    it away; line breaks in a value become spaces. Nothing else of the text changes; one without headers stays whole."""
    front = split(text)
    if not changes or not front.headers:
        return text
    lines = text.split("\n")
    fenced = next((line for line in lines if line.strip()), "").startswith("---")
    rows = _rows(front, lines, fenced)
    for name, given in changes.items():
        values = [clean for value in given if (clean := " ".join(value.split()))]
        mine = [row for row in rows if row.key == header_key(name)]
        if [row.value for row in mine] == values:
            continue
        place = rows.index(mine[0]) if mine else len(rows)
        spelt = mine[0].name if mine else name
        kept = [line for row in mine for line in row.lines if fenced and line.startswith("#")]
        rows = [row for row in rows if row.key != header_key(name)]
        made = [_Row(spelt, header_key(name), value, [_line(spelt, value, fenced)]) for value in values]
        rows[place:place] = [*made, *([_Row("", "", "", kept)] if kept else [])]
    start = front.headers[0].line - 1 if front.headers else (1 if fenced else 0)
    end = _end(front, fenced)
    return "\n".join([*lines[:start], *(line for row in rows for line in row.lines), *lines[end:]])


class _Row(NamedTuple):
    """One header's lines, with what stands between them and the next; comments that lost theirs have no name."""

    name: str
    key: str
    value: str
    lines: list[str]


def _rows(front: FrontMatter, lines: list[str], fenced: bool) -> list[_Row]:
    ends = [header.line - 1 for header in front.headers[1:]] + [_end(front, fenced)]
    return [
        _Row(header.name, header.key, " ".join(header.value.split()), lines[header.line - 1 : end])
        for header, end in zip(front.headers, ends, strict=True)
    ]


def _end(front: FrontMatter, fenced: bool) -> int:
    """The line after the last header's, counted from 0: a closing fence, or the blank line."""
    return front.body_line - 2 if fenced and front.headers else front.body_line - 1


def _line(name: str, value: str, fenced: bool) -> str:
    if fenced and _ASKS_QUOTES.match(value):
        value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name}: {value}"
