"""How soon a phone shows an article: `python -m benchmarks.first_view OUTPUT [ROUNDS]`.

OUTPUT is a built site. In one run, turn by turn: a page of one heading and one paragraph, then the article, as a phone
on a slow network sees them (150 ms a round trip, 1.6 Mbit/s, a processor four times slower). Each pair gives a ratio of
their largest contentful paints; the medians are printed with all that was sent for the article (brotli, as servers that
`serving` configures send it).

The browser's emulation lets a connection cost nothing. A phone that comes to a site spends two round trips on it (TCP,
TLS 1.3) before it may ask, for a page of one paragraph as for an article: the ratio that it sees counts them.
"""

from __future__ import annotations

import http.server
import statistics
import sys
import threading
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from playwright.sync_api import Browser, sync_playwright

from plugins.verbs import browser
from tests.helpers.serving import CSP

ARTICLE = "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/"
BARE = "/mot-doan/"
ONE_PARAGRAPH = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Một đoạn</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><h1>Một trang</h1><p>Một đoạn văn ngắn, không có gì khác.</p></body></html>"
)
PHONE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
CONNECTION = 2 * 150
"""ms before the first request of a visit; the emulation leaves them out."""
SCREEN = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}
PAINTS = """() => new Promise((done) => new PerformanceObserver((list) => {
  const last = list.getEntries().at(-1);
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  done([first.startTime, last.startTime, last.element ? last.element.tagName : ""]);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""
_COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}


class _Site(http.server.SimpleHTTPRequestHandler):
    """The built site and the bare page, compressed once and kept."""

    protocol_version = "HTTP/1.1"
    kept: dict[str, bytes] = {}  # noqa: RUF012 — one for all requests

    def do_GET(self) -> None:
        """Text goes out in brotli."""
        path = unquote(urlsplit(self.path).path)
        file = Path(self.translate_path(path))
        file = file / "index.html" if file.is_dir() else file
        data = ONE_PARAGRAPH.encode() if path == BARE else file.read_bytes() if file.is_file() else b""
        self.send_response(200 if data else 404)
        compressed = path == BARE or file.suffix in _COMPRESSED
        if compressed:
            data = self.kept.setdefault(path, brotli.compress(data))
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Type", "text/html" if path == BARE else self.guess_type(file))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", CSP)
        self.end_headers()
        self.wfile.write(data)

    def handle_one_request(self) -> None:
        """A browser that drops a connection breaks nothing."""
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def measure(chromium: Browser, address: str) -> tuple[float, float, str, int]:
    """First and largest contentful paint in ms, the element of the latter, bytes on the way."""
    context = chromium.new_context(**SCREEN)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    first, largest, element = page.evaluate(PAINTS)
    context.close()
    return first, largest, element, sum(sizes)


def main(output: Path, rounds: int) -> None:
    """Print the medians."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Site, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=list(browser.FLAGS))
        measure(chromium, base + BARE)
        measure(chromium, base + ARTICLE)
        pairs = [(measure(chromium, base + BARE), measure(chromium, base + ARTICLE)) for _ in range(rounds)]
        chromium.close()
    server.shutdown()
    for name, rows in zip(("one paragraph", "article"), zip(*pairs, strict=True), strict=True):
        first, largest = (statistics.median(row[at] for row in rows) for at in (0, 1))
        print(f"{name}: FCP {first:.0f} ms, LCP {largest:.0f} ms ({rows[0][2]}), {rows[0][3] / 1000:.1f} kB on the way")
    bare, article = ([row[1] for row in rows] for rows in zip(*pairs, strict=True))
    for name, before in (("with the connection", CONNECTION), ("once connected", 0)):
        ratios = sorted((mine + before) / (least + before) for least, mine in zip(bare, article, strict=True))
        best = (min(article) + before) / (min(bare) + before)
        print(
            f"LCP article / one paragraph, {name}: {statistics.median(ratios):.2f} "
            f"({ratios[0]:.2f}–{ratios[-1]:.2f}); of the best of each, for a busy machine: {best:.2f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7)
