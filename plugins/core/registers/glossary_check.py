"""The glossary at work: discouraged spellings and names out of their time, found in an article's source text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..rules import declare
from ..text.dates import short_day
from .registers import GlossaryTerm

declare(
    "wording",
    "Sự kiện và sổ theo dõi",
    "Cách viết mà bảng thuật ngữ (thuat-ngu.toml) khuyên tránh, và tên cũ của cơ quan trong bài đăng sau ngày đổi tên "
    "mà không nhắc tên mới, được nhắc để người biên tập xem lại.",
)

_SILENT = re.compile(
    r"(?:Note|Id|Slug|Aliases|Picture|Attachment|Source_url|Translation_of|Category|Tags|Form|Units|Documents|Plan_items)"
    r"[ \t]*:",
    re.IGNORECASE,
)
"""Header lines that readers never see as text."""


class GlossaryCheck:
    """Made once per check from the glossary; `find` is called per text."""

    def __init__(self, terms: tuple[GlossaryTerm, ...]) -> None:
        self._avoid = [(wrong, term) for term in terms for wrong in term.avoid]
        self._former = [(former, term) for term in terms for former in term.former]

    def __bool__(self) -> bool:
        return bool(self._avoid or self._former)

    def find(self, text: str, day: dt.date) -> Iterator[tuple[int, str]]:
        """(line, message) of the first place of each wrong wording; day: the article's own."""
        for wrong, term in self._avoid:
            if wrong in text and (line := _line(text, wrong)):
                why = f": {term.about}" if term.about else ""
                yield line, f"“{wrong}” nên viết “{term.name}”{why}"
        for former, term in self._former:
            if day <= former.last or former.name not in text or term.name in text:
                continue
            if line := _line(text, former.name):
                until = short_day(former.last)
                yield line, f"“{former.name}” là tên dùng đến hết ngày {until}, nay là “{term.name}”; hãy nhắc tên mới"


def _line(text: str, words: str) -> int:
    """1-based line of the words where they stand alone and readers see them, 0 when nowhere."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not _joins(text[start - 1 : start]) and not _joins(text[end : end + 1]):
            begin = text.rfind("\n", 0, start) + 1
            if not _SILENT.match(text, begin):
                return text.count("\n", 0, start) + 1
        start = text.find(words, start + 1)
    return 0


def _joins(char: str) -> bool:
    """Whether a character beside the words makes them a part of something longer: a word, an address."""
    return char.isalnum() or char in {"-", "_", "/"}
