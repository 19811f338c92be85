"""How each kind of block begins: one pattern or function each, for a line whose containers are taken off."""

from __future__ import annotations

import re
from typing import NamedTuple

from .inline import CLOSING_TAG, OPEN_TAG

RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
HEADING = re.compile(r" {0,3}(#{1,6})(?: (.*))?$")
UNDERLINE = re.compile(r" {0,3}(=+|-+) *$")
FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})")
QUOTE = re.compile(r" {0,3}>")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ ]*(.*)$")
MEANING = re.compile(r" {0,3}:[ ]{1,3}(?=\S)")
PLAIN_MEANING = 4
"""Width of a colon and spaces that nobody writes by chance."""
TABLE_LINE = re.compile(r"(?: {0,3}\| *+| *+):?-++:? *+(?>(?:\| *+:?-++:? *+)*)(?>(?:\| *+)?)$")
_ITEM = re.compile(r"( {0,3})(?:([-+*])|(\d{1,9})([.)]))(?= |$)( *)")
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|"
    "main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|"
    "title|tr|track|ul"
)
_HTML = tuple(
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE) if end else None)
    for start, end in (
        (r" {0,3}<(?:script|pre|style|textarea)(?:\s|>|$)", r"</(?:script|pre|style|textarea)>"),
        (r" {0,3}<!--", r"-->"),
        (r" {0,3}<\?", r"\?>"),
        (r" {0,3}<![A-Za-z]", r">"),
        (r" {0,3}<!\[CDATA\[", r"\]\]>"),
        (rf" {{0,3}}</?(?:{_BLOCK_TAGS})(?:\s|/?>|$)", ""),
    )
)
_LONE_TAG = re.compile(rf" {{0,3}}(?:{OPEN_TAG}|{CLOSING_TAG})\s*$")


_SIGNS = frozenset("#>`~*-+_<0123456789[")
"""With one of these begins what may end a table or a footnote."""


class Item(NamedTuple):
    """A list's item. indent: where its words begin; sign: bullet, or what follows the number; number: None for
    bullets."""

    indent: int
    sign: str
    number: int | None
    bare: bool


def item_at(line: str) -> Item | None:
    """The item a line begins."""
    match = _ITEM.match(line)
    if not match:
        return None
    before, bullet, number, after, spaces = match.groups()
    width = len(before) + (1 if bullet else len(number) + 1)
    bare = match.end() == len(line)
    step = len(spaces) if 1 <= len(spaces) <= 4 and not bare else 1
    return Item(width + step, bullet or after, None if bullet else int(number), bare)


def heading_words(rest: str) -> str:
    """What stands behind a heading's signs, without the signs that may close it."""
    words = rest.strip(" ")
    bare = words.rstrip("#")
    return bare.rstrip(" ") if not bare or bare[-1] == " " else words


def html_end(line: str, *, lone: bool) -> re.Pattern[str] | bool | None:
    """Whether a line begins raw HTML: False, or the pattern that ends it (None: a blank line). lone: also a single tag
    of any name counts."""
    if "<" not in line:
        return False
    for start, end in _HTML:
        if start.match(line):
            return end
    return None if lone and _LONE_TAG.match(line) else False


def interrupts(line: str) -> bool:
    """Whether a line ends a table or a footnote above it."""
    if line[0] == "|" or line[:4].lstrip(" ")[:1] not in _SIGNS:
        return False
    return bool(
        QUOTE.match(line)
        or HEADING.match(line)
        or FENCE.match(line)
        or RULE.match(line)
        or item_at(line)
        or NOTE.match(line)
        or html_end(line, lone=False) is not False
    )
