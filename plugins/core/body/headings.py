"""The headings of a body: below the page's title, without gaps, each with an id."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from ..text.vietnamese import slugify
from .references import Heading
from .sanitise import ANCHOR

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .findings import Findings

LEVELS = {f"h{level}": level for level in range(1, 7)}
"""Element name → level."""


def _without_notes(element: Element) -> Element:
    """The heading without the numbers of its footnotes, which are no words of it."""
    if element.find(".//a[@class='footnote-ref']") is None:
        return element
    bare = deepcopy(element)
    for mark in bare.iter("a"):
        if mark.get("class") == "footnote-ref":
            mark.text = None
    return bare


def _line(element: Element, words: str, findings: Findings) -> int:
    """Where a heading stands: its words may stand elsewhere too."""
    return findings.line(f"{'#' * LEVELS[element.tag]} {words}", words)


def number_headings(headings: list[Element], findings: Findings) -> None:
    """Bring headings below the page's title, without gaps, each with an id from its words."""
    if not headings:
        return
    tops = [element for element in headings if element.tag == "h1"]
    if len(tops) > 1:
        message = "có nhiều tiêu đề cấp 1 (#); tiêu đề của bài đã là cấp 1, các mục bắt đầu từ ##"
        findings.complain("headings", message, _line(tops[1], findings.words(tops[1]), findings), "warning")
    shift = 1 if tops else 0
    before = 1
    for element in headings:
        wanted = min(LEVELS[element.tag] + shift, 6)
        level = min(wanted, before + 1)
        text = findings.words(_without_notes(element))
        if not text:
            findings.complain("headings", "tiêu đề mục không có chữ", findings.line("#"), "warning")
            element.tag = "p"
            continue
        if wanted > level and before > 1:
            message = (
                f"tiêu đề “{text[:60]}” nhảy từ cấp {before - shift} xuống cấp {wanted - shift}; hãy dùng cấp liền kề"
            )
            findings.complain("headings", message, _line(element, text, findings), "warning")
        element.tag = f"h{level}"
        before = level
        identity = element.get("id")
        if identity is None:
            identity = findings.unique(ANCHOR + (slugify(text) or "x"))
            element.set("id", identity)
        findings.headings.append(Heading(level=level, id=identity, text=text))
