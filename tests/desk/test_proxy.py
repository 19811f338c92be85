"""A newsroom's server: Caddy or nginx before the desk's socket says who asks; each role may do what is its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, Browser, git, key_of
from tests.publish import servers

pytestmark = pytest.mark.slow
PEOPLE = """[people]
"hoa@example.vn" = "viết"
"an@example.vn" = "biên tập"
"thu@example.vn" = "đăng"
"""
SECRET = "bi-mat-cua-phep-thu-0123456789"


CADDY = """http://127.0.0.1:{port} {{
	request_header -X-Desk-Secret
	request_header -X-Forwarded-User
	request_header -X-Forwarded-Name
	request_header X-Forwarded-Email {{header.X-As}}
	reverse_proxy unix/{at} {{
		header_up X-Desk-Secret {secret}
	}}
}}
"""
NGINX = """server {{
	listen 127.0.0.1:{port};
	client_max_body_size 45m;
	location / {{
		proxy_pass http://unix:{at};
		proxy_http_version 1.1;
		proxy_set_header Host $http_host;
		proxy_set_header X-Forwarded-Host $http_host;
		proxy_set_header X-Desk-Secret {secret};
		proxy_set_header X-Forwarded-Email $http_x_as;
		proxy_set_header X-Forwarded-User "";
		proxy_set_header X-Forwarded-Name "";
	}}
}}
"""


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Path]]:
    """The proxy's address, content/, and the desk's socket. The stand-in for a login names whoever X-As says."""
    start, words = {"caddy": (servers.caddy, CADDY), "nginx": (servers.nginx, NGINX)}[request.param]
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
        start(words.format(port=port, at=at, secret=SECRET), port, folder / "proxy"),
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
    assert Named(address, "").ask("GET", "/").code == 403
    for forged in (
        {"X-Desk-Secret": "x" * 30, "X-Forwarded-User": "an@example.vn"},
        {"X-Forwarded-Email": "an@example.vn"},
        {"X-Forwarded-User": "an@example.vn"},
        {"x-forwarded-email": "an@example.vn", "X_Forwarded_Email": "an@example.vn"},
        {"X-Desk-Secret": SECRET, "X-Forwarded-Email": "an@example.vn"},  # the proxy's word is taken, not a browser's
    ):
        assert Named(address, "").ask("GET", "/", headers=forged).code == 403
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
