"""What a person at the desk waits for, in Chromium: `python -m benchmarks.desk_browser [ARTICLES]`.

From the event of a key to its messages standing there, with the script's own rests, and to the page standing in the
frame; how long a filtered list takes to open. The clock is the browser's own.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from plugins.desk.files import key_of
from plugins.verbs import browser

from .desk import Server, newsroom, tell

if TYPE_CHECKING:
    from playwright.sync_api import Page

_KEYS = 60
_CLOCK = """() => {
  window.times = { message: [], page: [] };
  let pressed = 0, waits = { message: false, page: false };
  const came = (what) => {
    if (!waits[what]) return;
    waits[what] = false;
    window.times[what].push(performance.now() - pressed);
  };
  const text = document.getElementById("chu"), list = document.getElementById("tom-tat");
  text.addEventListener("input", (event) => {
    pressed = event.timeStamp;
    waits = { message: true, page: true };
  }, true);
  new MutationObserver(() => came("message")).observe(list, { childList: true, characterData: true, subtree: true });
  const frame = document.getElementById("xem");
  new MutationObserver(() => came("page")).observe(frame, { attributes: true, attributeFilter: ["data-shown"] });
}"""


def main(articles: int) -> None:
    """Make a corpus, open a desk on it, type, and tell the times."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        content = newsroom(Path(name), articles)
        with Server(content):
            pass  # fills the cache
        with Server(content) as server, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser.find(), args=list(browser.FLAGS))
            measure(chromium.new_page(viewport={"width": 1280, "height": 900}), server, content)
            chromium.close()


def measure(page: Page, server: Server, content: Path) -> None:
    """Type words, then look at the list."""
    home = server.address.partition("/?")[0]
    page.goto(server.address)
    source = sorted(content.glob("articles/*/*.md"))[1].relative_to(content).as_posix()
    page.goto(f"{home}/bai/{key_of(source)}")
    page.locator("#loi li").first.wait_for()
    page.evaluate(_CLOCK)
    page.click("#chu")
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n")
    draw = random.Random(1)
    for _ in range(_KEYS):  # each key brings a word, so that what is counted below the text changes with it
        page.keyboard.insert_text(" chữ")
        page.wait_for_timeout(1000 * min(0.3 + draw.expovariate(4), 1.5))
    for what, name in (("message", "key to messages"), ("page", "key to the page in the frame")):
        tell(name, [value / 1000 for value in page.evaluate(f"() => window.times.{what}")])
    page.on("dialog", lambda dialog: dialog.accept())
    times = []
    for number in range(20):
        page.goto(f"{home}/?chu=b%C3%A0i+{number % 9}")
        times.append(
            page.evaluate("() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") / 1000
        )
    tell("list and filter, until it stands", times)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2] or ["10000"]))
