"""What a build tells people when it is over: a released site, or why the earlier one stays."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import ColumnError, ContentError
from ..core.problem import Format, render
from ..core.text.system_errors import reason
from ..system import build_inputs

if TYPE_CHECKING:
    from ..core.problem import Problem


def success(content: Path, problems: Sequence[Problem], notes: Iterable[str], closing: str) -> str:
    """Problems that stop nothing, notes, and the closing line."""
    lines = [render(problems, root=os.path.relpath(content))] if problems else []
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
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"LỖI: {where}{reason(error)}; trang cũ được giữ nguyên\n"
    return _unforeseen(error)  # a plugin or template of somebody else's: say where, keep the site


def _problems(error: ContentError, content: Path, form: Format) -> str:
    """Every problem, the worst first; for people also how many there are."""
    text = render(error.problems, form, root=os.path.relpath(content)) + "\n"
    if form != "text":
        return text
    errors = sum(problem.severity == "error" for problem in error.problems)
    return f"{text}{errors} lỗi, {len(error.problems) - errors} lưu ý; chưa đăng gì, trang cũ được giữ nguyên\n"


def _unforeseen(error: Exception) -> str:
    """One line for a failure nobody foresaw: the innermost place in the project or a plugin, and what it said."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next(
        (f for f in reversed(frames) if str(build_inputs.ROOT) in f.filename and ".venv" not in f.filename), frames[-1]
    )
    where = os.path.relpath(frame.filename, build_inputs.ROOT)
    if os.environ.get("COLUMN_DEBUG"):
        traceback.print_exception(error)
    return (
        f"LỖI: {where}:{frame.lineno}: {type(error).__name__}: {error}; trang cũ được giữ nguyên "
        "(đặt COLUMN_DEBUG=1 để xem đầy đủ)\n"
    )
