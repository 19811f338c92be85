"""Vietnamese text → forms to compare, to put in addresses, to count and to guess from."""

from __future__ import annotations

import heapq
import re
import unicodedata
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SLUG_LIMIT = 120
"""Longest slug, in characters: with a date before it, a file name stays far below its limit of 255 bytes."""

LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9"
"""The letters of the language beyond ASCII, for a set in a pattern."""

ODD = re.compile(f"[^\t\n -~\xa0{LETTERS}\u2010-\u2027\u2030-\u203f]")
"""Anything but Vietnamese letters and common signs."""
_MARKS = re.compile("[\u0300-\u036f]+")
_RUNS = re.compile("[a-z0-9]+")
_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_MERE_MARKS = re.compile(r" [\W_](?:[^\w ]|_)*(?![^ ])")


def nfc(text: str) -> str:
    """Canonical composition: the one form in which the column stores and compares text."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)  # who reads a file asks twice: once for its encoding, once for its signs
def is_usual(text: str) -> bool:
    """Whether a text has nothing ODD: it is in its right encoding and form, and no single sign is wrong."""
    return not ODD.search(text)


def fold(text: str) -> str:
    """Text without case, tones and marks, for search and comparing: "ĐẢNG ủy" → "dang uy".

    đ has no canonical decomposition, so it is mapped by hand. In JavaScript the same result is
    `s.normalize("NFC").toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\\u0300-\\u036f]/g, "")`.
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    return _MARKS.sub("", unicodedata.normalize("NFD", lowered))


@lru_cache(maxsize=4096)  # tags come again and again
def slugify(text: str) -> str:
    """Text as a part of an address: folded runs of a–z and 0–9 joined by "-"; "" when nothing is left.

    Longer results than SLUG_LIMIT are cut at a "-", or in the middle of a run that is longer still.
    """
    slug = "-".join(_RUNS.findall(fold(text)))
    if len(slug) <= SLUG_LIMIT:
        return slug
    cut = slug.rfind("-", 0, SLUG_LIMIT + 1)
    return slug[: cut if cut > 0 else SLUG_LIMIT]


def is_slug(text: str) -> bool:
    """Whether text can stand in an address as it is."""
    return len(text) <= SLUG_LIMIT and _SLUG.fullmatch(text) is not None


def count_words(plain_text: str) -> int:
    """Number of written words (syllables): what stands between spaces and is not mere punctuation."""
    line = plain_text.replace("\n", " ")
    if "  " in line or not line.isprintable() or line[:1] == " " or line[-1:] == " ":  # other spaces are not printable
        line = " ".join(line.split())
    return line.count(" ") + 1 - len(_MERE_MARKS.findall(" " + line)) if line else 0


def closest(word: str, candidates: Iterable[str]) -> str:
    """The candidate most like word once both are folded, "" when none is near; for "did you mean".

    A beginning of at least three letters counts as near. Of candidates that fold alike the first one wins.
    """
    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(fold(candidate), candidate)
    from difflib import get_close_matches  # only for who needs it

    wanted = fold(word)[:SLUG_LIMIT]
    pairs = ["".join(pair) for pair in pairwise(wanted)]
    likely = by_fold if len(by_fold) <= _LIKELY else heapq.nlargest(_LIKELY, by_fold, key=partial(_alike, pairs))
    near = get_close_matches(wanted, likely, n=1, cutoff=0.6)
    if not near and len(wanted) >= 3:
        near = [folded for folded in by_fold if folded.startswith(wanted)]
    return by_fold[near[0]] if near else ""


def suggest(word: str, candidates: Iterable[str]) -> str:
    """The end of a message about a word nobody knows: "; có phải ý bạn là …?", "" when nothing is near."""
    near = closest(word, candidates)
    return f"; có phải ý bạn là {near}?" if near else ""


_LIKELY = 100
"""Of more candidates those that share most pairs of letters are compared: comparing ten thousand takes a second."""


def _alike(pairs: list[str], other: str) -> float:
    """How much of a word and another is pairs of letters that both have. pairs: of the one's neighbours."""
    return sum([pair in other for pair in pairs]) / (len(pairs) + len(other) + 2)
