"""Articles that nobody outside the newsroom sees yet: what is wrong in one is told and stops nobody else's work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ..problem import Problem
from ..rules import declare
from .record import Record

KEPT_BACK = frozenset({"draft", "review"})
"""Statuses of what is still being written."""
_UNSURE = frozenset(
    {
        *("status", "header-once", "header-glued", "header-fence", "header-cut-off", "header-indented"),
        *("text-encoding", "text-empty", "limits"),
    }
)
"""Rules after whose complaint nobody can be sure that the file says "draft": such a file stops a build as ever."""

declare(
    "draft-errors",
    "Phần đầu bài",
    "Lỗi trong bài nháp hoặc bài chờ duyệt (Status: draft, review) được báo như lưu ý và không dừng lần dựng; bài chỉ "
    "được đăng khi hết lỗi. Phần đầu không đọc được chắc chắn thì vẫn là lỗi.",
)


def softened(
    problems: Iterable[Problem], record_of: Callable[[str], Record | None], surely: Callable[[str], bool]
) -> list[Problem]:
    """The problems, those of articles that are kept back as notes. record_of: what a source says, None where it can't
    be told; surely: whether what it says of its status is certain."""
    known: dict[str, bool] = {}
    found = []
    for problem in problems:
        path = problem.path
        if problem.severity == "error":
            if path not in known:
                record = record_of(path)
                known[path] = record is not None and record.status in KEPT_BACK and surely(path)
            if known[path]:
                problem = replace(problem, severity="warning")
        found.append(problem)
    return found


def unsure(problems: Iterable[Problem]) -> frozenset[str]:
    """Sources of whose status nobody can be certain."""
    return frozenset(problem.path for problem in problems if problem.rule in _UNSURE and problem.severity == "error")
