"""What `bench` builds: articles in several styles, the same each time, that the gate has nothing to say about; and what
each scenario changes."""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from statistics import median

import pytest

from benchmarks.compare import COLD, EDITED, LATE, NEW, SCENARIOS, STYLE, compare, prepare, summary, table
from benchmarks.corpus import Corpus, write_column
from benchmarks.growth import CHANGES, grow
from benchmarks.measured import run
from benchmarks.picture_builds import show
from benchmarks.scenes import save_drawings, save_photos
from benchmarks.styles import ENGLISH, LISTS, LONGEST, MIDDLE, NEWS, PLAIN, RICH, SHORTEST, STYLES, Voice
from benchmarks.tools import COLUMN, GATE, HUGO, LEAN, Sample, tools
from plugins.core.files.picture_facts import examine
from tests.helpers.building import ROOT
from tests.helpers.processes import run_module

EACH = 50
"""Articles of each style that the gate looks at."""


def _bodies(style: str, count: int = EACH) -> list[str]:
    corpus = Corpus(styles=(style,))
    return [corpus.article(number).body for number in range(count)]


@pytest.mark.parametrize("style", STYLES)
def test_a_number_is_always_the_same_article(style: str) -> None:
    one, other = (Corpus(styles=(style,)) for _ in range(2))
    for number in (0, 1, 7, 30):
        assert one.article(number) == other.article(number)
        assert one.linked(one.article(number), lambda a: a.stem) == other.linked(
            other.article(number), lambda a: a.stem
        )


def test_plain_texts_are_what_they_were() -> None:
    """Figures of earlier measurements were made with these."""
    voice = Voice([f"chữ{number}" for number in range(90)])
    bodies = "".join(STYLES[PLAIN](voice, random.Random(number), number).text for number in range(20))
    assert sha256(bodies.encode()).hexdigest() == "368aa476a670d8ac24027b3e5bf668214d82664e9b9a08df1ecbff1739ed3031"


def test_styles_take_turns() -> None:
    mixed = Corpus(styles=tuple(STYLES))
    for number, style in enumerate(STYLES):
        assert mixed.article(number) == Corpus(styles=(style,)).article(number)


@pytest.mark.parametrize("style", STYLES)
def test_links_lead_to_older_articles(style: str) -> None:
    corpus = Corpus(styles=(style,))
    linked = 0
    for number in range(1, EACH):
        article = corpus.article(number)
        assert all(older < number for older in article.older)
        text = corpus.linked(article, lambda other: f"/{other.number}/")
        assert not re.search("LINK|ADDRESS", text)
        assert [int(found) for found in re.findall(r"\(/(\d+)/\)", text)] == list(article.older)
        linked += len(article.older)
    assert linked


