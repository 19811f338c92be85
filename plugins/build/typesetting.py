"""Small matters of setting type: what must not break across lines.

Marks it with an element and leaves the characters alone: what is copied, searched and saved is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup, escape

from ..core.views.data_chart import MARK as CHART
from .compounds import COMPOUNDS

_NUMBER = re.compile(
    r"(?<!\d)(?<!\d/)\d+(?:/\d+)*(?:[/-][^\W\d_]+)+|(?<![\d.,])\d{1,4}\s?[–-]\s?\d{1,4}(?![\d/-]|[.,]\d)"
)
"""The number of a document, such as 23-KH/ĐUK or 42/2022/NĐ-CP, which browsers would break after its slash; a range of
years or figures, which they would break at its dash."""
_SIGN = re.compile(r"\d\s?[/–-]")
"""Where this is not, neither of them is: it is found, or missed, in a tenth of the time."""
_SIGN_IN_WORDS = re.compile(rf"{_SIGN.pattern}(?![^<>]{{0,500}}>)")
"""The same in HTML where it is no part of a tag, as most addresses have one; in a longer tag it counts as found."""
_LONGEST = 20
"""What is longer would not fit a phone's line, and is no number of a document."""
LONGEST_TITLE = 70
"""Characters of a page's title: tabs, bookmarks and lists of results show no more."""
_PAGE = re.compile(r"(?: – trang \d+)?\Z")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_TAGS = re.compile(r"(<[^>]*>)")
_OPEN, _CLOSE = '<span class="unbroken">', "</span>"


@lru_cache(maxsize=4096, typed=True)  # names of terms and titles come again; Markup equals its words
def unbroken(text: str) -> Markup:
    """The text as HTML with document numbers and ranges kept on one line."""
    return _kept_together(text, _numbers(text))


@lru_cache(maxsize=4096, typed=True)
def headline(text: str) -> Markup:
    """The same with words of two syllables kept together too: half a word at a line's end makes titles hard to read."""
    return _kept_together(text, sorted([*_numbers(text), *_compounds(text)]))


def tab_title(title: str, site: str) -> str:
    """What a browser's tab says of a page: with the site's name where there is room, else cut between two words. Which
    page of a list it is stays. site: "" for a page that names the site itself."""
    for whole in (f"{title} – {site}" if site else title, title):
        if len(whole) <= LONGEST_TITLE:
            return whole
    page = _PAGE.search(title)
    assert page  # which may be empty
    room = LONGEST_TITLE - len(page[0]) - 1
    words = title[: page.start()]
    if len(words) > room:
        words = (words[: room + 1].rpartition(" ")[0] or words[:room]).rstrip(" ,;:.–-(“") + "…"
    return words + page[0]


class Text(Markup):
    """The HTML of a text. opening: its first paragraph, which an article without a picture shows in the first view;
    rest: what follows it; charted: whether a chart or table of data is in it."""

    @property
    def opening(self) -> Markup:
        """Nothing where the text begins with anything else."""
        return Markup(self[: self.find("</p>") + 4] if self.startswith("<p>") else "")  # noqa: S704 — a part of itself

    @property
    def rest(self) -> Markup:
        """All but the opening."""
        return Markup(self[len(self.opening) :])  # noqa: S704 — a part of itself

    @property
    def charted(self) -> bool:
        """Few are; only their pages fetch the style of charts."""
        return CHART in self


def set_text(html: str) -> Text:
    """The same of HTML, cleaned by the reader: its words, never its tags, nor what stands as it was typed."""
    if not _SIGN_IN_WORDS.search(html):
        return Text(html)
    pieces = _TAGS.split(html)
    typed = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            if piece.startswith(("<pre", "<code")):
                typed += 1
            elif piece.startswith(("</pre", "</code")):
                typed -= 1
        elif not typed and _SIGN.search(piece):
            pieces[place] = _NUMBER.sub(_marked, piece)
    return Text("".join(pieces))


def _marked(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > _LONGEST else f"{_OPEN}{match[0]}{_CLOSE}"


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    found = _NUMBER.finditer(text) if _SIGN.search(text) else ()
    return (match.span() for match in found if len(match[0]) <= _LONGEST)


def _compounds(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand; of two that share a syllable the first."""
    syllables = [(match.start(), match.end()) for match in _SYLLABLE.finditer(text)]
    place = 0
    while place < len(syllables) - 1:
        (start, end), (after, stop) = syllables[place : place + 2]
        if text[end:after] == " " and text[start:stop].lower() in COMPOUNDS:
            yield start, stop
            place += 1
        place += 1


def _kept_together(text: str, spans: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> Markup:
    html: list[str] = []
    end = 0
    for start, stop in spans:
        if start >= end:
            html += [escape(text[end:start]), _OPEN, escape(text[start:stop]), _CLOSE]
            end = stop
    return Markup("".join([*html, escape(text[end:])]))  # noqa: S704 — every piece is escaped above
