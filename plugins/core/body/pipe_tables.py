"""Tables of lines with `|` between their cells, as on GitHub."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

_CELL_END = re.compile(r"(?<!\\)\|")
_ALIGN = {(True, True): "center", (True, False): "left", (False, True): "right"}


class Table:
    """A table that grows row by row. names: of its columns; kinds: the cells of the line below them, which align."""

    def __init__(self, parent: Element, names: list[str], kinds: list[str]) -> None:
        self._table = SubElement(parent, "table")
        self._aligns = [_ALIGN.get((kind[0] == ":", kind[-1] == ":"), "") for kind in kinds]
        self._cells(SubElement(SubElement(self._table, "thead"), "tr"), "th", names)

    def add(self, line: str) -> bool:
        """A row; False when it has more to say than there are columns."""
        body = self._table[1] if len(self._table) > 1 else SubElement(self._table, "tbody")
        words = cells(line)
        columns = len(self._aligns)
        self._cells(SubElement(body, "tr"), "td", [*words[:columns], *[""] * (columns - len(words))])
        return not any(words[columns:])

    def _cells(self, row: Element, tag: str, words: list[str]) -> None:
        for text, align in zip(words, self._aligns, strict=True):
            cell = SubElement(row, tag, {"style": f"text-align: {align};"} if align else {})
            cell.text = text


def cells(line: str) -> list[str]:
    """The cells of a table's row; `|` after a backslash is a sign and not an end, whatever stands before that."""
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    parts: list[str] = []
    start = 0
    for match in _CELL_END.finditer(line):
        parts.append(line[start : match.start()])
        start = match.end()
    if start < len(line):
        parts.append(line[start:])
    return [part.strip().replace("\\|", "|") for part in parts]
