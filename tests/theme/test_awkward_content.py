"""Content that is awkward to lay out: nothing overlaps, and nothing but a table scrolls sideways."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.helpers import nu
from tests.helpers.building import CONTENT, run_build
from tests.helpers.serving import serving
from tests.theme.looking import OVERLAPS, WIDER, looked_at
from tests.theme.test_pages import axe_complaints

pytestmark = pytest.mark.slow

HEAD = """Title: {title}
Date: 2021-07-{day:02}T07:30
Category: xay-dung-dang
Summary: {summary}
Sample: yes
"""
LONG_TITLE = ("Tên bài mẫu rất dài về việc đẩy mạnh công tác tuyên truyền theo Kế hoạch số 23-KH/ĐUK, " * 4)[:299] + "…"
LONG_WORD = "Nghịquyếtđivàocuộcsống" * 12
PICTURE = "hinh-{n}.jpg"


def table(columns: int) -> str:
    """A Markdown table with so many columns."""
    row = " | ".join(f"Cột số {n}" for n in range(columns))
    return f"| {row} |\n|{' --- |' * columns}\n" + f"| {row} |\n" * 5


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of six articles, each awkward in its own way; every topic but one is empty."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("awkward")
    content = folder / "content"
    articles = content / "articles" / "2021"
    articles.mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        shutil.copy(CONTENT / name, content / name)

    def write(day: int, slug: str, title: str, body: str, more: str = "", summary: str = "Sapo của bài mẫu.") -> None:
        text = HEAD.format(title=title, day=day, summary=summary) + more + "\n" + body
        (articles / f"2021-07-{day:02}-{slug}.md").write_text(text, encoding="utf-8")

    for n in range(40):
        Image.new("RGB", (48, 27), (6 * n, 90, 120)).save(articles / PICTURE.format(n=n))
    lead = "Picture: hinh-0.jpg\nPicture_alt: Một ô màu.\nPicture_caption: Chú thích.\nPicture_credit: Đồ họa: mẫu\n"
    pictures = "\n\n".join(f"![Ô màu thứ {n}]({PICTURE.format(n=n)})" for n in range(40))
    write(1, "ten-dai", LONG_TITLE, "Thân bài.", lead)
    write(2, "khong-anh", "Bài mẫu không có ảnh", f"Một chữ dài: {LONG_WORD}\n", summary=LONG_WORD)
    write(3, "nhieu-anh", "Bài mẫu có bốn mươi ảnh", pictures, lead)
    many = "Attachment: bieu.csv | Biểu số một kèm theo báo cáo kết quả thực hiện kế hoạch tuyên truyền của cơ quan\n"
    many += many.replace("bieu", "bieu-hai").replace("một", "hai") + "Series: Hồ sơ mẫu\n"
    many += "".join(f"Correction: 2021-07-{day}: Đã sửa tên đơn vị và số liệu ở đoạn hai.\n" for day in (20, 21))
    for name in ("bieu.csv", "bieu-hai.csv"):
        (articles / name).write_text("a,b\n1,2\n", encoding="utf-8")
    notes = (
        "Thân bài[^1], và nữa[^1].\n\n> Lời trích[^hai].\n\n[^1]: Chú thích một.\n[^hai]: Chú thích hai có **đậm**.\n"
    )
    write(5, "tep-kem", "Bài mẫu có nhiều tệp và đính chính", notes, many)
    write(6, "ho-so", "Bài mẫu sau trong hồ sơ", "Thân bài.", "Series: Hồ sơ mẫu\n")
    write(4, "bang-rong", f"Bài mẫu {LONG_WORD[:200]}", table(12), "Tags: " + LONG_WORD[:60] + "\n")
    run_build(content, folder / "output", folder / "cache")
    return folder / "output"


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    """The site, served."""
    with serving(output) as url:
        yield url


PATHS = (
    "/",
    "/bai-viet/ten-dai/",
    "/bai-viet/khong-anh/",
    "/bai-viet/nhieu-anh/",
    "/bai-viet/bang-rong/",
    "/bai-viet/tep-kem/",
    "/chu-de/xay-dung-dang/",
    "/chu-de/hoi-nhap-quoc-te/",
    "/the/",
)


def test_nothing_overlaps_and_only_tables_scroll(chromium: Browser, address: str) -> None:
    """Each page is loaded once, and looked at in three widths."""
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for path in PATHS:
        page.goto(address + path)
        for width in (320, 768, 1280):
            looked_at(page, width, "light")
            complaints = [*page.evaluate(WIDER), *page.evaluate(OVERLAPS)]
            if page.evaluate("document.scrollingElement.scrollWidth") > width:
                complaints.append("the page scrolls sideways")
            if complaints:
                found[f"{path} {width}"] = complaints
    context.close()
    assert found == {}


def test_what_stands_in_a_row_is_told_apart(chromium: Browser, address: str) -> None:
    """Names of files, and corrections, run over several lines on a phone: more stands between two of them than between
    two lines; and a series begins below what stands before it."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/bai-viet/tep-kem/")
    for items in (".attachments a > span", ".notice-correction li"):
        text = page.locator(items)
        assert text.count() == 2, items
        between = text.evaluate_all(
            """(all) => {
              const lines = (e) => {
                const text = document.createRange();
                text.selectNodeContents(e);
                return [...text.getClientRects()];
              };
              return lines(all[1])[0].top - lines(all[0]).pop().bottom;
            }"""
        )
        assert between >= 4, items
    above = page.evaluate(
        """() => {
          const series = document.querySelector("nav.article");
          const before = series.previousElementSibling.getBoundingClientRect();
          return series.querySelector(".section-heading").getBoundingClientRect().top - before.bottom;
        }"""
    )
    assert above >= 24
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_has_nothing_to_say_of_notes_and_files(chromium: Browser, address: str, colours: str) -> None:
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/bai-viet/tep-kem/")
    page.evaluate(Axe().axe_script)
    looked_at(page, 390, colours)
    assert axe_complaints(page, []) == []
    context.close()


def test_a_wide_table_scrolls_in_its_own_region_by_keyboard(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/bai-viet/bang-rong/")
    region = page.locator(".table-scroll")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table-scroll').scrollLeft > 0")
    context.close()


def test_only_the_first_picture_loads_at_once(output: Path) -> None:
    text = (output / "bai-viet/nhieu-anh/index.html").read_text(encoding="utf-8")
    assert text.count("<img") == 41
    assert text.count('loading="lazy"') == 40
    assert text.count('fetchpriority="high"') == 1


def test_an_empty_topic_says_so_and_leads_on(output: Path) -> None:
    text = (output / "chu-de/hoi-nhap-quoc-te/index.html").read_text(encoding="utf-8")
    assert "chưa có bài" in text
    assert '<meta name="robots" content="noindex">' in text
    assert "/chu-de/xay-dung-dang/" in text


def test_the_html_checker_has_nothing_to_say(output: Path) -> None:
    assert nu.complaints(output) == ""
