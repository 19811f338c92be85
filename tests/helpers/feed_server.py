"""A loopback web server over a site's output, with what was asked and answered; and a small WebSub hub."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import urlopen


@dataclass
class Served:
    """A running server. answers: (path, status) in order."""

    url: str
    answers: list[tuple[str, int]] = field(default_factory=list)

    def taken(self) -> list[tuple[str, int]]:
        """The answers since the last call."""
        taken, self.answers[:] = list(self.answers), []
        return taken


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder, which need not exist yet and may be exchanged meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    served = Served(f"http://127.0.0.1:{server.server_address[1]}")

    class Handler(SimpleHTTPRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            served.answers.append((self.path, int(code)))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
            """Stay quiet."""

    server.RequestHandlerClass = partial(Handler, directory=str(folder))  # type: ignore[assignment]
    with _running(server):
        yield served


@dataclass
class Hub:
    """A hub that fetches what it is told about. told: feeds, in order; fetched: their bytes; faults: answers to give
    first instead of taking the news; forms: what it was asked, in order."""

    url: str
    told: list[str] = field(default_factory=list)
    fetched: dict[str, bytes] = field(default_factory=dict)
    faults: list[int] = field(default_factory=list)
    asked: int = 0
    forms: list[dict[str, list[str]]] = field(default_factory=list)


@contextmanager
def hub_running() -> Iterator[Hub]:
    """A hub that speaks the publisher's side of PubSubHubbub 0.4."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    hub = Hub(f"http://127.0.0.1:{server.server_address[1]}/")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            hub.asked += 1
            hub.forms.append(form)
            if hub.faults:
                self.send_response(hub.faults.pop(0))
            elif form.get("hub.mode") != ["publish"] or len(form.get("hub.url", [])) != 1:
                self.send_response(400)
            else:
                (feed,) = form["hub.url"]
                with urlopen(feed, timeout=10) as answer:
                    hub.fetched[feed] = answer.read()
                hub.told.append(feed)
                self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
            """Stay quiet."""

    server.RequestHandlerClass = Handler
    with _running(server):
        yield hub


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
