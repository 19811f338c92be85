"""A newsroom's server: Caddy or nginx before the desk's socket says who asks; each role may do what is its own."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.building import ROOT
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, Browser, git, key_of
from tests.publish import servers

pytestmark = pytest.mark.slow
PEOPLE = """[people]
"hoa@example.vn" = "viết"
"an@example.vn" = "biên tập"
"thu@example.vn" = "đăng"
"""
SECRET = "bi-mat-cua-phep-thu-0123456789"


SHUT = {302, 401, 403}
"""What somebody gets who did not log in, or is nobody of the newsroom."""


class _Login(BaseHTTPRequestHandler):
    """Stands in for oauth2-proxy: whoever X-As names has logged in."""

    def do_GET(self) -> None:
        email = self.headers.get("X-As", "") if self.path == "/oauth2/auth" else ""
        self.send_response(202 if email else 401 if self.path == "/oauth2/auth" else 403)
        if email:
            self.send_header("X-Auth-Request-Email", email)
            self.send_header("X-Auth-Request-User", email.partition("@")[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _login() -> Iterator[int]:
    """Its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Login) as login:
        threading.Thread(target=login.serve_forever, daemon=True).start()
        yield login.server_address[1]
        login.shutdown()


def _as_documented(kind: str, port: int, login: int, at: Path, folder: Path) -> str:
    """The configuration of docs/desk.md, with this test's places."""
    blocks = re.findall(
        r"^```\w*\n(.*?)^```$", (ROOT / "docs" / "desk.md").read_text(encoding="utf-8"), re.DOTALL | re.M
    )
    (found,) = (block for block in blocks if {"caddy": "forward_auth", "nginx": "auth_request"}[kind] in block)
    included = folder / "bi-mat-ban-bien-tap"
    included.write_text(f"proxy_set_header X-Desk-Secret {SECRET};\n")
    for here, there in (
        ("127.0.0.1:4180", f"127.0.0.1:{login}"),
        ("/run/ban-bien-tap/socket", str(at)),
        ("/etc/nginx/bi-mat-ban-bien-tap", str(included)),
        ("{$DESK_SECRET}", SECRET),
        ("ban.co-quan.vn {", f"http://127.0.0.1:{port} {{"),
    ):
        found = found.replace(here, there)
    return found if kind == "caddy" else f"server {{\nlisten 127.0.0.1:{port};\n{found}}}\n"


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Path]]:
    """The proxy's address, content/, and the desk's socket."""
    start = {"caddy": servers.caddy, "nginx": servers.nginx}[request.param]
    folder = tmp_path_factory.mktemp("may-chu")
    content = desks.newsroom(folder)
    (folder / "desk.toml").write_text(PEOPLE, encoding="utf-8")
    secret = folder / "bi-mat"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    at, port = folder / "s", servers.free_port()
    options = ("--socket", str(at), "--people", str(folder / "desk.toml"), "--secret", str(secret))
    with (
        desks.running(content, folder / "cache", *options),
        _login() as login,
        start(_as_documented(request.param, port, login, at, folder), port, folder / "proxy"),
    ):
        yield f"http://127.0.0.1:{port}", content, at


class Named(Browser):
    """Somebody whom the proxy let in."""

    def __init__(self, address: str, email: str) -> None:
        self.email = email
        super().__init__(address + "/")

    def ask(self, method: str, path: str, data: object = None, headers: dict[str, str] | None = None) -> desks.Answer:
        """As that person."""
        return super().ask(method, path, data, {"X-As": self.email, **(headers or {})})


def test_only_people_of_the_newsroom_come_in(server: tuple[str, Path, Path]) -> None:
    address, _, at = server
    assert Named(address, "hoa@example.vn").ask("GET", "/").code == 200
    assert Named(address, "la@example.vn").ask("GET", "/").code == 403
    assert Named(address, "").ask("GET", "/").code in SHUT
    for forged in (
        {"X-Desk-Secret": "x" * 30, "X-Forwarded-User": "an@example.vn"},
        {"X-Forwarded-Email": "an@example.vn"},
        {"X-Forwarded-User": "an@example.vn"},
        {"x-forwarded-email": "an@example.vn", "X_Forwarded_Email": "an@example.vn"},
        {"X-Desk-Secret": SECRET, "X-Forwarded-Email": "an@example.vn"},  # the proxy's word is taken, not a browser's
    ):
        assert Named(address, "").ask("GET", "/", headers=forged).code in SHUT
        named = Named(address, "hoa@example.vn").ask("GET", "/", headers=forged)
        assert (named.code, "hoa (viết)" in named.text) == (200, True)
    named = Named(address, "hoa@example.vn").ask(
        "GET", "/", headers={"X-Forwarded-Name": "Trưởng ban".encode().decode("latin-1")}
    )
    assert "Trưởng ban" not in named.text
    with socket.socket(socket.AF_UNIX) as direct:  # past the proxy, without its secret
        direct.connect(str(at))
        direct.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Email: an@example.vn\r\nConnection: close\r\n\r\n")
        assert b" 403 " in direct.recv(100)


