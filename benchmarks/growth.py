"""`python -m benchmarks.growth 10000 50000`: how the cost of one edited text grows with the site.

Every size has its own corpus; the sizes are edited and built in turn, so that a slow minute meets all of them. Told
are medians: the whole process, how much of it went into looking at the content folder and into reading and writing
what is kept between builds, and the rest. The output folder is looked at beside that, by another process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
SETTINGS = ROOT / "benchmarks" / "same_pages.py"


def main(sizes: list[int]) -> int:
    """Build all sizes, edit them in turn, print a table."""
    from .corpus import Corpus, add_to_column, write_column  # not for the timed process: it loads the picture library

    corpus = Corpus()
    walls: dict[int, list[float]] = {size: [] for size in sizes}
    kept: dict[int, list[float]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory(prefix="column-growth-") as folder:
        for size in sizes:
            write_column(corpus, Path(folder) / f"{size}", size)
            run(Path(folder) / f"{size}")
        os.sync()  # or the disk is still busy with what was just written
        for round_ in range(ROUNDS + 1):
            for size in sizes:
                add_to_column(corpus, Path(folder) / f"{size}", size // 2, f"\nThêm một câu ở lượt {round_}.\n")
                wall, apart = run(Path(folder) / f"{size}")
                if round_:  # the first one brings the tree beside the output up to date
                    walls[size].append(wall)
                    kept[size].append(apart)
    print(f"one edited text, medians of {ROUNDS} rounds\n")
    print("| articles | wall s | scan and what is kept s | rest s |\n|--:|--:|--:|--:|")
    for size in sizes:
        rest = median(wall - apart for wall, apart in zip(walls[size], kept[size], strict=True))
        print(f"| {size} | {median(walls[size]):.2f} | {median(kept[size]):.2f} | {rest:.2f} |")
    return 0


def run(content: Path) -> tuple[float, float]:
    """Build in a process of its own: seconds of wall time, and how many of them were scan and what is kept."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": f"{content}-cache"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", str(content)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return time.monotonic() - started, json.loads(done.stdout.splitlines()[-1])


def build_timed(content: Path) -> NoReturn:
    """The build itself, with a clock around what reads and writes files that grow with the site."""
    from plugins.build import attempt, output_tree, state
    from plugins.reading import check, index_cache, store

    spent = 0.0

    def timed(owner: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal spent
            started = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                spent += time.perf_counter() - started

        setattr(owner, name, call)

    for owner, name in (
        (attempt, "scan"),
        (attempt, "load_state"),
        (output_tree, "load_state"),
        (state.State, "save"),
        (store.Store, "load"),
        (store.Store, "save"),
        (index_cache, "_load"),
        (check, "keep_arranged"),
    ):
        timed(owner, name)
    options = attempt.Options(
        content=content, output=Path(f"{content}-output"), site_url="https://column.example", settings=SETTINGS
    )
    code = attempt.build(options)
    print(json.dumps(spent), flush=True)
    os._exit(code)  # as the command ends


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(
        build_timed(Path(asked[0])) if len(asked) == 1 and "/" in asked[0] else main([int(size) for size in asked])
    )
