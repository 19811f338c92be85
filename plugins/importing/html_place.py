"""Where in an HTML page a paragraph stands: role, list item, quotation, side."""

from __future__ import annotations

import re

from bs4 import Tag

from ..core.importing.model import Figure, Listed
from .css import classes


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK_TAGS = _names(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr html li main nav ol p pre section summary table td th tr ul caption tbody thead tfoot"
)
"""Elements that end a paragraph where they begin and end."""
FOREIGN = _names("iframe object embed video audio canvas svg form input textarea select button applet math")
"""Elements that no article holds; their words are told."""
_ROLES = {
    "msotitle": "title", "title": "title", "msosubtitle": "subtitle", "subtitle": "subtitle", "sapo": "subtitle",
    "msocaption": "caption", "caption": "caption", "msoquote": "quote", "msointensequote": "quote", "author": "author",
}  # fmt: skip


class Place:
    """Where in the page a paragraph stands. item: the list item that its first paragraph takes."""

    def __init__(
        self,
        *,
        role: str = "",
        level: int = 0,
        depth: int = 0,
        item: list[Listed] | None = None,
        align: str = "",
        verbatim: bool = False,
    ) -> None:
        self.role, self.level, self.depth, self.align, self.verbatim = role, level, depth, align, verbatim
        self.item = item if item is not None else []
        self.had_item = bool(self.item)
        self.waiting: list[Figure] = []
        self.shares_picture = False
        self.keep_anchors = True

    def take_item(self) -> tuple[Listed | None, int]:
        if self.item:
            return self.item.pop(), 0
        return None, self.depth if self.had_item else 0

    def with_item(self, item: Listed) -> Place:
        return Place(depth=item.level, item=[item], align=self.align)

    def inside_of(self, tag: Tag, style: dict[str, str], _: object) -> Place:
        role, level = self.role, self.level
        if re.fullmatch("h[1-6]", tag.name):
            role, level = "heading", int(tag.name[1])
        elif tag.name == "blockquote":
            role = "quote"
        elif tag.name in {"figcaption", "caption"}:
            role = "caption"
        for name in classes(tag):
            if name.lower() in _ROLES:
                role, level = _ROLES[name.lower()], 0
            elif re.match(r"msotoc\d|msotocheading|contents-\d", name.lower()):
                role = "contents"
        align = style.get("text-align") or str(tag.get("align") or "").lower() or self.align
        align = "center" if tag.name == "center" else align
        place = Place(
            role=role, level=level, depth=self.depth, item=self.item, verbatim=self.verbatim or tag.name == "pre"
        )
        place.align = align if align in {"center", "right"} else ""
        place.had_item = self.had_item
        return place
