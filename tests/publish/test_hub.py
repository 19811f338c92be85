"""WebSub from end to end: a hub that nobody here wrote (Flask-WebSub) takes the ping and delivers to a subscriber."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from .project import Project
from .servers import free_port, nginx

pytestmark = pytest.mark.slow
SECRET = "bí mật của người đăng ký"


class Task:
    """A task of the hub's, done at once, where a queue would do it later."""

    def __init__(self, work: Callable[..., object], *, bind: bool = False, **_: object) -> None:
        self._work = work
        self._first = [self] if bind else []
        self.request = SimpleNamespace(retries=0)

    def delay(self, *arguments: object) -> None:
        self._work(*self._first, *arguments)

    def retry(self, countdown: float) -> None:
        raise AssertionError(f"not delivered; to be tried again after {countdown} s")


@contextmanager
def hub_running(folder: Path) -> Iterator[str]:
    """The hub's address; it takes news from anybody."""
    flask = pytest.importorskip("flask", reason="Flask-WebSub is not installed")
    websub = pytest.importorskip("flask_websub.hub", reason="Flask-WebSub is not installed")
    serving = pytest.importorskip("werkzeug.serving", reason="Flask-WebSub is not installed")
    queue = SimpleNamespace(task=lambda **options: lambda work: Task(work, **options))
    app = flask.Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    hub = websub.Hub(websub.SQLite3HubStorage(str(folder / "hub.sqlite")), queue)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    quiet = type("Quiet", (serving.WSGIRequestHandler,), {"log": lambda *_: None})
    server = serving.make_server("127.0.0.1", 0, app, threaded=True, request_handler=quiet)
    with _serving(server):
        yield f"http://127.0.0.1:{server.server_port}/hub"


class Subscriber:
    """Says yes to what it asked for and keeps what it is sent. sent: (topic, type, body, signed rightly)."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, bytes, bool]] = []
        self.asked: set[str] = set()
        self.url = ""

    def subscribe(self, hub: str, topic: str) -> None:
        self.asked.add(topic)
        form = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": self.url, "hub.secret": SECRET}
        with urlopen(hub, data=urlencode(form).encode(), timeout=10) as answer:
            assert answer.status == 202


@contextmanager
def subscriber_running() -> Iterator[Subscriber]:
    subscriber = Subscriber()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            wanted = asked["hub.mode"] == "subscribe" and asked["hub.topic"] in subscriber.asked
            self._answer(200 if wanted else 404, asked["hub.challenge"].encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kind, _, signature = self.headers["X-Hub-Signature"].partition("=")
            right = hmac.compare_digest(hmac.new(SECRET.encode(), body, kind).hexdigest(), signature)
            links = dict(_links(self.headers["Link"]))
            subscriber.sent.append((links["self"], self.headers["Content-Type"], body, right))
            self._answer(204, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    subscriber.url = f"http://127.0.0.1:{server.server_address[1]}/"
    with _serving(server):
        yield subscriber


def _links(header: str) -> Iterator[tuple[str, str]]:
    for part in header.split(", "):
        address, _, relation = part.partition("; rel=")
        yield relation.strip('"'), address.strip("<>")


@contextmanager
def _serving(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_hub_nobody_here_wrote_delivers_to_a_subscriber(project: Project, tmp_path: Path) -> None:
    port, place = free_port(), tmp_path / "srv" / "site"
    url = f"http://127.0.0.1:{port}"
    project.target("here", kind="folder", url=url, path=place)
    with hub_running(tmp_path) as hub, subscriber_running() as subscriber:
        (project.root / "content/site.toml").write_text(f'name = "Chuyên mục"\nhub = "{hub}"\n', encoding="utf-8")
        project.commit()
        project.run("publish", "here")
        ping = ("ping", "--output", str(place / "current"), "--site-url", url)
        with nginx(project.run("serving", "here", "nginx"), port, tmp_path / "nginx"):
            for file in ("rss.xml", "atom.xml", "feed.json", "chu-de/chu-de-hai/rss.xml"):
                subscriber.subscribe(hub, f"{url}/{file}")
            project.run(*ping)
            assert {topic for topic, *_ in subscriber.sent} == subscriber.asked
            subscriber.sent.clear()
            project.write(2, text="Câu đã sửa.")
            project.commit()
            project.run("publish", "here")
            project.run(*ping)
            assert sorted(topic.removeprefix(url) for topic, *_ in subscriber.sent) == [
                "/atom.xml",
                "/feed.json",
                "/rss.xml",
            ]
            for topic, kind, body, right in subscriber.sent:
                assert right
                assert body == (place / "current" / topic.removeprefix(f"{url}/")).read_bytes()
                assert "Câu đã sửa." in body.decode()
                assert kind.partition(";")[0] in {
                    "application/rss+xml",
                    "application/atom+xml",
                    "application/feed+json",
                }
            subscriber.sent.clear()
            assert "không báo gì" in project.run(*ping)
            assert subscriber.sent == []
