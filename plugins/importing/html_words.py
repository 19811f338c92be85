"""Every word of an HTML page, for the account: read from the tree alone, knowing nothing of the reader."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from .html_place import BLOCK_TAGS, FOREIGN

Apart = Callable[[Tag], bool]


def words_of_page(body: Tag, apart: Apart = lambda _: False) -> list[str]:
    """Every text of an element, glued only where nothing but a change of look stands between. apart: whether an
    element's words are no part of the words around it, because it is not shown."""
    done: list[str] = []
    own: list[str] = []
    _collect(body, own, done, apart)
    return ["".join(own), *done]


def _collect(tag: Tag, stream: list[str], done: list[str], apart: Apart) -> None:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "img" and child.get("alt"):
                done.append(str(child["alt"]))
            gap = child.name in {*BLOCK_TAGS, *FOREIGN, "br", "img"}
            inner: list[str] = [] if apart(child) else stream
            stream += ["\n"] * gap
            _collect(child, inner, done, apart)
            stream += ["\n"] * gap
            if inner is not stream:
                done.append("".join(inner))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            stream.append(str(child))


def everything(tag: Tag) -> str:
    """All words of an element that is left out, those that stand for its pictures with them."""
    return " ".join(" ".join(words_of_page(tag)).split())
