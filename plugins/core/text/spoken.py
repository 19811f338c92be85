"""A text as it is said over a loudspeaker: numbers, dates, Roman numerals, documents, abbreviations in words.

Our own rules, so that the same text always gives the same words: nobody who reads aloud should have to work out what
“23-KH/ĐUK” or “XIII” is while all the ward listens.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .abbreviations import ABBREVIATIONS, ALONE, LETTERS, UNITS
from .numbers_aloud import cardinal, digit_by_digit, number_aloud, ordinal, roman

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)*"
_FROM_ITS_START = r"(?<!\d)(?<!\d[.,])"
"""A number that does not go on is looked at once, not again from each of its digits."""
_WEB = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?)]|(?<![\w.+-])[\w.+-]++@[\w.-]+\.\w+")
_DOCUMENT = re.compile(r"(?<!\w)\d+(?:/\d{4})?(?:[-/](?:TTg|[A-ZĐƯ]+)\d*)+(?!\w)")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\(0\d{1,3}\)|\+84|0\d{1,3})(?:[ .-]?\d{2,4}){2,4}(?![\w/])"
    r"|(?<![\w.,/-])1[89]00[ .]?\d{4,6}(?![\w/])"
)
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?:(?: \d{3}){2,}|(?:[\u00a0\u2009\u202f]\d{3})+)(?![\w])")
_DATE = re.compile(r"(?<![\d/.-])(ngày\s+)?(\d{1,2})([/.-])(\d{1,2})\3(\d{4})(?![\d/])", re.IGNORECASE)
_DAY_MONTH = re.compile(
    r"\b((?:ngày|sáng|trưa|chiều|tối|đêm|hôm|dịp|lễ|Quốc khánh|trước|sau)\s+)(\d{1,2})[/-](\d{1,2})(?![\d/])",
    re.IGNORECASE,
)
_CHAINED = re.compile(r"(?<=tháng )(\w+(?: \w+)?(?:,| và| -| –) )(\d{1,2})/(\d{1,2})(?![\d/%])")
"""A day of which the one before it tells that it is one."""
_HOLIDAY = re.compile(r"(?<![\d/.,-])(30/4|19/5|27/7|22/12|20/11|20/10|8/3|26/3)(?![\d/%])")
_MONTH_YEAR = re.compile(
    r"(?<![\d/])(?:(tháng\s+)(\d{1,2})\s?[/.–-]\s?|(?<![.-])(\d{1,2})/)(\d{4})(?![\d/])", re.IGNORECASE
)
_MONTH = re.compile(r"\b(tháng\s+)(\d{1,2})(?![\d.,/%])", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\d:/])(\d{1,2})(?::(\d{2})|\s?(?:h|giờ|g(?=\d{2}))\s?(\d{2})?(?:\s?phút)?)(?![\d\w:])", re.IGNORECASE
)
_NUMERAL = r"[IVXLC]+"
_NUMBERED = re.compile(
    r"\b((?:thứ|khóa|khoá|kỳ|kì|quý|chương|phần|mục|tập|đại hội|hội nghị|giai đoạn|nhóm|cấp|hạng|loại|vùng|tổ|khu)\s+)"
    rf"({_NUMERAL})(?!\w)",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\b(quý\s+(?:[IV]+|\d))\s?[/–-]\s?(?=\d{4}(?!\d))", re.IGNORECASE)
_ROMAN_RANGE = re.compile(r"(?<![\w-])([IVX]+)\s?[–-]\s?([IVX]+)(?![\w-])")
_ORDINAL = re.compile(r"\b(thứ\s+)(\d{1,3})(?![\w.,/%]\d|[\w%])", re.IGNORECASE)
_HOURS = re.compile(
    r"(?<![\d:/])(\d{1,2}(?::\d{2}|\s?(?:h|giờ)\s?(?:\d{2})?))\s?[–-]\s?(?=\d{1,2}(?::\d{2}|\s?(?:h|giờ)))",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?<=[\dm])\s?x\s?(?=\d)")
_HOUSE = re.compile(r"(?<=[A-ZĐ])/(?=\d)")
_TONED = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂẠ-Ỹ]")
_ROMAN_ALONE = re.compile(r"(?<![\w-])[IVX]{2,}(?![\w-])")
_RANGE = re.compile(rf"{_FROM_ITS_START}({_NUMBER})\s?[–—-]\s?(?=(?:{_NUMBER}))")
_SHARE = re.compile(rf"{_FROM_ITS_START}({_NUMBER})/(?=\d)")
_LETTERED = re.compile(r"(?<!\w)([A-ZĐ]{1,3})(?=\d)|(?<=\d)([A-ZĐ])(?!\w)")
_WITH_UNIT = re.compile(
    rf"{_FROM_ITS_START}({_NUMBER})\s?({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![\w²³])"
)
_PER = re.compile(rf"(?<=\w)/({'|'.join(sorted(map(re.escape, ALONE), key=len, reverse=True))})(?!\w)")
_SHORT = re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True))})(?!\w)")
_SPELT = re.compile(r"(?<!\w)[A-ZĐƯ]{2,8}(?:-[A-ZĐƯ]{2,8})*(?!\w)")
_SIGNS = {
    "&": " và ", "+": " cộng ", "=": " bằng ", "×": " nhân ", "±": " cộng trừ ", "~": " khoảng ", "≈": " khoảng ",
    "≥": " lớn hơn hoặc bằng ", "≤": " nhỏ hơn hoặc bằng ", ">": " lớn hơn ", "<": " nhỏ hơn ", "…": ".", "*": " ",
}  # fmt: skip
_DOUBLED = re.compile(r"(?<![,;.])[,;.]+ ?(?=[.])|\.(?= ?[,;])")
"""Signs that an abbreviation's own point or dots made two of."""
_SPACES = re.compile(r"\s+")
_INSIDE = re.compile(r" ([,.;:!?)”])|([(“]) ")
WEB_WORDS = "địa chỉ ghi trong bài"
"""What is said for an address of the web: nobody can write one down by ear."""


