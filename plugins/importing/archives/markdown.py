"""Markdown of other generators (CommonMark with tables, notes, definitions, attributes) → HTML for the reader."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

_KRAMDOWN = re.compile(r"\{:[^{}\n]*\}")
_MARKS = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=\s)|\[\^[^\[\]\n]+\]:?|^[ ]{0,3}\[[^\[\]\n]+\]:", re.MULTILINE
)
_ATTRIBUTES = re.compile(r"\{[.#:][^{}\n]*\}")
_LINK_LABEL = re.compile(r"(?<=\])\[[^\]\n]*\]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True, "typographer": False}).enable(["table", "strikethrough"])
    made.use(footnote_plugin).use(deflist_plugin).use(attrs_plugin).use(attrs_block_plugin)
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # the reader judges addresses
    return made


def to_html(text: str) -> str:
    """The page's HTML; addresses stay as they were written."""
    return str(_parser().render(_KRAMDOWN.sub("", text)))


def written_words(text: str) -> str:
    """The text without what stands for structure alone: numbers of items, labels of links and notes, attributes."""
    return _LINK_LABEL.sub("", _MARKS.sub(" ", _ATTRIBUTES.sub(" ", _KRAMDOWN.sub(" ", text))))
