"""Markdown's attribute lists (`## Mục {#ten-khac}`, `{.note}`), taken only when they look like one.

Stock attr_list takes any words in braces for attributes, so that a template's `{% … %}` after a heading vanishes;
here braces with anything else in them stay text. Stock also takes every "#" before the braces for the end of a heading:
`## C# {#c}` would lose a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_ENTRY = r"(?:\.[\w-]+|#[\w.:-]+|[A-Za-z][\w:-]*=(?:\"[^\"\n{}]*\"|'[^'\n{}]*'|[^\s\"'{}]+))"
_LIST = rf"\{{:?[ ]*({_ENTRY}(?:[ ]+{_ENTRY})*)[ ]*\}}"
_AT_END = re.compile(rf"[ ]+{_LIST}[ ]*$")
_ON_LAST_LINE = re.compile(rf"\n[ ]*{_LIST}[ ]*$")
_AT_START = re.compile(rf"^{_LIST}")
_ONE_LINE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th"})
"""Blocks whose list stands behind their words; others have it on a line of its own."""


class AttributeLists(Extension):
    """Registers the narrower reading of attribute lists."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 — Markdown's name
        """Register before Markdown tidies the tree."""
        md.treeprocessors.register(_AttributeLists(md), "attr_list", 8)


class _AttributeLists(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        if "{" not in "\n".join(self.md.lines):  # type: ignore[attr-defined]  # a third of looking into each
            return
        blocks = frozenset(self.md.block_level_elements)
        for element in doc.iter():
            if element.tag in blocks:
                self._of_block(element)
            elif element.tail and (match := _AT_START.match(element.tail)):
                self.assign_attrs(element, match[1])
                element.tail = element.tail[match.end() :]

    def _of_block(self, element: Element) -> None:
        """What stands behind a block's own words, in an item those above the list inside it."""
        pattern = _AT_END if element.tag in _ONE_LINE else _ON_LAST_LINE
        last = None
        for child in element:
            if element.tag == "li" and child.tag in {"ul", "ol"}:
                break
            last = child
        words = element.text if last is None else last.tail
        match = pattern.search(words) if words and "{" in words else None
        if not words or not match:
            return
        self.assign_attrs(element, match[1])
        if last is None:
            element.text = words[: match.start()]
        else:
            last.tail = words[: match.start()]
