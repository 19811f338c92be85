"""How fast the desk answers: `python -m benchmarks.desk [ARTICLES] [PEOPLE]` on a generated corpus, cache warm.

Told beside the bars of docs/decisions/desk.md: opening, memory, messages, the page, saving, the list, and how much many
people who type at once slow each other.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from plugins.desk.desk import Desk, Edit
from plugins.desk.files import blob
from plugins.desk.opening import complete_settings
from plugins.desk.people import person_here
from plugins.desk.rows import Filters
from plugins.system import build_inputs

from .corpus import Corpus, write_column

_TIMES = 60


def main(articles: int, people: int) -> None:
    """Make a corpus, open a desk on it, and tell the times."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        content = Path(name) / "content"
        write_column(Corpus(), content, articles)
        who = ("-c", "user.name=t", "-c", "user.email=t@localhost")
        for command in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "x")):
            subprocess.run(["git", "-C", name, *command], check=True, capture_output=True)
        _opened(content)  # fills the cache
        started = time.perf_counter()
        desk = _opened(content)
        _tell("open (without the start of Python)", [time.perf_counter() - started])
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'memory':36} {memory:8.0f} MB")
        _measure(desk, people)


def _opened(content: Path) -> Desk:
    settings = complete_settings(content, content.parent / "output", build_inputs.ROOT / "pelicanconf.py", "")
    desk = Desk(content, settings)
    desk.room.refresh()
    return desk


def _measure(desk: Desk, people: int) -> None:
    sources = [row.source for row in desk.rows.every()[:people]]
    source = sources[0]
    text = desk.file(source).text

    def look(of: str, number: int) -> None:
        desk.look(of, f"{desk.file(of).text}\nThêm {number}.\n")

    def page(of: str, number: int) -> None:
        desk.room.page(of, desk.look(of, f"{text}\nThêm {number}.\n").reading)

    page(source, -1)
    alone = _timed(lambda number: look(source, number))
    _tell("messages of a text", alone)
    _tell("messages and page", _timed(lambda number: page(source, number)))
    _tell("list and filter", _timed(lambda number: desk.rows.find(Filters(words=f"bài {number % 9}"))))
    _tell("saved and committed", _timed(lambda number: _save(desk, source, number), 10))
    with ThreadPoolExecutor(people) as pool:
        each = [pool.submit(_typing, look, of) for of in sources]
        together = [seconds for one in each for seconds in one.result()]
    _tell(f"messages, {people} people typing", together)


def _typing(look: Callable[[str, int], None], source: str) -> list[float]:
    """One person: a message every 300 ms, as pauses in typing ask for them."""
    found = []
    for number in range(10):
        started = time.perf_counter()
        look(source, number)
        found.append(time.perf_counter() - started)
        time.sleep(0.3)
    return found


def _save(desk: Desk, source: str, number: int) -> None:
    standing = desk.file(source)
    text = f"{standing.text}\nLưu {number}.\n"
    base = blob((desk.room.content / source).read_bytes())
    desk.save(source, Edit("", {}, text, base), person_here(desk.room.content), correction="typo")


def _timed(act: Callable[[int], object], times: int = _TIMES) -> list[float]:
    found = []
    for number in range(times):
        started = time.perf_counter()
        act(number)
        found.append(time.perf_counter() - started)
    return found


def _tell(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{what:36} {1000 * statistics.median(ordered):8.1f} ms   p95 {1000 * late:8.1f} ms")


if __name__ == "__main__":
    asked = [int(value) for value in sys.argv[1:]]
    main(*(asked + [10_000, 30][len(asked) :]))
