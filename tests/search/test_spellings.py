"""Several spellings of one word, words typed in one, and what is offered instead of a word that stands nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.helpers.building import CONTENT, run_build
from tests.helpers.serving import serving

pytestmark = pytest.mark.slow

BODIES = {
    "ky-nang": ("Bài mẫu về kỹ năng", "Kỹ năng nói trước chi bộ của báo cáo viên được luyện mỗi quý."),
    "li-luan": ("Bài mẫu về lí luận", "Lí luận đi cùng thực tiễn; kì họp sau nói tiếp về nghị quyết."),
    "dai-hoi": ("Bài mẫu về Đại hội XIII", "Đại hội XIII của Đảng; Kế hoạch số 23-KH/ĐUK nêu ai làm việc gì."),
    "tach-roi": (
        "Bài mẫu về những chữ rời",
        "Hội nghị lần thứ 13. Chuyện cũ, số mới, đổi thay. Gửi bạn Hồ, Chí và Minh.",
    ),
    "ba-chu": ("Bài mẫu về ba chữ rời", "Báo đăng bài; cáo lỗi; viên chức đọc."),
}


@pytest.fixture(scope="module")
def spelt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose articles spell words in one way each."""
    folder = tmp_path_factory.mktemp("spelt")
    articles = folder / "content/articles/2021"
    articles.mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        shutil.copy(CONTENT / name, folder / "content" / name)
    Image.new("RGB", (80, 60), (160, 60, 40)).save(articles / "o.png")
    picture = (
        "Picture: o.png\nPicture_alt: Một ô.\nPicture_caption: Ô vuông đỏ.\nPicture_credit: Ảnh: mẫu\nTags: thẻ mẫu\n"
    )
    for day, (slug, (title, body)) in enumerate(BODIES.items(), 1):
        head = (
            f"Title: {title}\nDate: 2021-07-{day:02}T07:30\nCategory: xay-dung-dang\nSummary: Sapo mẫu.\nSample: yes\n"
        ) + (picture if slug == "ba-chu" else "")
        (articles / f"2021-07-{day:02}-{slug}.md").write_text(f"{head}\n{body}\n", encoding="utf-8")
    run_build(folder / "content", folder / "output", folder / "cache")
    with serving(folder / "output") as address:
        yield address


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One tab: each query is a page that is loaded anew."""
    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def ask(page: Page, address: str, query: str) -> tuple[str, list[str]]:
    """What the page says of articles to a query, and the last parts of the results' addresses."""
    page.goto(f"{address}/tim-kiem/?q={query}&loai=bai-viet")
    expect(page.locator(".search-results")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".search-status")).to_contain_text("“")
    links = page.locator(".search-list h3 a").evaluate_all("all => all.map(link => link.pathname.split('/').at(-2))")
    return page.inner_text(".search-status"), links


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("kĩ năng", "ky-nang"),
        ("ki nang", "ky-nang"),
        ("KĨ NĂNG", "ky-nang"),
        ("quí", "ky-nang"),
        ("lý luận", "li-luan"),
        ("kỳ họp", "li-luan"),
        ("đại hội 13", "dai-hoi"),
        ("dai hoi 13", "dai-hoi"),
        ("hội nghị lần thứ XIII", "tach-roi"),
        ("23KHĐUK", "dai-hoi"),
        ("23khduk", "dai-hoi"),
        ("23-KHĐUK", "dai-hoi"),
        ("daihoi", "dai-hoi"),
    ],
)
def test_one_word_in_several_spellings(page: Page, spelt: str, query: str, slug: str) -> None:
    said, found = ask(page, spelt, query)
    assert said.startswith("Có 1 kết quả"), said
    assert found == [slug]
    expect(page.locator(".search-list mark").first).to_be_visible()  # a result says why it is one


@pytest.mark.parametrize(
    ("query", "offered"),
    [("ngi quyet", "nghi quyet"), ("boa cao vien", "bao cao vien"), ("bcao cao vien", "bao cao vien")],
)
def test_what_is_offered_stands_beside_its_neighbours(page: Page, spelt: str, query: str, offered: str) -> None:
    said, _ = ask(page, spelt, query)
    assert f"Có phải bạn muốn tìm {offered}?" in said


def test_nothing_is_offered_that_stands_nowhere(page: Page, spelt: str) -> None:
    said, _ = ask(page, spelt, "hop qzx")
    assert "Có phải" not in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("chuyen doi so", "Không bài nào có các chữ của “chuyen doi so” đứng liền nhau. Có 1 bài có đủ các chữ."),
        ("Hồ Chí Minh", "Không bài nào có các chữ của “Hồ Chí Minh” đứng liền nhau. Có 1 bài có đủ các chữ."),
        ("kỷ năng", "Không bài nào viết đúng “kỷ năng”. Có 1 bài gần giống."),
        ("nghị", "Có 2 kết quả cho “nghị”."),
        ("báo cáo viên", "Có 2 kết quả cho “báo cáo viên”, trong đó không quá 1 bài có đúng cụm từ."),
    ],
)
def test_counts_say_what_is_true(page: Page, spelt: str, query: str, said: str) -> None:
    assert ask(page, spelt, query)[0] == said


@pytest.mark.parametrize("query", ["kỷ năng", "thẻ mẫu", "xây dựng đảng", "ô vuông đỏ"])
def test_a_result_shows_the_words_that_it_is_one_for(page: Page, spelt: str, query: str) -> None:
    """In another spelling; in a tag, too short for a sentence; in the name of a topic; in the caption of a picture."""
    assert ask(page, spelt, query)[1]
    expect(page.locator(".search-list > li").first.locator("mark").first).to_be_visible()
