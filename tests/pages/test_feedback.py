"""The ledger's pages, built from a whole small site."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.helpers.building import ROOT, warm
from tests.helpers.processes import run_module

pytestmark = pytest.mark.slow

SITE = ROOT / "tests" / "site" / "content"


class Site:
    """A copy of the small site that a test may change and build."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.output = folder / "output"
        self.cache = warm(folder / "cache")
        shutil.copytree(SITE, self.content)

    def build(self) -> subprocess.CompletedProcess[str]:
        folders = ("--content", str(self.content), "--output", str(self.output))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(self.cache)}
        return run_module("plugins.command", "build", *folders, cwd=ROOT, env=environment)

    def page(self, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.output / path / "index.html").read_text(encoding="utf-8"), "lxml")

    def ledger(self, *changes: tuple[str, str]) -> None:
        file = self.content / "hoi-dap.toml"
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_questions_have_state_answer_and_a_place_of_their_own(site: Site) -> None:
    built = site.build()
    assert built.returncode == 0, built.stderr
    for path in ("hoi-dap", "hoi-dap/2022"):
        page = site.page(path)
        numbers = [item["id"] for item in page.select("li.ledger-question")]
        assert numbers == ["so-2", "so-1"]
        answered = page.select_one("#so-1")
        assert answered is not None
        assert "Đã trả lời" in answered.get_text()
        assert [link["href"] for link in answered.select("a")] == [
            "/hoi-dap/2022/#so-1",
            "/bai-viet/dinh-chinh/",
            "/bai-viet/dinh-chinh/",
        ]
        waiting = page.select_one("#so-2")
        assert "Đang xử lý" in waiting.get_text()
        assert not waiting.select(".ledger-answer")


def test_an_answer_touches_the_ledger_and_the_search_and_nothing_else(site: Site) -> None:
    site.build()
    site.ledger(('state = "dang-xu-ly"', 'state = "da-tra-loi"\nanswered = 2022-05-09\nanswer = "Chưa rõ ngày."'))
    before = {file: file.read_bytes() for file in site.output.rglob("*") if file.is_file()}
    assert site.build().returncode == 0
    after = {file: file.read_bytes() for file in site.output.rglob("*") if file.is_file()}
    changed = {file.relative_to(site.output).as_posix() for file in after if before.get(file) != after[file]}
    found = {file for file in changed if file.startswith("tim-kiem/")}
    assert changed - found == {"hoi-dap/index.html", "hoi-dap/2022/index.html", "hoi-dap/rss.xml"}
    assert found
    assert not [file for file in found if file.endswith((".html", ".json", "muc-luc.bin"))], "only words have changed"


def test_an_empty_ledger_says_so(site: Site) -> None:
    (site.content / "hoi-dap.toml").unlink()
    assert site.build().returncode == 0
    assert "Sổ chưa có phản hồi nào" in site.page("hoi-dap").get_text()


def test_whatever_is_wrong_is_told_and_the_old_site_stays(site: Site) -> None:
    site.build()
    before = (site.output / "hoi-dap" / "index.html").read_bytes()
    site.ledger(
        ("Đến bao giờ", "Xin gọi 0912 345 678: đến bao giờ"),
        ('article = "2022-04-05-dinh-chinh"', 'article = "2022-05-02-ban-nhap"'),
    )
    refused = site.build()
    assert refused.returncode == 1
    assert "hoi-dap.toml:14: question: “0912 345 678” trông như số điện thoại" in refused.stderr
    assert (site.output / "hoi-dap" / "index.html").read_bytes() == before
    site.ledger(("Xin gọi 0912 345 678: đ", "Đ"))
    refused = site.build()
    assert "hoi-dap.toml:8: article: bài “2022-05-02-ban-nhap” chưa (hoặc không còn) được đăng" in refused.stderr
    site.ledger(('topic = "chua-co-bai"', 'topic = "chua-co-bài"'))
    assert "có phải ý bạn là chua-co-bai?" in site.build().stderr
