"""Text → a key that sorts as a Vietnamese dictionary does.

The rules are those of CLDR's collation for "vi", kept short: letters (a ă â b c d đ e ê … o ô ơ … u ư … y)
first, over the whole text; then tones (ngang, huyền, hỏi, ngã, sắc, nặng); then small before capital.
Spaces come before punctuation, punctuation before digits, digits before letters; none of them is skipped.
What is neither Latin nor listed here follows all of that by code point.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_PUNCTUATION = " _-‑–—,;:!¡?¿.·'‘’\"“”«»()[]{}§¶@*/\\&#%•′″`^°©®←→+±÷×<=>|~¢$£¥₫€"  # the order CLDR gives them
_ALPHABET = _PUNCTUATION + "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: chr(number) for number, letter in enumerate(_ALPHABET, start=1)}
_BEYOND = 0x400
"""Added to the code point of what is not in the alphabet: above every place in it."""

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_OTHER_MARKS = "\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0327\u0328\u0304"
_SECONDARY = {mark: chr(number) for number, mark in enumerate(_TONES + _OTHER_MARKS, start=2)}
_LETTER_MARKS = frozenset("\u0306\u0302\u031b")
"""Breve, circumflex, horn: with the letter under them they make ă â ê ô ơ ư, letters of their own."""

_SPELT_OUT = {"…": "...", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ð": "d"}


def collation_key(text: str) -> str:
    """The sort key of a text; only texts equal after NFC have equal keys."""
    composed = unicodedata.normalize("NFC", text)
    weights = [_weights(char) for char in composed]
    primary, secondary, tertiary = ("".join([weight[level] for weight in weights]) for level in range(3))
    return f"{primary}\0{secondary}\0{tertiary}\0{composed}"


def directory_key(text: str) -> str:
    """The same with numbers by their value: Chi bộ 2 stands before Chi bộ 10."""
    return collation_key(_DIGITS.sub(lambda digits: digits[0].zfill(_DIGITS_AS_ONE), text))


_DIGITS = re.compile("[0-9]+")
_DIGITS_AS_ONE = 12


@functools.lru_cache(maxsize=4096)
def _weights(char: str) -> tuple[str, str, str]:
    """What one composed character adds to the three levels; nothing, when it is invisible."""
    if char.isspace():
        return _PRIMARY[" "], "\x01", "\x01"
    lowered = char.lower()
    case = "\x01" if lowered == char else "\x02"
    if spelt := _SPELT_OUT.get(lowered):
        return "".join(_PRIMARY[letter] for letter in spelt), "\x01" * len(spelt) + "\x20", case * len(spelt)
    if lowered in _PRIMARY:
        return _PRIMARY[lowered], "\x01", case
    if unicodedata.category(char) in ("Cc", "Cf"):
        return "", "", ""
    base, *marks = list(unicodedata.normalize("NFD", lowered))
    if unicodedata.combining(base):
        return "", _mark(base), ""
    if letter_mark := next((mark for mark in marks if mark in _LETTER_MARKS), ""):
        letter = unicodedata.normalize("NFC", base + letter_mark)
        if letter in _PRIMARY:
            base = letter
            marks.remove(letter_mark)
    primary = _PRIMARY.get(base) or chr(min(ord(base) + _BEYOND, 0x10FFFF))
    return primary, "\x01" + "".join(map(_mark, marks)), case


def _mark(mark: str) -> str:
    """The second-level weight of a combining mark."""
    return _SECONDARY.get(mark, "\x1f")
