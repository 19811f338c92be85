"""Old letters in an HTML page → Unicode, by the fonts that its style sheets name, or by the letters themselves."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from ..core.text.legacy_encodings import TCVN3, VNI, recognise_text
from ..core.text.legacy_letters import convert, font_encoding, is_modern, pieces
from .css import Inherited, Sheet, inherit


def modernise(body: Tag, sheet: Sheet) -> list[str]:
    """Change the page's texts in place; gives those that were changed."""
    groups = _groups(body, sheet)
    converted = [text for encoding, nodes in groups if encoding for text in _convert(nodes, encoding)]
    if converted:
        return converted
    found = recognise_text(body.get_text("\n"))
    encoding = {TCVN3: "tcvn3", VNI: "vni"}.get(found[0] if found else "", "")
    return [text for _, nodes in groups for text in _convert(nodes, encoding)] if encoding else []


def _groups(body: Tag, sheet: Sheet) -> list[tuple[str, list[NavigableString]]]:
    """Texts of one encoding that follow each other without the end of a block between them."""
    groups: list[tuple[str, list[NavigableString]]] = []
    stack: list[tuple[Tag | NavigableString | None, Inherited]] = [(body, Inherited())]
    while stack:
        node, look = stack.pop()
        if isinstance(node, Tag):
            inner = inherit(look, node, sheet.style(node))
            is_block = node.name in {"p", "li", "td", "th", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
            if is_block:
                groups.append(("", []))
                stack.append((None, look))
            stack.extend(
                (child, inner) for child in reversed(list(node.children)) if isinstance(child, Tag | NavigableString)
            )
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            encoding = font_encoding(look.font)
            if groups and groups[-1][0] == encoding and groups[-1][1]:
                groups[-1][1].append(node)
            else:
                groups.append((encoding, [node]))
        elif node is None:
            groups.append(("", []))
    return groups


def _convert(nodes: list[NavigableString], encoding: str) -> list[str]:
    text = "".join(nodes)
    if not text.strip() or is_modern(text):
        return []
    new = convert(text, encoding)
    if new == text:
        return []
    parts = [""] * len(nodes)
    ends, position = [], 0
    for node in nodes:
        position += len(node)
        ends.append(position)
    place = 0
    for at, letters in pieces(text, encoding):
        while at >= ends[place]:
            place += 1
        parts[place] += letters
    for node, part in zip(nodes, parts, strict=True):
        node.replace_with(NavigableString(part))
    return [" ".join(new.split())]
