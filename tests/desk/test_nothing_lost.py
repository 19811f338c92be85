"""Whatever happens between a key and the newsroom's repository, no word is lost and no file is half."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from tests.helpers import desk as desks
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, Browser, git, key_of

pytestmark = pytest.mark.slow
AT = f"/bai/{key_of(DRAFT_FILE)}"


def bai(number: int) -> str:
    return f"articles/2030/2030-02-0{number}-bai-{number}.md"


def test_a_file_that_changed_outside_is_not_written_over(ask: Browser, content: Path) -> None:
    mine = ask.opened(bai(1))
    path = content / bai(1)
    path.write_text(path.read_text(encoding="utf-8").replace("thứ hai", "do Word sửa"), encoding="utf-8")
    answer = ask.ask("PUT", f"/bai/{key_of(bai(1))}", {**mine, "body": mine["body"].replace("thứ nhất", "của tôi")})
    assert answer.code == 409
    assert "do Word sửa" in answer.json["theirs"]["text"]
    assert "của tôi" not in path.read_text(encoding="utf-8")
    changed = {**mine, "body": mine["body"].replace("thứ nhất", "của tôi")}
    joined = ask.ask("POST", f"/bai/{key_of(bai(1))}/noi", changed).json
    assert joined["whole"]
    assert "do Word sửa" in joined["joined"]
    assert "của tôi" in joined["joined"]


def test_a_file_that_is_gone_is_told_and_the_text_kept(ask: Browser, content: Path) -> None:
    mine = ask.opened(bai(2))
    ask.ask("PUT", f"/bai/{key_of(bai(2))}/tam", {**mine, "body": "Chữ chưa lưu.\n"})
    text = (content / bai(2)).read_bytes()
    (content / bai(2)).unlink()
    answer = ask.ask("PUT", f"/bai/{key_of(bai(2))}", {**mine, "body": "Chữ chưa lưu.\n"})
    assert answer.code in {404, 409}
    (content / bai(2)).write_bytes(text)
    assert "Có chữ bạn gõ lúc" in ask.ask("GET", f"/bai/{key_of(bai(2))}").text
    assert "Chữ chưa lưu." in ask.ask("GET", f"/bai/{key_of(bai(2))}?tam=1").text


def test_bytes_that_the_form_does_not_touch_stay(ask: Browser, content: Path) -> None:
    path = content / bai(3)
    lines = ("title:   Tên lạ", "DATE: 2030-02-03", "Category: van-hoa", "Summary: Dòng", "    hai", "Status: draft")
    text = "".join(f"{line}\r\n" for line in lines)
    path.write_bytes((text + "\r\nChữ.\r\n").encode())
    assert ask.save(bai(3), changes={"Tags": ["mới"]}, body="Chữ khác.\n").code == 200
    assert path.read_bytes() == (text + "Tags: mới\r\n\r\nChữ khác.\r\n").encode()


def test_a_picture_that_was_changed_goes_along(ask: Browser, content: Path) -> None:
    """The article and its pictures as they are now; no picture of anybody else's."""
    names = [f"{name}.png" for name in ("hinh", "la")]
    for name in names:
        Image.new("RGB", (400, 300), (9, 9, 9)).save((content / bai(6)).with_name(name))
    body = '![Ô vuông để thử](hinh.png "Hình mẫu | Ảnh: Mẫu")\n'
    assert ask.save(bai(6), body=body).code == 200
    for name in names:
        Image.new("RGB", (400, 300), (200, 9, 9)).save((content / bai(6)).with_name(name))
    assert ask.save(bai(6), body=body + "\nThêm.\n").code == 200
    shown = git(content.parent, "show", "--format=", "--name-only", "HEAD").split()
    assert sorted(shown) == sorted(
        f"content/{Path(bai(6)).with_name(name)}" for name in ("hinh.png", Path(bai(6)).name)
    )
    assert "hinh.png" not in git(content.parent, "status", "--porcelain")


def test_history_begins_with_the_newest_commit(ask: Browser, content: Path) -> None:
    at = f"/bai/{key_of(bai(5))}"
    first = ask.ask("GET", f"{at}/lich-su").text
    assert first.count("Lấy lại thành bản sửa mới") == 1
    assert ask.save(bai(5), body="Lần sửa mới nhất.\n").code == 200
    html = ask.ask("GET", f"{at}/lich-su").text
    newest = git(content.parent, "rev-parse", "HEAD")
    assert html.count("Lấy lại thành bản sửa mới") == 2
    assert html.index(newest) < html.index("Bắt đầu")
    assert "Không có gì khác" in ask.ask("GET", f"{at}/so-sanh?voi={newest}").text
    assert "Lần sửa mới nhất." in ask.ask("GET", f"{at}?tu={newest}").text


