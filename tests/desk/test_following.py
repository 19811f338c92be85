"""A screen that stands open follows what others do, and the frame of the shown page can do nothing."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.helpers import desk as desks
from tests.helpers.desk import Browser, git, key_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.slow
BEAT = 5000
"""Milliseconds after which a list asks again (theme/desk/desk.js): its clock is put forward instead."""
ONE, TWO = "articles/2030/2030-02-01-bai-1.md", "articles/2030/2030-02-02-bai-2.md"


def test_an_open_list_follows(
    tab: Page, desk: desks.Desk, ask: Browser, content: Path, context: BrowserContext
) -> None:
    tab.clock.install()
    tab.reload()
    row = tab.locator(f"tr:has([data-mo='{key_of(ONE)}'])")
    expect(row.locator("th")).to_have_text("Bài thứ 1 để thử")
    assert ask.save(ONE, changes={"Title": ["Tên vừa đổi"]}).code == 200
    tab.clock.fast_forward(BEAT)
    expect(row.locator("th")).to_have_text("Tên vừa đổi")
    other = context.new_page()
    with other.expect_response("**/giu"):
        other.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(ONE)}")
    tab.clock.fast_forward(BEAT)
    expect(row.locator("[data-mo]")).to_have_text("Hòa")
    desks.leave(other)
    other.close()
    tab.clock.fast_forward(BEAT)
    expect(row.locator("[data-mo]")).to_have_text("")


def test_what_is_put_into_the_folder_is_seen(tab: Page, ask: Browser, content: Path) -> None:
    """By git, by hand, by another program; its name may be in letters that are put together otherwise, as on a Mac."""
    tab.clock.install()
    tab.reload()
    name = unicodedata.normalize("NFD", "2030-03-01-đổi-mới.markdown")
    path = content / "articles" / "2030" / name
    path.write_text(desks.DRAFT.replace("Bài nháp", "Bài từ máy khác"), encoding="utf-8")
    row, late = tab.locator("tr", has_text="Bài từ máy khác để thử"), time.monotonic() + 60
    while not row.is_visible():  # the desk has to see it first
        assert time.monotonic() < late
        tab.wait_for_timeout(50)
        tab.clock.fast_forward(BEAT)
    source = f"articles/2030/{unicodedata.normalize('NFC', name)}"
    assert ask.save(source, body="Chữ mới.\n").code == 200
    assert path.read_text(encoding="utf-8").endswith("\n\nChữ mới.\n")
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".markdown"] == [name]
    shown = git(content.parent, "-c", "core.quotePath=false", "show", "--format=", "--name-only", "HEAD")
    assert shown == f"content/articles/2030/{name}"
    assert "Lấy lại thành bản sửa mới" in ask.ask("GET", f"/bai/{key_of(source)}/lich-su").text


def test_the_frame_runs_nothing_and_leads_nowhere(tab: Page, desk: desks.Desk) -> None:
    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(TWO)}")
    tab.locator("#xem[data-shown]").wait_for()
    tab.evaluate(
        """() => {
          const there = document.getElementById("xem").contentDocument, script = there.createElement("script");
          script.textContent = "parent.document.title = 'ran'; document.title = 'ran'";
          there.body.append(script);
          const act = "parent.document.title = `ran`";
          there.body.insertAdjacentHTML("beforeend", `<img src=x onerror='${act}'>`);
          there.body.insertAdjacentHTML("beforeend", `<a id=di href=/dang target=_top onclick='${act}'>đi</a>`);
          there.getElementById("di").click();
        }"""
    )
    tab.fill("#chu", "Một đoạn khác hẳn.\n")
    expect(tab.frame_locator("#xem").locator("main")).to_contain_text("Một đoạn khác hẳn.")
    assert tab.evaluate("() => document.title") != "ran"
    assert tab.evaluate("() => document.getElementById('xem').contentDocument.title") != "ran"
    assert "/bai/" in tab.url
    assert "allow-scripts" not in (tab.locator("#xem").get_attribute("sandbox") or "allow-scripts")


def test_the_shown_page_keeps_its_place(tab: Page, desk: desks.Desk) -> None:
    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(TWO)}")
    frame = tab.locator("#xem[data-shown]")
    frame.wait_for()  # data-shown: which edit stands there, whole
    for end in ("", "Đoạn cuối cùng.\n"):
        before = frame.get_attribute("data-shown") or ""
        tab.fill("#chu", "Đoạn dài để cuộn.\n\n" * 60 + end)
        expect(frame).not_to_have_attribute("data-shown", before)
        if not end:
            tab.evaluate("() => document.getElementById('xem').contentWindow.scrollTo(0, 700)")
    expect(tab.frame_locator("#xem").locator("main")).to_contain_text("Đoạn cuối cùng.")
    assert tab.evaluate("() => document.getElementById('xem').contentWindow.scrollY") == 700
