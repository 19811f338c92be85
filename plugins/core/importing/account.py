"""The account of every word: words of the source = words of the article as its readers see it + words told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

from ..article.front_matter import split
from ..body.parser import BodyParser

_WORD = re.compile(r"[^\W_]+")
_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|s|small|span|strong|sub|sup|u)\b[^>]*>")
_NOTE_MARK = re.compile(
    r"<sup[^<>]*+><a(?=[^<>]*?footnote-ref)[^<>]*+>[^<]*+</a></sup>"
    r"|<a(?=[^<>]*?footnote-(?:back)?ref)[^<>]*+>[^<]*+</a>"
)
_LONGEST_CUT, _MOST_CUT = 100, 500
"""Letters of a word, and words, for which pieces are looked for."""
_SHOWN = re.compile(r'\b(?:alt|title)="([^"]*)"')


def words(texts: Iterable[str]) -> Counter[str]:
    """Every word with how often it stands there."""
    return Counter(word for text in texts for word in _WORD.findall(text))


def article_words(article: str, parser: BodyParser) -> Counter[str]:
    """The words of a whole article, headers and body, as the column's own reader shows them."""
    front = split(article)
    headers = [header.value for header in front.headers]
    # what is too long for the column shows nothing there, which is the gate's matter, not a loss
    html = parser.parse(front.body, source="articles/bai.md").html or front.body
    html = _NOTE_MARK.sub("", html)
    shown = [unescape(text) for text in _SHOWN.findall(html)]
    text = unescape(re.sub(r"<[^<>]*>", " ", _INLINE.sub("", html)))
    return words([*headers, *shown, text])


def unaccounted(source: Iterable[str], article: str, told: Iterable[str], parser: BodyParser) -> tuple[str, ...]:
    """Words of the source that are neither in the article nor told, sorted; empty when everything is right.

    A word that was cut (a deletion began in its middle) or put together (a dropped capital) is found by its pieces.
    """
    left = words(source)
    left.subtract(article_words(article, parser))
    left.subtract(words(told))
    missing, spare = +left, -left
    for word in [*missing][:_MOST_CUT]:
        while missing[word] and (pieces := _pieces(word, spare)):
            spare.subtract(pieces)
            missing[word] -= 1
    for word in [*spare][:_MOST_CUT] if +missing else ():
        while spare[word] > 0 and (pieces := _pieces(word, missing)):
            missing.subtract(pieces)
            spare[word] -= 1
    return tuple(sorted((+missing).elements()))


def _pieces(word: str, available: Counter[str]) -> list[str]:
    """The word as two and more of the available words, each as often as it is there; [] when that can't be."""
    if len(word) > _LONGEST_CUT:
        return []
    ways: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            before, piece = ways[start], word[start:end]
            if before is not None and available[piece] > before.count(piece) and piece != word:
                ways[end] = [*before, piece]
                break
    return ways[len(word)] or []
