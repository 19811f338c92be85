"""Files inside a document (embedded objects, parts that Word would insert) → the words that can be read in them."""

from __future__ import annotations

import re

from lxml import etree

from ..core.importing.outcome import ImportRefusedError
from .container import Package

_WORDY = re.compile(
    r"(?:word/(?:document|footnotes|endnotes|header\d*|footer\d*)|xl/sharedstrings|ppt/slides/slide\d+|content)\.xml$"
)

_HELD = {"\\": "\x01", "{": "\x02", "}": "\x03"}
"""Signs that RTF escapes, kept apart from its own while its commands go."""
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml$")


def words_inside(data: bytes) -> str:
    """The words of a packed document, HTML, RTF or text; "" when there are none to be found."""
    if data[:2] == b"PK":
        return _packed(data)
    if data[:5] == b"{\\rtf":
        return rtf_text(data)
    head = data[:1000].lower()
    if b"mime-version:" in head:
        from .single_files import page_of

        try:
            return words_inside(page_of(data)[0])
        except ImportRefusedError:
            return ""
    if b"<html" in head or b"<body" in head or b"<p" in head or b"<!doctype" in head:
        from bs4 import BeautifulSoup

        from .html_text import decode_html

        return "\n".join(BeautifulSoup(decode_html(data), "lxml").stripped_strings)
    if b"\x00" in data[:4000]:
        return ""
    return data.decode("utf-8", "replace").strip()


def _packed(data: bytes) -> str:
    try:
        package = Package(data)
        found = [package.tree(name) for name in package.names() if _WORDY.search(name)]
        sheets = [package.tree(name) for name in package.names() if _SHEET.search(name)]
    except ImportRefusedError:
        return ""
    lines = [line for tree in found if tree is not None for line in _lines(tree)]
    return "\n".join([*lines, *(row for tree in sheets if tree is not None for row in _figures(tree))])


def _figures(sheet: etree._Element) -> list[str]:
    """The figures and the words of a sheet's cells that aren't kept with all words of the book, row by row."""
    rows = []
    for row in sheet.iter("{*}row"):
        cells = [cell for cell in row.iter("{*}c") if cell.get("t") != "s"]
        found = ["".join(e.text or "" for e in cell.iter("{*}v", "{*}t")) for cell in cells]
        rows.append("; ".join(filter(None, found)))
    return [row for row in rows if row]


def _lines(tree: etree._Element) -> list[str]:
    lines: list[str] = []
    for element in tree.iter():
        if isinstance(element.tag, str) and re.search(r"\}(?:p|si|h)$", element.tag):
            text = "".join(e.text or "" for e in element.iter() if isinstance(e.tag, str) and e.tag.endswith("}t"))
            text = text or ("".join(element.itertext()) if "opendocument" in element.tag else "")
            if text.strip():
                lines.append(text.strip())
    return lines


def rtf_text(data: bytes) -> str:
    """The words of RTF, as far as they can be told from its commands."""
    text = re.sub(r"\\([\\{}])", lambda match: _HELD[match[1]], data.decode("latin-1"))
    text = re.sub(r"\{\\(?:fonttbl|colortbl|stylesheet|info|\*)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", text)
    text = re.sub(r"\\u(-?\d+) ?(?:\\'[0-9a-fA-F]{2}|\?)?", lambda match: chr(int(match[1]) % 65536), text)
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda match: bytes.fromhex(match[1]).decode("cp1252", "replace"), text)
    text = re.sub(r"\\(?:par|line|tab|cell|row)\b ?", "\n", text)
    text = re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}]", "", text)
    for sign, held in _HELD.items():
        text = text.replace(held, sign)
    return "\n".join(
        line.strip()
        for line in text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").splitlines()
        if line.strip()
    )
