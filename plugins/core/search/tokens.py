"""Text → the keys that the search index is made of; `theme/static/js/search/text.js` does the same to a query.

A key is one syllable or number: lower case, its tone moved behind the letters, so that "hòa" and "hoà" are one key
while "hoa" is another. Folding a key drops its tone and marks and makes đ a d. Both sides are tested against
`tests/data/search_text.json`.
"""

from __future__ import annotations

import re
import unicodedata

from ..text.vietnamese import fold

LONGEST = 30
"""Characters of a key that count; longer runs are not words."""

_IGNORED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TOKENS = re.compile(r"[^\W\d_]+|\d+")


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in its order, in lower case.

    Letters and digits part: "COVID-19", "covid19" and "covid 19" are the same two. Compatibility forms (full width,
    ligatures, ²) become plain ones, invisible characters inside words vanish, and the letter Eth, which people paste
    for Đ, is read as đ.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = _IGNORED.sub("", plain)
    return _TOKENS.findall(plain.lower().replace("ð", "đ"))


def key(token: str) -> str:
    """The key of a token."""
    return _KEYS[token]


def folded(key: str) -> str:
    """A key without tone and marks: what people type in a hurry."""
    return _FOLDED[key]


class _Keys(dict[str, str]):
    """Token → key, worked out once per token."""

    def __missing__(self, token: str) -> str:
        key = token
        if not token.isascii():
            apart = unicodedata.normalize("NFD", token)
            key = unicodedata.normalize("NFC", _TONES.sub("", apart)) + "".join(_TONES.findall(apart))
        self[token] = key = key[:LONGEST]
        return key


class _Folded(dict[str, str]):
    """Key → folded, worked out once per key."""

    def __missing__(self, key: str) -> str:
        plain = self[key] = fold(key)
        return plain


_KEYS = _Keys()
_FOLDED = _Folded()
