"""Word's lists in HTML are paragraphs: level and marker stand in a style attribute and in typed signs."""

from __future__ import annotations

import re

from bs4 import Tag


def word_level(tag: Tag, style: dict[str, str]) -> int:
    """The list level of a paragraph of Word's, 0 when it is no item."""
    match = re.search(r"\blevel(\d)\b", style.get("mso-list", ""))
    if not match or re.fullmatch("h[1-6]", tag.name):
        return 0
    return int(match[1]) if tag.get("data-marker") is not None else 0


def marker_of(text: str) -> int | None:
    """The number that a typed marker says, None for a bullet."""
    words = text.strip().strip("().[]: \xa0")
    if not words.isascii() or not words or words == "o":
        return None
    if match := re.search(r"(\d{1,6})$", words):
        return int(match[1])
    if re.fullmatch("[a-z]", words, re.IGNORECASE) and words.lower() not in "ivx":
        return ord(words.lower()) - ord("a") + 1
    if re.fullmatch("[ivxlc]+", words, re.IGNORECASE):
        return _roman(words.lower())
    return None


def _roman(text: str) -> int:
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    values = [worth[letter] for letter in text]
    return sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values))
