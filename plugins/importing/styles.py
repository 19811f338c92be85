"""The effective look of a run in Word: its own properties, its style, the paragraph's style, the defaults."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from .ooxml import W, switched_on, value

_TOGGLES = {"b": "bold", "i": "italic", "vanish": "hidden", "strike": "struck", "dstrike": "struck"}


class Look(NamedTuple):
    """None: not said at this level. font, ascii_font: names; size: half points; script: sup, sub or ""."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    script: str | None = None
    font: str | None = None
    ascii_font: str | None = None
    size: int | None = None


class Style(NamedTuple):
    """One style with what it inherits. names: its own and those of its bases, in lower case, English for Word's own."""

    names: tuple[str, ...]
    look: Look
    outline: int | None
    align: str
    numbering: tuple[str, str] | None


_NOTHING = Style((), Look(), None, "", None)


class Styles:
    """All styles of a document."""

    def __init__(self, tree: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        self.defaults = Look()
        if tree is None:
            return
        self.defaults = look_of(tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for element in tree.iter(W + "style"):
            name = value(element, "styleId")
            self._elements.setdefault(name, element)
            if value(element, "type") == "paragraph" and value(element, "default") in {"1", "true", "on"}:
                self._default = name

    @lru_cache(maxsize=1024)  # noqa: B019 — one document, one short-lived object
    def style(self, name: str) -> Style:
        """A style by its id; "" is the document's usual paragraph style."""
        return self._resolve(name or self._default, 0)

    def _resolve(self, name: str, depth: int) -> Style:
        element = self._elements.get(name)
        if element is None or depth > 20:
            return _NOTHING
        base_name = value(element.find(W + "basedOn"))
        base = self._resolve(base_name, depth + 1) if base_name else _NOTHING
        properties = element.find(W + "pPr")
        outline = base.outline
        align, numbering = base.align, base.numbering
        if properties is not None:
            outline = _number(properties.find(W + "outlineLvl"), outline)
            align = value(properties.find(W + "jc"), default=align)
            numbering = numbering_of(properties, numbering)
        own = value(element.find(W + "name")).lower()
        return Style((own, *base.names), _over(base.look, look_of(element.find(W + "rPr"))), outline, align, numbering)

    @lru_cache(maxsize=4096)  # noqa: B019
    def base(self, paragraph_style: str, character_style: str) -> Look:
        """The look before a run's own properties; a switch set in both styles is off again, as in Word."""
        paragraph = self.style(paragraph_style).look
        character = self._resolve(character_style, 0).look if character_style else Look()
        mixed = _over(_over(self.defaults, paragraph), character)
        toggled: dict[str, Any] = {
            name: bool(getattr(paragraph, name)) != bool(getattr(character, name))
            for name in ("bold", "italic", "struck", "hidden")
            if getattr(character, name) is not None and getattr(paragraph, name) is not None
        }
        return mixed._replace(**toggled)

    def look(self, run_properties: etree._Element | None, paragraph_style: str) -> Look:
        """The effective look of one run."""
        if run_properties is None:
            return self.base(paragraph_style, "")
        base = self.base(paragraph_style, value(run_properties.find(W + "rStyle")))
        return _over(base, look_of(run_properties))


def look_of(properties: etree._Element | None) -> Look:
    """What one w:rPr says."""
    if properties is None:
        return Look()
    found: dict[str, Any] = {}
    for tag, name in _TOGGLES.items():
        on = switched_on(properties.find(W + tag))
        if on is not None:
            found[name] = on or bool(found.get(name))
    vertical = properties.find(W + "vertAlign")
    if vertical is not None:
        found["script"] = {"superscript": "sup", "subscript": "sub"}.get(value(vertical), "")
    fonts = properties.find(W + "rFonts")
    if fonts is not None:
        for attribute, name in (("hAnsi", "font"), ("ascii", "ascii_font")):
            if fonts.get(f"{W}{attribute}Theme"):
                found[name] = ""
            elif fonts.get(W + attribute) is not None:
                found[name] = fonts.get(W + attribute)
    size = _number(properties.find(W + "sz"), None)
    if size is not None:
        found["size"] = size
    return Look(**found)


def _over(base: Look, upper: Look) -> Look:
    both: Any = (b if u is None else u for b, u in zip(base, upper, strict=True))
    return Look(*both)


def _number(element: etree._Element | None, default: int | None) -> int | None:
    try:
        return int(float(value(element)))
    except (ValueError, OverflowError):
        return default


def numbering_of(properties: etree._Element, default: tuple[str, str] | None) -> tuple[str, str] | None:
    """(list, level) that a paragraph's or a style's properties name."""
    element = properties.find(W + "numPr")
    if element is None:
        return default
    inherited = default or ("", "0")
    identity = value(element.find(W + "numId"), default=inherited[0])
    return (identity, value(element.find(W + "ilvl"), default=inherited[1]))
