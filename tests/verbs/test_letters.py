"""The week's letters: what the feeds say of the week, as mail that mail readers and browsers show."""

from __future__ import annotations

import datetime as dt
import mailbox
import os
import pty
import subprocess
import termios
import threading
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.core.errors import SettingsError
from plugins.core.reports.letters import week_before, week_named
from tests.helpers.feed_site import SITE, URL, FeedSite, feed_site
from tests.helpers.programs import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WEEK = "2021-W27"
AGENCY = '[agency]\nname = "Cơ quan mẫu"\nemail = "bbt@co-quan.example"\n'
ODD = "Tựa <b>đậm</b> & “ngoặc” 😀 5 < 6"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """A week from 5 to 11 July 2021, with what lies just outside it."""
    made = feed_site(tmp_path_factory.mktemp("letters"), site=SITE + AGENCY)
    made.article("truoc", day="2021-07-04T23:59", correction="2021-07-06: Sửa <con số> & nguồn.")
    made.article("dau", day="2021-07-05T00:00", title=ODD, units="don-vi-mau")
    made.article("cuoi", day="2021-07-11T23:59", sample="yes")
    made.article("sau", day="2021-07-12T00:00")
    made.article("english", day="2021-07-07", lang="en", title="In English")
    made.article("rut", day="2021-07-01", withdrawn="2021-07-08: Đăng nhầm.")
    return made


