"""Key points on pages, in feeds and letters; an article without any has nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.helpers.feed_site import URL, FeedSite, feed_site

POINT = "Điểm <chính> & “ngoặc” của bài."
HEADERS = {
    "key_point": f"{POINT}\nKey_point: Điểm hai.",
    "key_figure": "3.606 điểm cầu | Nguồn & thử | https://nguon.example/?a=1&b=2\nKey_figure: 5% | Nguồn khác",
    "question": "Ta làm <gì> trước?",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """Built once; not to be changed."""
    made = feed_site(tmp_path_factory.mktemp("points"))
    made.article("co", **HEADERS)
    made.article("english", day="2021-07-06", lang="en", **HEADERS)
    made.article("khong", day="2021-07-07")
    made.build()
    return made


def text(element: object) -> str:
    return " ".join(element.get_text().replace("\xa0", " ").split())  # type: ignore[attr-defined]


def test_they_stand_around_the_text(site: FeedSite) -> None:
    page = BeautifulSoup(site.read("bai-viet/co/index.html"), "html.parser")
    before, after = page.select(".key-points")
    assert [text(row) for row in before.select("li")] == [
        POINT,
        "Điểm hai.",
        "3.606 điểm cầu (nguồn: Nguồn & thử)",
        "5% (nguồn: Nguồn khác)",
    ]
    assert before.select_one("a")["href"] == "https://nguon.example/?a=1&b=2"  # type: ignore[index]
    assert text(after) == "Câu hỏi thảo luận Ta làm <gì> trước?"
    english = BeautifulSoup(site.read("bai-viet/english/index.html"), "html.parser")
    assert [text(h) for h in english.select(".key-points h2")] == ["Key points", "Figures", "Questions for discussion"]
    sheets = [str(link["href"]) for link in page.select("article link[rel=stylesheet]")]
    assert any("/voice." in sheet and (site.output / sheet.lstrip("/")).is_file() for sheet in sheets)


def test_an_article_without_any_has_nothing_of_them(site: FeedSite) -> None:
    page = site.read("bai-viet/khong/index.html")
    assert b"key-points" not in page
    assert b"voice" not in page


def test_feeds_say_them(site: FeedSite) -> None:
    items = etree.fromstring(site.read("rss.xml")).findall("channel/item")
    contents = {
        item.findtext("link"): item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") for item in items
    }
    said = BeautifulSoup(contents[f"{URL}/bai-viet/co/"], "html.parser")
    assert text(said.select_one("li")) == POINT
    assert said.select_one("ul a")["href"] == "https://nguon.example/?a=1&b=2"  # type: ignore[index]
    assert text(said.select_one("ol")) == "Ta làm <gì> trước?"
    assert "<ul>" not in contents[f"{URL}/bai-viet/khong/"]


def test_letters_say_them(site: FeedSite, tmp_path: Path) -> None:
    done = site.run("letters", "--to", str(tmp_path), "--site-url", URL, "--week", "2021-W27")
    assert done.returncode == 0, done.stderr
    from email import message_from_bytes, policy

    mail = message_from_bytes((tmp_path / "2021-W27/vi.eml").read_bytes(), policy=policy.default)
    html = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    assert text(html.select_one("article li")) == POINT
    assert f"- {POINT}" in mail.get_body(("plain",)).get_content()
