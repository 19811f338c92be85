"""Every word of an HTML page, for the account: read from the tree alone, knowing nothing of the reader."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from .html_place import BLOCK_TAGS


def everything(tag: Tag) -> str:
    """All words of an element that is left out, those that stand for its pictures with them."""
    return " ".join(" ".join(words_of_page(tag)).split())


def words_of_page(body: Tag) -> list[str]:
    """Every text of an element, glued only where nothing but a change of look stands between."""
    out: list[str] = []
    spoken: list[str] = []
    for node in body.descendants:
        if isinstance(node, Tag):
            if node.name in BLOCK_TAGS or node.name == "br":
                out.append("\n")
            if node.name == "img" and node.get("alt"):
                spoken.append(str(node["alt"]))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            out.append(str(node))
            following = node.next_element
            if (
                isinstance(node.parent, Tag)
                and node.parent.name in BLOCK_TAGS
                and not isinstance(following, Tag | NavigableString)
            ):
                out.append("\n")
        if isinstance(node, NavigableString) and _ends_block(node):
            out.append("\n")
    return ["".join(out), *spoken]


def _ends_block(node: NavigableString) -> bool:
    """Whether a block ends after this text."""
    element: Tag | NavigableString = node
    while element.next_sibling is None and isinstance(element.parent, Tag):
        element = element.parent
        if element.name in BLOCK_TAGS:
            return True
    return False
