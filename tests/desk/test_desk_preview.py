"""The page that the desk shows is the build's, byte for byte; of a draft, the one that it gets when it is published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.building import CONTENT, ROOT, run_build, warm
from tests.helpers.desk import DRAFT, DRAFT_FILE, Browser, key_of

pytestmark = pytest.mark.slow


def test_every_page_is_the_builds(own_output: Path, tmp_path: Path) -> None:
    cache = warm(tmp_path / "cache", content=CONTENT)
    command = [sys.executable, "-m", "tests.helpers.desk_pages", str(CONTENT), str(own_output)]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CACHE": str(cache)}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=300, check=False)
    pages = len(list((own_output / "bai-viet").glob("*/index.html")))
    assert done.stdout == f"{pages} equal\n", done.stdout + done.stderr


@pytest.mark.parametrize("date", ["2021-03-15 07:30", "2021-02-01", "2026-01-02 09:00"], ids=["last", "first", "later"])
def test_a_draft_is_shown_as_it_will_be(
    ask: Browser, content: Path, tmp_path: Path, date: str, own_output: Path
) -> None:
    key = key_of(DRAFT_FILE)
    opened = ask.opened(DRAFT_FILE)
    changes = {"Date": [date], "Title": ["Tên khác hẳn"], "Tags": ["thử nghiệm"], "Category": ["xay-dung"]}
    body = "Chữ khác, [dẫn tới bài kia](/articles/2021/2021-03-01-bai-dang.md).\n\n## Mục\n\nHết.\n"
    told = ask.ask("POST", f"/bai/{key}/xem", {**opened, "changes": changes, "body": body, "page": True}).json
    assert not told["errors"], told["problems"]
    files = {p.relative_to(content).as_posix(): p.read_text(encoding="utf-8") for p in content.rglob("*.md")}
    text = DRAFT.replace("Status: draft\n", "Tags: thử nghiệm\n").replace("Bài nháp để thử", "Tên khác hẳn")
    text = text.replace("2030-01-02 07:30", date).replace("van-hoa", "xay-dung")
    files[DRAFT_FILE] = text.partition("\n\n")[0] + f"\n\n{body}"
    there = desks.newsroom(tmp_path, more=files)
    run_build(there, tmp_path / "output", tmp_path / "cache")
    assert told["html"] == (tmp_path / "output/bai-viet/bai-nhap/index.html").read_text(encoding="utf-8")
