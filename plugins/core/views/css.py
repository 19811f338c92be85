"""A style sheet → the same one without comments and without space that means nothing."""

from __future__ import annotations

import re
from functools import lru_cache

_GAP = r"(?:\s|/\*.*?\*/)"
_PIECE = re.compile(
    rf"""
    (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |{_GAP}*;(?={_GAP}*\}})  # the last of a block needs none
    |{_GAP}*(?P<mark>[{{}};,]){_GAP}*
    |(?P<gap>{_GAP}+)
    """,
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=16)  # each build of a live loop asks for the same sheets
def compact_css(text: str) -> str:
    """What browsers need of a style sheet.

    Space goes at the ends, around braces, semicolons and commas; anywhere else it may be a combinator or stand in a
    sum, and one space stays. Strings stay as they are.
    """
    return _PIECE.sub(_kept, text).strip()


def _kept(found: re.Match[str]) -> str:
    if found["gap"]:
        return " "
    return found["string"] or found["mark"] or ""
