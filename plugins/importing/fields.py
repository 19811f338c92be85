"""Word's fields as they pass by: what their instruction makes of the words shown between their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from .ooxml import W, switched_on, value

_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
AWAITED = "awaited"
"""Attribute of the mark that begins a field with a result."""
_CONTENTS = frozenset({"TOC", "TOA", "INDEX"})


@dataclass(slots=True)
class Field:
    """One open field. shown: whether its result has begun; awaited: whether one will; link: where a HYPERLINK leads;
    form: of a form field."""

    instruction: str = ""
    form: etree._Element | None = None
    shown: bool = False
    awaited: bool = False
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


def chosen(form: etree._Element) -> str:
    """What a form's list or box shows: the entry that was chosen, a box with or without its cross."""
    box, choices = form.find(W + "checkBox"), form.find(W + "ddList")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        return "☒" if switched_on(state) else "☐"
    if choices is None:
        return ""
    entries = [value(entry) for entry in choices.findall(W + "listEntry")]
    number = value(choices.find(W + "result"), default=value(choices.find(W + "default"), default="0"))
    return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""


def is_balanced(root: etree._Element) -> bool:
    """Whether every field of a part is closed; where not, no words are left out on account of a field. Marks the
    beginning of each field that has a result."""
    open_marks: list[etree._Element] = []
    for mark in root.iter(W + "fldChar"):
        kind = value(mark, "fldCharType")
        if kind == "begin":
            open_marks.append(mark)
        elif kind == "separate" and open_marks:
            open_marks[-1].set(AWAITED, "1")
        elif kind == "end":
            if not open_marks:
                return False
            open_marks.pop()
    return not open_marks
