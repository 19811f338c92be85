"""The rule about readers' questions together with everything else: what they name exists and may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..article.record import hidden
from ..problem import Problem
from ..registers.question_rules import GROUP
from ..rules import rule
from ..text.vietnamese import closest
from .index import Parts
from .rules import LinkTargets, inner_references

if TYPE_CHECKING:
    pass


@rule("ledger-references", GROUP)
def question_references(source: str, parts: Parts) -> Iterator[Problem]:
    """article là Id của một bài đang được đăng, topic là mã chủ đề trong plan.toml; liên kết trong câu trả lời phải dẫn
    tới nơi có thật."""
    by_id = {record.id: record for record in parts.records.values()}
    targets = LinkTargets.of(parts)
    for entry in parts.questions:
        question = entry.question
        for key, value, known in (
            ("article", question.article, by_id),
            ("topic", question.topic, parts.plans.terms["topic"]),
        ):
            if not value:
                continue
            message = ""
            if value not in known:
                near = closest(value, list(known))
                message = f"không có “{value}”" + (f"; có phải ý bạn là {near}?" if near else "")
            elif key == "article" and hidden(by_id[value], parts.instant):
                message = f"bài “{value}” chưa (hoặc không còn) được đăng"
            if message:
                yield Problem(path=source, line=question.line, field=key, message=message, rule="ledger-references")
        refs = [(ref.kind, ref.target, ref.fragment, ref.line) for ref in entry.references]
        yield from inner_references(source, "answer", refs, False, targets)
