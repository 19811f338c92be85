"""Vietnamese from before Unicode → Unicode: TCVN3 (fonts .VnTime, .VnArial …) and VNI (fonts VNI-Times …).

The old letters are what Windows shows when their bytes are read as Windows-1252: `®­îc` and `ñöôïc` are `được`.
Nothing is recognised here (`legacy_encodings` does); whoever converts knows the font or has asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_TCVN3_CODES = (
    *range(0xA1, 0xAF),
    *(0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC),
    *(0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE, 0xDF),
    *(0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF),
    *(0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3: dict[str, str] = {chr(code): letter for code, letter in zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True)}
"""74 letters. Capitals with a tone have no place of their own: they are written in a font of capitals (.VnTimeH)."""


def _vni_table() -> Iterator[tuple[str, str]]:
    singles = dict(zip("ñöôíìæóòî", "đươíìỉĩịỵ", strict=True))
    tones = "øùûõï"
    bare = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹ", "ô": "ờớởỡợ", "ö": "ừứửữự"}
    roofs = {"a": "âầấẩẫậ", "e": "êềếểễệ", "o": "ôồốổỗộ"}
    for old, new in singles.items():
        yield old, new
    for base, letters in bare.items():
        for mark, new in zip(tones, letters, strict=False):
            yield base + mark, new
    for base, letters in roofs.items():
        for mark, new in zip("âàáåãä", letters, strict=True):
            yield base + mark, new
    for mark, new in zip("êèéúüë", "ăằắẳẵặ", strict=True):
        yield "a" + mark, new


def _with_capitals(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The letter before its mark decides about the case: `Aâ` is seen as often as `AÂ`."""
    table: dict[str, str] = {}
    for old, new in pairs:
        table[old] = new
        for capital in {old[0].upper() + old[1:], old.upper()}:
            table[capital] = new.upper()
        if len(old) == 2:
            table[old[0] + old[1].upper()] = new
    return table


VNI: dict[str, str] = _with_capitals(_vni_table())
"""Letters of one or two signs; the longest that fits is meant."""
_VNI_PIECE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_MODERN = re.compile("[\u0100-\u024f\u1e00-\u1eff\u0300-\u036f]")
"""Letters that neither old set can write: text that has one is Unicode, whatever its font is called."""


def font_encoding(font: str) -> str:
    """`tcvn3`, `tcvn3-capitals` or `vni` when a font of that name shows old letters, else ""."""
    name = font.strip().strip("\"'")
    if name[:3].lower() == ".vn":
        return "tcvn3-capitals" if name.endswith("H") else "tcvn3"
    return "vni" if re.match(r"vni[- ]", name, re.IGNORECASE) else ""


def is_modern(text: str) -> bool:
    """Whether text is Unicode already."""
    return bool(_MODERN.search(text))


def convert(text: str, encoding: str) -> str:
    """The text in Unicode. encoding: as `font_encoding` names it."""
    return "".join(new for _, new in pieces(text, encoding))


def pieces(text: str, encoding: str) -> Iterator[tuple[int, str]]:
    """(position in the old text, new letters), so that marks parted from their letter by a change of look find it."""
    plain: Callable[[str], str] = str
    if encoding == "vni":
        position = 0
        for match in _VNI_PIECE.finditer(text):
            yield from ((at, text[at]) for at in range(position, match.start()))
            yield match.start(), VNI[match[0]]
            position = match.end()
        yield from ((at, text[at]) for at in range(position, len(text)))
        return
    if encoding == "tcvn3-capitals":
        plain = str.upper
    for at, letter in enumerate(text):
        yield at, plain(TCVN3.get(letter, letter))
