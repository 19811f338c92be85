"""What a reader sees first, and that nothing is in the way: bar, headline, picture, board, each story once."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.helpers.building import CONTENT, run_build
from tests.helpers.serving import serving

pytestmark = pytest.mark.slow

ARTICLE = "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/"
TOP = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
HEIGHT = "(selector) => document.querySelector(selector).getBoundingClientRect().height"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two articles: one with a portrait picture, twenty tags and a correction."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("first")
    articles = folder / "content/articles/2021"
    articles.mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        shutil.copy(CONTENT / name, folder / "content" / name)
    Image.new("RGB", (700, 1800), (160, 60, 40)).save(articles / "dung.jpg")
    head = "Date: 2021-07-{}T07:30\nCategory: xay-dung-dang\nSummary: Sapo của bài mẫu.\nSample: yes\n"
    tags = ", ".join(f"thẻ mẫu {n}" for n in range(1, 21))
    (articles / "2021-07-01-dung.md").write_text(
        f"Title: Bài mẫu có ảnh dựng đứng\n{head.format('01')}Picture: dung.jpg\nPicture_alt: Một ô màu.\n"
        f"Picture_credit: Đồ họa: mẫu\nTags: {tags}\nCorrection: 2021-07-05: sửa một chữ mẫu\n\n"
        "Thân bài mẫu.\n\n![Một ô màu](dung.jpg)\n\n> مثال على اقتباس.\n",
        encoding="utf-8",
    )
    (articles / "2021-07-02-hai.md").write_text(
        f"Title: Bài không có ảnh\n{head.format('02').replace('Sample: yes', 'Form: truyen-thong')}\n"
        "Đoạn mở đầu của một bài không có ảnh, dài hơn một dòng trên điện thoại.\n\nThân bài.\n",
        encoding="utf-8",
    )
    run_build(folder / "content", folder / "output", folder / "cache")
    return folder / "output"


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    """Its address."""
    with serving(output) as url:
        yield url


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a phone."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_a_phone_begins_with_the_text(phone: Page, own_site: str) -> None:
    phone.goto(own_site + ARTICLE)
    assert phone.evaluate(HEIGHT, ".site-header") <= 57
    assert phone.evaluate(TOP, "h1") < 130
    assert phone.evaluate(TOP, ".lead-figure img") < 844 - 100
    assert phone.evaluate(HEIGHT, ".tools") <= 60, "one row"
    assert phone.evaluate(HEIGHT, ".site-footer") <= 250, "a third of what it was"


def test_a_phone_paints_headline_sapo_and_picture_from_the_page_alone(phone: Page, own_site: str) -> None:
    asked: list[str] = []

    def alone(route: Route) -> None:
        if route.request.resource_type == "document":
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    phone.route("**/*", alone)
    phone.goto(own_site + ARTICLE)
    shown = phone.evaluate(
        "[...document.querySelectorAll('.lead-figure img')].map((e) => [e.currentSrc, e.naturalWidth])"
    )
    assert [(address[:16], width > 300) for address, width in shown] == [("data:image/avif;", True)]
    assert [address for address in asked if "/anh/" in address] == []


def test_wide_screens_fetch_the_picture_in_their_size(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(own_site + ARTICLE)
    source = page.evaluate("document.querySelector('.lead-figure img').currentSrc")
    assert source.startswith(f"{own_site}/anh/")
    assert source.endswith("-960.avif")
    context.close()


def test_the_opening_stays_where_it_is_when_the_sheet_comes(chromium: Browser, address: str) -> None:
    """Where no picture leads, the first paragraph is what a phone paints largest: it waits for no style sheet."""
    spots = """() => ["h1", ".sapo", ".prose p"].map((one) => document.querySelector(one).getBoundingClientRect())
      .map(({ x, y, width, height }) => [x, y, width, height].map(Math.round))"""
    seen = []
    for blocked in (True, False):
        context = chromium.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        if blocked:
            page.route("**/theme/column.*.css", lambda route: route.abort())
        page.goto(f"{address}/bai-viet/hai/")
        seen.append(page.evaluate(spots))
        context.close()
    assert seen[0][2][3] > 40
    assert seen[0] == seen[1]


def test_the_plan_answers_how_far_in_one_screen(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{own_site}/ke-hoach/23-kh-duk/")
    assert "32 yêu cầu · 0 đã có bài · 0 bài" in page.inner_text(".progress-said")  # samples carry nothing out
    assert page.evaluate(TOP, ".progress-said") < 844
    context.close()


def test_rows_of_the_plan_open_whole(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    row = "#muc-hoi-nghi-bao-cao-vien"
    page.goto(f"{own_site}/ke-hoach/23-kh-duk/{row}")
    assert page.locator(f"{row} .minis > li").count() > 1
    bottom = page.evaluate(f"document.querySelector('{row} summary').getBoundingClientRect().bottom")
    assert page.evaluate(TOP, f"{row} blockquote") - bottom < 24, "the quotation stands under its name"
    assert page.evaluate(HEIGHT, f"{row} blockquote") < 150, "and is as high as its words"
    context.close()


def test_a_portrait_picture_fits_the_screen(chromium: Browser, address: str) -> None:
    for width, height in ((390, 844), (1280, 800)):
        context = chromium.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(f"{address}/bai-viet/dung/")
        for picture in (".lead-figure img", ".prose img"):
            assert page.evaluate(HEIGHT, picture) <= 0.81 * height, (picture, width)
        context.close()


def test_many_tags_are_folded(phone: Page, address: str) -> None:
    phone.goto(f"{address}/bai-viet/dung/")
    tags = phone.locator(".terms-tags a")
    assert tags.count() == 20
    assert sum(tag.is_visible() for tag in tags.all()) == 8
    phone.locator(".terms-tags summary").click()
    assert all(tag.is_visible() for tag in tags.all())


def test_a_correction_is_announced_under_the_byline(phone: Page, address: str) -> None:
    phone.goto(f"{address}/bai-viet/dung/")
    link = phone.locator(".corrected")
    assert "05/07/2021" in link.inner_text()
    assert phone.evaluate(TOP, ".corrected") < phone.evaluate(TOP, ".sapo")
    link.click()
    assert phone.evaluate("document.querySelector(':target').id") == "dinh-chinh"


def test_an_arabic_quotation_runs_from_the_right(phone: Page, address: str) -> None:
    phone.goto(f"{address}/bai-viet/dung/")
    last = phone.evaluate("""() => {
      const text = document.querySelector(".prose blockquote p").firstChild;
      const range = document.createRange();
      const box = (at) => {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left;
      };
      return [box(0), box(text.length - 1)];
    }""")
    assert last[0] > last[1], "the full stop stands at the left end"


def test_a_picture_keeps_its_place_while_its_text_is_to_come(phone: Page, own_site: str) -> None:
    """A page that comes in pieces may end behind a card's picture for a while."""
    alone = """() => [...document.querySelectorAll(".card:has(.card-picture)")].map((card) => {
      const place = () => { const box = card.querySelector(".card-picture").getBoundingClientRect();
        return [box.left, box.width]; };
      const before = place();
      card.querySelector(".card-text").remove();
      return [before, place()];
    })"""
    for path in ("/", "/chu-de/ket-qua-nam-dau/"):
        phone.goto(own_site + path)
        places = phone.evaluate(alone)
        assert places
        assert [before for before, _ in places] == [after for _, after in places]


def test_no_story_stands_twice_on_a_small_front_page(phone: Page, address: str) -> None:
    phone.goto(f"{address}/")
    links = phone.locator("main a[href*='/bai-viet/']:not([aria-hidden])").evaluate_all(
        "all => all.map(a => a.pathname)"
    )
    assert Counter(links) == {"/bai-viet/dung/": 1, "/bai-viet/hai/": 1}
    assert phone.get_by_role("heading", name="Theo chủ đề").is_visible()


def test_facts_of_one_name_stand_in_one_column(chromium: Browser, own_site: str) -> None:
    """An event may carry out several demands of the plan."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{own_site}/su-kien/mau-toa-dam/")
    lefts = page.evaluate("[...document.querySelectorAll('.facts dd')].map((e) => e.getBoundingClientRect().left)")
    assert len(lefts) > 5
    assert len(set(lefts)) == 1
    context.close()
