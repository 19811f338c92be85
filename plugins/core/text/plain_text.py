"""Cleaned HTML → plain text for search, feeds and counting words: blocks are lines of their own, no markup."""

from __future__ import annotations

import re
from html import unescape

_ATTRIBUTES = r'(?:\s+[a-z-]+(?:="[^"]*")?)*'
_FOOTNOTES = re.compile(rf'<a(?=[^>]* class="footnote-(?:ref|backref)"){_ATTRIBUTES}\s*>[^<]*</a>')
_ENDS = re.compile(
    r"</(?:p|h[2-6]|li|dt|dd|tr|caption|figcaption|figure|blockquote|pre|div|section|summary|details|ul|ol|dl|table)>"
    r"|<(?:br|hr)>"
    rf"|<(?:p|h[2-6]|ul|ol|dl|table|blockquote|pre|div|section|figure|details){_ATTRIBUTES}\s*>"
)
"""Where a line ends: behind a block, at a break, and before a block that follows words of the one around it."""
_CELLS = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)")
_TAG = re.compile(r"<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>")
"""A "<" that is none is an entity in cleaned HTML."""


def plain_text(html: str) -> str:
    """The text of sanitised HTML; footnote marks are left out, pictures leave nothing."""
    if "footnote-" in html:
        html = _FOOTNOTES.sub("", html)
    if "</t" in html:
        html = _CELLS.sub(" ", html)
    text = _TAG.sub("", _ENDS.sub("\n", html))
    if "&" in text:
        text = unescape(text)
    return "\n".join([line for line in map(str.strip, text.split("\n")) if line])
