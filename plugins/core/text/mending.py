"""Text of an old encoding → the same in Unicode, line by line, so that an editor can look at each."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from .legacy_encodings import CONVERTIBLE, old_lines, recognise_bytes, recognise_text
from .legacy_letters import convert


class MendedLine(NamedTuple):
    """number: 1-based; before, after: the line's words."""

    number: int
    before: str
    after: str


class Mended(NamedTuple):
    """encoding: what was found; text: the whole text in Unicode; lines: those that changed."""

    encoding: str
    text: str
    lines: tuple[MendedLine, ...]


def mend(data: bytes) -> Mended | None:
    """A file in TCVN3 or VNI → its text; None when it is anything else, Unicode above all."""
    try:
        text = data.decode("utf-8-sig")
        found = recognise_text(text)
        encoding = found[0] if found else ""
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", errors="replace"), recognise_bytes(data)
    if encoding not in CONVERTIBLE:
        return None
    rows = text.split("\n")
    changed = []
    for number in old_lines(text, encoding):
        before = rows[number - 1]
        after = unicodedata.normalize("NFC", convert(before, CONVERTIBLE[encoding]))
        if after != before:
            rows[number - 1] = after
            changed.append(MendedLine(number, before, after))
    return Mended(encoding, "\n".join(rows), tuple(changed)) if changed else None
