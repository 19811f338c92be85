"""The search page as readers meet it: typing, filters, addresses, keyboard, and everything that can go wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.helpers.corpus import Sample
from tests.theme.looking import SHIFT

pytestmark = pytest.mark.slow


def ask(page: Page, query: str) -> str:
    """Type a query and wait for the answer's sentence."""
    page.fill("#tim", query)
    status = page.locator(".search-status")
    expect(status).to_contain_text(f"“{query}”")
    return status.inner_text()


def answered(page: Page) -> None:
    """Wait until the list answers what was chosen last."""
    expect(page.locator(".search-results")).to_have_attribute("aria-busy", "false")


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what this side of the browser's connection sees."""
    late = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < late
        page.wait_for_timeout(10)  # hears what the browser tells


def titles(page: Page) -> list[str]:
    return page.locator(".search-list h3").all_inner_texts()


def test_results_come_while_typing_with_their_words_marked(search_page: Page, samples: list[Sample]) -> None:
    search_page.locator("#tim").press_sequentially("du lic", delay=20)
    expect(search_page.locator(".search-list > li")).to_have_count(10)
    search_page.locator("#tim").press_sequentially("h", delay=20)
    expect(search_page.locator(".search-status")).to_contain_text("“du lịch”".replace("ị", "i"))
    first = search_page.locator(".search-list > li").first
    sample = next(sample for sample in samples if sample.title == first.locator("h3").inner_text())
    expect(first.locator(".search-sapo")).to_have_text(sample.sapo)
    assert [text.lower() for text in first.locator("mark").all_inner_texts()].count("du lịch") > 0
    assert first.locator("time").get_attribute("datetime") == f"{sample.date:%Y-%m-%d}"
    assert first.locator("time").inner_text() == f"{sample.date:%d/%m/%Y}"
    href = first.locator("a").get_attribute("href")
    assert href == f"/bai-viet/{sample.slug}/"
    assert search_page.request.get(search_page.url.split("/tim-kiem/")[0] + href).ok
    assert search_page.locator(".search-status").get_attribute("aria-live") == "polite"


def test_filters_sorting_and_the_address_that_keeps_them(search_page: Page, samples: list[Sample]) -> None:
    ask(search_page, "du lịch")
    search_page.get_by_text("Lọc và sắp xếp").click()
    search_page.select_option("#tim-chu-de", "xay-dung-dang")
    search_page.select_option("#tim-nam", "2022")
    search_page.select_option("#tim-sap-xep", "moi")
    answered(search_page)
    wanted = {sample.title for sample in samples if sample.topic == "xay-dung-dang" and sample.date.year == 2022}
    shown = titles(search_page)
    assert shown
    assert set(shown) <= wanted
    assert "q=du+l%E1%BB%8Bch&chu-de=xay-dung-dang&nam=2022&sap-xep=moi" in search_page.url
    dates = search_page.locator(".search-list").first.locator("time").evaluate_all("all => all.map(t => t.dateTime)")
    assert dates == sorted(dates, reverse=True)
    search_page.reload()
    answered(search_page)
    assert titles(search_page) == shown
    assert search_page.input_value("#tim-chu-de") == "xay-dung-dang"
    expect(search_page.locator("#tim-chu-de")).to_be_visible()


def test_a_choice_without_results_can_be_undone(search_page: Page) -> None:
    search_page.goto(
        search_page.url + "?q=du+lich&nam=2021&don-vi=dang-uy-khoi&hinh-thuc=truyen-thong&chu-de=xay-dung-dang"
    )
    expect(search_page.locator(".search-status")).to_contain_text("“du lich”")
    if not titles(search_page):
        search_page.get_by_role("button", name="Bỏ các bộ lọc").click()
        expect(search_page.locator(".search-list > li")).to_have_count(10)
        assert search_page.url.endswith("?q=du+lich")


