"""Every word of a part of a Word document, for the account: read from the tree alone, knowing nothing of the reader."""

from __future__ import annotations

from lxml import etree

from .equations import linear
from .ooxml import W, q
from .prepare import HIDDEN

_TEXT = frozenset(map(q, ("w:t", "w:delText", "a:t", "c:v", "cx:v", "cx:pt")))
_GAPS = frozenset(map(q, ("w:tab", "w:ptab", "w:br", "w:cr", "a:br")))
_APART = frozenset(
    map(q, ("w:del", "w:moveFrom", "w:txbxContent", "w:comment", "w:footnote", "w:p", "a:p", "w:rt", "w:tc"))
)
"""What stands in such an element is no part of the word around it."""
_EQUATIONS = frozenset(map(q, ("m:oMath", "m:oMathPara")))
_SPOKEN = {
    q("wp:docPr"): ("descr", "title"),
    q("pic:cNvPr"): ("descr", "title"),
    q("v:shape"): ("alt",),
    q("v:imagedata"): (q("o:title"),),
    q("v:textpath"): ("string",),
    q("w:tblCaption"): (W + "val",),
    q("w:tblDescription"): (W + "val",),
}
_AUTOMATIC = frozenset(map(q, ("w:instrText", "w:delInstrText")))


def source_texts(root: etree._Element) -> list[str]:
    """The texts of one part, each whole as far as its words are glued together."""
    done: list[str] = []
    _collect(root, [], done)
    return [text for text in done if text.strip()]


def _collect(element: etree._Element, stream: list[str], done: list[str]) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        return
    for name in _SPOKEN.get(tag, ()):
        if not (tag == q("pic:cNvPr") and _said_already(element, name)):
            done.append(element.get(name) or "")
    if tag in _EQUATIONS:
        done.append(_equation(element))
        stream.append(" ")
        return
    if tag in _TEXT:
        stream.append(element.text or "")
        if not tag.startswith(W):
            stream.append(" " if tag != q("a:t") else "")
        return
    if tag in _GAPS:
        stream.append(" ")
        return
    if tag in _AUTOMATIC:
        return
    apart = tag in _APART or (tag == W + "r" and element.get(HIDDEN) is not None)
    apart = apart or (tag == W + "sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None)
    own: list[str] = [] if apart else stream
    for child in element:
        _collect(child, own, done)
    if apart or element.getparent() is None:
        done.append("".join(own))


def _said_already(element: etree._Element, name: str) -> bool:
    """Whether the drawing around a picture says the same words of it."""
    drawing = next(element.iterancestors(W + "drawing"), None)
    outer = None if drawing is None else drawing.find(f".//{q('wp:docPr')}")
    return outer is not None and outer.get(name) == element.get(name)


def _equation(element: etree._Element) -> str:
    """The equation as it is told, provided that no letter of it is missing there."""
    letters = [e.text or "" for e in element.iter(q("m:t"))]
    told = linear(element)
    rest = told
    for letter in "".join(letters):
        if letter not in rest:
            return " ".join(letters)
        rest = rest.replace(letter, "", 1)
    return told
