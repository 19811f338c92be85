"""The links of a body: where each leads, whether its words say so, whether its anchor is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..text.vietnamese import fold
from .attributes import footnote_place
from .links import LinkError, resolve

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .findings import Findings

_VAGUE = frozenset(
    {
        "tai day",
        "xem tai day",
        "o day",
        "day",
        "xem",
        "xem them",
        "xem o day",
        "xem them tai day",
        "click",
        "click here",
        "click vao day",
        "bam vao day",
        "bam",
        "nhan vao day",
        "an vao day",
        "link",
        "lien ket",
        "duong link",
        "here",
        "read more",
        "more",
        "chi tiet",
        "xem chi tiet",
        "tai ve",
        "download",
    }
)
"""Link texts, folded, that say nothing of where the link leads."""
_LONGEST_VAGUE = 40
"""Characters: with room for signs around."""
_BARE = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


def link(element: Element, findings: Findings, anchors: list[tuple[Element, str]]) -> None:
    href = element.get("href")
    if href is None or (href.startswith("#fn") and _is_of_note(element, href)):
        return
    address = findings.plain(href)
    words = findings.words(element)
    line = findings.line(f"]({address}", f'"{address}"', address, f"{words}]")
    try:
        target = resolve(address, findings.source)
    except LinkError as error:
        findings.complain("link", str(error), line)
        del element.attrib["href"]
        return
    _judge_words(element, words, line, findings)
    if target.kind == "anchor":
        element.set("href", f"#{target.fragment}")
        anchors.append((element, address))
    elif target.kind == "outside":
        element.set("href", target.target.replace("&", "&amp;"))
    else:
        element.set("href", findings.refer(target.kind, target.target, target.fragment, line))


def _is_of_note(element: Element, href: str) -> bool:
    """Whether it leads to a footnote or back, as Markdown wrote it; if so it does now as the column writes it."""
    kind = element.get("class")
    back = kind == "footnote-backref" and href.startswith("#fnref")
    if not back and not (kind == "footnote-ref" and href.startswith("#fn-")):
        return False
    element.set("href", "#" + footnote_place(href[1:]))
    if back:
        element.set("aria-label", f"{element.text or ''} Trở lại chỗ đánh dấu trong bài".strip())
        element.attrib.pop("title", None)
    return True


def _judge_words(element: Element, words: str, line: int, findings: Findings) -> None:
    if not words:
        if element.find(".//img") is None:
            findings.complain("link-text", "liên kết không có chữ để đọc; hãy viết nơi nó dẫn tới", line)
    elif len(words) < _LONGEST_VAGUE and fold(words).strip(" .…:»>[]()") in _VAGUE:
        message = f"liên kết “{words}” không nói dẫn tới đâu; hãy viết tên trang hoặc tài liệu"
        findings.complain("link-text", message, line, "warning")
    elif _BARE.match(words):
        message = f"liên kết hiện nguyên địa chỉ “{words[:60]}”; hãy viết tên trang hoặc tài liệu"
        findings.complain("link-text", message, line, "warning")


def check_anchors(anchors: list[tuple[Element, str]], findings: Findings) -> None:
    for element, address in anchors:
        target = (element.get("href") or "#")[1:]
        if target and target not in findings.ids:
            known = ", ".join(heading.id for heading in findings.headings) or "(bài không có tiêu đề mục)"
            message = f"điểm neo “{address}” không có trong bài; có: {known}"
            findings.complain("anchor", message, findings.line(f"({address}", address))
