"""The comparison is fair while Hugo and the column make the same pages of the same articles."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.corpus import Corpus, add_to_column, plain_headers, write_column, write_hugo, yaml_headers
from benchmarks.styles import STYLES
from benchmarks.tools import hugo_binary
from plugins.core.article.front_matter import Header, split
from tests.helpers.building import ROOT, run_build
from tests.helpers.programs import installed

pytestmark = pytest.mark.slow

ARTICLES = 60
"""More than a feed holds, so that there are archives and second pages."""
NEAR = 0.15
FEEDS = ("rss.xml", "atom.xml", "feed.json")


class Sites(NamedTuple):
    """The output of both."""

    column: Path
    hugo: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Both built of the same corpus, every style of writing in turn."""
    hugo = hugo_binary()
    installed(hugo, "hugo", "hugo")
    assert hugo
    folder = tmp_path_factory.mktemp("sites")
    corpus = Corpus(styles=tuple(STYLES))
    write_column(corpus, folder / "content", ARTICLES)
    settings = str(ROOT / "benchmarks" / "same_pages.py")
    site = ("--site-url", "https://column.example", "--settings", settings)
    run_build(folder / "content", folder / "column", folder / "cache", *site)
    write_hugo(corpus, folder / "source", ARTICLES)
    command = [hugo, "--quiet", "--source", str(folder / "source"), "--destination", str(folder / "hugo")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Sites(folder / "column", folder / "hugo")


def _found(site: Path, folder: str, *names: str) -> set[str]:
    """Addresses in a folder that end in one of the names; not later pages of lists, which are cut in another way."""
    files = {path.relative_to(site) for name in names for path in (site / folder).rglob(name)}
    return {path.as_posix() for path in files if "trang" not in path.parts}


def _size(site: Path, folder: str, pattern: str) -> int:
    return sum(path.stat().st_size for path in (site / folder).rglob(pattern))


def _main(path: Path) -> str:
    found = re.search(r"<main.*</main>", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found, path
    return re.sub('<link rel="stylesheet"[^>]*>', "", found[0])


def _titles(html: str) -> list[str]:
    """The cards' links; only the column marks what must not break across lines."""
    html = re.sub(r'<span class="unbroken">(.*?)</span>', r"\1", html)
    return re.findall(r'class="card-title">(.*?)</h[23]>', html)


def test_headers_say_the_same_in_yaml(tmp_path: Path) -> None:
    corpus = Corpus()
    for number in range(20):
        plain, fenced = (
            split(add_to_column(corpus, tmp_path, number, headers=headers).read_text(encoding="utf-8"))
            for headers in (plain_headers, yaml_headers)
        )
        assert not fenced.faults
        assert [(header.key, _listed(header)) for header in fenced.headers] == [
            (header.key, _listed(header)) for header in plain.headers
        ]
        assert fenced.body == plain.body


def _listed(header: Header) -> list[str]:
    return list(header.items or header.value.split(", ")) if header.key == "tags" else [header.value]


@pytest.mark.parametrize("folder", ["bai-viet", "chu-de", "hinh-thuc", "the", "luu-tru", "giai-doan", "ke-hoach"])
def test_pages_have_the_same_addresses(sites: Sites, folder: str) -> None:
    column = _found(sites.column, folder, "index.html")
    assert len(column) > 1
    assert _found(sites.hugo, folder, "index.html") == column


@pytest.mark.parametrize("folder", ["chu-de", "hinh-thuc", "the"])
def test_lists_have_the_same_feeds(sites: Sites, folder: str) -> None:
    column = _found(sites.column, folder, *FEEDS)
    assert len(column) >= 3 * 4
    assert _found(sites.hugo, folder, *FEEDS) == column


def test_both_have_feeds_archives_and_sitemaps_of_the_whole_column(sites: Sites) -> None:
    files = [*FEEDS, "feeds.opml", "sitemap.xml", "sitemap-trang.xml", "sitemap-2010-01.xml", "robots.txt", "404.html"]
    for file in [*files, "index.html", *(f"luu-tru/2010/01/{feed}" for feed in FEEDS)]:
        assert (sites.column / file).is_file(), file
        assert (sites.hugo / file).is_file(), file


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("bai-viet", "index.html"),
        ("the", "index.html"),
        *(("luu-tru", archive) for archive in ("rss*.xml", "atom*.xml", "feed*.json")),
        *((folder, feed) for folder in ("chu-de", "hinh-thuc", "the") for feed in FEEDS),
    ],
)
def test_files_are_about_as_long(sites: Sites, folder: str, pattern: str) -> None:
    assert _size(sites.hugo, folder, pattern) == pytest.approx(_size(sites.column, folder, pattern), rel=NEAR)


def test_of_each_kind_of_file_both_write_about_as_much(sites: Sites) -> None:
    for pattern in ("*.html", "*.xml", "*.json"):
        assert _size(sites.hugo, ".", pattern) == pytest.approx(_size(sites.column, ".", pattern), rel=NEAR), pattern


def test_each_article_is_about_as_long_and_leads_to_the_same_pages(sites: Sites) -> None:
    pages = _found(sites.column, "bai-viet", "index.html")
    assert len(pages) == ARTICLES
    for page in pages:
        ours, theirs = sites.column / page, sites.hugo / page
        assert theirs.stat().st_size == pytest.approx(ours.stat().st_size, rel=NEAR), page
        assert re.findall('href="(/[^"]*)"', _main(theirs)) == re.findall('href="(/[^"]*)"', _main(ours)), page


@pytest.mark.parametrize("page", ["", "chu-de/xay-dung-dang/", "hinh-thuc/truyen-thong/", "luu-tru/2010/01/"])
def test_lists_begin_with_the_same_cards(sites: Sites, page: str) -> None:
    cards = [_titles(_main(site / page / "index.html"))[:20] for site in sites]
    assert len(cards[0]) >= 3
    assert cards[1] == cards[0]