def test_more_results_and_the_keyboard(search_page: Page) -> None:
    ask(search_page, "nghi quyet")
    search_page.get_by_role("button", name=re.compile("Xem thêm")).click()
    expect(search_page.locator(".search-list > li")).to_have_count(20)
    assert search_page.locator(".search-list h3 a").nth(10).evaluate("link => link === document.activeElement")
    search_page.focus("#tim")
    search_page.keyboard.press("ArrowDown")
    assert search_page.locator(".search-list h3 a").first.evaluate("link => link === document.activeElement")
    search_page.keyboard.press("ArrowUp")
    assert search_page.locator("#tim").evaluate("input => input === document.activeElement")
    with search_page.expect_navigation():
        search_page.keyboard.press("ArrowDown")
        search_page.keyboard.press("Enter")
    assert "/bai-viet/" in search_page.url


def test_nothing_found_offers_what_is_near(search_page: Page) -> None:
    said = ask(search_page, "ngih quyet")
    assert "Không có bài nào" in said
    assert "Có phải bạn muốn tìm nghi quyet?" in said
    expect(search_page.locator(".search-list > li")).to_have_count(10)
    search_page.get_by_role("link", name="nghi quyet").click()
    expect(search_page.locator(".search-status")).to_contain_text("Có ")
    said = ask(search_page, "zzzzqqq")
    assert "chọn bài theo danh mục" in said
    assert search_page.get_by_role("link", name="Chủ đề", exact=True).count()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("a", "Hãy gõ ít nhất hai chữ cái."),
        ("?!…", "Hãy gõ chữ hoặc số cần tìm; dấu câu không tìm được."),
        ("đại " * 250, "chỉ dùng 16 chữ đầu"),
        ("x" * 1000, "Không có bài nào"),
        ('"đại hội', "Có "),
        ("“nghị quyết” '; DROP TABLE", "Không có bài nào"),
        ("<script>window.hacked = 1</script>", "Không có bài nào"),
        ("<img src=x onerror=window.hacked=1>", "Không có bài nào"),
        ("%00\u202e\ud7ff", "Không có bài nào"),
    ],
)
def test_odd_queries_get_a_sentence_and_nothing_more(search_page: Page, query: str, sentence: str) -> None:
    search_page.fill("#tim", query)
    expect(search_page.locator(".search-status")).to_contain_text(sentence)
    assert search_page.evaluate("window.hacked") is None
    assert not search_page.locator(".search-status script, .search-status img, .search-results img").count()
    search_page.goto(search_page.url.split("?")[0])
    search_page.fill("#tim", "")
    expect(search_page.locator(".search-list > li")).to_have_count(0)


def test_words_that_belong_together_are_marked_only_together(search_page: Page) -> None:
    ask(search_page, "đại hội")
    expect(search_page.locator(".search-sapo:empty")).to_have_count(0)
    marked = [text.lower() for text in search_page.locator("mark").all_inner_texts()]
    assert marked
    assert all("đại hội" in text or "hội đại" in text for text in marked)


def test_quotes_ask_for_words_side_by_side(search_page: Page) -> None:
    loose = ask(search_page, "đảng hội")
    exact = ask(search_page, "“đảng hội”")
    count = re.compile(r"Có (\d+)")
    all_words, side_by_side = count.search(loose), count.search(exact)
    assert all_words
    assert side_by_side
    assert 0 < int(side_by_side[1]) < int(all_words[1])


@pytest.mark.parametrize("lost", ["muc-luc.bin", "tu/", "cap/", "the/"])
def test_a_part_that_does_not_load_is_said_and_asked_for_again(page: Page, searched: str, lost: str) -> None:
    page.route(f"**/tim-kiem/{lost}*", lambda route: route.abort())
    page.goto(f"{searched}/tim-kiem/?q=nghi+quyet")
    expect(page.locator(".search-status")).to_contain_text("Chưa tải đủ dữ liệu tìm kiếm")
    page.unroute_all()
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".search-status")).to_contain_text("Có ")


