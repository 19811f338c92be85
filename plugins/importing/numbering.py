"""Word's automatic numbers: list and level of a paragraph → a bullet, a number, or a label in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from .ooxml import W, switched_on, value
from .styles import look_of

_DEEPEST = 8


_WORD = re.compile(r"[^\W\d_]{2}")


class Level(NamedTuple):
    """form: w:numFmt; pattern: w:lvlText, e.g. `%1.`; start: the first number; restart: the highest level, from 1,
    after which it begins anew, 0 for never; legal: shows every number in figures; font: its letters', "" when it is
    the paragraph's."""

    form: str
    pattern: str
    start: int
    restart: int = _DEEPEST + 1
    legal: bool = False
    font: str = ""


class Marker(NamedTuple):
    """number: None for a bullet; label: what Word shows before the text when it is more than a number, in letters of
    the font ("" for the paragraph's)."""

    number: int | None
    label: str
    font: str = ""


class Numbering:
    """All lists of a document, counting as paragraphs go by."""

    def __init__(self, tree: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if tree is None:
            return
        linked: dict[str, str] = {}
        for element in tree.iter(W + "abstractNum"):
            name = value(element, "abstractNumId")
            self._levels[name] = {_integer(value(l, "ilvl")): _level(l) for l in element.findall(W + "lvl")}  # noqa: E741
            link = value(element.find(W + "styleLink"))
            if link:
                linked[link] = name
        for element in tree.iter(W + "abstractNum"):
            wanted = value(element.find(W + "numStyleLink"))
            if wanted in linked:
                self._levels[value(element, "abstractNumId")] = self._levels[linked[wanted]]
        for element in tree.iter(W + "num"):
            self._take(element)

    def _take(self, element: etree._Element) -> None:
        name = value(element, "numId")
        abstract = value(element.find(W + "abstractNumId"))
        starts: dict[int, int] = {}
        for override in element.findall(W + "lvlOverride"):
            level = _integer(value(override, "ilvl"))
            start = override.find(W + "startOverride")
            if start is not None:
                starts[level] = _integer(value(start), 1)
            own = override.find(W + "lvl")
            if own is not None:
                levels = dict(self._levels.get(abstract, {}))
                levels[level] = _level(own)
                abstract = f"{abstract} {name}"
                self._levels[abstract] = levels
        self._abstract[name] = abstract
        self._starts[name] = starts

    def next(self, name: str, level: int) -> Marker | None:
        """The marker of the next paragraph of a list; None where Word shows none."""
        abstract = self._abstract.get(name)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or not 0 <= level <= _DEEPEST or level not in levels:
            return None
        form, pattern, font = levels[level].form, levels[level].pattern, levels[level].font
        number = self._count(name, abstract, level, levels)
        if form in {"bullet", "none"} and _WORD.search(pattern):  # words before the text, as `Lưu ý:`
            return Marker(-1, self._label(abstract, level, levels), font)
        if form == "bullet":
            return Marker(None, "")
        if not pattern.strip():
            return None
        if form == "none":
            return Marker(None, "")
        alone = re.fullmatch(rf"[^\w%]*%{level + 1}[^\w%]*", pattern)
        return Marker(number if alone else -1, self._label(abstract, level, levels), font)

    def _count(self, name: str, abstract: str, level: int, levels: dict[int, Level]) -> int:
        counts = self._counts.setdefault(abstract, [None] * (_DEEPEST + 1))
        start = self._starts[name].get(level)
        if start is not None and (name, level) not in self._begun:
            counts[level] = start
        else:
            before = counts[level]
            counts[level] = levels[level].start if before is None else before + 1
        self._begun.add((name, level))
        for deeper in range(level + 1, _DEEPEST + 1):
            if deeper not in levels or level < levels[deeper].restart:
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None and higher in levels:
                counts[higher] = levels[higher].start
        return counts[level] or 0

    def _label(self, abstract: str, level: int, levels: dict[int, Level]) -> str:
        counts = self._counts[abstract]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form = levels[at].form if at in levels and not levels[level].legal else "decimal"
            return numeral(counts[at] if at <= _DEEPEST and counts[at] is not None else 1, form)  # type: ignore[arg-type]

        return re.sub(r"%([1-9])", number, levels[level].pattern).strip()


def numeral(number: int, form: str) -> str:
    """A number as letters, Roman numerals or figures."""
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = ""
        rest = number
        for sign, worth in zip(
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            strict=True,
        ):
            roman += sign * (rest // worth)
            rest %= worth
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _level(element: etree._Element) -> Level:
    form = value(element.find(W + "numFmt"), default="decimal")
    pattern = value(element.find(W + "lvlText"))
    restart = element.find(W + "lvlRestart")
    look = look_of(element.find(W + "rPr"))
    return Level(
        form=form,
        pattern=pattern,
        start=_integer(value(element.find(W + "start")), 1),
        restart=_DEEPEST + 1 if restart is None else _integer(value(restart)),
        legal=bool(switched_on(element.find(W + "isLgl"))),
        font=look.font or look.ascii_font or "",
    )


def _integer(text: str, default: int = 0) -> int:
    try:
        return int(text)
    except ValueError:
        return default
