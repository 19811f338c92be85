"""The tables of a body: each in a region that scrolls, header cells that say what they head."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from .findings import Findings


def scroll(parent: Element, table: Element, number: int, findings: Findings) -> None:
    """Put the table into a region that scrolls sideways, also by keyboard."""
    caption = table.find("caption")
    name = findings.words(caption) if caption is not None else ""
    position = list(parent).index(table)
    region = Element("section", {"class": "table-scroll", "tabindex": "0"})
    region.set("aria-label", (name or f"Bảng {number}").replace("&", "&amp;"))
    region.tail, table.tail = table.tail, None
    parent.remove(table)
    parent.insert(position, region)
    region.append(table)


def head_cells(row: Element, findings: Findings) -> None:
    """A header cell says what it heads: its column in a row of headers, else its row; one without words, nothing."""
    headers = [cell for cell in row if cell.tag == "th"]
    scope = "col" if len(headers) == len(row) else "row"
    for cell in headers:
        if findings.words(cell) or cell.find(".//img") is not None:
            cell.set("scope", scope)
        else:
            cell.tag = "td"
            cell.attrib.pop("scope", None)