def aloud(text: str) -> str:
    """One paragraph in the words that are said; nothing but letters, spaces and the signs of a sentence is left of its
    numbers."""
    shouted = text.isupper() and _TONED.search(text)  # a heading in capitals is made of words
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    if not shouted:
        text = _SPELT.sub(lambda match: spelt(match[0]), text)
    for sign, words in _SIGNS.items():
        text = text.replace(sign, words)
    text = re.sub(r"(?:\s[–—])+\s", ", ", text)
    text = re.sub(r"(?<=\w)/(?=\w)", " hoặc ", text)
    return _DOUBLED.sub("", _INSIDE.sub(r"\1\2", _SPACES.sub(" ", text))).strip()


def spelt(text: str) -> str:
    """Letter by letter, as Vietnamese names them: “ĐUK” → “đê u ca”."""
    return " ".join(LETTERS.get(char, char) for char in text if char not in "- ")


def _document(match: re.Match[str]) -> str:
    """“23-KH/ĐUK” → “hai mươi ba gạch ngang ca hát trên đê u ca”."""
    said = []
    for part in re.findall(r"\d+|TTg|[A-ZĐƯ]+|[-/]", match[0]):
        if part in "-/":
            said.append("gạch ngang" if part == "-" else "trên")
        elif part == "TTg":
            said.append(ABBREVIATIONS[part])
        else:
            said.append(
                cardinal(int(part)) if part.isdigit() and not part.startswith("0") else _letters_or_digits(part)
            )
    return " ".join(said)


def _letters_or_digits(part: str) -> str:
    return digit_by_digit(part) if part.isdigit() else spelt(part)


def _month(number: str) -> str:
    return "tư" if int(number) == 4 else cardinal(int(number))


def _day(match: re.Match[str]) -> str:
    if not (0 < int(match[2]) < 32 and 0 < int(match[4]) < 13):
        return match[0]
    return f"{match[1] or 'ngày '}{cardinal(int(match[2]))} tháng {_month(match[4])} năm {cardinal(int(match[5]))}"


