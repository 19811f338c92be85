"""Rows → CSV for spreadsheets, in which no text is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that spreadsheets compute, or look behind for such a sign."""
_MARK = "\ufeff"
"""Spreadsheets take the file as UTF-8 by it."""


def as_csv(rows: Iterable[Iterable[str | int]]) -> str:
    """The whole file. Texts are quoted, so that a program which splits at ";" splits no text; those that begin like a
    formula get the apostrophe that spreadsheets read as "this is text"."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return _MARK + out.getvalue()


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \xa0").startswith(_FORMULA) else cell
