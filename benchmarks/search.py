"""Measure the search: `python -m benchmarks.search 1000 10000`.

For each size: the index's bytes, what an edit costs, and in Chromium, as a phone on a slow network sees it (150 ms
round trip, 1.6 Mbit/s, a processor four times slower), the bytes and the time from the last key to the first result.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from plugins.verbs import browser
from tests.helpers import corpus
from tests.helpers.building import run_build
from tests.helpers.serving import serving

QUERIES = (
    "nghi quyet",
    "đại hội",
    "dak lak",
    "dang",
    "kh 23",
    "xay dung dang",
    "phong chong tham nhung",
    "chuyển đổi số",
)
ROUNDS = 3
PHONE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}


def main(sizes: list[int]) -> None:
    """Print one block per size."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=list(browser.FLAGS))
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                measure(chromium, Path(folder), size)
        chromium.close()


def measure(chromium: Browser, folder: Path, size: int) -> None:
    """Build a column of this size and ask it."""
    content, output, cache = folder / "content", folder / "output", folder / "cache"
    samples = corpus.generate(size)
    corpus.write(content, samples)

    def build() -> float:
        started = time.perf_counter()
        run_build(content, output, cache)
        return time.perf_counter() - started

    print(f"{size} articles: cold build {build():.1f} s; {_index_size(output)}")
    path = next((content / "articles").rglob(f"*-{samples[size // 2].slug}.md"))
    edits = []
    for word in range(ROUNDS):
        path.write_text(path.read_text(encoding="utf-8") + f"\nMột câu nữa, số {word}.\n", encoding="utf-8")
        edits.append(build())
    print(f"  one body edited: {statistics.median(edits):.2f} s")
    with serving(output) as address:
        for query in QUERIES:
            rounds = [_ask(chromium, address, query) for _ in range(ROUNDS)]
            kept = statistics.median(kept for _, _, kept in rounds)
            print(
                f"  {query!r}: {rounds[0][0] / 1000:.0f} KB, first result after "
                f"{statistics.median(cold for _, cold, _ in rounds):.0f} ms, {kept:.0f} ms when asked again"
            )


def _index_size(output: Path) -> str:
    files = [path.stat().st_size for path in (output / "tim-kiem").rglob("*") if path.is_file()]
    return f"index {sum(files) / 1e6:.1f} MB in {len(files)} files, the largest {max(files) / 1000:.0f} KB"


def _ask(chromium: Browser, address: str, query: str) -> tuple[int, float, float]:
    """Bytes of the index a first query loads, ms to its first result, ms to that of the same query asked again."""
    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(request.sizes()["responseBodySize"]) if "/tim-kiem/" in request.url else None,
    )
    page.goto(f"{address}/tim-kiem/")
    page.wait_for_load_state("networkidle")
    cold = _type(page, query)
    page.wait_for_load_state("networkidle")
    page.fill("#tim", "")
    page.wait_for_timeout(500)
    kept = _type(page, query)
    total = sum(sizes)
    context.close()
    return total, cold, kept


def _type(page: Page, query: str) -> float:
    """Type as people do and wait for a result, timed by the page's own clock.

    What counts is when the answer's first result was drawn: a result of what was typed before, or a sapo that comes
    late, is not it.
    """
    page.evaluate(
        """() => {
          const list = document.querySelector(".search-results");
          window.lastKey = null;
          window.drawn = [];
          document.querySelector("#tim").addEventListener("input", () => {
            window.lastKey = performance.now();
            window.drawn = [];
          });
          new MutationObserver((changes) => {
            if (!changes.some(({ addedNodes }) => [...addedNodes].some(({ nodeName }) => nodeName === "LI"))) return;
            window.drawn.push([list.querySelector("li a").href, performance.now()]);
          }).observe(list, { childList: true, subtree: true });
        }"""
    )
    page.locator("#tim").press_sequentially(query, delay=80)
    page.locator(".search-status", has_text=re.compile(f"“{re.escape(query)}”")).wait_for()
    page.wait_for_timeout(200)
    return float(
        page.evaluate("() => window.drawn.find(([first]) => first === window.drawn.at(-1)[0])[1] - window.lastKey")
    )


if __name__ == "__main__":
    try:
        main([int(size) for size in sys.argv[1:]] or [1000])
    except subprocess.TimeoutExpired as error:
        raise SystemExit(f"the build took too long: {error}") from error
