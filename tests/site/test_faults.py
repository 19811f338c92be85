"""Whatever fails around a build, readers see a whole site, the report says why, and the next build is right."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.helpers.processes import interpreters_of_their_own
from tests.helpers.rounds import rounds
from tests.site.faults import ARTICLE, PAGE, Site, copy_project, files, without_privileges

pytestmark = pytest.mark.slow

KILLS = rounds(4, 200)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The tiny site, not yet built."""
    return Site(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_ended_at_any_instant_leaves_a_whole_site(site: Site, number: signal.Signals) -> None:
    old, new = site.states()
    started = time.monotonic()
    site.change(1)
    with interpreters_of_their_own():  # as those that are ended
        assert site.build("--allow-deletions")[0] == 0
    length = time.monotonic() - started
    chance = random.Random(int(number))
    state = 1
    for round_ in range(KILLS if number == signal.SIGKILL else KILLS // 2):
        state = 1 - state
        site.change(state)
        site.interrupt(chance.uniform(0.1, 1.1) * length, number, workers=bool(round_ % 2))
        assert files(site.output) in (old, new)
        code, report = site.build("--allow-deletions")
        assert code == 0, report
        assert files(site.output) == (old, new)[state]
        assert site.leavings() == []


def test_builds_at_once_wait_for_each_other(site: Site) -> None:
    _, new = site.states()
    site.change(1)
    builds = [site.start("--force") for _ in range(3)]
    for build in builds:
        report, _ = build.communicate(timeout=300)
        assert build.returncode == 0, report
    assert files(site.output) == new
    assert site.leavings() == []


@pytest.mark.parametrize("size", [0, 500, 3_000, 20_000, 60_000])
def test_a_write_that_fails_is_told_and_the_site_stays(site: Site, size: int) -> None:
    old, new = site.states()
    site.change(1)
    code, report = site.build(prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert "Traceback" not in report
    assert "Errno" not in report
    if code:
        assert re.search(r"LỖI: .*(vượt cỡ|trang cũ|dựng trước)", report), report
        assert files(site.output) == old
    else:
        assert files(site.output) == new
    assert site.build()[0] == 0
    assert files(site.output) == new


def test_few_file_handles_are_enough(site: Site) -> None:
    site.change(0)
    code, report = site.build(prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
    assert code == 0, report


def test_too_few_file_handles_are_told(site: Site) -> None:
    code, report = site.build(prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)))
    if code:
        assert "Traceback" not in report.partition("LỖI")[2]
        assert not site.output.exists()
    assert site.build()[0] == 0


def test_a_file_that_may_not_be_read(site: Site) -> None:
    old, _ = site.states()
    (site.content / ARTICLE).chmod(0)
    code, report = site.build("--force", prepare=without_privileges)
    assert code == 1
    assert f"{ARTICLE}:0: tệp: không đọc được tệp (không có quyền)" in report
    assert "Traceback" not in report
    assert files(site.output) == old


def test_a_folder_that_may_not_be_read(site: Site) -> None:
    old, _ = site.states()
    (site.content / "articles").chmod(0)
    code, report = site.build(prepare=without_privileges)
    (site.content / "articles").chmod(0o755)
    assert code == 1
    assert "articles" in report
    assert "không có quyền" in report
    assert files(site.output) == old


def test_a_place_that_may_not_be_written(site: Site) -> None:
    site.output = site.home / "locked" / "output"
    site.output.parent.mkdir(mode=0o555)
    code, report = site.build(prepare=without_privileges)
    assert code == 1
    assert re.search(r"LỖI: .*locked.*không có quyền", report), report
    assert not site.output.exists()


@pytest.mark.parametrize("output", ["/proc/site", "/dev/null/site", "/sys/site"])
def test_a_place_that_can_hold_no_site(site: Site, output: str) -> None:
    site.output = Path(output)
    code, report = site.build()
    assert code == 1
    assert "LỖI: " in report
    assert "Traceback" not in report
    assert "Errno" not in report


def test_a_cache_that_may_not_be_written(site: Site) -> None:
    shutil.rmtree(site.cache)
    site.cache.mkdir(mode=0o555)
    code, report = site.build(prepare=without_privileges)
    assert code == 1
    assert re.search(r"LỖI: .*cache.*không có quyền", report), report


def test_an_output_that_is_a_link(site: Site) -> None:
    target = site.home / "elsewhere"
    target.mkdir()
    site.output.symlink_to(target)
    code, report = site.build()
    assert code == 0, report
    assert site.output.is_symlink()
    assert (target / "index.html").is_file()
    site.change(1)
    assert site.build()[0] == 0
    assert site.output.is_symlink()
    assert "bài một, lần 1" in (target / PAGE).read_text(encoding="utf-8")


def test_an_output_beside_content_of_like_name(site: Site) -> None:
    site.output = site.home / "content-output"
    code, report = site.build()
    assert code == 0, report


def test_an_article_saved_again_and_again_while_builds_run(site: Site) -> None:
    """Never a page with half a text: the reader looks twice and waits for a file that was touched this instant."""
    versions = [site.text.replace("Bài này không có ảnh.", f"{word} " * 3_000 + "hết.") for word in ("một", "hai")]
    ended = threading.Event()

    def save() -> None:
        number = 0
        while not ended.is_set():
            with (site.content / ARTICLE).open("w", encoding="utf-8") as file:
                for start in range(0, len(versions[number]), 2_000):
                    file.write(versions[number][start : start + 2_000])
                    file.flush()
            number = 1 - number
            ended.wait(random.Random(number).uniform(0.02, 0.1))

    editor = threading.Thread(target=save)
    editor.start()
    try:
        for _ in range(4):
            code, report = site.build()
            assert code == 0, report
            page = (site.output / PAGE).read_text(encoding="utf-8")
            assert (page.count("một ") >= 3_000) != (page.count("hai ") >= 3_000)
            assert "hết." in page
    finally:
        ended.set()
        editor.join()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site built by a copy of the project, which tests break and mend again."""
    home = tmp_path_factory.mktemp("own")
    made = Site(home, copy_project(home / "project"))
    code, report = made.build()
    assert code == 0, report
    made.change(1)
    return made


ARTICLES = "theme/templates/article.html"
WORDS = "plugins/search/index.py"
OTHER = "__import__('plugins.core.output').core.output.Output('index.html', bytes(16), bytes)"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (ARTICLES, "{% block main %}", "{% block main %}{% for %}", f"{ARTICLES}:"),
        (ARTICLES, "{% block main %}", "{% block main %}{{ head|nothing }}", f"{ARTICLES}:"),
        (ARTICLES, "{% block main %}", "{% block main %}{{ nothing.at.all }}", f"{ARTICLES}:"),
        (ARTICLES, "{% block main %}", "{% block main %}{{ 1 // 0 }}", f"{ARTICLES}:"),
        (ARTICLES, "{% block main %}", "{% block main %}{% include 'no.html' %}", "no.html"),
        (ARTICLES, "", "", "article.html"),
        ("theme/static/css/base.css", "", "", ""),
        ("plugins/feeds/sitemaps.py", "def register", "def (", "sitemaps.py"),
        ("plugins/feeds/sitemaps.py", "", "", "sitemaps"),
        ("plugins/feeds/sitemaps.py", "def register", "raise ValueError('x')\n\ndef register", "sitemaps"),
        ("plugins/feeds/opml.py", "def register", "def registrieren", "opml"),
        ("pelicanconf.py", "PLUGINS", "1 / 0\nPLUGINS", "pelicanconf.py"),
        # planned and made in a process of its own:
        (WORDS, "yield _words(", "1 / 0\n    yield _words(", "ZeroDivisionError"),
        (WORDS, "yield _words(", "import os\n    os.kill(os.getpid(), 9)\n    yield _words(", "tín hiệu 9"),
        (WORDS, "yield _words(", f"yield {OTHER}\n    yield _words(", "index.html: hai phần cùng ghi tệp này"),
        (WORDS, "search:documents", "plugins.pages.front.front_outputs", "hai nhóm trang cùng mang tên"),
    ],
)
def test_a_project_that_is_broken_keeps_the_site(own: Site, file: str, old: str, new: str, told: str) -> None:
    """old: replaced by new; "" takes the file away."""
    before = files(own.output)
    path = own.project / file
    whole = path.read_text(encoding="utf-8")
    if old:
        assert old in whole
        path.write_text(whole.replace(old, new, 1), encoding="utf-8")
    else:
        path.unlink()
    try:
        code, report = own.build()
    finally:
        path.write_text(whole, encoding="utf-8")
    assert "Traceback" not in report
    if told:
        assert code == 1, report
        assert told in report
        assert "LỖI: " in report
        assert files(own.output) == before


@pytest.mark.parametrize("left", ["old.1.stage/page.html", "spare.busy", "state.next"])
def test_what_a_killed_build_left_is_cleared_even_when_nothing_changed(site: Site, left: str) -> None:
    assert site.build()[0] == 0
    (state,) = (site.cache / "outputs").glob("*/state")
    (state.parent / left).parent.mkdir(exist_ok=True)
    (state.parent / left).touch()
    code, report = site.build()
    assert code == 0
    assert "ghi 0, xoá 0" in report
    assert site.leavings() == []


def test_a_lock_left_behind_is_no_lock(site: Site) -> None:
    site.states()
    (lock,) = (site.cache / "outputs").glob("*/lock")
    lock.write_text("999999")
    site.change(1)
    assert site.build()[0] == 0


# ── what editors do to many files at once ────────────────────────────────────────────────────────────────────────────


def test_emptied_content_is_refused(site: Site) -> None:
    old, _ = site.states()
    for path in (site.content / "articles").iterdir():
        path.unlink()
    code, report = site.build()
    assert code == 1
    assert "articles:0: số bài: không có bài nào" in report
    assert files(site.output) == old


def test_many_articles_gone_must_be_meant(site: Site) -> None:
    old, _ = site.states()
    for name in ("2022-03-01-cung-phut-hai", "2022-05-01-ten-moi", "2022-05-02-ban-nhap", "2022-05-03-an"):
        (site.content / f"articles/{name}.md").unlink()
    (site.content / "articles/2022-03-09-đổi-mới.md").unlink(missing_ok=True)
    for path in list((site.content / "articles").glob("2022-0[34]-*")):
        if "mot" not in path.name:
            path.unlink()
    (site.content / "hoi-dap.toml").unlink()
    text = (site.content / ARTICLE).read_text(encoding="utf-8")
    (site.content / ARTICLE).write_text(re.sub(r" Bài kia.*", "", text), encoding="utf-8")
    code, report = site.build()
    assert code == 1
    assert "--allow-deletions" in report
    assert files(site.output) == old
    assert site.build("--allow-deletions")[0] == 0
    assert {path.name for path in (site.output / "bai-viet").iterdir()} == {"cung-phut-mot"}


def test_two_articles_that_swap_their_addresses(site: Site) -> None:
    site.states()
    one, two = (site.content / f"articles/2022-03-01-cung-phut-{name}.md" for name in ("mot", "hai"))
    for path, slug in ((one, "cung-phut-hai"), (two, "cung-phut-mot")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Date:", f"Slug: {slug}\nDate:"), encoding="utf-8")
    code, report = site.build()
    assert code == 0, report
    assert "bài hai" in (site.output / PAGE).read_text(encoding="utf-8").partition("</h1>")[0]
    assert (
        "bài một"
        in (site.output / "bai-viet/cung-phut-hai/index.html").read_text(encoding="utf-8").partition("</h1>")[0]
    )


def test_a_changed_slug_is_told_with_the_line_that_keeps_it(site: Site) -> None:
    site.states()
    text = (site.content / ARTICLE).read_text(encoding="utf-8")
    (site.content / ARTICLE).write_text(text.replace("Date:", "Slug: dia-chi-moi\nDate:"), encoding="utf-8")
    code, report = site.build()
    assert code == 0, report
    assert "Aliases: cung-phut-mot" in report
    assert not (site.output / PAGE).exists()


def test_a_renamed_file_is_told(site: Site) -> None:
    site.states()
    (site.content / "articles/2022-05-01-ten-moi.md").rename(site.content / "articles/2022-05-01-ten-khac.md")
    code, report = site.build()
    assert code == 0, report
    assert "/bai-viet/ten-moi/" in report
    assert "“Id: 2022-05-01-ten-moi” và “Aliases: ten-moi”" in report
    assert not (site.output / "bai-viet/ten-moi").exists()


def test_an_article_that_becomes_a_draft_is_gone(site: Site) -> None:
    site.states()
    path = site.content / "articles/2022-05-01-ten-moi.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Date:", "Status: draft\nDate:"), encoding="utf-8")
    code, report = site.build()
    assert code == 0, report
    assert not any("ten-moi" in name or "ten-cu" in name for name in files(site.output))
    assert not any("Bài đã đổi địa chỉ".encode() in data for data in files(site.output).values())


def test_a_topic_taken_from_the_plan_while_articles_use_it(site: Site) -> None:
    old, _ = site.states()
    plan = site.content / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace('slug = "hoc-tap"', 'slug = "hoc-tap-moi"').replace('"Học tập"', '"Khác"'), encoding="utf-8"
    )
    code, report = site.build()
    assert code == 1
    assert (
        "2022-04-05-dinh-chinh.md:4: Category: “hoc-tap” không có trong kế hoạch; có phải ý bạn là hoc-tap-moi?"
        in report
    )
    assert files(site.output) == old


def test_another_content_folder_over_the_same_output(site: Site) -> None:
    old, _ = site.states()
    other = site.home / "cache" / "other"
    (other / "articles").mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        (other / name).write_bytes((site.content / name).read_bytes())
    (other / "articles/bai.md").write_text(
        "Title: Bài\nDate: 2022-03-03\nCategory: dao-duc\nSummary: S.\n\nChữ.\n", encoding="utf-8"
    )
    site.content = other
    code, report = site.build()
    assert code == 1
    assert "--allow-deletions" in report
    assert files(site.output) == old
    assert os.access(site.output, os.R_OK)
