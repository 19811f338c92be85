"""Attributes of a body's elements: ids get their prefix, alignment becomes a class, what will go is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from .links import anchor
from .sanitise import ANCHOR, ATTRIBUTES, CLASSES, TAGS

if TYPE_CHECKING:
    from .findings import Findings

_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_KEPT_FOR_LATER = frozenset({"title", "src", "href"})


def limit_attributes(element: Element, findings: Findings) -> None:
    """Prefix ids, turn alignment into classes, tell what the sanitiser will remove."""
    tag = element.tag
    if tag not in TAGS and tag != "h1":
        return
    allowed = ATTRIBUTES.get(tag, frozenset()) | ATTRIBUTES["*"]
    for name in list(element.attrib):
        value = element.attrib[name] or ""
        if tag == "section" and name in {"role", "aria-label"}:
            continue
        if name == "id":
            own = footnote_place(value) if value.startswith(("fn-", "fnref")) else ""
            element.set("id", findings.unique(own or anchor(value) or ANCHOR + "x"))
        elif name == "style" and tag in {"td", "th"} and (align := _ALIGN.match(value)):
            del element.attrib[name]
            element.set("class", f"align-{align[1]}")
        elif name == "class":
            classes = [word for word in value.split() if word in CLASSES.get(tag, ())]
            if classes != value.split() and tag not in {"code", "pre"} and _wrote_class(value, findings.body):
                tell_attribute(findings, tag, name, value)
            if classes:
                element.set("class", " ".join(classes))
            else:
                del element.attrib["class"]
        elif name not in allowed and name not in _KEPT_FOR_LATER:
            del element.attrib[name]
            tell_attribute(findings, tag, name, value)


def _wrote_class(value: str, body: str) -> bool:
    """Whether an editor wrote these classes, in HTML or an attribute list; else an extension of Markdown made them."""
    if "class" in body.lower():
        return True
    return all(f".{word}}}" in body or f".{word} " in body for word in value.split())


def tell_attribute(findings: Findings, tag: str, name: str, value: str, line: int = 0) -> None:
    """Tell of an attribute that will be removed: an error when it could act, a warning when it only looks."""
    key = (tag, name)
    if key in findings.told and not line:
        return
    findings.told.add(key)
    line = line or findings.line(f"{name}=", name)
    if name.startswith("on") or name in {"srcdoc", "action", "formaction", "xlink:href", "ping", "background"}:
        message = f"thuộc tính “{name}” của <{tag}> bị cấm vì có thể chạy mã hoặc tải từ nơi khác; hãy bỏ đi"
        findings.complain("html-refused", message, line)
    else:
        message = f"thuộc tính “{name}” của <{tag}> không được dùng và sẽ bị bỏ"
        findings.complain("html-dropped", message, line, "warning")


def footnote_place(name: str) -> str:
    """A footnote's id as Markdown makes it → as the page has it."""
    return ANCHOR + "-".join(name.split())