@pytest.mark.parametrize("lost", ["muc-luc.bin", "tu/", "cap/", "the/"])
def test_half_a_file_is_as_good_as_none(page: Page, searched: str, searched_output: Path, lost: str) -> None:
    def half(route: Route) -> None:
        body = (searched_output / urlsplit(route.request.url).path[1:]).read_bytes()
        route.fulfill(status=200, body=body[: len(body) // 2])

    page.route(f"**/tim-kiem/{lost}*", half)
    page.goto(f"{searched}/tim-kiem/?q=nghi+quyet")
    expect(page.locator(".search-status")).to_contain_text("Chưa tải đủ dữ liệu tìm kiếm")


def test_offline_is_said(search_page: Page) -> None:
    search_page.context.set_offline(True)
    search_page.fill("#tim", "đắk lắk")
    expect(search_page.locator(".search-status")).to_contain_text("ngoại tuyến")
    search_page.context.set_offline(False)
    expect(search_page.locator(".search-status")).to_contain_text("Có ")


def test_an_index_of_another_build_is_read_anew(search_page: Page, searched_output: Path) -> None:
    ask(search_page, "đắk lắk")
    asked: list[str] = []
    search_page.on("request", lambda request: asked.append(request.url))

    def renumbered(route: Route) -> None:
        body = (searched_output / "tim-kiem" / "muc-luc.bin").read_bytes()
        version = re.search(rb'"v":"(\w+)"', body)
        assert version
        route.fulfill(status=200, body=body.replace(version[1], b"0123456789ab"))

    search_page.route("**/muc-luc.bin", renumbered)
    search_page.evaluate("() => { const now = Date.now; Date.now = () => now() + 600000; }")
    ask(search_page, "đắk nông")
    until(search_page, lambda: any("the/" in url and "v=0123456789ab" in url for url in asked))  # after the titles


def test_a_first_query_waits_for_one_round_of_requests(page: Page, searched: str) -> None:
    """Titles are there before the first key, so that a result needs its postings alone, all asked for at once."""
    page.goto(f"{searched}/tim-kiem/")
    page.wait_for_function("() => window.ColumnSearch?.index?.titles && window.ColumnSearch.index.list")
    held: list[Route] = []
    page.route("**/tim-kiem/*/*", lambda route: held.append(route))
    page.fill("#tim", "đại hội")
    until(page, lambda: len(held) == 3)  # nothing is answered, so whatever is asked for waits for nothing
    first_round = list(held)
    assert sorted(urlsplit(route.request.url).path.split("/")[2] for route in first_round) == ["cap", "tu", "tu"]
    for route in first_round:
        route.continue_()
    expect(page.locator(".search-list > li")).to_have_count(10)  # though whatever was asked for later is held back
    expect(page.locator(".search-list h3 a").first).to_have_attribute("href", re.compile("^/bai-viet/"))
    expect(page.locator(".search-sapo:empty")).to_have_count(10)


@pytest.mark.parametrize("titles", ["too many", "lost"])
def test_results_come_without_the_file_of_titles(page: Page, searched: str, searched_output: Path, titles: str) -> None:
    def untitled(route: Route) -> None:
        body = (searched_output / "tim-kiem" / "muc-luc.bin").read_bytes()
        assert b'"titled":true' in body
        route.fulfill(status=200, body=body.replace(b'"titled":true', b'"titled":false'))

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    if titles == "too many":
        page.route("**/muc-luc.bin", untitled)
    page.route("**/tieu-de.json*", lambda route: route.abort())
    with page.expect_response("**/tu-dien.txt*"):
        page.goto(f"{searched}/tim-kiem/")
    ask(page, "du lịch")
    expect(page.locator(".search-list > li")).to_have_count(10)
    expect(page.locator(".search-sapo:empty")).to_have_count(0)
    assert any("/tieu-de.json" in url for url in asked) == (titles == "lost")


def test_titles_stand_without_their_sapos(page: Page, searched: str) -> None:
    page.route("**/tim-kiem/the/*", lambda route: route.abort())
    page.goto(f"{searched}/tim-kiem/")
    page.wait_for_function("() => window.ColumnSearch?.index?.titles")
    page.fill("#tim", "du lịch")
    expect(page.locator(".search-status")).to_contain_text("Chưa tải đủ phần tóm tắt")
    expect(page.locator(".search-list h3 a")).to_have_count(10)


def test_what_was_typed_before_the_script_came_is_answered(page: Page, searched: str) -> None:
    scripts: list[Route] = []
    page.route("**/search.*.js", lambda route: scripts.append(route))
    with page.expect_request("**/search.*.js"):
        page.goto(f"{searched}/tim-kiem/", wait_until="domcontentloaded")  # what is held back may hold up "load"
    page.fill("#tim", "du lịch")
    scripts[0].continue_()
    expect(page.locator(".search-status")).to_contain_text("“du lịch”")


def test_a_script_that_does_not_come_is_said(page: Page, searched: str) -> None:
    page.route("**/search.*.js", lambda route: route.abort())
    page.goto(f"{searched}/tim-kiem/")
    expect(page.locator(".search-status")).to_contain_text("Chưa tải được phần tìm kiếm")


def test_without_javascript_the_page_leads_to_the_directories(chromium: Browser, searched: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{searched}/tim-kiem/?q=nghi+quyet")
    assert "đang tắt JavaScript" in page.locator("main").inner_text()
    assert not page.locator(".search-filters").is_visible()
    links = page.locator(".search-directory a").evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert {"/chu-de/", "/the/", "/luu-tru/", "/chu-de/xay-dung-dang/"} <= set(links)
    for link in links:
        assert page.request.get(searched + link).ok, link
    context.close()


def test_a_first_query_is_small(page: Page, searched: str) -> None:
    sizes: dict[str, int] = {}
    page.on(
        "requestfinished",
        lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}),
    )
    page.goto(f"{searched}/tim-kiem/")
    ask(page, "nghi quyet")
    assert sum(size for url, size in sizes.items() if "/tim-kiem/" in url) < 100_000


def test_filters_alone_are_answered_newest_first(search_page: Page, samples: list[Sample]) -> None:
    """A reader's first question: what is there of this topic, of that year? No word has to be guessed."""
    base = search_page.url.split("?")[0]
    search_page.goto(f"{base}?chu-de=xay-dung-dang&nam=2022")
    wanted = [sample for sample in samples if sample.topic == "xay-dung-dang" and sample.date.year == 2022]
    expect(search_page.locator(".search-status")).to_contain_text(f"Có {len(wanted)} bài trong phạm vi đã chọn")
    answered(search_page)
    days = search_page.locator(".search-list time").evaluate_all("found => found.map(time => time.dateTime)")
    assert days == sorted((f"{sample.date:%Y-%m-%d}" for sample in wanted), reverse=True)[:10]
    search_page.select_option("#tim-nam", "")
    search_page.select_option("#tim-loai", "bai-viet")
    more = [sample for sample in samples if sample.topic == "xay-dung-dang"]
    expect(search_page.locator(".search-status")).to_contain_text(f"Có {len(more)} bài")
    search_page.select_option("#tim-chu-de", "")
    search_page.select_option("#tim-loai", "")
    expect(search_page.locator(".search-list > li")).to_have_count(0)
    assert urlsplit(search_page.url).query == ""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_answer_to_an_address_comes(chromium: Browser, searched: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for query in ("nghi+quyet", "zzzq", "dang+uy&loai=bai-viet"):
        page.goto(f"{searched}/tim-kiem/?q={query}")
        expect(page.locator(".search-results")).to_have_attribute("aria-busy", "false")
        expect(page.locator(".search-sapo:empty")).to_have_count(0)
        assert page.locator(".search-directory").is_visible()
        assert page.evaluate(SHIFT) < 0.01, query
    context.close()
