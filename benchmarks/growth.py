"""`python -m benchmarks.growth 10000 50000 100000`: how the cost of small changes grows with the site.

Every size has its own corpus; the sizes are changed and built in turn, so that a slow minute meets all of them. Told
are medians of the whole process: seconds by the clock, how many of them went into looking at the content folder and
into reading and writing what is kept between builds (it grows with the site), the rest, seconds of the processors, and
the largest process's memory; beside them, how many times the smallest site's they are. The output folder is looked at
beside that, by another process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from .corpus import Corpus

ROOT = Path(__file__).resolve().parent.parent
SAME, EDITED, NEW, LATE = "nothing changed", "one edited text", "one new article", "one late upload"
CHANGES = (SAME, EDITED, NEW, LATE)
_MANY = 1_000
"""Articles from which on a disk is busy for a while; it is waited for together with all that others wrote."""
_LATE = 1_000
"""Numbers of late articles begin so far behind the others'."""
SETTINGS = {False: ROOT / "pelicanconf.py", True: ROOT / "benchmarks" / "same_pages.py"}
"""Without search → Pelican's settings."""


class Cost(NamedTuple):
    """wall: seconds; kept: how many of them were scan and what is kept; cpu: seconds of all processes; megabytes: of
    the largest one."""

    wall: float
    kept: float
    cpu: float
    megabytes: float

    @property
    def rest(self) -> float:
        """Seconds that should not grow with the site."""
        return self.wall - self.kept


Costs = dict[tuple[str, int], list[Cost]]
"""(what changed, articles) → one a round."""


def main(arguments: Sequence[str]) -> int:
    """Build all sizes, change them in turn, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--style", default="plain", help="of the texts: plain, rich, lists, news, english")
    parser.add_argument("--without-search", action="store_true", help="without search and open data")
    options = parser.parse_args(arguments)
    print(grow(sorted(options.sizes), options.rounds, options.style, without_search=options.without_search))
    return 0


def grow(sizes: Sequence[int], rounds: int, style: str, *, without_search: bool) -> str:
    """Measure; returns the table."""
    from .corpus import Corpus, write_column  # not for the timed process: it loads the picture library

    corpus, costs = Corpus(styles=(style,)), Costs()
    settings = SETTINGS[without_search]
    with tempfile.TemporaryDirectory(prefix="column-growth-") as folder:
        contents = {size: Path(folder) / f"{size}" for size in sizes}
        for size, content in contents.items():
            write_column(corpus, content, size)
            run(content, settings)
        if max(sizes) >= _MANY:
            os.sync()  # or the disk is still busy with what was just written
        for round_ in range(rounds + 1):
            for what in CHANGES:
                for size, content in contents.items():
                    change(corpus, content, what, size, round_)
                    cost = run(content, settings)
                    if round_:  # the first one brings the tree beside the output up to date
                        costs.setdefault((what, size), []).append(cost)
    search = "without search" if without_search else "as shipped"
    return f"{style} texts, {search}, medians of {rounds} rounds\n\n{table(costs, sizes)}"


def change(corpus: Corpus, content: Path, what: str, size: int, round_: int) -> None:
    """Edit, or add the next article of this round."""
    from .corpus import add_to_column, put_in_column

    if what == EDITED:
        add_to_column(corpus, content, size // 2, f"\nThêm một câu ở lượt {round_}.\n")
    elif what == NEW:
        add_to_column(corpus, content, size + round_)
    elif what == LATE:
        put_in_column(corpus, content, corpus.late(size + _LATE + round_, size))


def run(content: Path, settings: Path) -> Cost:
    """Build in a process of its own."""
    from . import measured

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": f"{content}-cache"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "benchmarks.growth", str(content), str(settings)]
    done = measured.run(command, ROOT, environment)
    if done.code:
        raise SystemExit(f"{content}: the build failed ({done.code})")
    return Cost(done.wall, json.loads(done.said.splitlines()[-1]), done.cpu, done.megabytes)


def table(costs: Costs, sizes: Sequence[int]) -> str:
    """A row for each change and size."""
    lines = [
        "| | articles | wall s | scan and what is kept s (×) | rest s (×) | CPU s (×) | MB (×) |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for what in CHANGES:
        for size in sizes:
            rows, first = costs[what, size], costs[what, sizes[0]]
            wall = median(cost.wall for cost in rows)
            cells = [_beside(rows, first, part) for part in ("kept", "rest", "cpu", "megabytes")]
            lines.append(f"| {what} | {size} | {wall:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _beside(rows: Sequence[Cost], first: Sequence[Cost], part: str) -> str:
    """The median, and how many times that of the smallest site it is."""
    mine, smallest = (median(getattr(cost, part) for cost in costs) for costs in (rows, first))
    digits = 0 if part == "megabytes" else 2
    return f"{mine:.{digits}f} ({mine / smallest:.2f})" if smallest else f"{mine:.{digits}f} (–)"


def build_timed(content: Path, settings: Path) -> NoReturn:
    """The build itself, with a clock around what reads and writes files that grow with the site; as lean as the
    command's own process."""
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

    attempt: Any = import_module("plugins.build.attempt")  # the package's own name of it is the function
    for name in ("scan", "load_build_state"):
        timed(attempt, name)
    build = attempt._full  # what comes after the answer "nothing changed", with all that it imports

    def full(*arguments: Any, **named: Any) -> Any:
        from plugins.build import output_tree, state
        from plugins.reading import check, index_cache, store

        for owner, name in (
            (output_tree, "load_build_state"),
            (state.BuildState, "save"),
            (store.Store, "load"),
            (store.Store, "save"),
            (index_cache, "_load"),
            (check, "save_index"),
        ):
            timed(owner, name)
        return build(*arguments, **named)

    attempt._full = full
    options = attempt.Options(
        content=content, output=Path(f"{content}-output"), site_url="https://column.example", settings=settings
    )
    code = attempt.build(options)
    print(json.dumps(spent), flush=True)
    os._exit(code)  # as the command ends


if __name__ == "__main__":
    asked = sys.argv[1:]
    if len(asked) == 2 and "/" in asked[0]:
        build_timed(Path(asked[0]), Path(asked[1]))
    sys.exit(main(asked))
