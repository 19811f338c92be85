"""A newsroom's server: Caddy before the desk's socket says who asks; each role may do what is its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers import programs
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, Browser, git, key_of

pytestmark = pytest.mark.slow
PEOPLE = """[people]
"hoa@example.vn" = "viết"
"an@example.vn" = "biên tập"
"thu@example.vn" = "đăng"
"""
SECRET = "bi-mat-cua-phep-thu-0123456789"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """The proxy's address, content/, and the desk's socket. The stand-in for a login names whoever X-As says."""
    caddy = programs.program("caddy")
    folder = tmp_path_factory.mktemp("may-chu")
    content = desks.newsroom(folder)
    (folder / "desk.toml").write_text(PEOPLE, encoding="utf-8")
    secret = folder / "bi-mat"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    at = folder / "s"
    port = _free_port()
    (folder / "Caddyfile").write_text(
        "{\n\tadmin off\n\tauto_https off\n}\n"
        f"http://127.0.0.1:{port} {{\n\trequest_header -X-Desk-Secret\n\trequest_header -X-Forwarded-User\n"
        "\trequest_header -X-Forwarded-Name\n\trequest_header X-Forwarded-Email {header.X-As}\n"
        f"\treverse_proxy unix/{at} {{\n\t\theader_up X-Desk-Secret {SECRET}\n\t}}\n}}\n"
    )
    options = ("--socket", str(at), "--people", str(folder / "desk.toml"), "--secret", str(secret))
    with desks.running(content, folder / "cache", *options):
        own = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        command = [caddy, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        proxy = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}", content, at
        finally:
            proxy.terminate()
            proxy.wait()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait(port: int) -> None:
    late = time.monotonic() + 30
    while True:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < late
        time.sleep(0.05)


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
    forged = {"X-Desk-Secret": "x" * 30, "X-Forwarded-User": "an@example.vn"}
    assert Named(address, "").ask("GET", "/", headers=forged).code == 403
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
    assert Named(address, "thu@example.vn").ask("POST", "/dang/thu", {}).code in {
        404,
        409,
    }  # may, but there is no target
