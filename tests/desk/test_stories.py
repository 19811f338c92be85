"""What people do at the desk, each story from the first press to what stands in the repository, in Chromium."""

from __future__ import annotations

import io
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import Error

from tests.helpers import desk as desks
from tests.helpers.desk import git
from tests.helpers.word_file import word_file

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = pytest.mark.slow


def draft(number: int) -> str:
    return f"articles/2030/2030-02-0{number}-bai-{number}.md"


def live(number: int) -> str:
    return f"articles/2021/2021-04-0{number}-tin-{number}.md"


def until(tab: Page, holds: str) -> None:
    """Wait for an expression; the page's own policy forbids it to wait by itself."""
    late = time.monotonic() + 120
    while not _holds(tab, holds):
        assert time.monotonic() < late, f"{holds}: {tab.inner_text('main')[-600:]}"
        tab.wait_for_timeout(50)


def _holds(tab: Page, expression: str) -> bool:
    try:
        return bool(tab.evaluate(f"() => {expression}"))
    except Error:  # the page is being loaded anew
        return False


def go(tab: Page, desk: desks.Desk, source: str) -> None:
    from plugins.desk.files import key_of

    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(source)}")
    until(tab, "document.getElementById('tom-tat').textContent")


def saved(tab: Page) -> None:
    tab.click("#luu")
    until(tab, "/^đã lưu lúc/.test(document.getElementById('da-luu').textContent)")


def expect(tab: Page, selector: str, words: str) -> None:
    from playwright.sync_api import expect as that

    that(tab.locator(selector).first).to_contain_text(words)


def press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).first.click()


def to(tab: Page, name: str) -> None:
    tab.get_by_role("link", name=name, exact=True).first.click()


def publishable(tab: Page, desk: desks.Desk) -> None:
    """The screen of publishing, once everything was sent."""
    late = time.monotonic() + 120
    while True:
        with suppress(Error):  # the screen that was left is loaded anew at this very moment
            tab.goto(f"{desk.address.partition('/?')[0]}/dang")
            if not tab.locator("#gui-lai").count():
                return
        assert time.monotonic() < late, tab.inner_text("main")
        with suppress(Error):
            tab.click("#gui-lai", timeout=2000)
        tab.wait_for_timeout(300)


def test_a_file_chosen_before_the_script_runs(tab: Page, tmp_path: Path) -> None:
    """Nothing that is pressed or chosen while a screen is still loading goes unheard."""
    (tmp_path / "bai.docx").write_bytes(word_file())
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.route("**/desk.js", hold)
    with tab.expect_request("**/desk.js"):
        to(tab, "Nhập từ Word")
    tab.set_input_files("#tep", tmp_path / "bai.docx")
    assert tab.locator("main[inert]").count() == 1
    held[0].continue_()
    expect(tab, "h1", "Đã đọc “bai.docx”")


def test_word_in(tab: Page, desk: desks.Desk, content: Path, tmp_path: Path) -> None:
    (tmp_path / "bai.docx").write_bytes(word_file())
    to(tab, "Nhập từ Word")
    tab.set_input_files("#tep", tmp_path / "bai.docx")
    expect(tab, "h1", "Đã đọc “bai.docx”")
    expect(tab, ".guess label", "tên bài")
    press(tab, "Tạo bài nháp")
    tab.wait_for_selector("#bai")
    expect(tab, "#tom-tat", "lỗi")
    tab.wait_for_selector("[data-field=category] [aria-invalid=true]")  # what is missing is told at its field
    tab.select_option("[data-header=Category]", "van-hoa")
    expect(tab, "#o-category-trich", "Tuyên truyền về văn hóa")
    tab.fill("[data-header=Summary]", "Sapo mẫu của hội nghị mẫu, người biên tập viết.")
    described = r'![Hình chữ nhật để thử](\1 "Hình mẫu | Ảnh: Mẫu")'
    tab.fill("#chu", re.sub(r"!\[\]\(([\w.-]+)\)", described, tab.input_value("#chu")))
    until(tab, "/ 0 lỗi/.test(document.getElementById('tom-tat').textContent)")
    frame = tab.frame_locator("#xem")
    frame.locator("article img, main img").first.wait_for()
    saved(tab)
    press(tab, "Gửi duyệt")
    expect(tab, "#trang-thai", "chờ duyệt")
    root = content.parent
    source = next(content.glob("articles/*/*hoi-nghi-mau*.md"))
    assert "Status: review" in source.read_text(encoding="utf-8")
    names = git(root, "log", "--format=", "--name-only", "-4").split()
    assert sum(name.endswith(".jpg") for name in names) == 3
    assert not git(root, "status", "--porcelain")
    assert "Imported-From: bai.docx" in git(root, "log", "-4", "--format=%B")


PASTED = (
    "<meta charset=utf-8><h2>Tiêu đề dán</h2><p class=MsoNormal>Chữ <b>đậm</b> và <i>nghiêng</i>, "
    "<a href='https://example.vn/a'>liên kết</a>.</p><ul><li>một</li><li>hai</li></ul>"
    "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table><script>alert(1)</script>"
)


