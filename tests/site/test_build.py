"""A whole build: what it publishes, what it keeps back, what it refuses, and that its bytes depend on nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.helpers.building import ROOT, TINY, run_build, warm
from tests.helpers.processes import run_module

SITE = "https://column.example"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the tiny site that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, built once; read only."""
    folder = tmp_path_factory.mktemp("tiny")
    run_build(TINY, folder / "output", folder / "cache", "--site-url", SITE)
    return folder / "output"


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_public_article_has_its_page(built: Path) -> None:
    found = {path.parent.name for path in (built / "bai-viet").glob("*/index.html")}
    assert found == {"cung-phut-hai", "cung-phut-mot", "doi-moi", "dinh-chinh", "corrections", "ten-moi", "ten-cu"}


def test_nothing_of_unpublished_articles_leaves(built: Path) -> None:
    for name, data in files(built).items():
        assert b"KHONG-DUOC-LO" not in data, name
        assert not any(word in name for word in ("rieng", "hen-gio", "ban-nhap", "het-han")), name


def test_every_term_of_the_plan_has_a_page_and_every_topic_a_feed(built: Path) -> None:
    plan = tomllib.loads((TINY / "plan.toml").read_text(encoding="utf-8"))["plans"][0]
    for table, folder in (
        ("topics", "chu-de"),
        ("forms", "hinh-thuc"),
        ("phases", "giai-doan"),
        ("documents", "van-kien"),
        ("priorities", "uu-tien"),
        ("units", "don-vi"),
    ):
        for term in plan.get(table, []):
            assert (built / folder / term["slug"] / "index.html").is_file(), term["slug"]
    for topic in plan["topics"]:
        assert (built / "chu-de" / topic["slug"] / "rss.xml").is_file(), topic["slug"]
    for item in plan["items"]:
        assert (built / "ke-hoach" / plan["slug"] / item["slug"] / "index.html").is_file(), item["slug"]


@pytest.mark.slow
def test_same_bytes_whatever_the_surroundings(built: Path, content: Path, tmp_path: Path) -> None:
    for path in sorted(content.rglob("*"), reverse=True):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    surroundings = {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMN_WORKERS": "3"}
    command = [sys.executable, "-m", "plugins.command", "build", "--content", str(content), "--site-url", SITE]
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(tmp_path / "cache")}
    subprocess.run(
        [*command, "--output", str(tmp_path / "other")],
        check=True,
        env=environment,
        cwd=tmp_path,
        umask=0o077,
        capture_output=True,
    )
    assert files(tmp_path / "other") == files(built)
    assert {path.stat().st_mode for path in (tmp_path / "other").rglob("*.html")} == {0o100644}


@pytest.mark.slow
def test_building_again_writes_nothing(content: Path, tmp_path: Path) -> None:
    output, cache = tmp_path / "output", tmp_path / "cache"
    run_build(content, output, cache)
    times = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    assert "ghi 0, xoá 0" in run_build(content, output, cache).stdout
    assert "ghi 0, xoá 0" in run_build(content, output, cache, "--force").stdout
    for path, before in times.items():
        if path.is_file():
            assert path.stat().st_mtime_ns == before, path


@pytest.mark.slow
def test_an_output_that_went_with_its_folders_is_made_again(content: Path, tmp_path: Path) -> None:
    output, cache = tmp_path / "a" / "b" / "output", tmp_path / "cache"
    run_build(content, output, cache)
    first = files(output)
    for gone in (output.parent, output.parent.parent):
        shutil.rmtree(gone)
        run_build(content, output, cache)
        assert files(output) == first


