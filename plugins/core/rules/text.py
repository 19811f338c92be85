"""Rules about an article's text as a whole, found by the decoder and the Markdown reader."""

from __future__ import annotations

from collections.abc import Iterator

from ..decoding import find_text_problems
from ..problem import Problem
from .registry import rule

GROUP = "Chữ và nội dung"


@rule("text-clean", GROUP)
def text_is_clean(text: str, source: str) -> Iterator[Problem]:
    """Văn bản là UTF-8, không có ký tự điều khiển, ký tự đảo chiều, chữ Ð thay cho Đ hay dấu xung đột của git; dấu câu,
    kiểu bỏ dấu và số kế hoạch viết nhất quán."""
    for line, name, message, severity in find_text_problems(text):
        yield Problem(path=source, line=line, field="nội dung", message=message, rule=name, severity=severity)
