"""`corrections`: the wording before and after each correction, found in the history of git, for editors to look at.

Only this command asks git; a build reads what editors kept in `so-theo-doi/dinh-chinh.toml`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import SettingsError
from ..core.registers import register_files
from ..core.reports.correction_diff import changed_wording
from .check import look_whole
from .toml_writer import table

if TYPE_CHECKING:
    from datetime import date, datetime

    from ..core.article.article import Article


def run(content: Path, at: datetime | None, *, write: bool) -> int:
    """Print a table for every correction without wording; with `write`, add it to the register."""
    _, column = look_whole(content, at)
    known = {(text.article, text.date) for text in column.registers.corrections}
    found, silent = [], []
    for article in column.articles:
        for correction in article.corrections:
            if (article.id, correction.date) in known:
                continue
            known.add((article.id, correction.date))
            wording = _wording(content, article, correction.date)
            if wording is None:
                silent.append(f"{article.source}: {correction.date.isoformat()}")
                continue
            before, after = (text or "(không có)" for text in wording)
            found.append(table("corrections", article=article.id, date=correction.date, before=before, after=after))
    text = "\n".join(found)
    path = content / register_files.CORRECTIONS
    if write and found:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(("\n" if path.stat().st_size else "") + text)
        sys.stdout.write(f"{path}: thêm {len(found)} đính chính; hãy đọc lại trước khi đăng\n")
    else:
        sys.stdout.write(text)
    if silent:
        sys.stdout.write("Không tìm thấy câu đã đổi trong lịch sử git (hãy tự ghi nếu cần):\n")
        sys.stdout.writelines(f"  • {line}\n" for line in silent)
    if not found and not silent:
        sys.stdout.write("Mọi đính chính đều đã có lời trước và sau khi sửa.\n")
    return 0


def _wording(content: Path, article: Article, day: date) -> tuple[str, str] | None:
    """What the commit that brought the Correction line changed in the text."""
    line = f"Correction: {day.isoformat()}"
    commits = _git(content, "log", "--format=%H", f"-S{line}", "--", article.source).split()
    if not commits:
        return None
    commit = commits[-1]
    parent = _git(content, "rev-parse", "--verify", "--quiet", f"{commit}^", quiet=True).strip()
    old = parent and _git(content, "show", f"{parent}:./{article.source}", quiet=True)
    return changed_wording(old, _git(content, "show", f"{commit}:./{article.source}")) if old else None


def _git(content: Path, *arguments: str, quiet: bool = False) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(content), *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise SettingsError("máy chưa có git; lệnh này đọc lịch sử sửa bài từ git") from None
    if done.returncode and not quiet:
        said = "".join(done.stderr.strip().splitlines()[-1:])
        raise SettingsError(f"git không đọc được lịch sử của {content}: {said}")
    return done.stdout if not done.returncode else ""