def paste(tab: Page, html: str, plain: str = "chữ thường") -> None:
    tab.evaluate(
        """([html, plain]) => {
          const data = new DataTransfer();
          data.setData("text/html", html); data.setData("text/plain", plain);
          const event = new ClipboardEvent("paste", {clipboardData: data, cancelable: true});
          document.getElementById("chu").dispatchEvent(event);
        }""",
        [html, plain],
    )


def test_paste_from_word(tab: Page, desk: desks.Desk) -> None:
    go(tab, desk, draft(1))
    before = tab.input_value("#chu")
    tab.click("#chu")
    tab.keyboard.press("Control+End")
    paste(tab, PASTED)
    until(tab, "document.getElementById('chu').value.includes('Tiêu đề dán')")
    text = tab.input_value("#chu")
    for part in (
        "## Tiêu đề dán",
        "**đậm**",
        "*nghiêng*",
        "[liên kết](https://example.vn/a)",
        "- một\n- hai",
        "| A | B |",
    ):
        assert part in text, text
    assert "alert" not in text
    tab.keyboard.press("Control+z")
    assert tab.input_value("#chu") == before  # one step back takes the whole paste


def test_error_at_the_line(tab: Page, desk: desks.Desk) -> None:
    go(tab, desk, draft(2))
    tab.click("#chu")
    tab.keyboard.press("Control+End")
    tab.keyboard.type("\n\nXem [bài không có](khong-co.md) và Kế hoạch 23")
    button = tab.locator("#le button")
    button.wait_for()
    assert "khong-co.md" in (button.get_attribute("aria-label") or "")
    assert button.get_attribute("data-line") == str(tab.input_value("#chu").count("\n") + 1)
    expect(tab, "#o-dong", "khong-co.md")  # and in words under the line that is being written
    tab.evaluate("document.getElementById('chu').setSelectionRange(0, 0)")
    tab.click("#loi button")
    start = tab.evaluate("document.getElementById('chu').selectionStart")
    assert tab.input_value("#chu")[start:].startswith("Xem [bài không có]")
    tab.wait_for_selector("#tom-tat:has-text('1 lỗi')")


def test_review(tab: Page, desk: desks.Desk, content: Path) -> None:
    go(tab, desk, draft(3))
    press(tab, "Gửi duyệt")
    expect(tab, "#trang-thai", "chờ duyệt")
    tab.goto(desk.address.partition("/?")[0] + "/?trang-thai=cho-duyet")
    to(tab, "Bài thứ 3 để thử")
    tab.wait_for_selector("#bai")
    tab.fill("#chu", tab.input_value("#chu").replace("Đoạn thứ nhất", "Đoạn mở đầu"))
    saved(tab)
    press(tab, "Duyệt, hẹn giờ")
    tab.fill("#hop input", "2031-01-01 07:30")
    tab.click("#hop button.main")
    expect(tab, "#trang-thai", "hẹn giờ")
    text = (content / draft(3)).read_text(encoding="utf-8")
    assert "Status" not in text
    assert "Date: 2031-01-01 07:30" in text
    assert "Reviewed-by: Hòa <hoa@example.vn>" in git(content.parent, "log", "-1", "--format=%B")


def test_correction(tab: Page, desk: desks.Desk, content: Path) -> None:
    go(tab, desk, live(1))
    tab.fill("#chu", tab.input_value("#chu").replace("mười hai đại biểu", "mười ba đại biểu"))
    tab.click("#luu")
    expect(tab, "#hop-ten", "Sửa lỗi gõ hay đính chính?")
    expect(tab, "#hop del", "mười hai")
    tab.fill("#hop textarea", "số đại biểu là mười ba")
    tab.click("#hop button.main")
    until(tab, "/^đã lưu lúc/.test(document.getElementById('da-luu').textContent)")
    text = (content / live(1)).read_text(encoding="utf-8")
    assert re.search(r"^Correction: \d{4}-\d\d-\d\d: số đại biểu là mười ba$", text, re.MULTILINE)
    assert re.search(r"^Modified: \d{4}-\d\d-\d\d \d\d:\d\d$", text, re.MULTILINE)
    to(tab, "Lịch sử")
    tab.locator("text=So với nay").last.click()
    expect(tab, ".changes", "mười ba")
    assert tab.locator("iframe").count() == 2


def test_two_people(tab: Page, desk: desks.Desk, content: Path, context: BrowserContext) -> None:
    go(tab, desk, draft(4))
    other = context.new_page()
    go(other, desk, draft(4))
    expect(other, "#dang-mo", "đang mở bài này từ")
    assert other.locator("#chu").get_attribute("readonly") is not None
    tab.fill("#chu", tab.input_value("#chu").replace("Đoạn thứ nhất", "Đoạn do An sửa"))
    other.click("#tiep-quan")
    other.wait_for_selector("#chu:not([readonly])")
    other.fill("#chu", other.input_value("#chu").replace("Đoạn thứ hai", "Đoạn do Bình sửa"))
    saved(other)
    tab.click("#luu")
    expect(tab, "#hop-ten", "Bài đã được sửa ở nơi khác")
    joined = tab.locator("#hop textarea").first.input_value()
    assert "Đoạn do An sửa" in joined
    assert "Đoạn do Bình sửa" in joined
    tab.click("#hop button.main")
    tab.wait_for_load_state()
    until(tab, "document.getElementById('chu')?.value.includes('Bình')")
    text = (content / draft(4)).read_text(encoding="utf-8")
    assert "Đoạn do An sửa" in text
    assert "Đoạn do Bình sửa" in text
    assert "<<<" not in text
    other.close()


