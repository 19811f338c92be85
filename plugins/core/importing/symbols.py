"""Signs of the fonts Symbol and Wingdings → the Unicode sign that looks the same; documents keep them as U+F0xx."""

from __future__ import annotations

_GREEK = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
)
SYMBOL: dict[int, str] = {
    **{ord(latin): greek for latin, greek in zip(*_GREEK, strict=True)},
    **{code: chr(code) for code in (*range(0x20, 0x3F), 0x3F, 0x5B, 0x5D, 0x5F, 0x7B, 0x7C, 0x7D, 0xB0, 0xB1)},
    **dict(zip((0x22, 0x24, 0x27, 0x2A, 0x2D, 0x40, 0x5C, 0x5E, 0x7E), "∀∃∋∗−≅∴⊥∼", strict=True)),
    **dict(zip(range(0xA0, 0xB0), "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓", strict=True)),
    **dict(zip(range(0xB2, 0xC0), "″≥×∝∂•÷≠≡≈…⏐⎯↵", strict=True)),
    **dict(zip(range(0xC0, 0xD0), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉", strict=True)),
    **dict(zip(range(0xD0, 0xE0), "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓", strict=True)),
    **dict(zip((0xE0, 0xE1, 0xE5, 0xF1, 0xF2), "◊〈∑〉∫", strict=True)),
}
WINGDINGS: dict[int, str] = {
    0x20: " ", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐",
    0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "◻", 0xAB: "★", 0xB6: "☆", 0xC4: "▪", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦",
    0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
WINGDINGS_2: dict[int, str] = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x2A: "☐", 0xA3: "☐", 0x97: "●"}
_FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}


def sign(code: int, font: str) -> str:
    """The sign of a font's place (0x20–0xFF, or U+F020–F0FF), "" when it is not known."""
    return _FONTS.get(font.strip().lower(), {}).get(code - 0xF000 if 0xF000 <= code <= 0xF0FF else code, "")


def is_symbol_font(font: str) -> bool:
    """Whether a font's letters are signs."""
    return font.strip().lower() in _FONTS or font.strip().lower() in {"webdings", "wingdings 3"}
