"""The wording before and after a correction: two versions of an article's source → the sentences that differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ..article.front_matter import split

LONGEST = 600
"""Longer differences are no correction but a new text; a person must choose the words then."""
_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_MARKS = re.compile(r"^\s*(?:#{1,6}|[-*>]|\d+[.)])\s+")


def changed_wording(old: str, new: str) -> tuple[str, str] | None:
    """(before, after), plain sentences; None when title, sapo and body are the same or differ too much to tell."""
    before, after = [], []
    was, now = _sentences(old), _sentences(new)
    for kind, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            before += was[i:j]
            after += now[k:m]
    pair = " ".join(before), " ".join(after)
    if not any(pair) or max(map(len, pair)) > LONGEST:
        return None
    return pair


def _sentences(text: str) -> list[str]:
    front = split(text)
    shown = [header.value for header in front.headers if header.key in {"title", "summary"}]
    return [clean for part in (*shown, *_END.split(front.body)) if (clean := " ".join(_MARKS.sub("", part).split()))]
