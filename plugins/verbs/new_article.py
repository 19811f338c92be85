"""`new`: a title → an article file with the headers filled in, ready to be written."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..core.article.unfinished import BODY, SUMMARY
from ..core.errors import SettingsError
from ..core.plan import plan_file
from ..core.text.vietnamese import nfc, slugify
from ..reading.sources import plan_paths

_TEMPLATE = """Title: {title}
Date: {date}
Category:
Summary: {summary}
Status: draft
Id: {id}
Form:
Plan_items:
Tags:
Authors:
Picture:
Picture_alt:
Picture_caption:
Picture_credit:

{body}
"""


def create(content: Path, title: str) -> int:
    """Write the file and say where it is; an existing one is never touched."""
    title = nfc(" ".join(title.split()))
    slug = slugify(title)
    if not slug:
        raise SettingsError(f"tên bài “{title}” không còn chữ nào sau khi bỏ dấu; hãy đặt tên khác")
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    texts = {path.relative_to(content).as_posix(): path.read_text(encoding="utf-8-sig") for path in plan_paths(content)}
    plans, _ = plan_file.read_plan_files(texts)
    topics = [topic.slug for plan in plans.current(now.date()) for topic in plan.topics]
    stem = f"{now:%Y-%m-%d}-{slug}"
    path = content / "articles" / f"{now:%Y}" / f"{stem}.md"
    if path.exists():
        raise SettingsError(f"{path}: đã có tệp này")
    path.parent.mkdir(parents=True, exist_ok=True)
    when = f"{now:%Y-%m-%d %H:%M}"
    text = _TEMPLATE.format(title=title, date=when, id=stem, summary=SUMMARY, body=BODY)
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path}\nChủ đề (Category) chọn một trong: {', '.join(topics)}\n")
    return 0
