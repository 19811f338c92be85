"""Every screen by the rules of WCAG as axe holds them, narrow and wide, light and dark; the flow by keyboard; letters
as Vietnamese input methods type them."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.helpers import desk as desks
from tests.helpers.building import ROOT
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, key_of
from tests.theme.looking import looked_at

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
SCREENS = (
    *("/", "/loi", "/do-phu", "/moi?muc=muc-mot", "/nhap", "/dang", f"/bai/{key_of(LIVE_FILE)}"),
    *(f"/bai/{key_of(LIVE_FILE)}/lich-su", f"/bai/{key_of(LIVE_FILE)}/so-sanh"),
)


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(tab: Page, desk: desks.Desk, screen: str) -> None:
    """Each screen is loaded once, and looked at in two widths and two colours."""
    axe = Axe()
    tab.goto(desk.address.partition("/?")[0] + screen)
    if tab.locator("#tom-tat").count():
        tab.locator("#loi li").first.wait_for()
    tab.evaluate(axe.axe_script)
    found = []
    for width, colours in product((360, 1280), ("light", "dark")):
        looked_at(tab, width, colours)
        answer = tab.evaluate("() => axe.run({ iframes: false, resultTypes: ['violations'] })")
        found += [f"{width} {colours}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in answer["violations"]]
        wide = tab.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{width}: {wide} px too wide")
    assert not found


def test_at_twice_the_size_nothing_is_lost(tab: Page, desk: desks.Desk) -> None:
    """1280 px seen at 200 %: 640 by 450. Nothing is cut off at the side, what is focused is not under what sticks."""
    tab.set_viewport_size({"width": 640, "height": 450})
    for screen in SCREENS:
        tab.goto(desk.address.partition("/?")[0] + screen)
        tab.locator("main:not([inert])").wait_for()
        lost = tab.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth, lost = [];
              for (const one of document.querySelectorAll("a, button, input, select, textarea, h1, summary")) {
                const box = one.getBoundingClientRect();
                if (!one.checkVisibility() || box.width <= 1) continue;
                if (box.left < -1 || box.right > wide + 1) lost.push("beside: " + one.outerHTML.slice(0, 90));
                if (one.matches("textarea#chu, h1")) continue;
                one.focus();
                const now = one.getBoundingClientRect();
                const at = document.elementFromPoint(now.left + now.width / 2, now.top + Math.min(now.height, 20) / 2);
                if (document.activeElement === one && at && !one.contains(at) && !at.contains(one))
                  lost.push("covered: " + one.outerHTML.slice(0, 90) + " by " + at.outerHTML.slice(0, 60));
              }
              return lost;
            }"""
        )
        assert not lost, (screen, lost)


def test_script_and_style_are_small() -> None:
    own = [ROOT / "theme" / "desk" / name for name in ("desk.js", "desk.css")]
    assert sum(path.stat().st_size for path in own) <= 60_000


def test_the_whole_flow_by_keyboard(tab: Page, desk: desks.Desk, content: Path) -> None:
    source = "articles/2030/2030-02-05-bai-5.md"
    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(source)}")
    tab.locator("#loi li").first.wait_for()
    tab.focus("[data-act=heading]")
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("() => document.activeElement.dataset.act") == "bold"
    tab.focus("#chu")
    tab.keyboard.press("Control+End")
    tab.keyboard.type("\nViết bằng bàn phím.")
    tab.keyboard.press("Control+s")
    tab.locator("#da-luu", has_text="đã lưu lúc").wait_for()
    assert "Viết bằng bàn phím." in (content / source).read_text(encoding="utf-8")


TYPED = {  # what an input method sends for words typed by Telex: letters, then Backspace and the letters again
    "Nghị quyết": ["N", "g", "h", "i", "BS1", "ị", " ", "q", "u", "y", "e", "BS1", "ê", "t", "BS2", "ết"],
    "Đường đổi": [
        "D",
        "BS1",
        "Đ",
        "u",
        "o",
        "BS2",
        "ươ",
        "n",
        "g",
        "BS3",
        "ờng",
        " ",
        "đ",
        "o",
        "BS1",
        "ô",
        "BS1",
        "ổ",
        "i",
    ],
}


def test_letters_as_input_methods_type_them(tab: Page, desk: desks.Desk) -> None:
    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(DRAFT_FILE)}")
    tab.locator("#loi li").first.wait_for()
    for words, keys in TYPED.items():
        tab.fill("#chu", "")
        tab.focus("#chu")
        for key in keys:
            if key.startswith("BS"):
                for _ in range(int(key[2:])):
                    tab.keyboard.press("Backspace")
            else:
                tab.keyboard.insert_text(key)
            tab.wait_for_timeout(90)  # the page looks at the text between two keys
        assert tab.input_value("#chu") == words
