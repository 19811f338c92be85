"""The rule about readers' questions together with everything else: what they name exists and may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..article.visibility import hidden
from ..problem import Problem
from ..registers.question_rules import GROUP
from ..rules import rule
from ..text.vietnamese import suggest
from .index import Parts
from .rules import LinkTargets, inner_references

if TYPE_CHECKING:
    pass


@rule("ledger-references", GROUP)
def question_references(source: str, parts: Parts) -> Iterator[Problem]:
    """article là Id của một bài đang được đăng, topic là mã chủ đề trong plan.toml; liên kết trong câu trả lời phải dẫn
    tới nơi có thật."""
    by_id = {record.id: source for source, record in parts.records.items()}
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
            if value not in known and key in parts.plans.unknown:
                continue
            if value not in known:
                message = f"không có “{value}”{suggest(value, list(known))}"
            elif (
                key == "article"
                and by_id[value] not in parts.flawed
                and hidden(parts.records[by_id[value]], parts.instant)
            ):
                message = f"bài “{value}” chưa (hoặc không còn) được đăng"
            if message:
                yield Problem(path=source, line=question.at(key), field=key, message=message, rule="ledger-references")
        refs = [(ref.kind, ref.target, ref.fragment, ref.line) for ref in entry.references]
        yield from inner_references(source, "answer", refs, False, targets)


def _hidden(source: str, parts: Parts) -> bool:
    """Whether readers may not see an article, as far as that can be told."""
    return source not in parts.flawed and hidden(parts.records[source], parts.instant)
