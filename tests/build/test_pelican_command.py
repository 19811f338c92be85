"""Pelican's own command: what each way of starting it does, and that its last line is true."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.helpers.building import ROOT, TINY, warm
from tests.helpers.processes import run_module
from tests.publish.servers import free_port

ARTICLE = "articles/2022-04-05-dinh-chinh.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the tiny site that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CACHE": str(warm(tmp_path / "cache"))}


def pelican(tmp_path: Path, *arguments: str, code: int = 0) -> str:
    """Everything Pelican says; started in the project's folder, so that it finds the settings."""
    done = run_module("pelican", *arguments, cwd=ROOT, env=environment(tmp_path))
    assert done.returncode == code, done.stdout + done.stderr
    return " ".join((done.stdout + done.stderr).split())


@contextmanager
def running(tmp_path: Path, *arguments: str) -> Iterator[Path]:
    """Pelican at work until the block ends; the file takes what it says."""
    said = tmp_path / "said"
    with open(said, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pelican", *arguments],
            cwd=ROOT,
            env=environment(tmp_path),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield said
        finally:
            os.killpg(process.pid, 15)
            process.wait()


def until(true: Callable[[], bool], said: Path) -> None:
    """Wait for something, and fail with what Pelican said."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(said.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_builds_and_counts(content: Path, tmp_path: Path) -> None:
    said = pelican(tmp_path, str(content), "-o", str(tmp_path / "output"))
    assert (tmp_path / "output/bai-viet/dinh-chinh/index.html").is_file()
    assert "Done: Processed 6 articles, 4 drafts, 0 hidden articles, 2 pages" in said
    assert "Xong: 6 bài (4 bài chờ đăng hoặc bản nháp)" in said


@pytest.mark.slow
def test_an_error_is_told_without_a_traceback_and_the_site_stays(content: Path, tmp_path: Path) -> None:
    arguments = (str(content), "-o", str(tmp_path / "output"))
    pelican(tmp_path, *arguments)
    (content / ARTICLE).write_text("Title: x\n\nChữ.\n", encoding="utf-8")
    said = pelican(tmp_path, *arguments, code=1)
    assert "dinh-chinh.md:1: Date: thiếu" in said
    assert "Traceback" not in said
    assert (tmp_path / "output/bai-viet/dinh-chinh/index.html").is_file()


@pytest.mark.slow
def test_extra_settings_and_another_settings_file(content: Path, tmp_path: Path) -> None:
    other = tmp_path / "publishconf.py"
    other.write_text(
        f"import sys\n\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n\n"
        f"PLUGIN_PATHS = [{str(ROOT)!r}]\nTHEME = {str(ROOT / 'theme')!r}\nSITEURL = 'https://dang.example'\n",
        encoding="utf-8",
    )
    arguments = (str(content), "-o", str(tmp_path / "output"), "-s", str(other))
    pelican(tmp_path, *arguments, "-e", 'SITENAME="Tên dòng lệnh"', "-D")
    front = (tmp_path / "output/index.html").read_text(encoding="utf-8")
    assert "https://dang.example/" in front
    assert "Tên dòng lệnh" in front


@pytest.mark.slow
def test_prints_settings(content: Path, tmp_path: Path) -> None:
    said = pelican(tmp_path, str(content), "--print-settings", "DEFAULT_LANG", "OUTPUT_PATH")
    assert "DEFAULT_LANG: 'vi'" in said
    assert "/output" in said


@pytest.mark.slow
def test_refuses_in_one_line(content: Path, tmp_path: Path) -> None:
    said = pelican(tmp_path, str(content), "-o", str(tmp_path / "o"), "-e", 'FEED_RSS="a.xml"', code=1)
    assert "FEED_RSS = 'a.xml'" in said
    assert "Traceback" not in said
    assert not (tmp_path / "o").exists()


@pytest.mark.slow
def test_builds_again_at_every_change_and_serves(content: Path, tmp_path: Path) -> None:
    port, page = free_port(), tmp_path / "output/bai-viet/dinh-chinh/index.html"
    arguments = (str(content), "-o", str(tmp_path / "output"), "-r", "-l", "-p", str(port))
    with running(tmp_path, *arguments) as said:
        until(page.is_file, said)
        original = (content / ARTICLE).read_text(encoding="utf-8")

        def served() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/bai-viet/dinh-chinh/") as answer:
                return str(answer.read().decode())

        def save(text: str, seen: Callable[[], bool]) -> None:
            """Pelican looks away while it builds, and misses what is saved then: who sees nothing saves again."""
            turns = count()

            def tried() -> bool:
                if next(turns) % 30 == 0:
                    (tmp_path / "beside").write_text(text, encoding="utf-8")
                    (tmp_path / "beside").replace(content / ARTICLE)
                return seen()

            until(tried, said)

        save(original + "\n\nDòng thêm vào.\n", lambda: "Dòng thêm vào" in served())
        save("Titlex: hỏng\n\nChữ.\n", lambda: "Titlex" in said.read_text(encoding="utf-8"))
        assert "Dòng thêm vào" in served()
        save(original + "\n\nDòng sửa lại.\n", lambda: "Dòng sửa lại" in served())


@pytest.mark.slow
def test_serves_what_stands_and_stops_nobody(content: Path, tmp_path: Path) -> None:
    port, arguments = free_port(), (str(content), "-o", str(tmp_path / "output"))
    pelican(tmp_path, *arguments)

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                return "Chuyên mục thử" in answer.read().decode()
        except OSError:
            return False

    with running(tmp_path, *arguments, "-l", "-p", str(port)) as said:
        until(answers, said)
        pelican(tmp_path, *arguments)  # would wait while somebody held the lock
        assert answers()


@pytest.mark.slow
def test_serves_at_the_address_and_port_that_settings_name(content: Path, tmp_path: Path) -> None:
    port, arguments = free_port(), (str(content), "-o", str(tmp_path / "output"))
    pelican(tmp_path, *arguments)

    def answers(host: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/") as answer:
                return "Chuyên mục thử" in answer.read().decode()
        except OSError:
            return False

    with running(tmp_path, *arguments, "-l", "-e", 'BIND="127.0.0.2"', f"PORT={port}") as said:
        until(lambda: answers("127.0.0.2"), said)
        assert not answers("127.0.0.1")


def own_settings(tmp_path: Path, lines: str, plugins: str = "") -> str:
    """A settings file beside which modules of its own lie."""
    path = tmp_path / "own.py"
    path.write_text(
        f"import logging, sys\n\nsys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]\nfrom pelicanconf import *\n\n"
        f"PLUGIN_PATHS = [{str(ROOT)!r}, {str(tmp_path)!r}]\nPLUGINS = ['plugins.column'{plugins}]\n"
        f"THEME = {str(ROOT / 'theme')!r}\n{lines}\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.slow
def test_silences_what_settings_say(content: Path, tmp_path: Path) -> None:
    """LOG_FILTER works on whatever a build logs, a plugin's words among them."""
    (tmp_path / "hay_nhac.py").write_text(
        "import logging\nfrom pelican import signals\n\n\n"
        "def remind(pelican):\n    for word in ('một', 'hai'):\n"
        "        logging.getLogger('hay_nhac').warning('Lời nhắc ' + word)\n\n\n"
        "def register():\n    signals.finalized.connect(remind)\n",
        encoding="utf-8",
    )
    arguments = (str(content), "-o", str(tmp_path / "output"), "-s")
    said = pelican(tmp_path, *arguments, own_settings(tmp_path, "", ", 'hay_nhac'"))
    assert "Lời nhắc một" in said
    assert "Lời nhắc hai" in said
    one = own_settings(tmp_path, "LOG_FILTER = [(logging.WARN, 'Lời nhắc một')]", ", 'hay_nhac'")
    said = pelican(tmp_path, *arguments, one)
    assert "Lời nhắc một" not in said
    assert "Lời nhắc hai" in said


@pytest.mark.slow
def test_runs_the_class_that_settings_name(content: Path, tmp_path: Path) -> None:
    (tmp_path / "lop_rieng.py").write_text(
        "from pelican import Pelican\n\n\nclass Own(Pelican):\n"
        "    def run(self):\n        print('lớp riêng chạy')\n        super().run()\n",
        encoding="utf-8",
    )
    settings = own_settings(tmp_path, "PELICAN_CLASS = 'lop_rieng.Own'")
    said = pelican(tmp_path, str(content), "-o", str(tmp_path / "output"), "-s", settings)
    assert "lớp riêng chạy" in said
    assert "Done: Processed 6 articles" in said
    assert (tmp_path / "output/bai-viet/dinh-chinh/index.html").is_file()
    wrong = own_settings(tmp_path, "PELICAN_CLASS = 'khong_co.Lop'")
    said = pelican(tmp_path, str(content), "-o", str(tmp_path / "o"), "-s", wrong, code=1)
    assert "khong_co" in said
    assert not (tmp_path / "o").exists()
