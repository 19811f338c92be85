"""The ledger of readers' questions: what one entry of `content/hoi-dap.toml` says, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..body.references import Reference

STATES: dict[str, str] = {
    "da-nhan": "Đã nhận",
    "dang-xu-ly": "Đang xử lý",
    "da-tra-loi": "Đã trả lời",
    "khong-thuoc-tham-quyen": "Không thuộc thẩm quyền",
}
"""How far a question has come, as readers see it."""
SETTLED = ("da-tra-loi", "khong-thuoc-tham-quyen")
"""States that carry an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. number: given once, never again; received, answered: days; state: a key of STATES;
    question: a summary in plain text, no personal data; answer: Markdown, "" while there is none;
    article: id of the article it is about, or ""; topic: slug of the plan's topic, or ""; sample: made up to show how
    the ledger works; line, lines: of its table in the file and of each of its keys; answer_line: of the answer's first
    line."""

    number: int
    received: dt.date
    state: str
    question: str
    answered: dt.date | None = None
    answer: str = ""
    article: str = ""
    topic: str = ""
    sample: bool = False
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    answer_line: int = 1

    def at(self, key: str) -> int:
        """The line of a key, the table's where it is not given."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A question with its answer as cleaned HTML, references still open (see `Reference`)."""

    question: Question
    html: str
    references: tuple[Reference, ...]

    @property
    def answer_day(self) -> dt.date | None:
        """When it was answered, None while it is not."""
        return self.question.answered if self.html else None