def test_coverage(tab: Page, desk: desks.Desk, content: Path) -> None:
    to(tab, "Độ phủ")
    tab.locator("li:has-text('Giới thiệu cách làm hay') >> text=Viết bài này").click()
    expect(tab, "main", "Giới thiệu những cách làm hay.")
    tab.fill("#ten", "Một cách làm hay ở nơi mẫu")
    press(tab, "Bắt đầu viết")
    tab.wait_for_selector("#bai")
    assert tab.locator("[data-header=Category]").input_value() == "van-hoa"
    expect(tab, "[data-field=plan_items] summary", "Giới thiệu cách làm hay")
    text = next(content.glob("articles/*/*mot-cach-lam-hay*.md")).read_text(encoding="utf-8")
    assert "Plan_items: muc-hai" in text


def test_publish_and_back(tab: Page, desk: desks.Desk, content: Path, room: Path) -> None:
    publishable(tab, desk)
    expect(tab, "h2", "thu")
    press(tab, "Xem sẽ đổi gì")
    until(tab, "/bai-viet/.test(document.querySelector('.said').textContent)")
    tab.locator("[data-do='']").click()
    tab.click("#hop button.main")
    until(tab, "/Đang phục vụ bản/.test(document.querySelector('.said').textContent)")
    page = room / "trang" / "thu" / "current" / "bai-viet" / "tin-5" / "index.html"
    assert "Tin thứ 5" in page.read_text(encoding="utf-8")
    go(tab, desk, live(5))
    tab.fill("#chu", tab.input_value("#chu").replace("việc khác", "việc mới"))
    tab.click("#luu")
    tab.locator("#hop button", has_text="Sửa lỗi gõ").click()
    expect(tab, "#trang-thai", "có sửa đổi chưa lên trang")
    publishable(tab, desk)
    tab.locator("[data-do='']").click()
    tab.click("#hop button.main")
    until(tab, "/Đang phục vụ bản/.test(document.querySelector('.said').textContent)")
    assert "việc mới" in page.read_text(encoding="utf-8")
    tab.locator("[data-do='quay-lai']").click()
    tab.fill("#hop textarea", "thử quay lại")
    tab.click("#hop button.main")
    until(tab, "/đang phục vụ bản/.test(document.querySelector('.said').textContent)")
    assert "việc mới" not in page.read_text(encoding="utf-8")


def test_offline(tab: Page, desk: desks.Desk, content: Path, room: Path) -> None:
    publishable(tab, desk)  # nothing of earlier waits to be sent
    away = room / "xa.git"
    away.rename(room / "mat.git")
    try:
        for number in range(3):
            go(tab, desk, draft(6))
            tab.fill("#chu", tab.input_value("#chu") + f"\n\nĐoạn viết khi mất mạng số {number}.")
            saved(tab)
        expect(tab, "#duong-truyen", "3 lần lưu chưa gửi lên máy chủ")
        assert "mất mạng số 2" in git(content.parent, "show", f"HEAD:content/{draft(6)}")
    finally:
        (room / "mat.git").rename(away)
    publishable(tab, desk)
    assert git(away, "rev-parse", "main") == git(content.parent, "rev-parse", "HEAD")


def test_a_picture(tab: Page, desk: desks.Desk, content: Path, tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(picture, "JPEG")
    (tmp_path / "Ảnh đẹp.jpg").write_bytes(picture.getvalue())
    go(tab, desk, draft(7))
    tab.click("#chu")
    tab.keyboard.press("Control+End")
    tab.click("[data-act=picture]")
    tab.set_input_files("#hop input[type=file]", tmp_path / "Ảnh đẹp.jpg")
    sides = tab.locator("#hop .sides input")
    sides.nth(0).fill("25")
    inputs = tab.locator("#hop label > input:not([type])")
    for number, words in enumerate(("Hạt xám để thử", "Chú thích mẫu", "Ảnh: Người mẫu")):
        inputs.nth(number).fill(words)
    tab.click("#hop button.main")
    until(tab, "document.getElementById('chu').value.includes('anh-dep.jpg')")
    assert '![Hạt xám để thử](anh-dep.jpg "Chú thích mẫu | Ảnh: Người mẫu")' in tab.input_value("#chu")
    until(tab, "/ 0 lỗi/.test(document.getElementById('tom-tat').textContent)")
    saved(tab)
    with Image.open((content / draft(7)).with_name("anh-dep.jpg")) as image:
        assert image.size == (300, 300)
    assert "anh-dep.jpg" in git(content.parent, "show", "--stat", "--format=", "HEAD")
