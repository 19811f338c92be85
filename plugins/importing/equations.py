"""Word's equations → one line of words: `(a+b)/c`, `x^2`, `√(x)`."""

from __future__ import annotations

from lxml import etree

from .ooxml import q

_M = q("m:t")[:-1]


def linear(element: etree._Element) -> str:
    """An equation, or a part of one, on one line."""
    name = element.tag[len(_M) :] if isinstance(element.tag, str) and element.tag.startswith(_M) else ""
    if name == "t":
        return element.text or ""
    maker = _MAKERS.get(name)
    if maker:
        return maker(element)
    if name.endswith("Pr"):
        return ""
    if not name and isinstance(element.tag, str) and element.tag.endswith("}t"):
        return element.text or ""
    return "".join(linear(child) for child in element)


def _part(element: etree._Element, name: str) -> str:
    found = element.find(_M + name)
    return "" if found is None else "".join(linear(child) for child in found)


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _sign(element: etree._Element, name: str, default: str) -> str:
    properties = element.find(f"{_M}{element.tag[len(_M) :]}Pr/{_M}{name}")
    return default if properties is None else properties.get(_M + "val", default)


def _fraction(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _upper(element: etree._Element) -> str:
    return f"{_part(element, 'e')}^{_grouped(_part(element, 'sup'))}"


def _lower(element: etree._Element) -> str:
    return f"{_part(element, 'e')}_{_grouped(_part(element, 'sub'))}"


def _both(element: etree._Element) -> str:
    return f"{_part(element, 'e')}_{_grouped(_part(element, 'sub'))}^{_grouped(_part(element, 'sup'))}"


def _before(element: etree._Element) -> str:
    return f"_{_grouped(_part(element, 'sub'))}^{_grouped(_part(element, 'sup'))}{_part(element, 'e')}"


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return f"{f'{degree} ' if degree else ''}√({_part(element, 'e')})"


def _sum(element: etree._Element) -> str:
    lower, upper = _part(element, "sub"), _part(element, "sup")
    limits = (f"_{_grouped(lower)}" if lower else "") + (f"^{_grouped(upper)}" if upper else "")
    return f"{_sign(element, 'chr', '∫')}{limits} {_part(element, 'e')}"


def _brackets(element: etree._Element) -> str:
    inner = _sign(element, "sepChr", "|").join("".join(map(linear, e)) for e in element.findall(_M + "e"))
    return f"{_sign(element, 'begChr', '(')}{inner}{_sign(element, 'endChr', ')')}"


def _function(element: etree._Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _limit(element: etree._Element) -> str:
    return f"{_part(element, 'e')}_{_grouped(_part(element, 'lim'))}"


def _accent(element: etree._Element) -> str:
    return _part(element, "e")


def _matrix(element: etree._Element) -> str:
    rows = (" ".join("".join(map(linear, e)) for e in row.findall(_M + "e")) for row in element.findall(_M + "mr"))
    return f"[{'; '.join(rows)}]"


def _array(element: etree._Element) -> str:
    return "; ".join("".join(map(linear, e)) for e in element.findall(_M + "e"))


_MAKERS = {
    "f": _fraction,
    "sSup": _upper,
    "sSub": _lower,
    "sSubSup": _both,
    "sPre": _before,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "acc": _accent,
    "bar": _accent,
    "m": _matrix,
    "eqArr": _array,
}