def test_what_the_gate_refuses_opens_and_is_saved(ask: Browser, content: Path) -> None:
    for text in ("Không có phần đầu.\n", "---\nTitle: x\n", "Title: [x\nDate: hôm qua\nStatus: draft\n\nChữ\n"):
        base = ask.ask("GET", f"/bai/{key_of(bai(4))}").text.partition('data-base="')[2].partition('"')[0]
        edit = {"head": "", "changes": {}, "body": text, "base": base}
        answer = ask.ask("PUT", f"/bai/{key_of(bai(4))}", edit)
        assert answer.code == 200, answer.text
        assert (content / bai(4)).read_text(encoding="utf-8") == text
        assert ask.ask("GET", f"/bai/{key_of(bai(4))}").code == 200
    (content / bai(4)).write_bytes("Title: Tên\n\nĐoạn".encode("utf-16"))
    assert "đổi sang UTF-8" in ask.ask("GET", f"/bai/{key_of(bai(4))}").text
    assert "Đoạn" in ask.ask("GET", f"/bai/{key_of(bai(4))}?doi=1").text
    (content / bai(4)).write_text(desks.DRAFT, encoding="utf-8")


def test_a_published_article_keeps_out_what_has_errors(ask: Browser, content: Path) -> None:
    before = (content / LIVE_FILE).read_bytes()
    answer = ask.save(LIVE_FILE, body="[gãy](khong-co.md)\n", correction="typo")
    assert answer.code == 422
    assert (content / LIVE_FILE).read_bytes() == before


def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    content = desks.newsroom(tmp_path)
    known = (content / DRAFT_FILE).read_text(encoding="utf-8")
    for turn in range(4):
        desk = desks.start(content, tmp_path / "cache")
        ask = Browser(desk.address)
        opened = ask.opened(DRAFT_FILE)
        body = f"Lần {turn}. " + "chữ " * 20_000 + "\n"
        ask.ask("PUT", f"{AT}/tam", {**opened, "body": body})
        saving = threading.Thread(target=_quietly, args=(ask, opened, body))
        saving.start()
        time.sleep(0.02 * turn)
        desk.kill()
        saving.join()
        if desk.process.stdout:
            desk.process.stdout.close()
        text = (content / DRAFT_FILE).read_text(encoding="utf-8")
        assert text in (known, opened["head"] + body)
        git(content.parent, "fsck", "--strict")
        known = text
    with desks.running(content, tmp_path / "cache") as desk:
        ask = Browser(desk.address)
        shown = ask.ask("GET", AT).text
        assert "Lần 3." in shown or "Có chữ bạn gõ lúc" in shown  # in the file, or beside it
        assert ask.save(DRAFT_FILE, body="Sau cùng.\n").code == 200
    assert git(content.parent, "status", "--porcelain") == ""


def _quietly(ask: Browser, opened: dict[str, object], body: str) -> None:
    with suppress(OSError):  # the desk was killed
        ask.ask("PUT", AT, {**opened, "body": body})


def test_others_work_is_joined_and_a_clash_waits_for_a_person(tmp_path: Path) -> None:
    content = desks.newsroom(tmp_path)
    git(tmp_path, "clone", "-q", "xa.git", "ban")
    other = tmp_path / "ban"

    def sent(file: str, old: str, new: str) -> None:
        git(other, "pull", "-q", "--no-rebase")
        path = other / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        git(other, "commit", "-qam", "Bạn sửa")
        git(other, "push", "-q")

    with desks.running(content, tmp_path / "cache") as desk:
        ask = Browser(desk.address)
        sent(f"content/{LIVE_FILE}", "Đoạn thứ ba", "Đoạn bạn sửa")
        assert ask.save(DRAFT_FILE, body="Tôi sửa.\n\nĐoạn thứ hai của bài nháp.\n").code == 200
        assert ask.ask("POST", "/gui", {}).json["ok"]
        assert "Đoạn bạn sửa" in (content / LIVE_FILE).read_text(encoding="utf-8")  # on this disk as well
        assert git(content.parent, "status", "--porcelain") == ""
        # both change one line
        sent(f"content/{DRAFT_FILE}", "Tôi sửa.", "Bạn sửa dòng đầu.")
        assert ask.save(DRAFT_FILE, body="Tôi lại sửa.\n\nĐoạn thứ hai của bài nháp.\n").code == 200
        assert not ask.ask("POST", "/gui", {}).json["ok"]
        assert "Bài này cũng được sửa ở nơi khác" in ask.ask("GET", AT).text
        both = ask.ask("POST", f"{AT}/noi", ask.opened(DRAFT_FILE)).json
        assert "Bạn sửa dòng đầu." in both["theirs"]
        assert "Tôi lại sửa." in both["mine"]
        text = both["mine"].replace("Tôi lại sửa.", "Bạn và tôi sửa.")
        chosen = {"head": "", "changes": {}, "body": text, "base": both["base"], "clash": both["clash"]}
        assert ask.ask("PUT", AT, chosen).code == 200
        assert ask.ask("POST", "/gui", {}).json["ok"]
        assert "Bạn và tôi sửa." in git(tmp_path / "xa.git", "show", f"main:content/{DRAFT_FILE}")
        assert git(content.parent, "status", "--porcelain") == ""
        # code from elsewhere
        sent("code.py", "print(1)", "print(2)")
        ask.ask("POST", "/gui", {})
        assert (content.parent / "code.py").read_text() == "print(1)\n"
        assert "code.py" in ask.ask("GET", "/dang").text
        assert ask.ask("POST", "/ma-nguon", {}).json["ok"]
        assert (content.parent / "code.py").read_text() == "print(2)\n"
        assert git(content.parent, "status", "--porcelain") == ""


