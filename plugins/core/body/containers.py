"""What is open while blocks are read: quotations, items, meanings, and the lists that may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class OpenList:
    """A list that may go on. loose: blank lines stand between its items; numbers: written ones, with their lines."""

    __slots__ = ("element", "loose", "numbers", "sign")

    def __init__(self, element: Element, sign: str) -> None:
        self.element, self.sign = element, sign
        self.loose = False
        self.numbers: list[tuple[int, str]] = []


class Container:
    """A quotation, an item or a meaning that is open. indent: of what belongs to it, -1 for quotations; filled: holds
    something; blank: its last line was blank; last: the list that stands last in it."""

    __slots__ = ("blank", "element", "filled", "indent", "last", "of")

    def __init__(self, element: Element, indent: int, of: OpenList | None = None) -> None:
        self.element, self.indent, self.of = element, indent, of
        self.filled = self.blank = False
        self.last: tuple[OpenList, Container] | None = None
