"""What the search says is counted again over the articles' texts, without the index."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Page

from plugins.core.text.vietnamese import fold
from tests.helpers.corpus import COMPOUNDS, NUMBERS, PLACES, PLAN, Sample

pytestmark = pytest.mark.slow

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def words(text: str) -> str:
    """The words of a text, one space between and around; where a tone stands in its syllable does not matter."""
    found = []
    for word in re.findall(r"[^\W\d_]+|\d+", text.lower()):
        apart = unicodedata.normalize("NFD", word)
        letters = "".join(mark for mark in apart if mark not in _TONES)
        found.append(unicodedata.normalize("NFC", letters) + "".join(mark for mark in apart if mark in _TONES))
    return f" {' '.join(found)} "


NAMES = {term["slug"]: term["name"] for kind in ("topics", "forms", "units") for term in PLAN[kind]}
"""What articles belong to: their pages show these names, and are found by them."""


def shown(sample: Sample) -> list[str]:
    """The words of each part of an article's page."""
    parts = (
        sample.title,
        sample.sapo,
        sample.body,
        *(NAMES[slug] for slug in (sample.topic, sample.form, sample.unit)),
    )
    return [words(part) for part in parts]


class Texts:
    """The words of all that can be found, part by part; of what is no article those that results show."""

    def __init__(self, samples: list[Sample], output: Path) -> None:
        files = sorted((output / "tim-kiem/the").iterdir())
        rows = [row for path in files for row in json.loads(path.read_text("utf-8")) if row]
        others = [[words(title), words(sapo)] for title, url, sapo, _ in rows if not url.startswith("/bai-viet/")]
        assert len(rows) - len(others) == len(samples)
        self.found = [*map(shown, samples), *others]
        self.folded = [[fold(part) for part in parts] for parts in self.found]

    def holding(self, phrase: str) -> int:
        """How many have the phrase; typed without accents it may be spelt in any way."""
        wanted = words(phrase)
        among = self.folded if fold(phrase) == phrase.lower() else self.found
        return sum(any(wanted in part for part in parts) for parts in among)


@pytest.fixture(scope="module")
def texts(samples: list[Sample], searched_output: Path) -> Texts:
    """The texts of the column that is searched."""
    return Texts(samples, searched_output)


_ASK = """async (queries) => {
  const field = document.querySelector("#tim"), status = document.querySelector(".search-status");
  const said = {};
  for (const query of queries) {
    field.value = query;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const last = performance.now() + 30_000;
    while (!status.innerText.includes(`“${query}”`) && performance.now() < last) {
      await new Promise(requestAnimationFrame);
    }
    said[query] = status.innerText;
  }
  return said;
}"""
"""Types each query and waits for its answer."""


def answers(page: Page, queries: list[str]) -> dict[str, str]:
    """Query → what the page says of it."""
    said: dict[str, str] = page.evaluate(_ASK, queries)
    assert [query for query in queries if f"“{query}”" not in said[query]] == []
    return said


def claimed(said: str) -> tuple[int, int]:
    """(articles that hold the query as asked, all results), as the page says."""
    numbers = [int(number.replace(".", "")) for number in re.findall(r"(?:Có|trong đó) (?:không quá )?([\d.]+)", said)]
    if said.startswith("Không"):
        return 0, numbers[0] if numbers else 0
    return numbers[-1], numbers[0]


def two_words(samples: list[Sample]) -> list[str]:
    """Pairs that stand together, pairs that never do, one-word queries, with accents and without."""
    chance = random.Random(60)
    found = [name for name in dict.fromkeys([*PLACES, *COMPOUNDS]) if len(name.split()) == 2][:14]
    while len(found) < 34:
        row = re.findall(r"[^\W\d_]+", chance.choice(samples).body)
        start = chance.randrange(len(row) - 1)
        found.append(f"{row[start]} {row[start + 1]}")
    while len(found) < 46:
        one, other = (chance.choice(re.findall(r"[^\W\d_]+", chance.choice(samples).text)) for _ in range(2))
        found.append(f"{one} {other}")
    found += [fold(query) for query in found[:14]]
    found += ["nghị", "nghỉ", "hòa", "hoà", "đảng", "kỷ", "zzz"]
    return list(dict.fromkeys(found))


def test_one_and_two_words_are_counted_as_they_stand(search_page: Page, samples: list[Sample], texts: Texts) -> None:
    wrong = {}
    asked = two_words(samples)
    assert len(asked) >= 60
    for query, said in answers(search_page, asked).items():
        exact, every = claimed(said)
        truth = texts.holding(query)
        if exact != truth or every < truth:
            wrong[query] = (exact, every, truth)
    assert wrong == {}


def test_quoted_phrases_are_counted_as_they_stand(search_page: Page, samples: list[Sample], texts: Texts) -> None:
    chance = random.Random(61)
    wrong = {}
    asked = list(NUMBERS[:2])
    while len(asked) < 12:
        row = re.findall(r"[^\W\d_]+", chance.choice(samples).body)
        size = chance.randrange(3, 6)
        start = chance.randrange(len(row) - size)
        phrase = " ".join(row[start : start + size])
        if texts.holding(phrase):
            asked.append(phrase)
    for query, said in answers(search_page, [f'"{phrase}"' for phrase in asked]).items():
        phrase = query.strip('"')
        number = re.search(r"Có (không quá )?([\d.]+)", said)
        count = int(number[2].replace(".", "")) if number and not said.startswith("Không bài nào có") else 0
        truth = texts.holding(phrase)
        if (count < truth) if number and number[1] else count != truth:
            wrong[phrase] = (said, truth)
    assert wrong == {}
