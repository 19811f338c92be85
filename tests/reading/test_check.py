"""`check`: the gate alone, for people, for GitHub's annotations and for tools; writes nothing; quick."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.helpers.building import ROOT
from tests.helpers.corpus import generate, write
from tests.helpers.cost import cost
from tests.helpers.processes import run_module

TINY = Path(__file__).parent.parent / "site" / "content"


def run_check(content: Path, cache: Path, *options: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(cache)}
    done = run_module("plugins.command", "check", "--content", str(content), *options, cwd=ROOT, env=environment)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The tiny site with an error and a warning."""
    folder = Path(shutil.copytree(TINY, tmp_path / "content"))
    (folder / "articles/sai.md").write_text(
        "Title: Sai, 100%: “một”\nDate: 05/07/2021\nCategory: dao-duc\nSummary: S.\n\nMột , hai.\n", encoding="utf-8"
    )
    return folder


def test_text(content: Path, tmp_path: Path) -> None:
    code, told = run_check(content, tmp_path / "cache")
    lines = told.splitlines()
    assert code == 1
    assert re.search(r"content/articles/sai\.md:2: Date: “05/07/2021” có thể hiểu", lines[0])
    assert "content/articles/sai.md:6: nội dung: LƯU Ý: thừa khoảng trắng" in lines[1]
    assert re.fullmatch(r"11 bài, 1 lỗi, 1 lưu ý, [0-9.]+ giây", lines[2])
    assert lines[3:] == ["• articles/2099-01-01-hen-gio.md: chờ đăng lúc 07:00 ngày 01/01/2099"]
    (content / "articles/sai.md").unlink()
    code, told = run_check(content, tmp_path / "cache")
    assert code == 0
    assert told.startswith("10 bài, 0 lỗi, 0 lưu ý")


def test_github(content: Path, tmp_path: Path) -> None:
    code, told = run_check(content, tmp_path / "cache", "--format", "github")
    lines = told.splitlines()
    assert code == 1
    assert re.match(r"::error file=\S*content/articles/sai\.md,line=2,title=Date::“05/07/2021” có thể", lines[0])
    assert re.match(r"::warning file=\S*content/articles/sai\.md,line=6,title=nội dung::", lines[1])
    assert len(lines) == 2


def test_json(content: Path, tmp_path: Path) -> None:
    code, told = run_check(content, tmp_path / "cache", "--format", "json")
    rows = json.loads(told)
    assert code == 1
    assert [(row["line"], row["field"], row["rule"], row["severity"]) for row in rows] == [
        (2, "Date", "date", "error"),
        (6, "nội dung", "text-spacing", "warning"),
    ]
    (content / "articles/sai.md").unlink()
    assert run_check(content, tmp_path / "cache", "--format", "json") == (0, "[]\n")


def test_a_build_reports_in_the_same_forms(content: Path, tmp_path: Path) -> None:
    options = ("--content", str(content), "--output", str(tmp_path / "output"), "--format", "json")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(tmp_path / "cache")}
    done = run_module("plugins.command", "build", *options, cwd=ROOT, env=environment)
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["path"].endswith("content/articles/sai.md")


def test_what_is_wrong_at_another_time(content: Path, tmp_path: Path) -> None:
    """A link to an article that is not out yet is an error now, and none from that moment on."""
    (content / "articles/sai.md").write_text(
        "Title: Bài\nDate: 2022-03-03\nCategory: dao-duc\nSummary: S.\n\n[Bài hẹn giờ](2099-01-01-hen-gio.md)\n",
        encoding="utf-8",
    )
    code, told = run_check(content, tmp_path / "cache")
    assert code == 1
    assert "bài này chưa (hoặc không còn) được đăng" in told
    assert run_check(content, tmp_path / "cache", "--at", "2099-01-01T07:00")[0] == 0


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(tmp_path / "cache")}
    done = run_module("plugins.command", "check", "--content", str(tmp_path / "no"), cwd=ROOT, env=environment)
    assert done.returncode == 1
    assert "không có thư mục nội dung này" in done.stderr


@pytest.mark.slow
def test_a_thousand_articles_cost_little_more_than_ten(tmp_path: Path) -> None:
    """In the processor's time, beside a run that has hardly anything to check: twelve times that when all is new, twice
    that when nothing is."""
    write(tmp_path / "content", generate(1_000))
    least = cost(lambda: run_check(TINY, tmp_path / "tiny"))
    assert cost(lambda: run_check(tmp_path / "content", tmp_path / "cache"), 1) < 12 * least
    assert cost(lambda: run_check(tmp_path / "content", tmp_path / "cache")) < 2 * least
    assert run_check(tmp_path / "content", tmp_path / "cache")[0] == 0
