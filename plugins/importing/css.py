"""The little of CSS that Word and Google Docs say their looks with: classes, elements and style attributes."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?$", re.IGNORECASE)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_READ = _names(
    "font-weight font-style font-family vertical-align text-decoration text-decoration-line text-align display "
    "mso-hide visibility mso-list mso-element mso-outline-level"
)


class Inherited(NamedTuple):
    """What letters inherit from the elements around them."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    script: str = ""
    link: str = ""
    font: str = ""


class Sheet:
    """The style sheets of one page."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}
        for element in soup.find_all("style"):
            for selectors, body in _RULE.findall(_COMMENT.sub("", element.get_text())[:500_000]):
                self._add(selectors, declarations(body))

    def _add(self, selectors: str, found: dict[str, str]) -> None:
        for selector in selectors.split(",") if found else ():
            match = _SELECTOR.match(selector.strip())
            if match and (match[1] or match[2]):
                self._rules.setdefault(((match[1] or "").lower(), match[2] or ""), {}).update(found)

    def style(self, tag: Tag) -> dict[str, str]:
        """What style sheets and attributes say about an element itself."""
        found: dict[str, str] = {}
        names = classes(tag)
        for key in [(tag.name, ""), *(("", name) for name in names), *((tag.name, name) for name in names)]:
            found.update(self._rules.get(key, {}))
        found.update(declarations(str(tag.get("style") or "")))
        return found


def declarations(text: str) -> dict[str, str]:
    """`a:b;c:d` → the properties that are read here, in lower case except fonts."""
    found = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in _READ:
            found[name] = value.strip() if name == "font-family" else value.strip().lower()
    return found


def classes(tag: Tag) -> list[str]:
    """An element's classes."""
    value: str | list[str] = tag.get("class") or []
    return value.split() if isinstance(value, str) else list(value)


def inherit(outer: Inherited, tag: Tag, style: dict[str, str]) -> Inherited:
    """The look inside an element."""
    look = outer
    if tag.name in {"b", "strong"}:
        look = look._replace(bold=True)
    elif tag.name in {"i", "em", "cite", "dfn", "var"}:
        look = look._replace(italic=True)
    elif tag.name in {"s", "strike", "del"}:
        look = look._replace(struck=True)
    elif tag.name in {"sup", "sub"}:
        look = look._replace(script=tag.name)
    elif tag.name == "font" and tag.get("face"):
        look = look._replace(font=str(tag["face"]))
    weight = style.get("font-weight", "")
    if weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600):
        look = look._replace(bold=True)
    elif weight in {"normal", "lighter"} or weight.isdigit():
        look = look._replace(bold=False)
    if style.get("font-style"):
        look = look._replace(italic=style["font-style"].startswith(("italic", "oblique")))
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        look = look._replace(struck=True)
    script = {"super": "sup", "sub": "sub", "baseline": ""}.get(style.get("vertical-align", "?"))
    if script is not None and tag.name not in {"sup", "sub"}:
        look = look._replace(script=script)
    if style.get("font-family"):
        look = look._replace(font=style["font-family"].split(",")[0])
    return look


def is_hidden(tag: Tag, style: dict[str, str]) -> bool:
    """Whether nobody sees the element."""
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("visibility") == "hidden"
        or tag.has_attr("hidden")
    )
