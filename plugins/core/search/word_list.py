"""The list of words that the search page completes and corrects from: per folded word its usual spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..text.vietnamese import nfc
from .tokens import folded

Magnitude = tuple[str, int]
"""A key and the number of bits of how many documents of a segment hold it: coarse, so that it seldom changes."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = re.compile("[aăâeêioôơuưy]+")
_MARKED = frozenset("ăâêôơư")


def add_words(counts: dict[str, int], words: Iterable[Magnitude], times: int = 1) -> None:
    """Count a segment's words among those of all, or take them off with -1."""
    for key, bits in words:
        counts[key] = counts.get(key, 0) + times * (1 << bits >> 1)
        if not counts[key]:
            del counts[key]


def word_list(counts: Mapping[str, int], documents: int) -> bytes:
    """Lines "đảng5", sorted by folded word: the spelling most documents have, and how common it is, 1–9.

    Words in fewer than one of a thousand documents are left out, so that the list stays some ten KB; they are found,
    but not offered. counts: how many documents hold a key, roughly.
    """
    best: dict[str, tuple[int, str]] = {}
    totals: dict[str, int] = {}
    for key, count in counts.items():
        plain = folded(key)
        totals[plain] = totals.get(plain, 0) + count
        offered = best.get(plain)
        if offered is None or (count, key) > offered:
            best[plain] = (count, key)
    least = 1 + documents // 1000
    lines = [
        f"{spell(best[plain][1])}{min(9, (totals[plain].bit_length() + 1) // 2)}\n"
        for plain in sorted(best)
        if totals[plain] >= least
    ]
    return "".join(lines).encode()


def spell(key: str) -> str:
    """A key as people write it: its tone back on the vowel that carries it ("hòa", "quý", "thuyền")."""
    letters = key.rstrip(_TONES)
    tones = key[len(letters) :]
    if not tones:
        return key
    start = 2 if letters.startswith("qu") or re.match("gi[aăâeêoôơuư]", letters) else 0
    group = _VOWELS.search(letters, start)
    if group is None:
        return nfc(letters + tones)
    vowels = group.group()
    marked = [place for place, vowel in enumerate(vowels) if vowel in _MARKED]
    if marked:
        place = marked[-1]
    elif len(vowels) == 2:
        place = 1 if group.end() < len(letters) else 0
    else:
        place = len(vowels) // 2
    place += group.start() + 1
    return nfc(letters[:place] + tones + letters[place:])
