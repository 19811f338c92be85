"""Who is let in and what a page of somebody else's, a crafted path or a flood of bytes gets: nothing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.building import ROOT
from tests.helpers.desk import DRAFT_FILE, Browser, git, key_of

pytestmark = pytest.mark.slow


def test_nobody_comes_in_without_the_printed_address(desk: desks.Desk, ask: Browser) -> None:
    stranger = Browser(desk.address.partition("?")[0])
    for path in ("/", "/dang", f"/bai/{key_of(DRAFT_FILE)}", "/?khoa=doan-bua", "/ban/desk.js"):
        assert stranger.ask("GET", path).code == 403
    entered = stranger.ask("GET", "/" + desk.address.rpartition("/")[2])
    assert entered.code == 303
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert entered.headers["Location"] == "/"  # the key stays in no address bar


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-CSRF": "x"},
        {"X-CSRF": ""},
        {"Cookie": ""},
    ],
    ids=str,
)
def test_a_change_comes_from_a_page_of_the_desk(ask: Browser, content: Path, headers: dict[str, str]) -> None:
    before = (content / DRAFT_FILE).read_bytes()
    given = {**ask.opened(DRAFT_FILE), "body": "Chữ của kẻ lạ.\n"}
    answer = ask.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}", given, headers)
    assert answer.code == 403
    assert (content / DRAFT_FILE).read_bytes() == before


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "[::1]:80"])
def test_another_name_for_this_machine_is_refused(ask: Browser, host: str) -> None:
    assert ask.ask("GET", "/", headers={"Host": host}).code == 421


def test_answers_say_what_a_browser_may_do(ask: Browser) -> None:
    for path in ("/", f"/bai/{key_of(DRAFT_FILE)}", "/ban/desk.js", "/khong-co"):
        headers = ask.ask("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/bai/../../etc/passwd",
        "/bai/..%2f..%2fplan.toml",
        "/bai/plan.toml",
        "/ban/../article.html",
        "/ban/base.html",
        "/theme/../../plan.toml",
        "/anh/%2e%2e/plan.toml",
        f"/bai/{key_of(DRAFT_FILE)}/tep/../../plan.toml",
        f"/bai/{key_of(DRAFT_FILE)}/tep//etc/passwd",
        f"/bai/{key_of(DRAFT_FILE)}/so-sanh?voi=HEAD",
        f"/bai/{key_of(DRAFT_FILE)}/so-sanh?voi=--output%3Dx",
        "/nhap/..%2f..%2fx",
        "/nhap/aaaaaaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_addresses_lead_only_to_what_the_desk_knows(ask: Browser, path: str) -> None:
    answer = ask.ask("GET", path)
    assert answer.code == 404, answer.text[:300]
    assert b"ke-hoach-mau" not in answer.body


def test_bytes_have_a_bound(ask: Browser) -> None:
    given = {**ask.opened(DRAFT_FILE), "body": "a" * 1_100_000}
    assert ask.ask("POST", f"/bai/{key_of(DRAFT_FILE)}/xem", given).code == 413
    assert ask.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}", {**given, "body": "ă" * 5_000_000}).code == 413
    odd = [
        b"[]",
        b"{",
        b"\xff",
        b'{"head": 1}',
        b'{"a":' * 90_000,
        b'{"head": "", "body": "", "base": "", "changes": "x"}',
    ]
    odd += [json.dumps({**given, "body": "", "changes": {name: ["x"]}}).encode() for name in ("A\nB", "A: b", "")]
    for body in odd:
        assert ask.ask("POST", f"/bai/{key_of(DRAFT_FILE)}/xem", body).code == 400
        assert ask.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}", body).code == 400


def test_half_of_a_sign_is_told(ask: Browser, content: Path) -> None:
    """A browser sends it when somebody takes away one of both halves; it is in no file."""
    before = (content / DRAFT_FILE).read_bytes()
    given = {**ask.opened(DRAFT_FILE), "body": "Chữ \ud83d hỏng.\n"}
    assert "ký tự hỏng" in ask.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}", given).json["words"]
    assert ask.ask("POST", f"/bai/{key_of(DRAFT_FILE)}/xem", {**given, "page": True}).code in {200, 422}
    assert ask.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}/tam", given).code == 200
    assert ask.ask("GET", f"/bai/{key_of(DRAFT_FILE)}?tam=1").code == 200
    assert ask.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}/tam", {**given, "drop": True}).code == 200
    assert (content / DRAFT_FILE).read_bytes() == before


def test_a_link_in_content_is_not_followed(ask: Browser, content: Path, tmp_path: Path) -> None:
    from plugins.desk.files import Folder, OutsideError

    outside = tmp_path / "ngoai"
    outside.mkdir()
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "content" / "articles" / "lien-ket").symlink_to(outside)
    (tmp_path / "content" / "articles" / "x.md").symlink_to(outside / "x.md")
    folder = Folder(tmp_path / "content")
    for path in ("articles/lien-ket/a.md", "../ngoai/a.md", "articles/../../ngoai/a.md", ".git/hooks/a.md", "a.md"):
        with pytest.raises(OutsideError):
            folder.write(path, b"x", "")
    for path in ("articles/a.sh", "articles/a", "articles/.a.md", "plan.toml", "articles/a\nb.md"):
        with pytest.raises(OutsideError):
            folder.write(path, b"x", "")
    with pytest.raises(OSError, match=r"symbolic|loop"):
        folder.write("articles/x.md", b"x", "")
    assert not list(outside.iterdir())


def test_hooks_and_foreign_changes_stay_out_of_a_commit(ask: Browser, content: Path) -> None:
    root = content.parent
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch hook-chay\nexit 1\n")
    hook.chmod(0o755)
    (root / "code.py").write_text("print('dở dang')\n")
    (content / "articles" / "la.txt").write_text("tệp lạ")
    try:
        answer = ask.save(DRAFT_FILE, body="Chữ mới của bài nháp.\n")
        assert answer.code == 200, answer.text
        assert git(root, "show", "--format=", "--name-only", "HEAD") == f"content/{DRAFT_FILE}"
        assert git(root, "log", "-1", "--format=%an %cn") == "Hòa Bàn biên tập"
        assert not (root / "hook-chay").exists()
        assert git(root, "diff", "--name-only") == "code.py"
        assert git(root, "diff", "--cached", "--name-only") == ""
    finally:
        git(root, "checkout", "-q", "code.py")
        (content / "articles" / "la.txt").unlink()
        hook.unlink()


def refused(*options: str) -> str:
    command = [sys.executable, "-m", "plugins.command", "desk", "--port", "0", *options]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    return done.stderr


def test_a_server_of_several_people_needs_a_secret(content: Path, tmp_path: Path) -> None:
    people, secret = tmp_path / "desk.toml", tmp_path / "bi-mat"
    people.write_text('[people]\n"an@example.vn" = "viết"\n', encoding="utf-8")
    at = ("--content", str(content))
    assert "đi cùng nhau" in refused(*at, "--people", str(people))
    secret.write_text("0123456789abcdef0123")
    secret.chmod(0o644)
    assert "chmod 600" in refused(*at, "--people", str(people), "--secret", str(secret))
    secret.chmod(0o600)
    people.write_text('[people]\n"an@example.vn" = "chủ"\n', encoding="utf-8")
    assert "vai phải là" in refused(*at, "--people", str(people), "--secret", str(secret))
    assert "--socket cần" in refused(*at, "--socket", str(tmp_path / "s"))


def test_the_desk_listens_on_loopback_only(desk: desks.Desk) -> None:
    port = int(desk.address.partition("/?")[0].rpartition(":")[2])
    for own, answers in (("127.0.0.1", True), ("127.0.0.2", False)):  # who listens everywhere answers at both
        with socket.socket() as asking:
            asking.settimeout(2)
            assert (asking.connect_ex((own, port)) == 0) == answers


def test_what_a_file_says_is_escaped_on_every_screen(ask: Browser, content: Path) -> None:
    source = "articles/2030/2030-02-01-bai-1.md"
    evil = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>'
    answer = ask.save(source, changes={"Title": [evil], "Authors": [evil]}, body=f"{evil}\n</textarea><script>\n")
    assert answer.code == 200, answer.text
    for path in (
        "/",
        "/loi",
        f"/bai/{key_of(source)}",
        f"/bai/{key_of(source)}/lich-su",
        f"/bai/{key_of(source)}/so-sanh",
    ):
        html = ask.ask("GET", path).text
        assert "<img src=x" not in html
        assert "<script>alert" not in html
    assert json.loads(ask.ask("GET", "/tim?chu=alert").body)
