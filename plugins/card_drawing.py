"""Draws a social card, 1200 × 630 pixels, PNG of a few colours: column name, topic, title, day, one red rule.

The font comes from a package pinned by hash, and text is laid out by Pillow's own engine (composed Vietnamese letters
need no shaping), so that every machine draws the same bytes.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .core.errors import BuildError
from .social_card import CardText

WIDTH, HEIGHT = 1200, 630
"""What social networks ask for."""
PAPER, INK, SOFT, RED, GOLD = "#fffdf8", "#1d1b18", "#5f574d", "#b3141b", "#e0a526"
_MARGIN = 84
_TOP, _BOTTOM = 158, 524
_LEADING = 1.3
"""Line height over font size; Vietnamese capitals with two marks need more than Latin ones."""
_TITLE_SIZES = range(76, 31, -4)
_MOST_LINES = 6
_COLOURS = 64
_PACKAGE = "fontpkg_be_vietnam_pro"


def draw(text: CardText) -> bytes:
    """The card as PNG."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDTH, 18), fill=RED)
    pen.rectangle((0, 18, WIDTH, 22), fill=GOLD)
    pen.text(
        (_MARGIN, 82), _fitted(text.column, _font("SemiBold", 34)), font=_font("SemiBold", 34), fill=RED, anchor="ls"
    )
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
    out = io.BytesIO()
    few = card.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


@functools.cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError(f"the font package {_PACKAGE} is not installed")
    path = Path(spec.submodule_search_locations[0]) / "files" / f"BeVietnamPro-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _title(title: str, room: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The title's lines in the largest size in which it fits the room; the smallest cuts it with an ellipsis."""
    for size in _TITLE_SIZES:
        font = _font("Bold", size)
        lines = _wrapped(title, font, WIDTH - 2 * _MARGIN)
        if len(lines) <= _MOST_LINES and len(lines) * round(size * _LEADING) <= room:
            return _balanced(title, font, lines), font
    most = min(_MOST_LINES, room // round(font.size * _LEADING))
    return [*lines[: most - 1], _fitted(" ".join(lines[most - 1 :]), font)], font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Lines no wider than width; a word that is wider alone is broken where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while font.getlength(word) > width:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or font.getlength(word[:n]) <= width)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line] if line else lines


def _balanced(text: str, font: ImageFont.FreeTypeFont, lines: list[str]) -> list[str]:
    """The same number of lines, but no last line of a single word: the narrowest width that still holds them."""
    low, high = (WIDTH - 2 * _MARGIN) // 3, WIDTH - 2 * _MARGIN
    best = lines
    while high - low > 16:
        middle = (low + high) // 2
        narrower = _wrapped(text, font, middle)
        if len(narrower) <= len(lines):
            best, high = narrower, middle
        else:
            low = middle
    return best


def _fitted(text: str, font: ImageFont.FreeTypeFont) -> str:
    """One line, cut with an ellipsis when it is too long."""
    text = unicodedata.normalize("NFC", text)
    if font.getlength(text) <= WIDTH - 2 * _MARGIN:
        return text
    while text and font.getlength(f"{text}…") > WIDTH - 2 * _MARGIN:
        text = text[:-1].rstrip()
    return f"{text}…"
