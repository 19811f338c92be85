"""Draws a social card, 1200 × 630 pixels, PNG of a few colours: column name, topic, title, day, one red rule; and the
cover of a podcast, 1400 × 1400.

The font comes from a package pinned by hash, and text is laid out by Pillow's own engine (composed Vietnamese letters
need no shaping), so that every machine draws the same bytes.
"""

from __future__ import annotations

import bisect
import functools
import io
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from ..core.errors import BuildError
from .social_card import CARD_SIZE, COVER_SIZE, CardText

WIDTH, HEIGHT = CARD_SIZE
"""What social networks ask for."""
PAPER, INK, SOFT, RED, GOLD = "#fffdf8", "#1d1b18", "#5f574d", "#a0151a", "#e0a526"
_MARGIN = 84
_TOP, _BOTTOM = 158, 524
_SQUARE, _COVER_MARGIN, _COVER_ROOM = COVER_SIZE[0], 130, 900
_LEADING = 1.3
"""Line height over font size; Vietnamese capitals with two marks need more than Latin ones."""
_TITLE_SIZES = range(76, 31, -4)
_MOST_LINES = 6
_COLOURS = 64
_REFERENCE = 100
"""Size in pixels at which words are measured."""
_CLOSE = 0.99
"""Part of the room that lines may fill: widths at other sizes differ by less than the rest."""
_LONG = 16
"""Longest run of letters that is never broken; no Vietnamese syllable has half as many."""
_LONGEST = 200
"""More letters than these never fit one line."""
_PACKAGE = "fontpkg_be_vietnam_pro"


def draw(text: CardText) -> bytes:
    """The card as PNG."""
    return _png(_cover(text) if text.square else _card(text))


def _cover(text: CardText) -> Image.Image:
    """What Apple asks of a podcast's cover: square, 1400 pixels and more, words that are read when it is small."""
    cover = Image.new("RGB", (_SQUARE, _SQUARE), PAPER)
    pen = ImageDraw.Draw(cover)
    pen.rectangle((0, 0, _SQUARE, 60), fill=RED)
    pen.rectangle((0, 60, _SQUARE, 72), fill=GOLD)
    words = _words(unicodedata.normalize("NFC", text.title))
    for size in range(200, 39, -8):
        lines = _wrapped(words, (_SQUARE - 2 * _COVER_MARGIN) * _CLOSE / size)
        step = round(size * _LEADING)
        if step * len(lines) <= _COVER_ROOM:
            break
    lines = lines[: _COVER_ROOM // step]
    start = 180 + (_COVER_ROOM - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((_COVER_MARGIN, start + number * step + size), line, font=_font("Bold", size), fill=RED, anchor="ls")
    small = _font("Medium", 44)
    for place, line in ((1200, text.foot), (1280, text.column)):
        if line:
            pen.text((_COVER_MARGIN, place), _fitted(line, small), font=small, fill=SOFT, anchor="ls")
    return cover


def _card(text: CardText) -> Image.Image:
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDTH, 18), fill=RED)
    pen.rectangle((0, 18, WIDTH, 22), fill=GOLD)
    name = _font("SemiBold", 34)
    pen.text((_MARGIN, 82), _fitted(text.column, name), font=name, fill=RED, anchor="ls")
    pen.rectangle((_MARGIN, 104, _MARGIN + 96, 109), fill=RED)
    top = _TOP
    if text.kicker:
        kicker = _font("Medium", 30)
        pen.text((_MARGIN, top + 26), _fitted(text.kicker, kicker), font=kicker, fill=SOFT, anchor="ls")
        top += 52
    lines, font = _title(unicodedata.normalize("NFC", text.title), _BOTTOM - top)
    step = round(font.size * _LEADING)
    start = top + max(0, (_BOTTOM - top - step * len(lines)) // 3)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, start + number * step + font.size), line, font=font, fill=INK, anchor="ls")
    if text.foot:
        foot = _font("Medium", 30)
        pen.text((_MARGIN, 580), _fitted(text.foot, foot), font=foot, fill=SOFT, anchor="ls")
    return card


def _png(card: Image.Image) -> bytes:
    out = io.BytesIO()
    few = card.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


@functools.cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError(f"chưa cài gói phông chữ {_PACKAGE}")
    path = Path(spec.submodule_search_locations[0]) / "files" / f"BeVietnamPro-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


class _Word(NamedTuple):
    """A word and its width at the size of one pixel; glued: no space before it (the rest of a broken word)."""

    text: str
    width: float
    glued: bool = False


def _words(text: str) -> list[_Word]:
    """Measured once: widths grow with the font's size, so that trying sizes costs no measuring."""
    font = _font("Bold", _REFERENCE)
    found: list[_Word] = []
    for word in text.split():
        width = font.getlength(word) / _REFERENCE
        if len(word) <= _LONG:
            found.append(_Word(word, width))
            continue
        for start in range(0, len(word), _LONG):  # an address or a row of letters: may be broken anywhere near
            part = word[start : start + _LONG]
            found.append(_Word(part, font.getlength(part) / _REFERENCE, start > 0))
    return found


def _title(title: str, room: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The title's lines in the largest size in which it fits the room; the smallest cuts it with an ellipsis."""
    words = _words(title)
    for size in _TITLE_SIZES:
        width = (WIDTH - 2 * _MARGIN) * _CLOSE / size
        lines = _wrapped(words, width)
        if len(lines) <= _MOST_LINES and len(lines) * round(size * _LEADING) <= room:
            return _balanced(words, width, lines), _font("Bold", size)
    most = min(_MOST_LINES, room // round(size * _LEADING))
    font = _font("Bold", size)
    return [*lines[: most - 1], _fitted(lines[most - 1] + " …", font)], font


def _wrapped(words: list[_Word], width: float) -> list[str]:
    """Lines no wider than width, both at the size of one pixel."""
    space = _font("Bold", _REFERENCE).getlength(" ") / _REFERENCE
    lines: list[str] = []
    line, taken = "", 0.0
    for word in words:
        gap = "" if word.glued or not line else " "
        longer = taken + (space if gap else 0) + word.width
        if line and longer > width:
            lines.append(line)
            line, taken = word.text, word.width
        else:
            line, taken = line + gap + word.text, longer
    return [*lines, line] if line else lines


def _balanced(words: list[_Word], width: float, lines: list[str]) -> list[str]:
    """The same number of lines without a last line of a single word: the narrowest width that still holds them."""
    low, high, best = width / 3, width, lines
    while high - low > width / 64:
        middle = (low + high) / 2
        narrower = _wrapped(words, middle)
        if len(narrower) <= len(lines):
            best, high = narrower, middle
        else:
            low = middle
    return best


def _fitted(text: str, font: ImageFont.FreeTypeFont) -> str:
    """One line, cut with an ellipsis when it is too long."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))[:_LONGEST]
    widest = float(WIDTH - 2 * _MARGIN)
    if font.getlength(text) <= widest:
        return text
    fits = bisect.bisect_right(range(len(text)), widest, key=lambda n: font.getlength(f"{text[:n]}…"))
    return f"{text[: max(fits - 1, 0)].rstrip()}…"
