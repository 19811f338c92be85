"""Whether a word is written as a Vietnamese syllable: a beginning, a vowel with at most one tone, an end."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ON_NO_VOWEL = re.compile(f"(?<![aeiouy\u0302\u0306\u031b])[{_TONES}]")
"""`ñ`, which is đ in old letters, is an n with the sign of a tone."""
_SHARP = "\u0301\u0323"
"""The tones of syllables that end in c, ch, p, t."""
_BEGINNING = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|qu|r|s|th|tr|t|v|x"
_VOWEL = (
    "oai|oao|oay|oeo|iêu|yêu|uôi|uây|uyê|uya|uyu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|"
    "ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_BEGINNING})?(?:{_VOWEL})(ch|c|ng|nh|n|m|p|t)?")
_LONGEST = 7


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether a word, in either case, could be Vietnamese."""
    if len(word) > _LONGEST or not (word.islower() or word.isupper() or word.istitle() or word[1:].islower()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in parts if sign in _TONES]
    bare = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in _TONES))
    match = _SYLLABLE.fullmatch(bare)
    if match is None or len(tones) > 1 or _ON_NO_VOWEL.search(parts):
        return False
    return match[1] not in {"c", "ch", "p", "t"} or bool(tones and tones[0] in _SHARP)
