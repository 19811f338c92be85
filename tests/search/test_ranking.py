"""What is found and in which order, asked in a real browser of a column of 300 generated articles."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Page

from plugins.core.text.vietnamese import fold
from tests.core.search.test_tokens import TABLE
from tests.helpers.corpus import COMPOUNDS, NUMBERS, PLACES, Sample

pytestmark = pytest.mark.slow
Find = Callable[[str], list[str]]
FindAll = Callable[[list[str]], list[list[str]]]


@cache
def plain(text: str) -> str:
    """The words of a text in lower case, one space between them."""
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "


def holding(samples: list[Sample], phrase: str) -> set[str]:
    """The articles in whose words the phrase stands, spelt so."""
    return {sample.slug for sample in samples if plain(phrase) in plain(sample.text)}


def test_browser_and_build_make_the_same_keys(search_page: Page) -> None:
    made = search_page.evaluate("(texts) => texts.map(window.ColumnSearch.keys)", [row["text"] for row in TABLE])
    assert made == [row["keys"] for row in TABLE]
    folded = search_page.evaluate("(rows) => rows.map((keys) => keys.map(window.ColumnSearch.fold))", made)
    assert folded == [row["folded"] for row in TABLE]


def test_every_way_of_typing_finds_the_same(slugs: Find, samples: list[Sample]) -> None:
    expected = slugs("nghị quyết")
    assert holding(samples, "nghị quyết") <= set(expected)
    for query in ("nghi quyet", "NGHỊ QUYẾT", "Nghị  quyết.", unicodedata.normalize("NFD", "nghị quyết")):
        assert slugs(query) == expected, query


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("dang", "Đảng"),
        ("dak lak", "Đắk Lắk"),
        ("dai hoi", "Đại hội"),
        ("hoà bình", "hòa bình"),
        ("thuỷ lợi", "thủy lợi"),
    ],
)
def test_what_is_meant_is_found_first(slugs: Find, samples: list[Sample], query: str, meant: str) -> None:
    found = slugs(query)
    wanted = holding(samples, meant)
    assert wanted
    assert wanted <= set(found)
    assert set(found[: len(wanted) // 2]) <= wanted | holding(samples, query)


def test_exact_accents_come_first(slugs: Find, samples: list[Sample]) -> None:
    for query, other in (("đan phượng", "dân phường"), ("nghỉ", "nghị"), ("đáng", "đảng"), ("hội hoạ", "hội họp")):
        found = slugs(query)
        exact = holding(samples, query) or holding(samples, "hội họa")
        assert set(found[: len(exact)]) == exact, query
        assert set(slugs(fold(query))) == set(found), other


def test_plan_numbers_are_found_however_they_are_typed(slugs: Find, samples: list[Sample]) -> None:
    wanted = {sample.slug for sample in samples if "23-kh/đuk" in sample.text.lower()}
    for query in ("23-KH/ĐUK", "kh 23", "23 kh duk", "KH23", "23-kh/duk", "23 -KH/ĐUK"):
        assert wanted <= set(slugs(query)), query


def test_title_weighs_more_than_sapo_and_sapo_more_than_text(slugs: Find, samples: list[Sample]) -> None:
    found = slugs("du lịch")
    by_slug = {sample.slug: sample for sample in samples}

    def place(slug: str) -> int:
        sample = by_slug[slug]
        return 0 if "du lịch" in sample.title.lower() else 1 if "du lịch" in sample.sapo.lower() else 2

    places = [place(slug) for slug in found if slug in holding(samples, "du lịch")]
    assert {0, 1, 2} <= set(places)
    assert places[: places.count(0)] == [0] * places.count(0)


def queries(samples: list[Sample]) -> list[str]:
    """200 accented phrases: names, compounds and stretches of titles and texts."""
    chance = random.Random(200)
    found = list(dict.fromkeys([*PLACES, *NUMBERS, *(c for c in COMPOUNDS if " " in c)]))[:120]
    while len(found) < 200:
        words = re.findall(r"\w+", chance.choice(samples).text)
        start = chance.randrange(len(words) - 4)
        found.append(" ".join(words[start : start + chance.randrange(2, 5)]))
    return found


def test_200_queries_without_accents_lose_nothing(slugs_of_all: FindAll, samples: list[Sample]) -> None:
    precision = []
    asked = queries(samples)
    found = zip(asked, slugs_of_all(asked), slugs_of_all([fold(query) for query in asked]), strict=True)
    for query, accented, bare in found:
        assert holding(samples, query) <= set(accented), query
        assert set(bare) == set(accented), query
        top = accented[:5]
        precision.append(len(set(top) & set(bare[:5])) / len(top))
    assert sum(precision) / len(precision) >= 0.9