@pytest.mark.slow
def test_the_gate_has_nothing_to_say(tmp_path: Path) -> None:
    write_column(Corpus(styles=tuple(STYLES)), tmp_path / "content", EACH * len(STYLES))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(tmp_path / "cache")}
    options = ("check", "--content", str(tmp_path / "content"), "--format", "json")
    done = run_module("plugins.command", *options, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # that a topic's phase is not the day's is so of the plain texts that all figures were made with
    assert {(row["field"], row["severity"]) for row in told} <= {("Date", "warning")}, told


def test_news_is_short_and_long() -> None:
    lengths = [len(body.split()) for body in _bodies(NEWS, 300)]
    assert min(lengths) >= SHORTEST
    assert max(lengths) <= LONGEST + 130
    assert median(lengths) == pytest.approx(MIDDLE, rel=0.2)
    assert sum(length < 250 for length in lengths) >= 20
    assert sum(length > 1_200 for length in lengths) >= 10


def test_styles_differ_in_what_is_marked_up() -> None:
    def found(style: str, pattern: str) -> int:
        return sum(len(re.findall(pattern, body, re.MULTILINE)) for body in _bodies(style, 20))

    assert found(RICH, r"\*\*|\]\(|`") > 5 * found(PLAIN, r"\*\*|\]\(|`")
    assert found(LISTS, r"^ *(?:-|\d+\.|\|) ") > 4 * found(PLAIN, r"^ *(?:-|\d+\.|\|) ")
    assert found(LISTS, "^  - ")
    assert not re.search("[à-ỹđ]", "".join(_bodies(ENGLISH, 20)).lower())


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(SystemExit, match="--style lyric: there are plain, rich"):
        compare(1, 1, styles=["rich", "lyric"])


def test_a_late_upload_is_older_than_half_of_the_articles() -> None:
    corpus = Corpus()
    late = corpus.late(41, 40)
    older = sum(corpus.article(number).date < late.date for number in range(40))
    assert older == 21
    assert late.stem not in {corpus.article(number).stem for number in range(42)}


@pytest.mark.slow
@pytest.mark.parametrize("name", [COLUMN, HUGO])
def test_each_scenario_changes_what_it_says(tmp_path: Path, name: str) -> None:
    tool = next((tool for tool in tools(tmp_path) if tool.name == name), None)
    if tool is None:
        pytest.skip("hugo is in the bench group")
    corpus, count = Corpus(styles=(RICH,)), 9
    for scenario in (COLD, EDITED, NEW, LATE, STYLE):
        prepare(tool, corpus, scenario, count, 3)
    sample = tool.run()
    assert sample.files == sum(path.is_file() for path in tool.output.rglob("*"))
    pages = {path.parent.name for path in (tool.output / "bai-viet").glob("*/index.html")}
    assert pages == {corpus.article(number).stem for number in range(count + 1)} | {corpus.late(count + 1, count).stem}
    edited = tool.output / "bai-viet" / corpus.article(count // 2).stem / "index.html"
    assert "Thêm một câu ở lượt 3." in edited.read_text(encoding="utf-8")
    assert any(".lan-3" in path.read_text(encoding="utf-8") for path in tool.output.rglob("*.css"))
    assert not _knows(ROOT / "theme", ".lan-3")
    prepare(tool, corpus, COLD, 2, 4)
    assert not tool.output.exists()


def _knows(folder: Path, words: str) -> bool:
    return any(words in path.read_text(encoding="utf-8") for path in folder.rglob("*.css"))


def test_memory_is_that_of_the_command_alone() -> None:
    held = b"1" * 150_000_000
    done = run([sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(3)"], given="xin chào")
    assert (done.code, done.said) == (3, "xin chào\n")
    assert done.megabytes < 100 < len(held) / 1e6


@pytest.mark.slow
def test_the_gate_alone_makes_nothing(tmp_path: Path) -> None:
    (gate,) = (tool for tool in tools(tmp_path) if tool.name == GATE)
    prepare(gate, Corpus(), COLD, 3, 0)
    sample = gate.run()
    assert (sample.files, sample.output) == (0, 0)
    assert sample.cpu > 0


def test_the_shipped_build_comes_first() -> None:
    def sample(seconds: float) -> list[Sample]:
        return [Sample(wall=seconds, cpu=2 * seconds, megabytes=1500, files=3, output=1.5)] * 3

    names = [COLUMN, LEAN, HUGO]
    samples = {(scenario, name): sample(place + 1) for scenario in SCENARIOS for place, name in enumerate(names)}
    rows = summary(samples, names).splitlines()[2:]
    assert rows[0] == "| cold | 1.00 / 2.00 / 1,500 | 0.333 | 2.00 / 4.00 / 1,500 | 0.667 | 3.00 / 6.00 / 1,500 |"
    assert len(rows) == len(SCENARIOS)
    assert summary(samples, names[:2]) == ""
    assert (
        table(samples, names)
        .splitlines()[2]
        .startswith("| cold | column | 1.00 | 2.00 | 1,500 | 3 | 1.5 | 0.333 | – |")
    )


@pytest.mark.slow
def test_pictures_are_a_cameras_and_drawings(tmp_path: Path) -> None:
    corpus = Corpus()
    write_column(corpus, tmp_path / "content", 4)
    (tmp_path / "made").mkdir()
    save_photos(tmp_path / "made", 2)
    save_drawings(tmp_path / "made", 2)
    files = sorted((tmp_path / "made").iterdir())
    kinds = Counter((facts.drawing, facts.width > 3_000) for facts in (examine(path.read_bytes()) for path in files))
    assert kinds == {(True, False): 2, (False, True): 2}
    show(tmp_path / "content", files)
    shown = [path.read_text(encoding="utf-8") for path in (tmp_path / "content/articles").rglob("*.md")]
    assert sum(text.count("\nPicture: /images/") for text in shown) == 4
    with pytest.raises(SystemExit, match="5 pictures need as many articles; there are 4"):
        show(tmp_path / "content", [*files, files[0]])


@pytest.mark.slow
def test_growth_is_told_of_every_change() -> None:
    told = grow([6, 9], 1, RICH, without_search=True)
    rows = re.findall(r"^\| ([a-z ]+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \(", told, re.MULTILINE)
    assert [row[:2] for row in rows] == [(what, size) for what in CHANGES for size in ("6", "9")]
    assert all(0 <= float(kept) < float(wall) for _, _, wall, kept in rows)
