"""What a reader can do with an article: save, copy, print, enlarge, darken, listen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.slow

ARTICLE = "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/"


def test_a_saved_article_opens_without_a_network(
    chromium: Browser, context: BrowserContext, page: Page, own_site: str, tmp_path: Path
) -> None:
    page.goto(own_site + ARTICLE)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Lưu bài").click()
    download = waiting.value
    assert download.suggested_filename.endswith(".html")
    saved = tmp_path / download.suggested_filename
    download.save_as(saved)
    assert "Đã lưu" in page.locator(".tools-said").inner_text()

    offline = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    reader = offline.new_page()
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(saved.as_uri())
    assert reader.locator("h1").inner_text() == page.locator("h1").inner_text()
    assert reader.locator(".prose").inner_text() == page.locator(".prose").inner_text()
    assert reader.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 100)")
    assert reader.evaluate("document.images.length") >= 1
    assert reader.evaluate("getComputedStyle(document.querySelector('.prose')).lineHeight") != "normal"
    assert reader.locator("script, link, [data-tools], form").count() == 0
    assert reader.locator(".saved-from a").get_attribute("href") == own_site + ARTICLE
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    offline.close()


def test_links_of_a_saved_article_lead_back_to_the_site(page: Page, own_site: str, tmp_path: Path) -> None:
    page.goto(own_site + ARTICLE)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Lưu bài").click()
    saved = tmp_path / "bai.html"
    waiting.value.save_as(saved)
    text = saved.read_text(encoding="utf-8")
    assert 'href="/' not in text
    assert f'href="{own_site}/ke-hoach/23-kh-duk/"' in text


def test_the_link_is_copied_where_the_device_has_no_sheet(context: BrowserContext, page: Page, own_site: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=own_site)
    page.goto(own_site + ARTICLE)
    page.get_by_role("button", name="Chia sẻ").click()
    page.get_by_text("Đã chép liên kết của bài.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == own_site + ARTICLE


def test_size_of_text_is_kept_from_page_to_page(page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    size = "Number.parseFloat(getComputedStyle(document.querySelector('.prose')).fontSize)"
    usual = page.evaluate(size)
    for _ in range(3):
        page.get_by_role("button", name="Tăng cỡ chữ").click()
    assert page.evaluate(size) >= usual * 1.4
    page.goto(f"{own_site}/bai-viet/mau-de-cuong-sinh-hoat-chi-bo/")
    assert page.evaluate(size) >= usual * 1.4
    page.get_by_role("button", name="Cỡ chữ thường").click()
    page.get_by_role("button", name="Giảm cỡ chữ").click()
    assert page.evaluate(size) < usual


@pytest.mark.parametrize("system", ["light", "dark"])
def test_dark_is_chosen_and_taken_back(chromium: Browser, own_site: str, system: str) -> None:
    context = chromium.new_context(color_scheme=system, viewport={"width": 390, "height": 844})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{own_site}/")
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.locator(".menu summary").click()
    button = page.get_by_role("button", name="Nền tối")
    assert button.get_attribute("aria-pressed") == str(system == "dark").lower()
    button.click()
    chosen = page.evaluate(paper)
    assert chosen != before
    page.goto(own_site + ARTICLE)
    page.locator(".menu summary").click()
    assert page.evaluate(paper) == chosen
    assert button.get_attribute("aria-pressed") == str(system == "light").lower()
    button.click()
    assert page.evaluate(paper) == before
    assert page.evaluate("localStorage.getItem('colours')") is None
    context.close()


def test_reading_aloud_needs_a_voice(context: BrowserContext, page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    assert page.locator("[data-read]").is_hidden()
    page.add_init_script(
        """window.said = [];
        speechSynthesis.getVoices = () => [{ lang: "vi-VN", name: "vi" }];
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };
        speechSynthesis.speak = (piece) => { window.said.push(piece.text); };"""
    )
    page.goto(own_site + ARTICLE)
    button = page.get_by_role("button", name="Đọc thành tiếng")
    button.click()
    said = page.evaluate("window.said")
    assert said[0] == page.locator("h1").inner_text()
    assert any("Mục đích" in piece for piece in said)
    assert all(len(piece) < 600 for piece in said)
    page.get_by_role("button", name="Dừng đọc").click()
    assert button.is_visible()
    page.goto(f"{own_site}/bai-viet/what-plan-23-asks-for/")
    assert page.locator("[data-read]").is_hidden(), "a Vietnamese voice must not read English"


def test_without_script_the_page_is_whole(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(own_site + ARTICLE)
    assert page.locator("[data-tools]").is_hidden()
    assert page.locator("noscript p").is_visible()
    page.locator(".menu summary").click()
    assert page.get_by_role("button", name="Nền tối").is_hidden()
    assert page.get_by_role("link", name="Kế hoạch", exact=True).is_visible()
    context.close()


def test_paper_gets_the_text_and_nothing_to_press(page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".bar-search", ".menu", "[data-tools]", ".breadcrumbs", ".site-footer nav"):
        assert page.locator(hidden).first.is_hidden(), hidden
    for shown in ("h1", ".sapo", ".lead-figure img", ".prose", ".byline"):
        assert page.locator(shown).first.is_visible(), shown
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_paper_can_t_be_listened_to(page: Page, own_site: str) -> None:
    page.goto(own_site + "/bai-viet/mau-sinh-hoat-chuyen-de-hoc-tap/")
    for place in (".listen", ".listen h2", "audio"):
        assert page.locator(place).first.is_visible(), place
    page.emulate_media(media="print")
    assert page.locator(".listen").is_hidden()
    assert page.locator(".prose").is_visible()


def test_wide_screens_show_the_menu_open(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{own_site}/")
    assert page.get_by_role("link", name="Kế hoạch", exact=True).is_visible()
    assert page.locator(".menu summary").is_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Bỏ qua để xem nội dung"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    context.close()
