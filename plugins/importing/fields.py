"""Word's fields as they pass by: what their instruction makes of the words shown between their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from .ooxml import W, value

_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_CONTENTS = frozenset({"TOC", "TOA", "INDEX"})


@dataclass(slots=True)
class Field:
    """One open field. shown: whether its result has begun; link: where a HYPERLINK leads."""

    instruction: str = ""
    shown: bool = False
    link: str = ""

    @property
    def kind(self) -> str:
        """The first word of the instruction."""
        words = self.instruction.split(None, 1)
        return words[0].upper() if words else ""

    @property
    def is_contents(self) -> bool:
        """Whether its result is a list that Word made of the document."""
        return self.kind in _CONTENTS


def arguments(instruction: str) -> list[str]:
    """The words of an instruction after its name; quotes are off."""
    return [(a or b).replace('\\"', '"').replace("\\\\", "\\") for a, b in _WORDS.findall(instruction)][1:]


def link_of(instruction: str) -> str:
    """Where a HYPERLINK instruction leads: an address, or `#place`."""
    address, place = "", ""
    words = arguments(instruction)
    at = 0
    while at < len(words):
        if words[at] == "\\l":
            place = words[at + 1] if at + 1 < len(words) else ""
            at += 1
        elif words[at] in {"\\o", "\\t"}:
            at += 1
        elif not words[at].startswith("\\") and not address:
            address = words[at]
        at += 1
    return address + (f"#{place}" if place else "")


def is_balanced(root: etree._Element) -> bool:
    """Whether every field of a part is closed; where not, no words are left out on account of a field."""
    depth = 0
    for mark in root.iter(W + "fldChar"):
        kind = value(mark, "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth < 0:
            return False
    return depth == 0