def test_the_site_as_of_an_instant(tmp_path: Path) -> None:
    run_build(TINY, tmp_path / "output", tmp_path / "cache", "--at", "2022-03-05T00:00")
    assert {path.name for path in (tmp_path / "output" / "bai-viet").iterdir()} == {"cung-phut-hai", "cung-phut-mot"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda c: (c / "plan.toml").unlink(), "plan.toml:0: plan.toml: không có tệp plan.toml"),
        (lambda c: (c / "plan.toml").write_text("[[plans]\n"), "plan.toml:1: plan.toml: không đọc được TOML"),
        (lambda c: shutil.rmtree(c / "articles"), "articles:0: số bài: không có bài nào"),
        (
            lambda c: (c / "articles/x.md").write_text(
                "Title: X\nDate: 2022-03-03 08:00\nCategory: khong-co\nSummary: S\n\nNội dung.\n"
            ),
            "articles/x.md:3: Category: “khong-co” không có trong kế hoạch",
        ),
    ],
    ids=["no plan", "unreadable plan", "no articles", "unknown category"],
)
def test_what_cannot_be_published_is_told_and_the_site_stays(
    content: Path, tmp_path: Path, break_it, told: str
) -> None:
    output, cache = tmp_path / "output", tmp_path / "cache"
    run_build(content, output, cache)
    before = files(output)
    break_it(content)
    done = run_build(content, output, cache, code=1)
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "trang cũ được giữ nguyên" in done.stderr
    assert files(output) == before


def test_every_problem_is_told_at_once(content: Path, tmp_path: Path) -> None:
    (content / "articles/a.md").write_text("Title: A\nDate: 05/07/2021\nCategory: khong\n\nChữ.\n", encoding="utf-8")
    (content / "articles/b.md").write_text("Titel: B\nDate: 2021-02-30\n\nChữ.\n", encoding="utf-8")
    told = run_build(content, tmp_path / "output", tmp_path / "cache", code=1).stderr
    for words in ("a.md:2: Date: “05/07/2021”", "a.md:1: Summary", "b.md:1: Titel", "b.md:2: Date: “2021-02-30”"):
        assert words in told, told
    lines = [line for line in told.splitlines() if ".md:" in line]
    assert lines == sorted(lines)


def test_an_output_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "precious"
    output.mkdir()
    (output / "letter.txt").write_text("keep me")
    assert "không do chuyên mục dựng" in run_build(TINY, output, tmp_path / "cache", code=1).stderr
    assert (output / "letter.txt").read_text() == "keep me"


@pytest.mark.parametrize("output", ["/", "~", "{content}", "{content}/output", "{root}"])
def test_dangerous_outputs_are_refused(content: Path, tmp_path: Path, output: str) -> None:
    folder = Path(output.format(content=content, root=ROOT)).expanduser()
    assert "hãy chọn thư mục khác" in run_build(content, folder, tmp_path / "cache", code=1).stderr


@pytest.mark.slow
def test_plain_pelican_has_the_same_gate_and_makes_the_same_site(content: Path, tmp_path: Path) -> None:
    run_build(content, tmp_path / "output", tmp_path / "cache")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(tmp_path / "cache"))}
    command = ("pelican", str(content), "-o", str(tmp_path / "plain"), "-s", "pelicanconf.py")
    run_module(*command, env=environment, cwd=ROOT).check_returncode()
    assert files(tmp_path / "plain") == files(tmp_path / "output")
    (content / "articles/x.md").write_text("Title: X\n\nChữ.\n", encoding="utf-8")
    assert run_module(*command, env=environment, cwd=ROOT).returncode
    assert files(tmp_path / "plain") == files(tmp_path / "output")


@pytest.mark.slow
def test_an_ordinary_pelican_plugin_still_works(content: Path, tmp_path: Path) -> None:
    (tmp_path / "greeting.py").write_text(
        "from pathlib import Path\nfrom pelican import signals\n\n\n"
        "def greet(pelican):\n    Path(pelican.output_path, 'greeting.txt').write_text('xin chào')\n\n\n"
        "def register():\n    signals.finalized.connect(greet)\n"
    )
    conf = tmp_path / "conf.py"
    settings = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    conf.write_text(
        settings.replace('PLUGIN_PATHS = ["."]', f"PLUGIN_PATHS = [{str(tmp_path)!r}, {str(ROOT)!r}]")
        .replace('PLUGINS = ["plugins.column"]', 'PLUGINS = ["greeting", "plugins.column"]')
        .replace('THEME = "theme"', f"THEME = {str(ROOT / 'theme')!r}"),
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(tmp_path / "cache"))}
    command = ("pelican", str(content), "-o", str(tmp_path / "output"), "-s", str(conf))
    run_module(*command, env=environment, cwd=tmp_path).check_returncode()
    assert (tmp_path / "output/greeting.txt").read_text() == "xin chào"
