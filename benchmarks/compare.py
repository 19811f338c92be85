"""`bench`: our build beside stock Pelican and Hugo, pair by pair in one run, on generated corpora.

Each style of writing (benchmarks/styles.py) is a corpus and a table of its own. Every round runs each scenario with
each tool in turn, so that a slow minute of the machine meets all of them; the tables give medians over the rounds and,
for wall time, the median of each round's ratio to Hugo. Memory is the largest single process, "MB out" what lies in
the output afterwards. Pictures have a table of their own (benchmarks/picture_builds.py).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from .corpus import Corpus
from .styles import STYLES
from .tools import COLUMN, HUGO, LEAN, STOCK, Sample, Tool, tools

COLD, SAME, EDITED, NEW, LATE, STYLE = (
    "cold",
    "nothing changed",
    "one edited body",
    "one new article",
    "one late upload",
    "style sheet edited",
)
SCENARIOS = (COLD, SAME, EDITED, NEW, LATE, STYLE)
"""In the order in which they are run. A late upload is an article older than half of the others."""
MADE = """\
"column" is the build as it is shipped, with search and open data. "column without search" and Hugo make the same pages,
lists and feeds (benchmarks/hugo/README.md). Stock Pelican makes the same articles, front page, lists of topics, tags
and months, and RSS and Atom with whole texts in feeds of tags too; it has no lists of forms and phases, no JSON feeds
and no archives, and one sitemap (benchmarks/stock/README.md). "column, YAML headers" reads the same articles as Decap
saves them; "column's check" is the gate alone."""
"""The tables' foot: what each tool makes of the corpus."""
Samples = dict[tuple[str, str], list[Sample]]
"""(scenario, tool's name) → one run a round."""


def compare(
    articles: int, rounds: int, without: Iterable[str] = (), styles: Sequence[str] = (), pictures: int = 0
) -> int:
    """Run everything and print the tables. styles: names, none for all; pictures: photographs to build with, 0 to
    leave pictures out."""
    if unknown := sorted(set(styles) - STYLES.keys()):
        raise SystemExit(f"--style {', '.join(unknown)}: there are {', '.join(STYLES)}")
    overview = ["| texts | " + " | ".join(f"{scenario}, × Hugo" for scenario in SCENARIOS) + " |"]
    overview.append("|---|" + "--:|" * len(SCENARIOS))
    for style in styles or STYLES:
        text, samples = _one_style(style, articles, rounds, tuple(without))
        print(text, end="\n\n", flush=True)
        overview.append(f"| {style} | {' | '.join(_beside_hugo(samples, scenario) for scenario in SCENARIOS)} |")
    print("\n".join(["As shipped (without search), wall time", "", *overview]), end="\n\n")
    print(MADE)
    if pictures:
        from .picture_builds import compare as compare_pictures

        print(f"\n{compare_pictures(articles, pictures, rounds)}")
    return 0


def _one_style(style: str, articles: int, rounds: int, without: tuple[str, ...]) -> tuple[str, Samples]:
    corpus, samples = Corpus(styles=(style,)), Samples()
    with tempfile.TemporaryDirectory(prefix="column-bench-") as folder:
        builders = [tool for tool in tools(Path(folder)) if tool.name not in without]
        for round_ in range(rounds):
            for scenario in SCENARIOS:
                for tool in builders:
                    prepare(tool, corpus, scenario, articles, round_)
                    sample = tool.run()
                    samples.setdefault((scenario, tool.name), []).append(sample)
                    told = f"{scenario}, {tool.name}: {sample.wall:.2f} s wall, {sample.cpu:.2f} s CPU"
                    print(f"{style}, round {round_ + 1} of {rounds}: {told}", file=sys.stderr, flush=True)
    names = [tool.name for tool in builders]
    words = sum(len(corpus.article(number).body.split()) for number in range(0, articles, 10)) // -(-articles // 10)
    title = f"### {style}\n{articles} articles of {words} words on average, medians of {rounds} rounds"
    return "\n\n".join([title, *filter(None, (summary(samples, names), table(samples, names)))]), samples


def prepare(tool: Tool, corpus: Corpus, scenario: str, count: int, round_: int) -> None:
    """Bring what the tool builds into the state that the scenario starts from."""
    if scenario == COLD:
        tool.begin(corpus, count, round_)
    elif scenario == EDITED:
        tool.put(corpus, corpus.article(count // 2), f"\nThêm một câu ở lượt {round_}.\n")
    elif scenario == NEW:
        tool.put(corpus, corpus.article(count))
    elif scenario == LATE:
        tool.put(corpus, corpus.late(count + 1, count))
    elif scenario == STYLE:
        tool.edit_style(round_)


def summary(samples: Samples, names: Sequence[str]) -> str:
    """README's rows: the shipped build, the one that makes Hugo's pages, and Hugo; "" where one of them did not run."""
    if not {COLUMN, LEAN, HUGO} <= set(names):
        return ""
    lines = [
        "| | as shipped: wall s / CPU s / MB | × Hugo | without search | × Hugo | Hugo |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for scenario in SCENARIOS:
        ours, lean, hugo = (samples[scenario, name] for name in (COLUMN, LEAN, HUGO))
        cells = [_costs(ours), _ratio(ours, hugo), _costs(lean), _ratio(lean, hugo), _costs(hugo)]
        lines.append(f"| {scenario} | {' | '.join(cells)} |")
    return "\n".join(lines)


def table(samples: Samples, names: Sequence[str]) -> str:
    """Every tool in every scenario."""
    lines = [
        "| build | tool | wall s | CPU s | MB memory | files | MB out | × Hugo | × stock Pelican |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for scenario in SCENARIOS:
        for name in names:
            rows = samples[scenario, name]
            cells = [
                *_costs(rows).split(" / "),
                f"{rows[-1].files}",
                f"{rows[-1].output:.1f}",
                *(_ratio(rows, samples.get((scenario, other))) for other in (HUGO, STOCK)),
            ]
            lines.append(f"| {scenario} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _beside_hugo(samples: Samples, scenario: str) -> str:
    ours, lean = (_ratio(samples.get((scenario, name)), samples.get((scenario, HUGO))) for name in (COLUMN, LEAN))
    return f"{ours} ({lean})"


def _costs(rows: Sequence[Sample]) -> str:
    """Medians of wall seconds, CPU seconds and MB."""
    wall, cpu, memory = (median(getattr(row, part) for row in rows) for part in ("wall", "cpu", "megabytes"))
    return f"{wall:.2f} / {cpu:.2f} / {memory:,.0f}"


def _ratio(rows: Sequence[Sample] | None, others: Sequence[Sample] | None) -> str:
    if not rows or not others:
        return "–"
    return f"{median(row.wall / other.wall for row, other in zip(rows, others, strict=True)):.3f}"
