"""The live loop goes on whatever becomes of the folder it watches."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from plugins.verbs import serve
from tests.helpers.building import CONTENT, ROOT, warm

ARTICLE = """Title: Bài số {number}
Date: 2021-07-{day:02} 07:30
Category: {topic}
Summary: Sapo của bài số {number}.

Chữ {words}.
"""


class Live(NamedTuple):
    content: Path
    address: str


def write(content: Path, number: int, words: str) -> None:
    topic = re.search(r'\[\[plans\.topics\]\]\s*slug = "([^"]+)"', (content / "plan.toml").read_text(encoding="utf-8"))
    assert topic
    path = content / "articles" / f"2021-07-{number + 1:02}-bai-{number}.md"
    path.write_text(ARTICLE.format(number=number, day=number + 1, topic=topic[1], words=words), encoding="utf-8")


def page(live: Live, number: int) -> str:
    address = f"{live.address}bai-viet/bai-{number}/"
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def wait_for(live: Live, number: int, words: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if words in page(live, number):
            return
        time.sleep(0.2)
    pytest.fail(f"the preview never showed {words!r}")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        shutil.copy(CONTENT / name, content / name)
    for number in range(21):
        write(content, number, "đầu")
    command = [sys.executable, "-m", "plugins.command", "serve", "--content", str(content), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(tmp_path / "cache"))}
    process = subprocess.Popen(
        [*command, "--output", str(tmp_path / "output")],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    try:
        told = ""
        for line in process.stdout:
            told += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                yield Live(content, found[0])
                break
        else:
            pytest.fail(told)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


@pytest.mark.slow
def test_a_switch_of_branches_and_a_folder_put_back(live: Live) -> None:
    for number in range(5):
        (live.content / "articles" / f"2021-07-{number + 1:02}-bai-{number}.md").unlink()
    write(live.content, 7, "sau khi đổi nhánh")
    wait_for(live, 7, "sau khi đổi nhánh")
    live.content.rename(live.content.with_name("nơi khác"))
    time.sleep(1.5)
    live.content.with_name("nơi khác").rename(live.content)
    time.sleep(1.5)
    write(live.content, 8, "sau khi trả lại")
    wait_for(live, 8, "sau khi trả lại")
    shutil.copytree(live.content, live.content.with_name("bản sao"))
    shutil.rmtree(live.content)
    live.content.with_name("bản sao").rename(live.content)
    time.sleep(2.5)
    write(live.content, 9, "trong thư mục khác")
    wait_for(live, 9, "trong thư mục khác")


def test_what_is_saved_while_the_told_is_built_is_told_next(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    stopped = threading.Event()
    alarm = threading.Timer(20, stopped.set)
    alarm.start()
    told = serve._changes([content], stopped)
    assert next(told) == []

    (content / "a.md").write_text("lưu khi lần đầu được dựng", encoding="utf-8")
    assert any(str(content / "a.md") in paths for paths in told)

    shutil.copytree(content, tmp_path / "bản sao")
    shutil.rmtree(content)
    (tmp_path / "bản sao").rename(content)
    assert any(str(content) in paths for paths in told)
    (content / "b.md").write_text("lưu khi thư mục mới được dựng", encoding="utf-8")
    assert any({str(content), str(content / "b.md")} & {*paths} for paths in told)
    alarm.cancel()
