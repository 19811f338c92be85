"""What a build tells people when it is over: a released site, or why the earlier one stays."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import ColumnError, ContentError
from ..core.problem import Format, render
from ..system.failures import told

if TYPE_CHECKING:
    from ..core.problem import Problem

TWICE = "{}: hai phần cùng ghi tệp này"
"""Two planners ask for one file."""


def shown(content: Path) -> str:
    """The content folder from here, or whole when it lies elsewhere: "../../../../tmp" helps nobody."""
    near = os.path.relpath(content)
    return near if not near.startswith("..") else os.path.abspath(content)


def success(content: Path, problems: Sequence[Problem], notes: Iterable[str], closing: str) -> str:
    """Problems that stop nothing, notes, and the closing line."""
    lines = [render(problems, root=shown(content))] if problems else []
    return "\n".join([*lines, *(f"• {note}" for note in dict.fromkeys(notes)), closing])


def closing_line(counts: tuple[int, int, int], written: int, removed: int, started: float) -> str:
    """What stands and what was done, in one line. counts: articles, files, articles that wait."""
    articles, files, waiting = counts
    held = f" ({waiting} bài chờ đăng hoặc bản nháp)" if waiting else ""
    took = time.monotonic() - started
    return f"Xong: {articles} bài{held}, {files} tệp, ghi {written}, xoá {removed}, {took:.2f} giây\n"


def failure(error: Exception, content: Path, form: Format) -> str:
    """Why nothing was released."""
    if isinstance(error, ContentError):
        return _problems(error, content, form)
    if isinstance(error, ColumnError):
        return f"LỖI: {error}\n"
    from ..system.workers import doing

    # a full disk, a plugin or template of somebody else's: say where, keep the site
    return f"LỖI: {told(error, doing())}; trang cũ được giữ nguyên\n"


def _problems(error: ContentError, content: Path, form: Format) -> str:
    """Every problem, the worst first; for people also how many there are."""
    text = render(error.problems, form, root=shown(content)) + "\n"
    if form != "text":
        return text
    errors = sum(problem.severity == "error" for problem in error.problems)
    return f"{text}{errors} lỗi, {len(error.problems) - errors} lưu ý; chưa đăng gì, trang cũ được giữ nguyên\n"
