"""From a Word file with three photos to what readers see: five steps in one program, counted by whoever takes them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.helpers import desk as desks
from tests.helpers.word_file import word_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
_DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), taken = new DataTransfer();
  taken.items.add(new File([bytes], name));
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: taken, bubbles: true, cancelable: true }));
}"""


class Editor:
    """Sits at one tab. steps: what led on to another state of the article; filling in what only a person knows, and the
    desk's "are you sure", are part of the step that they belong to."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.steps = tab, list[str]()

    def drop(self, file: str, data: bytes) -> None:
        """Let a file fall on the desk."""
        self.steps.append(f"drop {file}")
        self.tab.locator("main:not([inert])").wait_for()
        self.tab.evaluate(_DROP, [file, base64.b64encode(data).decode()])

    def press(self, role: str, name: str, *, sure: bool = False) -> None:
        """Press a button or link. sure: the desk asks once more."""
        self.steps.append(name)
        self.tab.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        if sure:
            self.tab.locator("#hop button.main").click()


def test_from_word_to_live(tab: Page, desk: desks.Desk, room: Path) -> None:
    editor = Editor(tab)
    editor.drop("bai.docx", word_file())
    expect(tab.locator("h1")).to_have_text("Đã đọc “bai.docx”")
    editor.press("button", "Tạo bài nháp")
    tab.locator("[data-field=category] [aria-invalid=true]").wait_for()
    tab.select_option("[data-header=Category]", "van-hoa")
    tab.fill("[data-header=Summary]", "Sapo mẫu của hội nghị mẫu, người biên tập viết.")
    text = tab.input_value("#chu")
    for number in range(1, 4):
        text = text.replace("![](", f"![Hình chữ nhật số {number}](", 1)
    text = text.replace(".jpg)", '.jpg "Hình mẫu | Ảnh: Mẫu")')
    tab.fill("#chu", text)
    expect(tab.locator("#tom-tat")).to_contain_text(" 0 lỗi")
    editor.press("button", "Duyệt, hẹn giờ", sure=True)
    expect(tab.locator("#vua-duyet")).to_contain_text("đã được duyệt")
    editor.press("link", "Đăng")
    editor.press("button", "Đăng", sure=True)
    expect(tab.locator(".said")).to_contain_text("Đang phục vụ bản", timeout=120_000)
    assert len(editor.steps) <= 5, editor.steps
    page = room / "trang" / "thu" / "current" / "bai-viet" / "hoi-nghi-mau-o-xa-mau" / "index.html"
    html = page.read_text(encoding="utf-8")
    assert "Hội nghị mẫu ở xã mẫu" in html
    assert all(f"Hình chữ nhật số {number}" in html for number in range(1, 4))
