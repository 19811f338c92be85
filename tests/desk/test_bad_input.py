"""What comes in wrong is told, in words, where it stands; nothing that somebody wrote is lost by it."""

from __future__ import annotations

import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.helpers import desk as desks
from tests.helpers.desk import Browser, key_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def bai(number: int) -> str:
    return f"articles/2030/2030-02-0{number}-bai-{number}.md"


def home(desk: desks.Desk) -> str:
    return desk.address.partition("/?")[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Không có phần đầu nào.\n", 1),
        ("---\nTitle: x\nDate: 2030-02-01\n", 1),
        ("Title: Tên\nkhông phải một dòng phần đầu\nStatus: draft\n\nChữ.\n", 2),
        ("+++\ntitle = 1\n+++\nChữ.\n", 1),
        ("\n\n\n", 1),
    ],
    ids=["no headers", "never closed", "a line that is none", "TOML", "empty"],
)
def test_headers_that_do_not_parse_open_as_text(
    tab: Page, desk: desks.Desk, content: Path, text: str, line: int
) -> None:
    path = content / bai(1)
    path.write_text(text, encoding="utf-8")
    try:
        tab.goto(f"{home(desk)}/bai/{key_of(bai(1))}")
        tab.locator("#loi button").first.wait_for()
        assert tab.input_value("#chu").rstrip("\n") == text.rstrip("\n").lstrip("\n")
        said = tab.locator("#loi").inner_text()
        assert f"dòng {line}" in said or "phần đầu" in said or "tệp" in said, said
        tab.fill("#chu", text + "\nThêm một dòng.\n")
        tab.click("#luu")
        tab.locator("#da-luu", has_text="đã lưu").wait_for()
        assert "Thêm một dòng." in path.read_text(encoding="utf-8")
    finally:
        path.write_text(desks.DRAFT, encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_what_is_not_utf_8_is_shown_converted_and_saved_so(ask: Browser, content: Path, encoding: str) -> None:
    path = content / bai(2)
    text = "Title: Ten bai\nDate: 2030-02-02\nCategory: van-hoa\nSummary: Sapo.\nStatus: draft\n\nĐã đổi.\n"
    data = text.encode(encoding, "replace")
    path.write_bytes(data)
    try:
        at = f"/bai/{key_of(bai(2))}"
        shown = ask.ask("GET", at).text
        assert "đổi sang UTF-8" in shown
        assert path.read_bytes() == data  # shown, not done
        html = ask.ask("GET", f"{at}?doi=1").text
        assert ">\nTitle: Ten bai\n" in html
        base = html.partition('data-base="')[2].partition('"')[0]
        saved = ask.ask("PUT", at, {"head": "", "changes": {}, "body": text, "base": base})
        assert saved.code == 200, saved.text
        assert path.read_text(encoding="utf-8") == text
    finally:
        path.write_text(desks.DRAFT, encoding="utf-8")


def test_a_change_on_disk_meets_both_versions(tab: Page, desk: desks.Desk, content: Path) -> None:
    path = content / bai(3)
    tab.goto(f"{home(desk)}/bai/{key_of(bai(3))}")
    tab.locator("#loi li").first.wait_for()
    tab.fill("#chu", tab.input_value("#chu").replace("Đoạn thứ nhất", "Đoạn của tôi"))
    path.write_text(path.read_text(encoding="utf-8").replace("Đoạn thứ hai", "Đoạn trên đĩa"), encoding="utf-8")
    tab.click("#luu")
    tab.locator("#hop-ten", has_text="Bài đã được sửa ở nơi khác").wait_for()
    both = tab.locator("#hop textarea").first.input_value()
    assert "Đoạn của tôi" in both
    assert "Đoạn trên đĩa" in both
    assert "Đoạn của tôi" not in path.read_text(encoding="utf-8")  # nothing is written before somebody chose


@pytest.mark.parametrize("how", ["renamed", "gone"])
def test_an_article_that_went_leaves_the_words(tab: Page, desk: desks.Desk, content: Path, how: str) -> None:
    path = content / bai(4)
    tab.goto(f"{home(desk)}/bai/{key_of(bai(4))}")
    tab.locator("#loi li").first.wait_for()
    tab.fill("#chu", "Chữ chưa lưu ở đâu.\n")
    data = path.read_bytes()
    elsewhere = path.with_name("2030-02-04-ten-khac.md")
    if how == "renamed":
        path.rename(elsewhere)
    else:
        path.unlink()
    try:
        tab.click("#luu")
        tab.locator("#hop-ten", has_text="không còn").wait_for()
        assert "Chữ chưa lưu ở đâu." in tab.locator("#hop textarea").first.input_value()
        assert not path.exists()
    finally:
        elsewhere.unlink(missing_ok=True)
        path.write_bytes(data)


def test_who_had_an_article_open_that_went_has_left_it(tmp_path: Path) -> None:
    """Nobody stands in the way of an article that comes back."""
    content = desks.newsroom(tmp_path)
    path, at = content / desks.DRAFT_FILE, f"/bai/{key_of(desks.DRAFT_FILE)}/giu"
    with desks.running(content, tmp_path / "cache") as desk:
        ask = Browser(desk.address)
        assert ask.ask("POST", at, {"tab": "mot"}).json["mine"]
        path.rename(path.with_suffix(".txt"))
        answers(ask, at, {"tab": "mot"}, 404)
        assert ask.ask("POST", at, {"tab": "mot", "leave": True}).code == 200
        path.with_suffix(".txt").rename(path)
        assert answers(ask, at, {"tab": "hai"}, 200).json["mine"]


def answers(ask: Browser, at: str, given: dict[str, str], code: int) -> desks.Answer:
    """What is answered once the desk has looked at the folder."""
    late = time.monotonic() + 120
    while (answer := ask.ask("POST", at, given)).code != code:
        assert time.monotonic() < late, answer
        time.sleep(0.02)
    return answer


def picture(size: tuple[int, int], form: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"not a picture"),
        ("a.jpg", b"%PDF-1.7 of another kind"),
        ("a.png", picture((64, 64))[:80]),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.bmp", picture((64, 64), "BMP")),
        ("a.png", b""),
    ],
    ids=["text", "pdf", "broken off", "svg", "bmp", "empty"],
)
def test_a_picture_is_refused_in_the_gates_words(ask: Browser, content: Path, name: str, data: bytes) -> None:
    from plugins.core.files.picture_facts import PictureError, examine

    before = sorted(content.rglob("*"))
    answer = ask.upload(f"/bai/{key_of(bai(5))}/anh", name, data)
    assert answer.code == 422, answer.text
    with pytest.raises(PictureError) as refused:
        examine(data)
    assert answer.json["words"] == str(refused.value)
    assert sorted(content.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"%PDF-1.7\n", "Word"),
        ("a.docx", b"PK\x03\x04 broken", ""),
        ("a.docx", b"", ""),
        ("a.exe", b"MZ\x90", ""),
    ],
    ids=["pdf", "broken", "empty", "program"],
)
def test_an_import_is_refused_with_what_to_do(
    ask: Browser, room: Path, content: Path, name: str, data: bytes, says: str
) -> None:
    before = sorted(content.rglob("*"))
    answer = ask.upload("/nhap", name, data)
    assert answer.code == 422, answer.text
    assert says in answer.json["words"]
    assert len(answer.json["words"]) > 15
    assert sorted(content.rglob("*")) == before
    assert not list((room / "cache").rglob("imports/*/report.json"))


