"""Numbers as Vietnamese says them: 2021 → "hai nghìn không trăm hai mươi mốt", "5,2" → "năm phẩy hai", "XIII" → 13."""

from __future__ import annotations

import re
from itertools import pairwise

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_SHAPE = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
LONGEST = 15
"""Digits of a number that is said as one; of a longer one each digit is said."""


def cardinal(number: int) -> str:
    """A whole number, from 0 on."""
    if number < 1000:
        return _below_thousand(number, whole=True)
    if number >= 10**9:
        high, rest = divmod(number, 10**9)
        return f"{cardinal(high)} tỷ{f' {_groups(rest, whole=False)}' if rest else ''}"
    return _groups(number, whole=True)


def _groups(number: int, *, whole: bool) -> str:
    """Below 10⁹, group by group. whole: nothing is said before it."""
    said: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            said.append(_below_thousand(group, whole=whole and not said) + _GROUPS[place])
    return " ".join(said)


def _below_thousand(number: int, *, whole: bool) -> str:
    """whole: no group stands before it; else its hundreds are said even when there are none."""
    hundreds, rest = divmod(number, 100)
    said = [f"{DIGITS[hundreds]} trăm"] if hundreds or not whole else []
    tens, ones = divmod(rest, 10)
    if not rest:
        return " ".join(said) or DIGITS[0]
    if not tens:
        said.append(f"linh {DIGITS[ones]}" if said else DIGITS[ones])
        return " ".join(said)
    said.append("mười" if tens == 1 else f"{DIGITS[tens]} mươi")
    if ones:
        said.append({1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}.get(ones, DIGITS[ones]))
    return " ".join(said)


def digit_by_digit(text: str) -> str:
    """Each digit by its name."""
    return " ".join(DIGITS[int(char)] for char in text if char.isdigit())


def number_aloud(text: str) -> str:
    """A number as Vietnamese texts write it: dots between thousands, a comma before the decimals."""
    whole, comma, rest = text.partition(",")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", whole):
        whole = whole.replace(".", "")
    elif "." in whole:  # a version, or a decimal of another language
        return " chấm ".join(number_aloud(part) for part in whole.split(".") if part)
    said = digit_by_digit(whole) if len(whole) > LONGEST or re.match(r"0\d", whole) else cardinal(int(whole))
    if not comma or not rest:
        return said
    decimals = digit_by_digit(rest) if rest.startswith("0") or len(rest) > 2 else cardinal(int(rest))
    return f"{said} phẩy {decimals}"


def roman(text: str) -> int:
    """The value of a Roman numeral in capitals, 0 for what is none."""
    if not text or not _ROMAN_SHAPE.fullmatch(text):
        return 0
    values = [_ROMAN[char] for char in text]
    return sum(-low if low < high else low for low, high in pairwise([*values, 0]))


def ordinal(number: int) -> str:
    """As it stands after "thứ": nhất, hai, ba, tư, năm…"""
    return {1: "nhất", 4: "tư"}.get(number) or cardinal(number)
