"""The preview is for this machine's browser: not for pages of other sites, and not a way to other files."""

import http.client
import sys
from pathlib import Path

import pytest

from tests.publish.project import Project
from tests.publish.servers import free_port, running

pytestmark = pytest.mark.slow


def test_the_preview_answers_to_its_own_names_only(tmp_path: Path) -> None:
    project, port = Project(tmp_path / "project"), free_port()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    command = [sys.executable, "-m", "plugins.command", "serve", "--port", str(port)]
    command += ["--content", str(project.root / "content"), "--output", str(project.root / "output")]
    with running(command, port, tmp_path / "log", **project.environment):

        def ask(path: str, host: str = f"127.0.0.1:{port}", method: str = "GET") -> tuple[int, bytes]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()

        for host in (f"127.0.0.1:{port}", f"localhost:{port}", "localhost", f"LOCALHOST:{port}"):
            assert ask("/", host)[0] == 200, host
            assert ask("/", host, "HEAD") == (200, b""), host
        for host in (f"evil.example:{port}", "evil.example", "", f"127.0.0.1.evil.example:{port}", "127.0.0.1@evil"):
            for path in ("/", "/__live/events", "/rss.xml"):
                status, body = ask(path, host)
                assert (status, "Bài số" in body.decode()) == (421, False), (host, path)
        (project.root / "output" / "link.txt").symlink_to(secret)
        (project.root / "output" / "folder").symlink_to(tmp_path)
        for path in ("/link.txt", "/folder/secret.txt", "/folder/", "/..%2f..%2fsecret.txt", "/%00", "/a%00.html"):
            status, body = ask(path)
            assert status == 404, path
            assert b"secret" not in body
        assert ask("/bai-viet/")[0] == 404, "no list of files"
    assert "Traceback" not in (tmp_path / "log").read_text()
