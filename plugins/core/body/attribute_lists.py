"""Markdown's attribute lists (`## Mục {#ten-khac}`, `{.note}`), taken only when they look like one.

Stock attr_list takes any words in braces for attributes, so that a template's `{% … %}` after a heading vanishes;
here braces with anything else in them stay text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_ENTRY = r"(?:[.#][\w-]+|[A-Za-z][\w:-]*=(?:\"[^\"\n{}]*\"|'[^'\n{}]*'|[^\s\"'{}]+))"
_LIST = rf"\{{:?[ ]*({_ENTRY}(?:[ ]+{_ENTRY})*)[ ]*\}}"


class AttributeLists(Extension):
    """Registers the narrower reading of attribute lists."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 — Markdown's name
        """Register before Markdown tidies the tree."""
        md.treeprocessors.register(_AttributeLists(md), "attr_list", 8)


class _AttributeLists(AttrListTreeprocessor):
    BASE_RE = _LIST  # type: ignore[misc]  # only the stubs call these final
    HEADER_RE = re.compile(rf"[ ]+{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{_LIST}")  # type: ignore[misc]

    def run(self, doc: Element) -> None:
        if "{" in "\n".join(self.md.lines):  # type: ignore[attr-defined]  # a third of looking into each
            super().run(doc)
