"""Every word of an .odt's content, read from the file itself: LibreOffice's own conversion is not believed blindly."""

from __future__ import annotations

from lxml import etree

from ..core.importing.symbols import is_symbol_font
from .container import Package
from .ooxml import parse, q

_APART = frozenset(
    {
        *("p", "h", "note", "note-body", "annotation", "text-box", "frame", "desc", "title", "deletion", "table-cell"),
        "ruby-text",
    }
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
    """The texts of a document's content, packed or in one flat file."""
    tree = Package(data).tree("content.xml") if data.startswith(b"PK") else parse(data, "văn bản")
    body = None if tree is None else tree.find("{*}body")
    done: list[str] = []
    if tree is not None and body is not None:
        _collect(body, [], done, _symbol_styles(tree))
    return [text for text in done if text.strip()]


def _symbol_styles(tree: etree._Element) -> frozenset[str]:
    """Styles whose letters are signs: what is written there isn't what is seen."""
    faces = {
        face.get(q("style:name")): face.get(q("svg:font-family")) or "" for face in tree.iter(q("style:font-face"))
    }
    found = set()
    for style in tree.iter(q("style:style")):
        look = style.find(q("style:text-properties"))
        font = "" if look is None else look.get(q("style:font-name")) or ""
        if is_symbol_font(faces.get(font, font).strip("'\"")):
            found.add(style.get(q("style:name")) or "")
    return frozenset(found)


def _collect(element: etree._Element, stream: list[str], done: list[str], signs: frozenset[str]) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if not name or name in _MADE:
        return
    if name == "span" and element.get(q("text:style-name")) in signs:
        return
    own: list[str] = [] if name in _APART else stream
    own.append(" " if name in _GAPS else element.text or "")
    for child in element:
        _collect(child, own, done, signs)
        own.append(child.tail or "")
    if own is not stream:
        done.append("".join(own))
