"""The one pass over a body's tree: headings, links, pictures and tables get what readers need.

It works on ElementTree elements, whether Markdown or BeautifulSoup made them (see `parser.py`). The modules it calls
decide; the sanitiser after it enforces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .attributes import limit_attributes
from .figures import judge_gallery, paragraph, picture
from .headings import LEVELS, number_headings
from .link_checks import check_anchors, link
from .tables import head_cells, scroll

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from .findings import Findings


def enrich(root: Element, findings: Findings) -> None:
    """Change the tree in place and note what was found."""
    headings: list[Element] = []
    anchors: list[tuple[Element, str]] = []
    tables: list[tuple[Element, Element]] = []
    for parent in root.iter():
        for child in parent:
            if child.attrib:
                if child.tag == "div" and child.get("class") == "footnote":
                    _footnotes(child)
                limit_attributes(child, findings)
            handle = _HANDLERS.get(child.tag)
            if handle:
                handle(child, findings)
            elif child.tag == "a":
                link(child, findings, anchors)
            elif child.tag == "table":
                tables.append((parent, child))
            elif child.tag in LEVELS:
                headings.append(child)
    for pictures in findings.galleries:
        judge_gallery(pictures, findings)
    number_headings(headings, findings)
    for number, (parent, table) in enumerate(tables, 1):
        scroll(parent, table, number, findings)
    check_anchors(anchors, findings)


def _footnotes(element: Element) -> None:
    """Markdown's block of footnotes becomes a named section without its rule."""
    element.tag = "section"
    element.attrib.clear()
    element.attrib.update({"class": "footnotes", "role": "doc-endnotes", "aria-label": "Chú thích"})
    for rule in element.findall("hr"):
        element.remove(rule)


_HANDLERS: dict[str, Callable[[Element, Findings], None]] = {
    "img": picture,
    "p": paragraph,
    "tr": head_cells,
}
