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
    """Each screen is loaded once, and looked at in two widths and two colours; dark, only its contrast is new."""
    axe = Axe()
    asked: dict[str, object] = {"iframes": False, "resultTypes": ["violations"]}
    of_dark = {**asked, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
    tab.goto(desk.address.partition("/?")[0] + screen)
    if tab.locator("#tom-tat").count():
        tab.locator("#loi li").first.wait_for()
    tab.evaluate(axe.axe_script)
    found = []
    for width, colours in product((360, 1280), ("light", "dark")):
        looked_at(tab, width, colours)
        answer = tab.evaluate("(asked) => axe.run(asked)", of_dark if colours == "dark" else asked)
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


def reached(tab: Page, selector: str) -> None:
    """Press Tab until something is focused, as somebody without a mouse does."""
    for _ in range(150):
        if tab.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"{selector} can't be reached")


def test_the_whole_flow_by_keyboard(tab: Page, desk: desks.Desk, content: Path) -> None:
    """From the list to an approved article, with keys alone: open, choose, write, save, send, approve with an hour."""
    source = "articles/2030/2030-02-05-bai-5.md"
    at = f"/bai/{key_of(source)}"
    tab.locator("main:not([inert])").wait_for()
    reached(tab, f"a[href='{at}']")
    tab.keyboard.press("Enter")
    tab.locator("#loi li").first.wait_for()
    reached(tab, "[data-header=Category]")
    tab.keyboard.press("ArrowUp")
    reached(tab, "[data-act=heading]")
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("() => document.activeElement.dataset.act") == "bold"
    reached(tab, "#chu")
    tab.keyboard.press("Control+End")
    tab.keyboard.type("\nViết bằng bàn phím.")
    tab.keyboard.press("Control+s")
    tab.locator("#da-luu", has_text="đã lưu lúc").wait_for()
    text = (content / source).read_text(encoding="utf-8")
    assert "Viết bằng bàn phím." in text
    assert "Category: xay-dung" in text
    for button, state in (("[data-to=review]", "chờ duyệt"), ("[data-to=published]", "hẹn giờ")):
        tab.keyboard.press("Control+Home")
        reached(tab, button)
        tab.keyboard.press("Enter")
        if state == "hẹn giờ":
            tab.locator("#hop[open]").wait_for()
            reached(tab, "#hop input")
            tab.keyboard.press("Enter")
        tab.locator("#trang-thai", has_text=state).wait_for()
        tab.locator("#loi li").first.wait_for()
    assert "Status" not in (content / source).read_text(encoding="utf-8")


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
            with tab.expect_response("**/xem"):  # the page looks at the text between two keys
                if key.startswith("BS"):
                    for _ in range(int(key[2:])):
                        tab.keyboard.press("Backspace")
                else:
                    tab.keyboard.insert_text(key)
        assert tab.input_value("#chu") == words


def test_letters_that_are_composed(tab: Page, desk: desks.Desk) -> None:
    """Input methods of Linux, macOS and phones keep the word that is typed open until it is finished; meanwhile the
    page looks at the text, keeps a draft and shows messages."""
    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(DRAFT_FILE)}")
    tab.locator("#loi li").first.wait_for()
    keyboard = tab.context.new_cdp_session(tab)
    tab.fill("#chu", "")
    tab.focus("#chu")
    for steps in (
        ["n", "ng", "nghi", "nghij", "nghị"],
        ["q", "quye", "quyê", "quyêt", "quyết"],
        ["d", "đ", "đo", "đô", "đổ", "đổi"],
    ):
        for typed in steps:
            with tab.expect_response("**/xem"):
                keyboard.send(
                    "Input.imeSetComposition",
                    {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
                )
        keyboard.send("Input.insertText", {"text": steps[-1]})
        tab.keyboard.insert_text(" ")
    assert tab.input_value("#chu") == "nghị quyết đổi "
    keyboard.detach()
