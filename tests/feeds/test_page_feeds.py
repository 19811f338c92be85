"""Feeds of events and of answers to readers: announced, listed, valid; a change of time is a new item."""

from __future__ import annotations

from pathlib import Path

import listparser
import pytest
from lxml import etree

from tests.helpers.feed_rules import DCTERMS, rss_faults
from tests.helpers.feed_site import URL, FeedSite, feed_site

EVENT = """Title: Tọa đàm <a & b>
Date: 2021-08-02 08:00
Kind: toa-dam
Start: 2021-08-16 08:00
Duration: 3 giờ
Place: Hội trường 5 < 6
Units: don-vi-mau
Summary: Sự kiện để thử.
"""
QUESTION = """
[[questions]]
number = {number}
received = {received}
state = "{state}"
question = "Câu hỏi số {number}: 5 < 6 và <b>thẻ</b>?"
"""
ANSWER = 'answered = {day}\nanswer = "Trả lời có [liên kết](/rss/) và 5 < 6."\n'


def event(site: FeedSite, name: str, text: str = EVENT) -> Path:
    path = site.content / "su-kien" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{text}\nLời mời có [liên kết](/rss/).\n", encoding="utf-8")
    return path


def question(number: int, received: str, answered: str = "") -> str:
    state = "da-tra-loi" if answered else "da-nhan"
    text = QUESTION.format(number=number, received=received, state=state)
    return text + (ANSWER.format(day=answered) if answered else "")


def items(site: FeedSite, file: str) -> dict[str, etree._Element]:
    assert rss_faults(site.read(file), f"{URL}/{file}") == []
    found = etree.fromstring(site.read(file)).iter("item")
    return {(item.findtext("guid") or "").rpartition("01:")[2]: item for item in found}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """Two events, one of them moved; two answers and an open question; a link to both feeds."""
    made = feed_site(tmp_path_factory.mktemp("feeds"))
    made.article("mot", body="[sự kiện](/su-kien/rss.xml), [hỏi đáp](/hoi-dap/rss.xml)")
    event(made, "2021-08-16-toa-dam")
    moved = EVENT.replace("Start: 2021-08-16", "Start: 2021-08-20").replace("<a & b>", "dời ngày")
    event(made, "2021-08-16-doi-ngay", f"{moved}Moved: 2021-08-05: 2021-08-16 08:00\n")
    rows = [question(1, "2021-07-01", "2021-07-03"), question(2, "2021-07-02"), question(3, "2022-01-02", "2022-01-03")]
    (made.content / "hoi-dap.toml").write_text("".join(rows), encoding="utf-8")
    made.build()
    return made


def test_events_are_items_with_what_a_visitor_needs(site: FeedSite) -> None:
    found = items(site, "su-kien/rss.xml")
    assert list(found) == ["su-kien/2021-08-16-doi-ngay/1", "su-kien/2021-08-16-toa-dam"]
    moved, plain = found.values()
    assert plain.findtext("title") == "Tọa đàm <a & b>"
    assert plain.findtext("link") == f"{URL}/su-kien/toa-dam/"
    assert plain.findtext("pubDate") == "Mon, 02 Aug 2021 08:00:00 +0700"
    text = plain.findtext("description") or ""
    assert "Thời gian: Thứ Hai, 16/08/2021, 08:00 – 11:00" in text
    assert "Địa điểm: Hội trường 5 &lt; 6" in text
    assert "Đơn vị: Đơn vị mẫu" in text
    assert f'<a href="{URL}/rss/">liên kết</a>' in text
    assert moved.findtext("title") == "Đổi thời gian: Tọa đàm dời ngày"
    assert moved.findtext("pubDate") == "Thu, 05 Aug 2021 00:00:00 +0700"
    assert "không còn diễn ra lúc 08:00 ngày 16/08/2021" in (moved.findtext("description") or "")


def test_answers_are_items_and_open_questions_are_none(site: FeedSite) -> None:
    found = items(site, "hoi-dap/rss.xml")
    assert list(found) == ["hoi-dap/3", "hoi-dap/1"]
    item = found["hoi-dap/1"]
    assert item.findtext("title") == "Hỏi đáp: Câu hỏi số 1: 5 < 6 và <b>thẻ</b>?"
    assert item.findtext("link") == f"{URL}/hoi-dap/2021/#so-1"
    assert item.findtext("pubDate") == "Sat, 03 Jul 2021 00:00:00 +0700"
    text = item.findtext("description") or ""
    assert "5 &lt; 6 và &lt;b&gt;thẻ&lt;/b&gt;?" in text
    assert f'<a href="{URL}/rss/">liên kết</a> và 5 &lt; 6.' in text


def test_both_are_announced_and_listed(site: FeedSite) -> None:
    for path, pages in {
        "/su-kien/rss.xml": ["su-kien/index.html", "su-kien/toa-dam/index.html"],
        "/hoi-dap/rss.xml": ["hoi-dap/index.html", "hoi-dap/2021/index.html", "hoi-dap/2022/index.html"],
    }.items():
        for page in pages:
            assert 'rel="alternate" type="application/rss+xml" title="' in site.read(page).decode()
            assert f'href="{path}"' in site.read(page).decode(), page
        assert f'href="{path}"' in site.read("rss/index.html").decode()
        assert f"{URL}{path}" in {feed.url for feed in listparser.parse(site.read("feeds.opml").decode()).feeds}


@pytest.mark.slow
def test_what_changes_shows_and_an_edited_site_is_a_clean_one(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    site.article("mot")
    (site.content / "hoi-dap.toml").write_text(question(1, "2021-07-01") + question(2, "2022-01-02"), encoding="utf-8")
    site.build()
    assert not (site.output / "hoi-dap/rss.xml").exists()
    assert not (site.output / "su-kien/rss.xml").exists()
    assert b"/hoi-dap/rss.xml" not in site.read("hoi-dap/2021/index.html")
    path = event(site, "2021-08-16-toa-dam")
    rows = question(1, "2021-07-01") + question(2, "2022-01-02", "2022-01-03")
    (site.content / "hoi-dap.toml").write_text(rows, encoding="utf-8")
    site.build()
    assert b"/hoi-dap/rss.xml" in site.read("hoi-dap/2021/index.html")  # though nothing of 2021 changed
    assert list(items(site, "su-kien/rss.xml")) == ["su-kien/2021-08-16-toa-dam"]
    site.edit(path, "Place: .*", "Place: Nơi khác\nModified: 2021-08-03 09:00")
    site.build()
    (edited,) = items(site, "su-kien/rss.xml").values()
    assert edited.findtext(f"{DCTERMS}modified") == "2021-08-03T09:00:00+07:00"
    site.edit(path, "Kind:", "Status: cancelled\nKind:")
    site.build()
    ((name, cancelled),) = items(site, "su-kien/rss.xml").items()
    assert name == "su-kien/2021-08-16-toa-dam/1"
    assert cancelled.findtext("title") == "Hủy: Tọa đàm <a & b>"
    edited_site = files_of(site.output)
    clean = FeedSite(site.content, tmp_path / "clean", site.cache)
    clean.build()
    assert files_of(clean.output) == edited_site
