"""A column of 300 generated articles, built once for the tests of its search, and a page that is ready to type into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers import corpus
from tests.helpers.building import SEVERAL, run_build
from tests.helpers.serving import serving
from tests.helpers.sharing import once

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def samples() -> list[corpus.Sample]:
    """What the articles say."""
    return corpus.generate(300)


@pytest.fixture(scope="session")
def searched_output(samples: list[corpus.Sample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; read only."""

    def make(folder: Path) -> None:
        corpus.write(folder / "content", samples)
        run_build(folder / "content", folder / "output", folder / "cache", environment=SEVERAL)

    return once(tmp_path_factory, "searched", make) / "output"


@pytest.fixture(scope="session")
def searched(searched_output: Path) -> Iterator[str]:
    """Its address."""
    with serving(searched_output) as address:
        yield address


@pytest.fixture
def search_page(page: Page, searched: str) -> Iterator[Page]:
    """The search page; what breaks the policy or throws fails the test."""
    wrong: list[str] = []
    # A page that is left while it still comes into view breaks off its transition, which Chromium calls an error.
    page.on("pageerror", lambda error: None if "Transition" in str(error) else wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{searched}/tim-kiem/")
    page.wait_for_function("() => window.ColumnSearch?.search")  # scripts come after the first paint
    yield page
    assert not wrong


@pytest.fixture
def slugs_of_all(search_page: Page) -> Callable[[list[str]], list[list[str]]]:
    """Queries → for each the slugs of all articles found, the best first, without the page around them."""

    def find(queries: list[str]) -> list[list[str]]:
        found: list[list[str]] = search_page.evaluate(
            """async (queries) => {
              const { Index, parse, search } = window.ColumnSearch;
              window.testIndex ??= new Index("/tim-kiem/");
              const all = [];
              for (const query of queries) {
                const { hits, catalogue } = await search(window.testIndex, parse(query, 16), { unfinished: false });
                if (!window.testSlugs) {
                  const known = Array.from({ length: catalogue.space }, (_, number) => number).filter(catalogue.known);
                  const cards = await Promise.all(known.map((number) => window.testIndex.card(number)));
                  window.testSlugs = new Map(cards.map(({ document, url }) => [document, url.split("/").at(-2)]));
                }
                const found = hits.map(({ document }) => document).filter(catalogue.isArticle);
                all.push(found.map((document) => window.testSlugs.get(document)));
              }
              return all;
            }""",
            queries,
        )
        return found

    return find


@pytest.fixture
def slugs(slugs_of_all: Callable[[list[str]], list[list[str]]]) -> Callable[[str], list[str]]:
    """Of one query."""
    return lambda query: slugs_of_all([query])[0]
