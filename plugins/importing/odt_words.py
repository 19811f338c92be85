"""Every word of an .odt's content, read from the file itself: LibreOffice's own conversion is not believed blindly."""

from __future__ import annotations

from lxml import etree

from .container import Package

_APART = frozenset(
    {"p", "h", "note", "note-body", "annotation", "text-box", "frame", "desc", "title", "deletion", "table-cell"}
)
_GAPS = frozenset({"s", "tab", "line-break"})
_MADE = frozenset(
    {
        *("note-citation", "creator", "date", "date-string", "page-number", "page-count", "bookmark-ref", "sequence"),
        *("scripts", "forms", "table-of-content", "alphabetical-index", "change-info", "sender-initials"),
        "creator-initials",
    }
)
"""What LibreOffice makes itself, or says of changes and comments beside their words."""


def odt_texts(data: bytes) -> list[str]:
    """The texts of a document's content."""
    tree = Package(data).tree("content.xml")
    body = None if tree is None else tree.find("{*}body")
    done: list[str] = []
    if body is not None:
        _collect(body, [], done)
    return [text for text in done if text.strip()]


def _collect(element: etree._Element, stream: list[str], done: list[str]) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if not name or name in _MADE:
        return
    own: list[str] = [] if name in _APART else stream
    own.append(" " if name in _GAPS else element.text or "")
    for child in element:
        _collect(child, own, done)
        own.append(child.tail or "")
    if own is not stream:
        done.append("".join(own))
