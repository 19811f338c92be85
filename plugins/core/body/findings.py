"""What one pass over a body finds: problems with lines, references, headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE, ETX, STX

from ..problem import Problem, Severity
from .references import Heading, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["file", "static", "picture", "path"]
PLACEHOLDER = "/~ref/"
"""Before the number of a reference, in href and src; filled when the page is made."""

_STASHED = re.compile(f"{STX}wzxhzdk:([0-9]+){ETX}")
_LINE_END = re.compile("\n")
_SPACES = re.compile(r"\s+")


class Findings:
    """Mutable on purpose and short-lived. source: path inside content/; body: Markdown text; first_line: of body."""

    def __init__(self, source: str, body: str, first_line: int) -> None:
        self.source = source
        self.body = body
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.references: list[Reference] = []
        self.headings: list[Heading] = []
        self.galleries: list[list[Element]] = []
        self.ids: set[str] = set()
        self.told: set[tuple[str, str]] = set()
        self.stash: Sequence[object] = ()
        self._cursors: dict[str, int] = {}
        self._next: dict[str, int] = {}

    def line(self, *needles: str) -> int:
        """The line where the next occurrence of the first needle that occurs at all stands; else the body's first."""
        for needle in filter(None, needles):
            if (place := self._next_place(self.body, needle)) >= 0:
                return self.first_line + bisect_left(self._ends, place)
        for needle in filter(None, needles):
            if (place := self._next_place(self._folded, needle.lower())) >= 0:
                return self.first_line + self._folded.count("\n", 0, place)
        return self.first_line

    @cached_property
    def _ends(self) -> list[int]:
        """Where the body's lines end."""
        return [match.start() for match in _LINE_END.finditer(self.body)]

    @cached_property
    def _folded(self) -> str:
        """The body in lower case, which may be longer."""
        return self.body.lower()

    def _next_place(self, text: str, needle: str) -> int:
        """Where it stands next after the last time it was asked for, -1 when it does not occur at all."""
        found = text.find(needle, self._cursors.get(needle, 0))
        if found < 0 and needle in self._cursors:
            found = text.find(needle)
        if found >= 0:
            self._cursors[needle] = found + 1
        return found

    def complain(self, rule: str, message: str, line: int, severity: Severity = "error") -> None:
        """Note a problem of the body; what it quotes of the text is brought onto one line."""
        if not message.isprintable():
            message = "".join(c if c.isprintable() else "�" for c in _SPACES.sub(" ", message))
        self.problems.append(
            Problem(path=self.source, line=line, field="nội dung", message=message, rule=rule, severity=severity)
        )

    def unique(self, name: str) -> str:
        """The id `name`, numbered when it is taken; taken from now on."""
        free = name
        while free in self.ids:
            self._next[name] = number = self._next.get(name, 1) + 1
            free = f"{name}-{number}"
        self.ids.add(free)
        return free

    def refer(self, kind: Kind, target: str, fragment: str, line: int) -> str:
        """Note a reference and return the placeholder that stands for its address."""
        self.references.append(Reference(kind=kind, target=target, fragment=fragment, line=line))
        return f"{PLACEHOLDER}{len(self.references) - 1}"

    def words(self, element: Element) -> str:
        """The element's text as readers see it, on one line."""
        return self.plain("".join(element.itertext()))

    def plain(self, text: str) -> str:
        """Text of the tree with Markdown's placeholders for entities filled in, on one line."""
        if STX in text:
            text = _STASHED.sub(self._stashed, text.replace(AMP_SUBSTITUTE, "&"))
        if "&" in text:
            from html import unescape

            text = unescape(text)
        return " ".join(text.split())

    def _stashed(self, match: re.Match[str]) -> str:
        number = int(match[1])
        piece = str(self.stash[number]) if number < len(self.stash) else ""
        return "" if "<" in piece else piece
