"""Any valid site is published whole, and with the same bytes whatever order, number of workers and cache it is built
with."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.building import ROOT, warm
from tests.helpers.published import faults
from tests.helpers.rounds import rounds
from tests.site.faults import TINY, files

WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="ÐðƉ\u3000\u1680"),
    min_size=1,
    max_size=60,
).map(lambda text: " ".join(f"a{text}".split()))
"""One line of anything that can be read, with a letter, so that something is left of it."""
TAGS = st.lists(st.sampled_from(["khóa 1", "khóa 12", "Đổi mới", "trang", "index", "2022", "C++", "a-b"]), unique=True)
PIECES = [
    "## Mục",
    "- một\n- hai",
    "> trích",
    "1. một\n2. hai",
    "[rss](/rss/)",
    "![Núi](/images/nui.jpg)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Có.[^1]\n\n[^1]: Chú thích.",
    "```\n<b>{{ x }}</b>\n```",
    "**đậm**",
]
BODIES = st.lists(
    st.one_of(
        WORDS.map(lambda text: text.translate({ord(mark): f"&#{ord(mark)};" for mark in "<&[]`*_\\|:{}~!#^"})),
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=5,
    unique=True,
).map("\n\n".join)
ARTICLES = st.fixed_dictionaries(
    {
        "title": WORDS,
        "summary": WORDS,
        "day": st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2025, 12, 31)),
        "minute": st.integers(0, 3),
        "topic": st.sampled_from(["dao-duc", "hoc-tap", "chua-co-bai"]),
        "tags": TAGS,
        "point": st.one_of(st.just(""), WORDS),
        "series": st.sampled_from(["", "", "Hồ sơ một", "C++, phần hai"]),
        "status": st.sampled_from(["published"] * 4 + ["draft", "hidden"]),
        "body": BODIES,
    }
)


class Driver:
    """A process that builds, with so many workers."""

    def __init__(self, workers: int) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_WORKERS": str(workers)}
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "driver.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )

    def build(self, content: Path, output: Path, cache: Path) -> dict[str, bytes]:
        """The published files."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([str(content), str(output), str(warm(cache, "templates")), []]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert answer["ok"], answer["report"]
        return files(output)


@pytest.fixture(scope="module")
def drivers() -> Iterator[tuple[Driver, Driver]]:
    """One with one worker, one with two."""
    made = Driver(1), Driver(2)
    yield made
    for driver in made:
        driver.process.communicate()


def write(content: Path, articles: list[dict], order: list[int]) -> None:
    """A site of these articles, its files made in this order."""
    for name in ("plan.toml", "site.toml", "images/nui.jpg"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes((TINY / name).read_bytes())
    (content / "articles").mkdir()
    for number in order:
        article = articles[number]
        (content / f"articles/bai-{number}.md").write_text(
            f"Title: {article['title']}\nDate: {article['day']} 07:0{article['minute']}\n"
            f"Category: {article['topic']}\nSummary: {article['summary']}\nTags: {', '.join(article['tags'])}\n"
            + (f"Key_point: {article['point']}\nQuestion: {article['point']}?\n" if article["point"] else "")
            + (f"Series: {article['series']}\n" if article["series"] else "")
            + f"Status: {article['status']}\n\n{article['body']}\n",
            encoding="utf-8",
        )


@pytest.mark.slow
@settings(max_examples=rounds(4, 100), suppress_health_check=list(HealthCheck))
@given(st.lists(ARTICLES, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_any_valid_site(drivers: tuple[Driver, Driver], articles: list[dict], chance: random.Random) -> None:
    if not any(article["status"] == "published" for article in articles):
        articles[0]["status"] = "published"
    with tempfile.TemporaryDirectory() as folder:
        home, order = Path(folder), list(range(len(articles)))
        write(home / "one", articles, order)
        chance.shuffle(order)
        write(home / "two", articles, order)
        first = drivers[0].build(home / "one", home / "output-one", home / "cache-one")
        second = drivers[1].build(home / "two", home / "output-two", home / "cache-two")
        assert first == second
        assert list(faults(home / "output-one")) == []
        public = {
            f"bai-viet/bai-{n}/index.html" for n, article in enumerate(articles) if article["status"] == "published"
        }
        assert public == {name for name in first if name.startswith("bai-viet/")}