def test_without_a_plan_there_is_a_form_without_choices(tmp_path: Path) -> None:
    content = desks.newsroom(tmp_path)
    (content / "plan.toml").write_text("", encoding="utf-8")
    with desks.running(content, tmp_path / "cache") as desk:
        ask = Browser(desk.address)
        html = ask.ask("GET", f"/bai/{key_of(desks.DRAFT_FILE)}").text
        assert "Chưa có kế hoạch nào trong plan.toml" in html
        assert 'value="van-hoa"' in html  # what the file says stays to be seen
        assert "(không có trong kế hoạch)" in html
        assert ask.save(desks.DRAFT_FILE, body="Chữ mới.\n").code == 200
        assert ask.ask("GET", "/do-phu").code == 409


def test_a_title_that_is_taken_gets_an_address_of_its_own(ask: Browser, content: Path) -> None:
    for number in (1, 2):
        made = ask.ask("POST", "/bai", {"title": "Bài đang đăng", "item": ""}).json["to"]  # a slug of 2021's
        html = ask.ask("GET", made).text
        source = next(p for p in content.rglob("*.md") if key_of(p.relative_to(content).as_posix()) in made)
        assert source.name.endswith(f"-bai-dang-dang{f'-{number}' if number > 1 else ''}.md")
        looked = ask.ask("POST", f"{made}/xem", {**_edit(html), "whole": True}).json
        assert "one-address" not in {problem["rule"] for problem in looked["problems"]}
    taken = ask.ask("POST", "/bai", {"title": "Bài đăng", "item": ""}).json["to"]
    assert "bai-dang-2" in taken  # 2021-03-01-bai-dang.md is there


def _edit(html: str) -> dict[str, object]:
    head = json.loads(html.partition('id="dau">')[2].partition("</script>")[0])
    return {"head": head, "changes": {}, "body": "Chữ.\n", "base": ""}


def test_one_person_imports_one_file_at_a_time(ask: Browser) -> None:
    page = "<!doctype html><meta charset=utf-8><h1>Bài mẫu</h1>" + "<p>Đoạn mẫu dài để đọc lâu.</p>" * 4000
    with ThreadPoolExecutor(3) as pool:
        codes = sorted(
            answer.code for answer in pool.map(lambda _: ask.upload("/nhap", "a.html", page.encode()), "abc")
        )
    assert codes[0] == 200
    assert set(codes) <= {200, 429}
    assert ask.upload("/nhap", "a.html", page.encode()).code == 200  # a turn always ends


def test_what_was_not_ticked_goes_along_as_a_note(ask: Browser, content: Path) -> None:
    page = (
        "<!doctype html><meta charset=utf-8><h1>Bài nhập mẫu</h1><p>Đoạn mẫu một của bài nhập.</p>"
        "<p><video src='a.mp4'>Lời của đoạn phim mẫu</video></p><form><input value='Ô nhập mẫu'></form>"
    )
    for ticked in (False, True):
        told = ask.upload("/nhap", "bai.html", page.encode()).json
        html = ask.ask("GET", told["to"]).text
        count = html.count("data-loss=")
        assert count
        seen = list(range(count)) if ticked else []
        made = ask.ask("POST", told["to"], {"headers": {}, "seen": seen}).json
        path = next(p for p in content.rglob("*.md") if key_of(p.relative_to(content).as_posix()) in made["to"])
        assert ("còn phải xem" in path.read_text(encoding="utf-8")) is not ticked