def test_what_is_saved_while_two_newsrooms_differ_goes_on(tmp_path: Path) -> None:
    content = desks.newsroom(tmp_path)
    git(tmp_path, "clone", "-q", "xa.git", "ban")
    other = tmp_path / "ban"
    path = other / "content" / DRAFT_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("Đoạn thứ nhất", "Đoạn bạn sửa"), encoding="utf-8")
    git(other, "commit", "-qam", "Bạn sửa")
    with desks.running(content, tmp_path / "cache") as desk:
        ask = Browser(desk.address)
        stale = ask.opened(DRAFT_FILE)
        assert ask.save(DRAFT_FILE, body=stale["body"].replace("Đoạn thứ nhất", "Đoạn An sửa")).code == 200
        ask.ask("POST", "/gui", {})
        git(other, "push", "-q", "--force")  # as if it had been there first
        ask.save(DRAFT_FILE, body=ask.opened(DRAFT_FILE)["body"] + "\nĐoạn An thêm.\n")
        assert not ask.ask("POST", "/gui", {}).json["ok"]
        # who began before An sees what An saved, and not yet what the other newsroom made of it
        late = {**stale, "body": stale["body"] + "\nĐoạn Bình thêm.\n"}
        assert ask.ask("PUT", AT, late).code == 409
        both = ask.ask("POST", f"{AT}/noi", late).json
        assert "Đoạn An sửa" in both["theirs"]
        assert both["clash"] == ""
        text = {"head": "", "changes": {}, "base": both["base"], "body": f"{both['theirs']}\nĐoạn Bình thêm.\n"}
        assert ask.ask("PUT", AT, text).code == 200
        both = ask.ask("POST", f"{AT}/noi", ask.opened(DRAFT_FILE)).json
        assert "Đoạn bạn sửa" in both["theirs"]
        chosen = both["mine"].replace("Đoạn An sửa", "Đoạn An và bạn sửa")
        given = {"head": "", "changes": {}, "body": chosen, "base": both["base"], "clash": both["clash"]}
        assert ask.ask("PUT", AT, given).code == 200
        assert ask.save(DRAFT_FILE, body=ask.opened(DRAFT_FILE)["body"] + "\nĐoạn sau lựa chọn.\n").code == 200
        assert ask.ask("POST", "/gui", {}).json["ok"]
        sent = git(tmp_path / "xa.git", "show", f"main:content/{DRAFT_FILE}")
        for words in ("Đoạn An và bạn sửa", "Đoạn An thêm.", "Đoạn Bình thêm.", "Đoạn sau lựa chọn."):
            assert words in sent
        assert (content / DRAFT_FILE).read_text(encoding="utf-8").strip() == sent


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/dev/shm").is_dir(), reason="needs a small disk")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    small = tmp_path / "nho"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], check=False).returncode:
        pytest.skip("no right to mount")
    try:
        content = small / "content"
        (content / "articles").mkdir(parents=True)
        (content / "plan.toml").write_text(desks.PLAN, encoding="utf-8")
        (content / "articles" / "a.md").write_text(desks.DRAFT, encoding="utf-8")
        with desks.running(content, tmp_path / "cache") as desk:
            ask = Browser(desk.address)
            _fill(small / "day")
            answer = ask.save("articles/a.md", body="ă" * 300_000 + "\n")
            assert answer.code == 507, answer.text
            assert (content / "articles" / "a.md").read_text(encoding="utf-8") == desks.DRAFT
            assert [path.name for path in (content / "articles").iterdir()] == ["a.md"]
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def _fill(path: Path) -> None:
    with suppress(OSError), open(path, "wb") as file:
        while True:
            file.write(b"x" * 65_536)
            file.flush()