def _day_month(match: re.Match[str]) -> str:
    if not (0 < int(match[2]) < 32 and 0 < int(match[3]) < 13):
        return match[0]
    before = match[1] if "ngày" in match[1].lower() else f"{match[1]}ngày "
    return f"{before}{cardinal(int(match[2]))} tháng {_month(match[3])}"


def _chained(match: re.Match[str]) -> str:
    said = _DAY_MONTH.sub(_day_month, f"ngày {match[2]}/{match[3]}")
    return match[0] if said[-1].isdigit() else match[1] + said


def _holiday(match: re.Match[str]) -> str:
    day, month = match[1].split("/")
    return f"ngày {cardinal(int(day))} tháng {_month(month)}"


def _month_year(match: re.Match[str]) -> str:
    month = match[2] or match[3]
    if not 0 < int(month) < 13:
        return match[0]
    return f"{match[1] or 'tháng '}{_month(month)} năm {cardinal(int(match[4]))}"


def _month_alone(match: re.Match[str]) -> str:
    return f"{match[1]}{_month(match[2])}" if 0 < int(match[2]) < 13 else match[0]


def _time(match: re.Match[str]) -> str:
    hours, minutes = int(match[1]), match[2] or match[3]
    if hours > 24 or int(minutes or 0) > 59:
        return match[0]
    return f"{cardinal(hours)} giờ" + (f" {cardinal(int(minutes))} phút" if minutes and int(minutes) else "")


def _numbered(match: re.Match[str]) -> str:
    number = roman(match[2])
    if not number:
        return match[0]
    return match[1] + (ordinal(number) if match[1].lower().strip() == "thứ" else cardinal(number))


def _roman_range(match: re.Match[str]) -> str:
    first, last = roman(match[1]), roman(match[2])
    return f"{cardinal(first)} đến {cardinal(last)}" if first and last else match[0]


def _phone(match: re.Match[str]) -> str:
    """Digit by digit, a pause between its groups; what has another length is no telephone's."""
    digits = re.sub(r"\D", "", match[0])
    if not (len(digits) in {10, 11} and digits[0] == "0") and not match[0].startswith(("+", "1")):
        return match[0]
    return ", ".join(map(digit_by_digit, re.findall(r"\d+", match[0])))


def _roman(match: re.Match[str]) -> str:
    number = roman(match[0])
    return cardinal(number) if number else match[0]


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_WEB, lambda match: WEB_WORDS),
    (_PHONE, _phone),
    (_SPACED, lambda match: re.sub(r"\s", "", match[0])),
    (_DOCUMENT, _document),
    (_SHORT, lambda match: ABBREVIATIONS[match[0]]),
    (_QUARTER, lambda match: f"{match[1]} năm "),
    (_DATE, _day),
    (_DAY_MONTH, _day_month),
    (_HOLIDAY, _holiday),
    *((_CHAINED, _chained),) * 2,
    (_MONTH_YEAR, _month_year),
    (_HOURS, lambda match: f"{match[1]} đến "),
    (_TIME, _time),
    (_MONTH, _month_alone),
    (_ROMAN_RANGE, _roman_range),
    (_NUMBERED, _numbered),
    (_ORDINAL, lambda match: f"{match[1]}{ordinal(int(match[2]))}"),
    (_ROMAN_ALONE, _roman),
    (_HOUSE, lambda match: " trên "),
    (_LETTERED, lambda match: f"{spelt(match[1])} " if match[1] else f" {spelt(match[2])}"),
    (_TIMES, lambda match: " nhân "),
    (_RANGE, lambda match: f"{match[1]} đến "),
    (_WITH_UNIT, lambda match: f"{match[1]} {UNITS[match[2]]}"),
    (_PER, lambda match: f" một {ALONE[match[1]]}"),
    (_SHARE, lambda match: f"{match[1]} trên "),
    (re.compile(r"(?<![\w\d])[-−](?=\d)"), lambda match: "âm "),
    (re.compile(_NUMBER), lambda match: f" {number_aloud(match[0])} "),
)
"""In the order they work: what is a part of something longer comes after it."""
