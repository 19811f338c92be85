"""Blocks that hold lines and no other blocks: code, raw HTML, footnotes, tables. Each takes its lines one by one and
puts itself into the tree when it ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, code_escape

from .block_starts import interrupts
from .pipe_tables import Table
from .raw_blocks import RawBlock

if TYPE_CHECKING:
    from collections.abc import Callable

CODE_INDENT = 4
NOTE_INDENT = 4


class Leaf(Protocol):
    """over: nothing more belongs to it."""

    over: bool

    def take(self, rest: str, *, blank: bool) -> bool:
        """Take a line, without its containers' part; False when it is not its own."""

    def finish(self, parent: Element) -> None:
        """Put it into the tree."""


def _put_code(parent: Element, lines: list[str]) -> None:
    code = SubElement(SubElement(parent, "pre"), "code")
    code.text = AtomicString(code_escape("".join(line + "\n" for line in lines)))


class Fenced:
    """Code between lines of ``` or ~~~. indent: of the line that opens."""

    def __init__(self, sign: str, indent: int) -> None:
        self.sign, self.indent = sign, indent
        self.over = False
        self._lines: list[str] = []

    def take(self, rest: str, *, blank: bool) -> bool:
        spaces = len(rest) - len(rest.lstrip(" "))
        shown = rest.strip(" ")
        if shown.startswith(self.sign) and not shown.strip(self.sign[0]) and spaces < CODE_INDENT:
            self.over = True
        else:
            self._lines.append(rest[min(spaces, self.indent) :])
        return True

    def finish(self, parent: Element) -> None:
        _put_code(parent, self._lines)


class Indented:
    """Code by indentation."""

    over = False

    def __init__(self, first: str) -> None:
        self._lines = [first[CODE_INDENT:]]

    def take(self, rest: str, *, blank: bool) -> bool:
        if not blank and not rest.startswith(" " * CODE_INDENT):
            return False
        self._lines.append(rest[CODE_INDENT:])
        return True

    def finish(self, parent: Element) -> None:
        lines = self._lines
        while not lines[-1].strip():
            lines.pop()
        _put_code(parent, lines)


class Html:
    """Raw HTML, as written. end: what ends it, None for a blank line; store: puts it aside and returns what stands
    for it."""

    def __init__(self, first: str, end: re.Pattern[str] | None, store: Callable[[str], str]) -> None:
        first = first.lstrip(" ")
        self._lines, self._end, self._store = [first], end, store
        start = 4 if first.startswith("<!--") else 1
        self.over = end is not None and end.search(first, start) is not None

    def take(self, rest: str, *, blank: bool) -> bool:
        if self._end is None and blank:
            return False
        self._lines.append(rest)
        self.over = self._end is not None and self._end.search(rest) is not None
        return True

    def finish(self, parent: Element) -> None:
        SubElement(parent, "p").text = AtomicString(self._store(RawBlock("\n".join(self._lines))))


class Note:
    """A footnote's words, read when all notes are known. keep: takes (label, text)."""

    over = False

    def __init__(self, label: str, first: str, keep: Callable[[str, str], None]) -> None:
        self._label, self._lines, self._keep = label, [first], keep

    def take(self, rest: str, *, blank: bool) -> bool:
        if blank:
            self._lines.append("")
        elif rest.startswith(" " * NOTE_INDENT):
            self._lines.append(rest[NOTE_INDENT:])
        elif self._lines[-1] and not interrupts(rest):
            self._lines.append(rest.strip())
        else:
            return False
        return True

    def finish(self, parent: Element) -> None:
        self._keep(self._label, "\n".join(self._lines).rstrip())


class Rows:
    """The rows of a table. lost: is told a row with more cells than there are columns; indented: one that is code to
    others."""

    over = False

    def __init__(self, table: Table, lost: Callable[[str], None], indented: Callable[[str], None]) -> None:
        self._table, self._lost, self._indented = table, lost, indented

    def take(self, rest: str, *, blank: bool) -> bool:
        if blank or interrupts(rest):
            return False
        if not self._table.add(rest):
            self._lost(rest)
        if rest.startswith(" " * CODE_INDENT):
            self._indented(rest)
        return True

    def finish(self, parent: Element) -> None:
        """It stands in the tree already."""
