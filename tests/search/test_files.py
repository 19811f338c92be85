"""The files of the index as a build leaves them: the same for the same column, changed only where words changed."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.helpers import corpus
from tests.helpers.building import run_build

pytestmark = pytest.mark.slow


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of the index."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if not name.endswith(".html")}


def in_order(files: dict[str, bytes]) -> list[list[object]]:
    """The rows of all cards in the order of the documents' numbers, without free places."""
    names = [name for name in files if name.startswith("the/")]
    names.sort(key=lambda name: [int(part, 16) for part in name[4:-5].split("-")])
    return [row for name in names for row in json.loads(files[name]) if row]


class Site:
    """A content folder of generated articles with its output and cache."""

    def __init__(self, folder: Path, count: int) -> None:
        self.samples = corpus.generate(count, words=120)
        self.content, self.output, self.cache = folder / "content", folder / "output", folder / "cache"
        corpus.write(self.content, self.samples)

    def path(self, number: int) -> Path:
        """The file of an article."""
        return next((self.content / "articles").rglob(f"*-{self.samples[number].slug}.md"))

    def build(self, *options: str) -> dict[str, bytes]:
        """Build; the index."""
        run_build(self.content, self.output, self.cache, *options)
        return tree(self.output / "tim-kiem")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two hundred short articles: two segments."""
    return Site(tmp_path, 200)


def test_an_edit_changes_the_files_of_its_words_and_a_new_build_agrees(site: Site, tmp_path: Path) -> None:
    before = site.build()
    path = site.path(7)
    path.write_text(path.read_text(encoding="utf-8").rstrip() + " Thêm zíchzắc.\n", encoding="utf-8")
    after = site.build()
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert before.keys() == after.keys()
    assert {name.split("/")[0] for name in changed} <= {"tu", "cap", "tu-dien.txt"}
    assert len(changed) < 8
    run_build(site.content, tmp_path / "fresh", tmp_path / "other-cache")
    assert tree(tmp_path / "fresh" / "tim-kiem") == after


def test_a_late_article_changes_no_more_than_its_words_and_a_new_build_agrees(site: Site, tmp_path: Path) -> None:
    late = site.path(100)
    text = late.read_text(encoding="utf-8")
    late.unlink()
    before = site.build()
    late.write_text(text, encoding="utf-8")
    after = site.build()
    changed = {name for name in after if before.get(name) != after[name]}
    assert len([name for name in changed if name.startswith("the/")]) <= 3
    run_build(site.content, tmp_path / "fresh", tmp_path / "other-cache")
    assert tree(tmp_path / "fresh" / "tim-kiem") == after
    late.unlink()
    assert site.build("--allow-deletions") == before


def test_a_damaged_cache_is_made_anew(site: Site) -> None:
    before = site.build()
    for number, kept in enumerate(sorted((site.cache / "search").rglob("*"))):
        if kept.is_file():
            data = bytearray(kept.read_bytes())
            data[len(data) // 2 if number % 2 else 20] ^= 255
            kept.write_bytes(data)
    shutil.rmtree(site.output)
    assert site.build() == before


def test_an_edit_over_a_damaged_segment_is_what_a_new_build_makes(site: Site, tmp_path: Path) -> None:
    site.build()
    for number, kept in enumerate(sorted((site.cache / "search").rglob("*-*"))):
        data = bytearray(kept.read_bytes())
        data[-100 * (number + 1)] ^= 255
        kept.write_bytes(data)
    for number in (7, 8, 9, 150):
        path = site.path(number)
        path.write_text(path.read_text(encoding="utf-8").rstrip() + " Thêm zíchzắc.\n", encoding="utf-8")
    after = site.build()
    run_build(site.content, tmp_path / "fresh", tmp_path / "other-cache")
    assert tree(tmp_path / "fresh" / "tim-kiem") == after


def test_a_title_changes_one_file_of_cards(site: Site) -> None:
    before = site.build()
    path = site.path(7)
    path.write_text(path.read_text(encoding="utf-8").replace("Title: ", "Title: Mới "), encoding="utf-8")
    after = site.build()
    cards = [name for name in before if name.startswith("the/") and before[name] != after[name]]
    assert len(cards) == 1
    assert before["tieu-de.json"] != after["tieu-de.json"]
    assert before["muc-luc.bin"] == after["muc-luc.bin"]


def test_only_what_is_published_is_found(site: Site) -> None:
    for number, header in ((1, "Status: draft"), (2, "Status: hidden"), (3, "Date: 2099-01-01")):
        path = site.path(number)
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [line for line in lines if not header.startswith("Date") or not line.startswith("Date:")]
        word = "bimatquocgia"
        path.write_text("\n".join([lines[0] + f" {word}", header, *lines[1:], word]) + "\n", encoding="utf-8")
    files = site.build()
    assert not any(b"bimatquocgia" in data for data in files.values())
    cards = in_order(files)
    assert sum(url.startswith("/bai-viet/") for _, url, *_ in cards) == len(site.samples) - 3
    titles = [row for row in json.loads(files["tieu-de.json"]) if row]
    assert titles == [[title, url, sample] for title, url, _, sample in cards]


def test_the_description_for_browsers_names_the_search(tmp_path: Path) -> None:
    site = Site(tmp_path, 3)
    run_build(site.content, site.output, site.cache, "--site-url", "https://chuyen-muc.example/muc")
    root = ET.parse(tmp_path / "output" / "opensearch.xml").getroot()
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    template = root.find("o:Url[@type='text/html']", names)
    assert template is not None
    assert template.get("template") == "https://chuyen-muc.example/muc/tim-kiem/?q={searchTerms}"
    short = root.findtext("o:ShortName", "", names)
    assert 0 < len(short) <= 16
    assert len(root.findtext("o:LongName", "", names)) <= 48
    page = (tmp_path / "output" / "tim-kiem" / "index.html").read_text(encoding="utf-8")
    assert 'data-search-index="/muc/tim-kiem/"' in page
    cards = in_order(tree(tmp_path / "output" / "tim-kiem"))
    assert cards
    assert all(url.startswith("/muc/") for _, url, _, _ in cards)
