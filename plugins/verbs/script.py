"""`script ARTICLE`: the article as it is read over loudspeakers, numbers and abbreviations in words: a text file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..core.reports.loudspeaker import make_script
from ..system import build_inputs
from .feed_preview import find_article

_RULE = "-" * 40


def run(content: Path, wanted: str, to: Path | None, site_url: str) -> int:
    """Write the script and say where it is. wanted: file, Slug or Id."""
    book, article = find_article(content, wanted, site_url)
    script = make_script(article, book.body(article), book.column.site.name)
    head = (
        "BẢN ĐỌC TRUYỀN THANH (chỉ đọc phần dưới dòng kẻ; dòng trong ngoặc vuông không đọc)",
        f"Bài: {article.title}",
        f"Địa chỉ: {book.origin}{book.present.url(article)}",
        f"Thời gian đọc: khoảng {script.minutes} phút",
        _RULE,
    )
    path = (to or build_inputs.shelf("doc-loa")) / f"doc-{article.slug}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((*head, "", *script.lines, "")), encoding="utf-8")
    sys.stdout.write(f"{os.path.relpath(path)}: khoảng {script.minutes} phút đọc\n")
    return 0
