"""The comparison is fair while stock Pelican and the column make the same pages of the same articles, as far as it can.

Where Pelican differs, the tests say so: links inside a body are absolute, a list's first page has 20 articles where
the column's has up to 39, and the list of tags follows their slugs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup, Tag

from benchmarks.corpus import Corpus, write_column
from benchmarks.styles import STYLES
from tests.helpers.building import ROOT, run_build

pytestmark = pytest.mark.slow

URL = "https://column.example"
ARTICLES = 30
NEAR = 0.1
SOME = [f"bai-viet/{Corpus().article(number).stem}/" for number in (0, 7, 16, 29)]
LISTS = ["chu-de/xay-dung-dang/", "chu-de/mo-hinh-tang-truong/"]
"""Lists of one page."""


class Sites(NamedTuple):
    """The output of both."""

    column: Path
    stock: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Both built of the same content; stock Pelican twice, so that what it keeps is used."""
    folder = tmp_path_factory.mktemp("sites")
    write_column(Corpus(styles=tuple(STYLES)), folder / "content", ARTICLES)
    settings = ROOT / "benchmarks"
    site = ("--site-url", URL, "--settings", str(settings / "same_pages.py"))
    run_build(folder / "content", folder / "column", folder / "cache", *site)
    command = [sys.executable, "-m", "pelican", str(folder / "content"), "-o", str(folder / "stock")]
    command += ["-s", str(settings / "stock" / "pelicanconf.py"), "--fatal", "warnings"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(folder / "stock-cache")}
    for _ in range(2):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return Sites(folder / "column", folder / "stock")


def _main(site: Path, page: str) -> Tag:
    found = BeautifulSoup((site / page / "index.html").read_bytes(), "lxml").find("main")
    assert isinstance(found, Tag), page
    return found


def _words(site: Path, page: str) -> list[str]:
    return _main(site, page).get_text(" ").split()


def _links(site: Path, page: str) -> list[str]:
    """Where the page leads; an absolute address inside the site is the same as a path."""
    return [str(link["href"]).removeprefix(URL) for link in _main(site, page).find_all("a", href=True)]


def _found(site: Path, folder: str, name: str) -> set[str]:
    """Addresses in a folder; not later pages of lists, which are cut in another way."""
    files = {path.relative_to(site) for path in (site / folder).rglob(name)}
    return {path.as_posix() for path in files if "trang" not in path.parts}


@pytest.mark.parametrize("folder", ["bai-viet", "chu-de", "the", "luu-tru"])
def test_pages_have_the_same_addresses(sites: Sites, folder: str) -> None:
    column = _found(sites.column, folder, "index.html")
    assert len(column) > 1
    assert _found(sites.stock, folder, "index.html") == column


@pytest.mark.parametrize("page", [*SOME, *LISTS, "chu-de/", "luu-tru/", ""])
def test_pages_say_the_same_and_lead_to_the_same_pages(sites: Sites, page: str) -> None:
    words, links = _words(sites.column, page), _links(sites.column, page)
    assert len(links) > 1
    assert _words(sites.stock, page) == words
    assert _links(sites.stock, page) == links


def test_the_first_page_of_a_long_list_begins_with_the_same_cards(sites: Sites) -> None:
    column, stock = ([str(card) for card in _main(site, "luu-tru/2010/01/").select("ol.cards > li")] for site in sites)
    assert len(column) == ARTICLES
    assert stock == column[:20]


def test_the_list_of_tags_has_the_same_tags(sites: Sites) -> None:
    links = _links(sites.column, "the/")
    assert len(links) > ARTICLES
    assert sorted(_links(sites.stock, "the/")) == sorted(links)


def test_pages_are_about_as_long(sites: Sites) -> None:
    pages = _found(sites.stock, "bai-viet", "index.html") | _found(sites.stock, "the", "index.html")
    for page in {*pages, *(f"{page}index.html" for page in LISTS), "index.html"}:
        length = (sites.column / page).stat().st_size
        assert (sites.stock / page).stat().st_size == pytest.approx(length, rel=NEAR), page


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_lists_have_the_same_feeds_with_the_same_articles(sites: Sites, name: str) -> None:
    feeds = {name, *_found(sites.stock, "chu-de", name), *_found(sites.stock, "the", name)}
    assert feeds == {name, *_found(sites.column, "chu-de", name), *_found(sites.column, "the", name)}
    for feed in feeds:
        column, stock = (BeautifulSoup((site / feed).read_bytes(), "xml") for site in sites)
        titles = [entry.title.text for entry in column.find_all(["item", "entry"])]
        assert titles
        assert [entry.title.text for entry in stock.find_all(["item", "entry"])] == titles, feed