@pytest.fixture(scope="module")
def folder(site: FeedSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("thu")
    write(site, to)
    return to / WEEK


def write(site: FeedSite, to: Path, *options: str, code: int = 0) -> str:
    done = site.run("letters", "--to", str(to), "--site-url", URL, "--week", WEEK, *options)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def mail(folder: Path, key: str) -> EmailMessage:
    found = message_from_bytes((folder / f"{key}.eml").read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_there_is_a_letter_for_each_list_that_had_news(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {"vi.eml", "en.eml", "topic-chu-de-a.eml", "unit-don-vi-mau.eml", f"{WEEK}.mbox"}
    assert str(mail(folder, "unit-don-vi-mau")["subject"]) == (
        "Chuyên mục mẫu – Đơn vị mẫu – 1 bài mới, 05/07–11/07/2021"
    )
    assert "1 new article" in str(mail(folder, "en")["subject"])


def test_both_parts_say_what_the_feeds_say_of_the_week_and_no_more(folder: Path) -> None:
    whole = mail(folder, "vi")
    assert [part.get_content_type() for part in whole.iter_parts()] == ["text/plain", "text/html"]
    text, page = part(whole, "plain"), etree.HTML(part(whole, "html"))
    titles = ["Bài cuoi", ODD]
    assert [" ".join(node.itertext()) for node in page.xpath("//article//h2")] == titles
    assert page.xpath("//article//h2/a/@href") == [f"{URL}/bai-viet/cuoi/", f"{URL}/bai-viet/dau/"]
    lines = text.splitlines()
    assert [line for line in lines if line in titles] == titles
    for said in (
        "11/07/2021 · Chủ đề A & B · Bài mẫu",
        "Tóm tắt bài dau để thử nguồn tin của chuyên mục.",
        f"{URL}/bai-viet/dau/",
    ):
        assert said in lines
        assert said in [node.strip() for node in page.itertext()] or said in page.xpath("//a/@href")
    for said in ("Đính chính ngày 06/07/2021: Sửa <con số> & nguồn.", "Đã rút bài: Bài rut", "Đăng nhầm."):
        assert said in text
        assert said in "".join(page.itertext())
    assert "In English" not in text
    assert "Bài sau" not in text
    assert max(map(len, lines)) <= 78


def test_headers_are_a_mailers_to_send_and_the_list_its_own(folder: Path) -> None:
    whole = mail(folder, "vi")
    assert str(whole["from"]) == "Chuyên mục mẫu <bbt@co-quan.example>"
    assert str(whole["date"]) == "Mon, 12 Jul 2021 00:00:00 +0700"
    assert str(whole["message-id"]) == f"<{WEEK}.vi@chuyen-muc.example>"
    assert whole["to"] is None
    assert whole["list-unsubscribe"] is None
    raw = (folder / "vi.eml").read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_the_mailbox_holds_them_all_once(folder: Path) -> None:
    box = mailbox.mbox(folder / f"{WEEK}.mbox", create=False)
    ids = [entry["message-id"] for entry in box]
    box.close()
    assert sorted(ids) == sorted(str(mail(folder, path.stem)["message-id"]) for path in folder.glob("*.eml"))


def test_again_is_the_same_and_leaves_nothing_of_before(site: FeedSite, folder: Path, tmp_path: Path) -> None:
    (tmp_path / WEEK).mkdir()
    (tmp_path / WEEK / "unit-cu.eml").write_text("cũ")
    write(site, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / WEEK).iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_a_week_that_is_none_is_refused_and_no_address_is_said(site: FeedSite, tmp_path: Path) -> None:
    assert "2021-W60" in write(site, tmp_path, "--week", "2021-W60", code=1)
    assert "--site-url" in write(site, tmp_path, "--site-url", "", code=1)


@given(st.dates(dt.date(1990, 1, 8), dt.date(2099, 1, 1)))
def test_weeks_are_named_as_they_are_read(day: dt.date) -> None:
    week = week_before(day)
    assert week_named(week.name) == week
    assert day - dt.timedelta(days=7) <= week.last < day


@pytest.mark.parametrize("text", ["", "2021", "2021-27", "2021-W00", "2021-W53x", "2021-W54", "W27-2021", "2021-w27"])
def test_what_is_no_week(text: str) -> None:
    with pytest.raises(SettingsError, match="không phải tuần"):
        week_named(text)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_finds_no_barrier(folder: Path, chromium: Browser, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 320, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in sorted(folder.glob("*.eml")):
        page.set_content(part(mail(folder, path.stem), "html"))
        response = Axe().run(page, options=rules).response
        marks = [rule["id"] for rule in (*response["violations"], *response["incomplete"])]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            marks.append("wider than the screen")
        if marks:
            found[path.name] = marks
    context.close()
    assert found == {}


def drain(screen: int) -> None:
    """Take what a program draws until it ends."""
    with suppress(OSError):
        while os.read(screen, 65_536):
            pass


@pytest.mark.slow
def test_a_mail_reader_and_a_text_browser_show_it(folder: Path, tmp_path: Path) -> None:
    """mutt opens the mailbox and prints a letter; lynx shows its HTML."""
    mutt, lynx = program("mutt"), program("lynx")
    printed, config = tmp_path / "printed", tmp_path / "muttrc"
    lines = ["set charset=utf-8", f"set print_command='cat >> {printed}'", "set print=yes", "set wait_key=no"]
    lines.append("push <tag-pattern>~A<enter><tag-prefix><print-message><exit>")
    config.write_text("\n".join(lines) + "\n")
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(screen, (24, 80))  # of one without rows nothing can be drawn
    environment = {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    command = [mutt, "-n", "-F", str(config), "-R", "-f", str(folder / f"{WEEK}.mbox")]
    reader = subprocess.Popen(command, env=environment, stdin=terminal, stdout=terminal, stderr=terminal)
    threading.Thread(target=drain, args=(screen,), daemon=True).start()
    os.close(terminal)
    assert reader.wait(timeout=60) == 0
    text = printed.read_text(encoding="utf-8")
    assert ODD in text
    assert "Đã rút bài: Bài rut" in text
    page = tmp_path / "thu.html"
    page.write_text(part(mail(folder, "vi"), "html"), encoding="utf-8")
    command = [lynx, "-dump", "-nolist", "-assume_charset=utf-8", "-display_charset=utf-8", str(page)]
    shown = subprocess.run(
        command, capture_output=True, timeout=60, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    assert ODD in " ".join(shown.stdout.decode().split())
