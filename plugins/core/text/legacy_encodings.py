"""Vietnamese before Unicode: recognising Windows-1258, TCVN3 (.VnTime fonts), VNI and wrongly read UTF-8.

Each is known by how its most frequent words look when its bytes are read as Windows-1252; TCVN3 and VNI also by words
that are Vietnamese only once they are converted. Nothing is converted here: a wrong guess would change words silently,
so the editor asks for it and sees (`mend`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .legacy_letters import convert, is_modern
from .syllables import is_syllable

TCVN3, VNI, WINDOWS_1258, MOJIBAKE = (
    "TCVN3 (phông .VnTime)",
    "VNI",
    "Windows-1258",
    "UTF-8 bị đọc nhầm thành Windows-1252",
)

_WORDS = {
    TCVN3: (
        "cña|®­îc|vµ|lµ|nh÷ng|®¶ng|§¶ng|®Çu|víi|kh«ng|mét|n¨m|"
        "®Ó|®·|§¹i|®¹i|héi|quyÕt|QuyÕt|NghÞ|nghÞ|thùc|hiÖn|c¸c|"
        "c¸n|viÖc|trªn|ng­êi|n­íc|Trung­¬ng|­¬ng|kÕ|ho¹ch|cÊp|ViÖt|TiÕng|"
        "tiÕng|thø|kú"
    ),
    VNI: (
        "cuûa|ñöôïc|vaø|laø|nhöõng|Ñaûng|ñaûng|ñaàu|vôùi|khoâng|moät|naêm|"
        "ñeå|ñaõ|Ñaïi|ñaïi|hoäi|quyeát|Quyeát|Nghò|nghò|thöïc|hieän|caùc|"
        "caùn|vieäc|treân|ngöôøi|nöôùc|öông|keá|hoaïch|caáp|Vieät|tieáng|Tieáng"
    ),
    WINDOWS_1258: (
        "cuÒa|ðýõòc|nhýÞng|ÐaÒng|ðaÒng|ðâÌu|võìi|môòt|nãm|ðêÒ|ðaÞ|ÐaòÒi|"
        "Ðaòi|ðaòi|hôòi|quyêìt|Nghiò|nghiò|thýòc|hiêòn|viêòc|ngýõÌi|nýõìc|ýõng|"
        "kêì|hoaòch|câìp|Viêòt|tiêìng|Tiêìng|ðó|ðến|ðâu"
    ),
}
"""Frequent words of Vietnamese official news, by encoding, as Windows-1252 shows their bytes."""
_PATTERNS = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for name, words in _WORDS.items()}
_MOJIBAKE = re.compile(
    "á»[\x80-\xbf€-™]?|áº[\x80-\xbf€-™]|Ä[\x90\x91‘]|Æ[°¡¯\xa0]|Ã[\xa0-\xbf\x80-\x9f]|â€[\x9c\x9d\x93\x94œ“”™¦]"
)
_SUSPECTS = re.compile("[\x80-\x9f\xa1-\xbf×÷ÄÆÇËÏÐÑÖØÛåæçëïðñöøûÿî]")
"""Characters that clean Vietnamese text hardly has and every one of these encodings is full of."""


def recognise_bytes(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 look like, "" when none."""
    text = data.decode("cp1252", errors="replace")
    counts = {name: len(pattern.findall(text)) for name, pattern in _PATTERNS.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best]:
        return best
    # Windows-1258 writes tones as marks of their own after the letter: ì ò Ì Ò Þ after a vowel that has no such pair.
    if re.search("[aeiouyâêôõý][ÌÒÞìò]", text):
        return WINDOWS_1258
    return ""


def recognise_text(text: str) -> tuple[str, int] | None:
    """(encoding, line) when text is Unicode only by name: old bytes saved again as UTF-8. None for clean text."""
    if not _SUSPECTS.search(text):
        return None
    mojibake = _MOJIBAKE.findall(text)
    if len(mojibake) > 1:
        match = _MOJIBAKE.search(text)
        return MOJIBAKE, _line(text, match.start() if match else 0)
    for name, pattern in _PATTERNS.items():
        found = list(pattern.finditer(text))
        if len(found) > 1:
            return name, _line(text, found[0].start())
    best = max((_old_lines(text, name) for name in CONVERTIBLE), key=lambda found: len(found.words))
    return (best.encoding, best.first) if best.are_many() else None


CONVERTIBLE = {TCVN3: "tcvn3", VNI: "vni"}
"""Encodings whose letters `legacy_letters` knows, by its names for them."""
_FEWEST = 2
_SHARE = 3
_TOKEN = re.compile(r"[^\s\d.,;:!?()\"'/“”‘’–—…_*#\[\]<>=+|~`-]+")


class OldLines(NamedTuple):
    """Lines with words that mean nothing as they are and are Vietnamese once converted. words: distinct ones; tokens:
    all words of these lines; lines: their numbers, 1-based."""

    encoding: str
    words: frozenset[str]
    tokens: int
    old: int
    lines: tuple[int, ...]

    @property
    def first(self) -> int:
        """The first such line, 1-based."""
        return self.lines[0] if self.lines else 0

    def are_many(self) -> bool:
        """Enough that no foreign name explains them: `Noël` and `Škoda` are single words among others."""
        return len(self.words) >= _FEWEST and self.old * _SHARE >= self.tokens


def old_lines(text: str, encoding: str) -> tuple[int, ...]:
    """The lines (1-based) of a text in an old encoding that hold its letters: headers in ASCII do not."""
    return _old_lines(text, encoding).lines


def _old_lines(text: str, encoding: str) -> OldLines:
    words: set[str] = set()
    lines = []
    tokens = old = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() or is_modern(line):
            continue
        here = _TOKEN.findall(line)
        found = [word for word in here if _is_old(word, CONVERTIBLE[encoding])]
        if found:
            words.update(word.lower() for word in found)
            lines.append(number)
            tokens += len(here)
            old += len(found)
    return OldLines(encoding, frozenset(words), tokens, old, tuple(lines))


def _is_old(word: str, letters: str) -> bool:
    """Whether a word is no Vietnamese as it stands, and is once it is converted."""
    if word.isascii() or len(word) > _LONGEST_WORD or not any("a" <= letter.lower() <= "z" for letter in word):
        return False
    return not is_syllable(word) and is_syllable(convert(word, letters))


_LONGEST_WORD = 14


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
