"""The registers' feeds as readers see them: what is text stays text, whoever parses it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from lxml import html
from reader import make_reader

from tests.helpers.building import run_build
from tests.helpers.planwork_site import FILES, write_site

ODD = "a < b & c > d <b>đậm</b> &lt;i&gt; <img src=x onerror=hit()>"
MODEL, CORRECTED, TARGETS = "so-theo-doi/mo-hinh.toml", "articles/2022-03-01-mot.md", "so-theo-doi/muc-tieu.toml"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose registers hold signs of markup in every text."""
    folder = tmp_path_factory.mktemp("feeds")
    changed = {
        MODEL: FILES[MODEL].replace("Kết quả thử", f"Kết quả {ODD}").replace('name = "', 'name = "1 < 2 & <u>3</u> '),
        TARGETS: FILES[TARGETS].replace('measure = "', 'measure = "<i>x</i> & '),
        CORRECTED: FILES[CORRECTED].replace("“hai” sửa thành “ba”", f"“hai” sửa thành {ODD}"),
    }
    assert all(text != FILES[file] for file, text in changed.items())
    write_site(folder / "content", changed)
    site = ("--at", "2022-03-20T12:00+07:00", "--site-url", "https://thu.example")
    run_build(folder / "content", folder / "output", folder / "cache", *site)
    return folder / "output"


def seen(markup: str) -> str:
    """The words that a reader which parses HTML shows; nothing but words may be there."""
    element = html.fragment_fromstring(markup, create_parent="div")
    assert len(element) == 0, markup
    return str(element.text_content())


FEEDS = {
    "so-theo-doi/mo-hinh/rss.xml": f"Kết quả {ODD}",
    "so-theo-doi/muc-tieu/rss.xml": "<i>x</i> & ",
    "dinh-chinh/rss.xml": ODD,
}


@pytest.mark.parametrize("file", FEEDS)
def test_feedparser_shows_the_text_as_written(output: Path, file: str) -> None:
    feed = feedparser.parse((output / file).read_bytes())
    assert not feed.bozo
    assert FEEDS[file] in seen(feed.entries[0].summary)


@pytest.mark.parametrize("file", FEEDS)
def test_a_reader_shows_the_text_as_written(output: Path, file: str) -> None:
    with make_reader(":memory:", feed_root=str(output)) as reader:
        reader.add_feed(file)
        reader.update_feeds()
        (entry,) = reader.get_entries()
        assert FEEDS[file] in seen(entry.summary or "")


def test_titles_are_text_too(output: Path) -> None:
    data = (output / "so-theo-doi/mo-hinh/rss.xml").read_text(encoding="utf-8")
    assert "<title>1 &#x3C; 2 &#x26; &#x3C;u&#x3E;3&#x3C;/u&#x3E; " in data
    assert feedparser.parse(data, sanitize_html=False).entries[0].title.startswith("1 < 2 & ")