def test_a_writer_changes_drafts_and_nothing_that_readers_see(server: tuple[str, Path, Path]) -> None:
    address, content, _ = server
    hoa = Named(address, "hoa@example.vn")
    assert hoa.save(DRAFT_FILE, body="Chữ của Hòa.\n").code == 200
    assert git(content.parent, "log", "-1", "--format=%ae") == "hoa@example.vn"
    assert hoa.save(DRAFT_FILE, changes={"Status": ["published"]}).code == 403
    assert hoa.save(LIVE_FILE, body="Chữ của Hòa.\n", correction="typo").code == 403
    base = hoa.opened(DRAFT_FILE)["base"]
    for to, code in (("published", 403), ("hidden", 403), ("review", 200)):
        assert hoa.ask("POST", f"/bai/{key_of(DRAFT_FILE)}/trang-thai", {"to": to, "base": base}).code == code
    live = hoa.opened(LIVE_FILE)["base"]
    buttons = {"published", "hidden", "draft"}  # nobody is offered what is refused
    for source, offered in ((LIVE_FILE, set()), (DRAFT_FILE, {"draft"})):
        html = hoa.ask("GET", f"/bai/{key_of(source)}").text
        assert {to for to in buttons if f'data-to="{to}"' in html} == offered
    for to in ("draft", "review", "hidden"):  # none of which readers would still see
        assert hoa.ask("POST", f"/bai/{key_of(LIVE_FILE)}/trang-thai", {"to": to, "base": live}).code == 403
    told = hoa.upload("/nhap", "a.html", "<!doctype html><meta charset=utf-8><h1>Bài nhập</h1><p>Đoạn.</p>".encode())
    headers = {"Status": "published", "Date": "2021-01-01", "X\nStatus": "published", "Category": "van-hoa"}
    made = hoa.ask("POST", told.json["to"], {"headers": headers, "seen": []}).json["to"]
    text = next(p for p in content.rglob("*.md") if key_of(p.relative_to(content).as_posix()) in made).read_text(
        "utf-8"
    )
    assert re.findall("^Status: .*", text, re.M) == ["Status: draft"]
    assert "Category: van-hoa" in text
    assert hoa.ask("POST", "/dang/thu", {}).code == 403
    assert hoa.ask("POST", "/ma-nguon", {}).code == 403


def test_an_editor_approves_and_is_named(server: tuple[str, Path, Path]) -> None:
    address, content, _ = server
    an = Named(address, "an@example.vn")
    base = an.opened(DRAFT_FILE)["base"]
    done = an.ask("POST", f"/bai/{key_of(DRAFT_FILE)}/trang-thai", {"to": "published", "base": base})
    assert done.code == 200, done.text
    assert "Reviewed-by: an <an@example.vn>" in git(content.parent, "log", "-1", "--format=%B")
    assert an.ask("POST", "/dang/thu", {}).code == 403
    may = Named(address, "thu@example.vn").ask("POST", "/dang/thu", {})
    assert may.code in {404, 409}  # but there is no target


def test_a_change_of_another_page_is_refused_behind_the_proxy(server: tuple[str, Path, Path]) -> None:
    hoa = Named(server[0], "hoa@example.vn")
    given = {**hoa.opened(DRAFT_FILE), "body": "Chữ của kẻ lạ.\n"}
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"X-CSRF": "x"}):
        assert hoa.ask("PUT", f"/bai/{key_of(DRAFT_FILE)}", given, headers).code == 403
    # two people never have one token
    an = Named(server[0], "an@example.vn")
    an.ask("POST", "/nhip", {})
    assert hoa.ask("POST", "/nhip", {}, {"X-CSRF": an.token}).code == 403
