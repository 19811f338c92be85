"""The parts that links and link definitions are written with: labels, addresses, titles, escaped characters."""

from __future__ import annotations

import re
from html import unescape as decode_entity
from html.entities import html5
from typing import NamedTuple

ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""What a backslash takes its meaning from."""
ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
MOST_IN_LABEL = 999
"""Most characters of a label."""
_LABEL = re.compile(r"\[((?>(?:[^\\\[\]]|\\.)*))\]", re.DOTALL)
_ANGLED = re.compile(r"<((?>(?:[^<>\n\\]|\\.)*))>")
_TITLE = re.compile(r"\"((?>(?:[^\"\\]|\\.)*))\"|'((?>(?:[^'\\]|\\.)*))'|\(((?>(?:[^()\\]|\\.)*))\)", re.DOTALL)
_BARE = re.compile(r"(?:[^ \\()\x00-\x1f\x7f]|\\.)+|[()]")
_LOOSE_ADDRESS = re.compile(r"\([^()<>\n]*+")
_LOOSE_TITLE = re.compile(r"(?<![ \t])[ \t]++([\"'])")
_LOOSE_END = {sign: re.compile(rf"{sign}[ \t]*+\)|\n") for sign in "\"'"}
_GAP = re.compile(r"[ \t]*+\n?+[ \t]*+")
_MARKED = re.compile(rf"\\([{re.escape(''.join(sorted(ESCAPABLE)))}])|({ENTITY.pattern})")
_SPACES = re.compile(r"\s+")
_NESTED = 32
"""Deepest nesting of round brackets in an address."""


class Definition(NamedTuple):
    """`[label]: address "title"`: written as in the text."""

    label: str
    address: str
    title: str | None


def unescaped(text: str) -> str:
    """Text with its escapes and entities read."""
    if "\\" not in text and "&" not in text:
        return text
    return _MARKED.sub(lambda match: match[1] or entity(match[2]), text)


def entity(written: str) -> str:
    """The characters an entity stands for; one that does not exist stays as it is."""
    if written[1] != "#":
        return html5.get(written[1:], written)
    number = int(written[3:-1], 16) if written[2] in "xX" else int(written[2:-1])
    return decode_entity(written) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def key_of(label: str) -> str:
    """The form in which labels are compared."""
    return _SPACES.sub(" ", label).strip().casefold()


_SIMPLE = re.compile(r"\(([^\x00-\x20\s()<&\\]+)\)")
"""An address alone, with nothing in it that has another meaning: as most are."""


def label_at(text: str, position: int) -> tuple[str, int] | None:
    """A label and where it ends; one without words is none."""
    match = _LABEL.match(text, position)
    if not match or len(match[1]) > MOST_IN_LABEL or not match[1].strip():
        return None
    return match[1], match.end()


def address_at(text: str, position: int) -> tuple[str, int] | None:
    """An address as written and where it ends: `<…>`, or anything without spaces and with matching brackets."""
    if text.startswith("<", position):
        angled = _ANGLED.match(text, position)
        return (angled[1], angled.end()) if angled else None
    depth = 0
    end = position
    while match := _BARE.match(text, end):
        if match[0] == "(":
            depth += 1
            if depth > _NESTED:
                return None
        elif match[0] == ")":
            if not depth:
                break
            depth -= 1
        end = match.end()
    return (text[position:end], end) if not depth else None


def title_at(text: str, position: int) -> tuple[str, int] | None:
    """A title without its quotes and where it ends."""
    match = _TITLE.match(text, position)
    return (match[1] or match[2] or match[3] or "", match.end()) if match else None


def gap(text: str, position: int) -> int:
    """Past spaces and at most one line's end."""
    match = _GAP.match(text, position)
    return match.end() if match else position


def target_at(text: str, position: int) -> tuple[str, str | None, int] | None:
    """`(address "title")` at a position → address, title, end; escapes read."""
    if simple := _SIMPLE.match(text, position):
        return simple[1], None, simple.end()
    position = gap(text, position + 1)
    if text.startswith(")", position):
        return "", None, position + 1
    address = address_at(text, position)
    if address is None:
        return None
    after = gap(text, address[1])
    title = title_at(text, after) if after > address[1] else None
    end = gap(text, title[1]) if title else after
    if not text.startswith(")", end):
        return None
    return unescaped(address[0]), unescaped(title[0]) if title else None, end + 1


def loose_target_at(text: str, position: int) -> tuple[str, str | None, int] | None:
    """The same with spaces in the address or quotes inside the title, as editors write them: `(#Kết quả)`."""
    address = _LOOSE_ADDRESS.match(text, position)
    if not address:
        return None
    titles = [*_LOOSE_TITLE.finditer(text, position + 1, address.end())]
    first = titles[:1] if titles and titles[0].start() == position + 1 else []  # no address before it
    if found := _loosely_titled(text, position + 1, titles[len(first) :]):
        return found
    if text.startswith(")", address.end()):
        return unescaped(text[position + 1 : address.end()].strip(" \t")), None, address.end() + 1
    return _loosely_titled(text, position + 1, first)


def _loosely_titled(text: str, start: int, titles: list[re.Match[str]]) -> tuple[str, str, int] | None:
    """With the first of some titles that is closed on its line."""
    unclosed = ""
    for title in titles:
        if title[1] not in unclosed:
            end = _LOOSE_END[title[1]].search(text, title.end())
            if end and end[0] != "\n":
                address, words = text[start : title.start()].strip(" \t"), text[title.end() : end.start()]
                return unescaped(address), unescaped(words), end.end()
            unclosed += title[1]  # nor is one that begins further on
    return None


def definition_at(text: str, position: int) -> tuple[Definition, int] | None:
    """A link definition that begins a line, and where its last line ends."""
    label = label_at(text, position)
    if label is None or not text.startswith(":", label[1]):
        return None
    start = gap(text, label[1] + 1)
    address = address_at(text, start)
    if address is None or (not address[0] and not text.startswith("<", start)):
        return None
    end = _line_end(text, address[1])
    after = gap(text, address[1])
    title = title_at(text, after) if after > address[1] else None
    if title is not None and (past := _line_end(text, title[1])) is not None:
        return Definition(label[0], unescaped(address[0]), unescaped(title[0])), past
    return (Definition(label[0], unescaped(address[0]), None), end) if end is not None else None


def _line_end(text: str, position: int) -> int | None:
    """Past the rest of a line, None when anything but spaces is left on it."""
    while position < len(text) and text[position] in " \t":
        position += 1
    if position == len(text):
        return position
    return position + 1 if text[position] == "\n" else None
