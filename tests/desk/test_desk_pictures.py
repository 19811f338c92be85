"""Pictures at the desk: cut, and cut otherwise later, from the whole that was sent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.helpers import desk as desks
from tests.helpers.desk import Browser, key_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
FILE = "articles/2030/2030-02-01-bai-1.md"
AT = f"/bai/{key_of(FILE)}/anh"


def picture(size: tuple[int, int] = (400, 300)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def size(content: Path, name: str) -> tuple[int, int]:
    with Image.open((content / FILE).with_name(name)) as image:
        return image.size


def test_a_picture_is_cut_anew_from_the_whole(ask: Browser, content: Path) -> None:
    first = ask.upload(AT, "Cắt thử.jpg", picture(), trai="50").json["file"]
    assert size(content, first) == (200, 300)
    assert ask.ask("POST", f"{AT}/cat", {"file": first}).json["sides"] == [50, 0, 0, 0]
    wider = ask.upload(AT, "", b"", cu=first, trai="10").json["file"]
    assert size(content, wider) == (360, 300)  # more than what the first cut had left
    assert size(content, first) == (200, 300)  # and whatever shows that one still does
    assert ask.upload(AT, "", b"", cu=wider, trai="10").json["file"] == wider  # nothing to do
    whole = ask.upload(AT, "", b"", cu=wider, trai="0").json["file"]
    assert size(content, whole) == (400, 300)
    shown = ask.ask("GET", f"{AT}?ten={first}")
    with Image.open(io.BytesIO(shown.body)) as image:
        assert image.size == (400, 300)


def test_a_picture_of_elsewhere_is_cut_further(ask: Browser, content: Path) -> None:
    (content / FILE).with_name("cua-ai.jpg").write_bytes(picture())
    assert ask.ask("POST", f"{AT}/cat", {"file": "cua-ai.jpg"}).json["sides"] == [0, 0, 0, 0]
    cut = ask.upload(AT, "", b"", cu="cua-ai.jpg", duoi="50").json["file"]
    assert size(content, cut) == (400, 150)
    assert size(content, "cua-ai.jpg") == (400, 300)


@pytest.mark.parametrize(
    "name", ["khong-co.jpg", "../../plan.toml", "/plan.toml", "../../../code.py", "/etc/passwd", ""]
)
def test_only_pictures_of_the_column_are_cut(ask: Browser, content: Path, name: str) -> None:
    before = sorted(content.rglob("*"))
    assert ask.upload(AT, "", b"", cu=name, trai="10").code in {400, 404, 422}
    shown = ask.ask("GET", f"{AT}?ten={name}")
    assert shown.code >= 400
    assert b"ke-hoach-mau" not in shown.body
    assert sorted(content.rglob("*")) == before


def test_the_picture_under_the_cursor_is_changed_in_its_place(tab: Page, desk: desks.Desk, content: Path) -> None:
    (content / FILE).with_name("truoc.jpg").write_bytes(picture())
    tab.goto(f"{desk.address.partition('/?')[0]}/bai/{key_of(FILE)}")
    tab.locator("#loi li").first.wait_for()
    line = '![Hạt \\[xám\\]](truoc.jpg "Chú thích mẫu | Ảnh: Người mẫu")'
    tab.fill("#chu", f"Trước.\n\n{line}\n\nSau.\n")
    tab.evaluate("() => { const t = document.getElementById('chu'); t.focus(); t.setSelectionRange(15, 15); }")
    tab.click("[data-act=picture]")
    boxes = tab.locator("#hop label > input:not([type])")
    boxes.first.wait_for()
    assert [box.input_value() for box in boxes.all()] == ["Hạt [xám]", "Chú thích mẫu", "Ảnh: Người mẫu"]
    boxes.nth(1).fill("Chú thích khác")
    tab.locator("#hop .sides input").nth(0).fill("25")
    tab.click("#hop button.main")
    changed = 'Trước.\n\n![Hạt \\[xám\\]](truoc-2.jpg "Chú thích khác | Ảnh: Người mẫu")\n\nSau.\n'
    expect(tab.locator("#chu")).to_have_value(changed)
    assert size(content, "truoc-2.jpg") == (300, 300)
