"""Files that other programs wrote (Word's HTML, Google Docs, LibreOffice, pandoc, python-docx, docx of npm), each with
what must survive of it. `data/NAME` is judged by `data/NAME.json`."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.core.article.front_matter import split
from plugins.core.article.record import read_article
from plugins.core.body.parser import BodyParser
from plugins.core.importing.outcome import Imported
from plugins.importing.importer import read
from tests.helpers import programs

DATA = Path(__file__).parent / "data"
_OFFICE = (".doc", ".odt", ".rtf")
_FILES = [
    pytest.param(name, marks=pytest.mark.slow if name.endswith(_OFFICE) else ())
    for name in sorted(path.name.removesuffix(".json") for path in DATA.glob("*.json"))
]
_EDITORS = {"header-required", "picture", "picture-alt", "picture-credit", "link-text", "references"}
"""Rules that ask an editor for what no importer can know."""


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").replace("\u2011", "-").split())


class Page:
    """The article as the column's own reader shows it."""

    def __init__(self, found: Imported) -> None:
        self.found = found
        front = split(found.text)
        self.headers = {header.key: header.value for header in front.headers if header.key != "note"}
        html = BodyParser().parse(front.body, source="articles/2021/bai.md").html
        self.tree = BeautifulSoup(html, "lxml")
        self.notes = [plain(note.get_text()).rstrip("↩ \xa0") for note in self.tree.select(".footnotes li")]
        for element in self.tree.select(".footnotes, sup:has(a.footnote-ref), a.footnote-ref"):
            element.decompose()
        self.text = plain(re.sub(r"\s+", " ", unescape(self._text())))
        self.told = plain(" ".join([*(loss.text for loss in found.losses), *(guess.text for guess in found.guesses)]))

    def _text(self) -> str:
        for element in self.tree.find_all(["p", "li", "td", "th", "h2", "h3", "h4", "br", "figcaption", "tr"]):
            element.insert_after("\n")
            element.insert(0, "\n") if element.name != "br" else None
        return self.tree.get_text()

    def of(self, *names: str) -> list[str]:
        return [plain(element.get_text()) for element in self.tree.find_all(list(names))]

    def lists(self) -> list[list[Any]]:
        rows: list[list[Any]] = []
        for item in self.tree.find_all("li"):
            around = [parent for parent in item.parents if isinstance(parent, Tag) and parent.name in {"ul", "ol"}]
            number = None
            if around[0].name == "ol":
                before = list(item.find_previous_siblings("li"))
                number = int(str(around[0].get("start", 1))) + len(before)
            own = "".join(str(c) for c in item.children if not (isinstance(c, Tag) and c.name in {"ul", "ol"}))
            rows.append([around[0].name, len(around), number, plain(BeautifulSoup(own, "lxml").get_text(" "))])
        return rows

    def tables(self) -> list[list[list[str]]]:
        return [
            [[plain(cell.get_text()) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
            for table in self.tree.find_all("table")
        ]


@pytest.mark.parametrize("name", _FILES)
def test_what_must_survive_survives(name: str) -> None:
    if name.endswith(_OFFICE):
        programs.libreoffice()
    data = (DATA / name).read_bytes()
    expected = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    page = Page(read(data, name))
    assert page.found.unaccounted == ()
    _judge_text(page, expected)
    _judge_structure(page, expected)
    _judge_report(page, expected)
    problems = read_article(
        page.found.text.encode(), "articles/2021/bai.md", ZoneInfo("Asia/Ho_Chi_Minh"), BodyParser()
    )
    assert {p.rule for p in problems.problems if p.severity == "error"} <= _EDITORS


def _judge_text(page: Page, expected: dict[str, Any]) -> None:
    place = 0
    for text in map(plain, expected.get("texts", [])):
        at = page.text.find(text, place)
        assert at >= 0, (text, page.text)
        place = at
    whole = f"{page.text} {' '.join(page.headers.values())}"
    for text in expected.get("texts_anywhere", []):
        assert plain(text) in whole
    for text in expected.get("texts_anycase", []):
        assert plain(text).casefold() in whole.casefold()
    for text in expected.get("absent", []):
        assert plain(text) not in whole
    for text in expected.get("accounted", []):
        assert plain(text) in whole + page.told
    for key, name in (("title", "title"), ("summary", "summary"), ("author", "authors")):
        if key in expected:
            assert expected[key] in (page.headers.get(name, ""), "") or expected[key] in page.text


def _judge_structure(page: Page, expected: dict[str, Any]) -> None:
    if "headings" in expected:
        headings = [[int(h.name[1]), plain(h.get_text())] for h in page.tree.find_all(re.compile("^h[1-6]$"))]
        assert headings == expected["headings"]
    if "lists" in expected:
        assert page.lists() == expected["lists"]
    if "footnotes" in expected:
        assert sorted(page.notes) == sorted(expected["footnotes"])
    for table, wanted in zip(page.tables(), expected.get("tables", []), strict=False):
        assert table == [[plain(text or "") for text in row if text is not None] for row in wanted["rows"]]
    links = [[plain(a.get_text()), a.get("href")] for a in page.tree.find_all("a")]
    for text, address in expected.get("links", []):
        assert [text, address] in links
    marks = {
        "bold": "strong b",
        "italic": "em i",
        "sup": "sup",
        "sub": "sub",
        "struck": "del s",
        "quotes": "blockquote",
    }
    for key, names in marks.items():
        for text in expected.get(key, []):
            assert any(plain(text) in found for found in page.of(*names.split())), (key, text)
    wanted = expected.get("picture_count", len(expected.get("pictures", [])) if "pictures" in expected else None)
    if wanted is not None:
        assert len(page.found.pictures) == wanted


def _judge_report(page: Page, expected: dict[str, Any]) -> None:
    kinds = {loss.kind for loss in page.found.losses}
    assert set(expected["losses"]) <= kinds | set(expected.get("losses_optional", []))
    if expected.get("clean"):
        assert kinds == set()
    for text in expected.get("reported", []):
        assert plain(text) in page.told
