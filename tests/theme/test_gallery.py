"""A gallery: pictures seen large one by one with keys alone, unmoved by the script, two in a row on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.theme.looking import SMALL_TARGETS
from tests.theme.test_pages import axe_complaints

pytestmark = pytest.mark.slow

ARTICLE = "/bai-viet/mau-bai-mot-cach-lam-hay/"
SPOTS = """[...document.querySelectorAll(".gallery img, .gallery figcaption, h2")]
  .map((e) => e.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, width, height].map(Math.round))"""


def test_keys_open_turn_and_close(page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    pictures = page.get_by_role("button", name=re.compile("Xem lớn$"))
    expect(pictures).to_have_count(3)
    alts = [picture.get_attribute("alt") for picture in page.locator(".gallery img").all()]
    pictures.first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Bộ ảnh")
    large = dialog.locator("img")
    expect(large).to_have_attribute("alt", alts[0] or "")
    expect(dialog.locator("figcaption")).to_have_text("Bước 1: [việc]. Đồ họa: Chuyên mục")
    for key, place in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowRight", 0),
        ("ArrowLeft", 2),
        ("Home", 0),
        ("End", 2),
    ):
        page.keyboard.press(key)
        expect(large).to_have_attribute("alt", alts[place] or "")
        expect(dialog.get_by_role("status")).to_have_text(f"{place + 1}/3")
    dialog.get_by_role("button", name="Ảnh trước").click()
    expect(large).to_have_attribute("alt", alts[1] or "")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(pictures.nth(1)).to_be_focused()
    pictures.nth(2).click()
    expect(large).to_have_attribute("alt", alts[2] or "")
    dialog.get_by_role("button", name="Đóng").click()
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_and_a_large_picture_fits(chromium: Browser, own_site: str, width: int) -> None:
    seen = []
    for script in (False, True):
        context = chromium.new_context(viewport={"width": width, "height": 700}, java_script_enabled=True)
        page = context.new_page()
        if not script:
            page.route("**/theme/gallery.*.js", lambda route: route.abort())
        page.goto(own_site + ARTICLE)
        seen.append(page.evaluate(SPOTS))
        if script:
            page.locator(".enlarge").first.click()
            page.evaluate("document.querySelector('dialog img').decode()")
            box = page.locator("dialog img").bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["height"] <= 700 * 0.73
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_has_nothing_to_say_of_the_dialogue(chromium: Browser, own_site: str, colours: str) -> None:
    context = chromium.new_context(color_scheme=colours, viewport={"width": 390, "height": 844}, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(own_site + ARTICLE)
    page.locator(".enlarge").first.click()
    page.evaluate(Axe().axe_script)
    assert axe_complaints(page, []) == []
    assert page.evaluate(SMALL_TARGETS) == []
    context.close()


def test_paper_has_them_two_in_a_row_and_nothing_to_press(page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 658, "height": 960})  # what an A4 sheet has between its margins
    boxes = page.evaluate(SPOTS.replace(", .gallery figcaption, h2", ""))
    assert boxes[0][1] == boxes[1][1] < boxes[2][1]
    assert all(height < 960 for _, _, _, height in boxes)
    assert page.locator("dialog").is_hidden()


def test_other_articles_have_nothing_of_it(own_output: Path) -> None:
    for path in own_output.glob("bai-viet/*/index.html"):
        text = path.read_text(encoding="utf-8")
        assert ("theme/gallery." in text) == ('<div class="gallery">' in text), path
