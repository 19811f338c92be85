"""Feeds of a whole site: valid by every rule we know, the same identity everywhere, only what changed is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.helpers.feed_rules import ATOM, CONTENT, DC, DCTERMS, HISTORY, atom_faults, rss_faults
from tests.helpers.feed_site import AWKWARD, PLAN, URL, FeedSite, feed_site, sample_site


@pytest.fixture
def site() -> FeedSite:
    """The site that nobody changes."""
    return sample_site()


def feeds(site: FeedSite, name: str) -> list[Path]:
    """Every feed of one format."""
    found = sorted(site.output.rglob(name))
    assert len(found) == 8  # whole, English, two topics, form, unit, two tags
    return found


def address(site: FeedSite, path: Path) -> str:
    """Where the file is served."""
    return f"{URL}/{path.relative_to(site.output).as_posix()}"


def test_every_rss_feed_is_valid(site: FeedSite) -> None:
    for path in feeds(site, "rss.xml"):
        assert rss_faults(path.read_bytes(), address(site, path)) == [], path


def test_every_atom_feed_is_valid(site: FeedSite) -> None:
    for path in feeds(site, "atom.xml"):
        assert atom_faults(path.read_bytes(), address(site, path)) == [], path


def test_every_json_feed_holds_what_the_version_asks_for(site: FeedSite) -> None:
    for path in feeds(site, "feed.json"):
        data = json.loads(path.read_bytes())
        assert data["version"] == "https://jsonfeed.org/version/1.1"
        assert data["feed_url"] == address(site, path)
        assert data["home_page_url"].startswith(URL)
        for item in data["items"]:
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert item["url"].startswith(URL)


def test_an_empty_topic_has_a_valid_feed_without_items(site: FeedSite) -> None:
    data = site.read("chu-de/chu-de-trong/rss.xml")
    assert b"<item>" not in data
    assert b"<lastBuildDate>Tue, 01 Jun 2021 00:00:00 +0700</lastBuildDate>" in data  # the plan's day, not the clock
    assert json.loads(site.read("chu-de/chu-de-trong/feed.json"))["items"] == []


def test_readers_see_titles_as_they_were_written(site: FeedSite) -> None:
    for name in ("rss.xml", "atom.xml"):
        titles = [entry.title for entry in feedparser.parse(site.read(name)).entries]
        assert titles[:2] == ["Bài moi", "Bài don-vi"]
        assert "😀 5" in titles[2]
    title = etree.fromstring(site.read("rss.xml")).findall(".//item/title")[2].text
    assert title == AWKWARD


def test_an_article_is_the_same_in_every_feed(site: FeedSite) -> None:
    seen: dict[str, set[tuple[str, ...]]] = {}
    for path in feeds(site, "rss.xml"):
        for item in etree.parse(path).iter("item"):
            facts = tuple(item.findtext(name) or "" for name in ("guid", "title", "link", "pubDate", "description"))
            seen.setdefault(facts[0], set()).add(facts)
    for path in feeds(site, "atom.xml"):
        for entry in etree.parse(path).iter(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}id") in seen
    for path in feeds(site, "feed.json"):
        assert {item["id"] for item in json.loads(path.read_bytes())["items"]} <= set(seen)
    assert len(seen) == 4
    assert all(len(facts) == 1 for facts in seen.values())


def test_an_item_holds_what_the_contract_says(site: FeedSite) -> None:
    channel = etree.fromstring(site.read("rss.xml"))[0]
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links == {"self": f"{URL}/rss.xml", "hub": "https://hub.example/"}
    assert channel.findtext("language") == "vi"
    assert channel.findtext("copyright") == "© Cơ quan mẫu"
    assert channel.findtext("lastBuildDate") == "Tue, 24 Nov 2026 10:00:00 +0700"
    sample, newest, awkward = channel.findall("item")
    (corrected,) = etree.fromstring(site.read("rss/en/rss.xml")).iter("item")
    assert awkward.findtext("guid") == "tag:chuyen-muc.example,2021-01-01:2021-07-05-la-ky"
    assert awkward.findtext("link") == f"{URL}/bai-viet/la-ky/"
    assert awkward.findtext("pubDate") == "Mon, 05 Jul 2021 07:30:00 +0700"
    assert awkward.findtext(f"{DC}creator") == "Ban biên tập mẫu"
    assert awkward.find(f"{DCTERMS}modified") is None
    assert corrected.findtext(f"{DCTERMS}modified") == "2021-07-09T09:00:00+07:00"
    assert {category.get("domain"): category.text for category in newest.findall("category")} == {
        f"{URL}/chu-de/chu-de-a/": "Chủ đề A & B",
        f"{URL}/hinh-thuc/truyen-thong/": "Truyền thông",
        f"{URL}/don-vi/don-vi-mau/": "Đơn vị mẫu",
        f"{URL}/the/nguon-tin/": "nguồn tin",
        f"{URL}/the/thu-hai/": "thứ hai",
    }
    assert (sample.findtext("description") or "").startswith("<p><em>Bài mẫu, dùng để minh hoạ cách viết.")
    whole = awkward.findtext(f"{CONTENT}encoded") or ""
    assert re.search(f'href="{URL}/bai-viet/la-ky/#[a-z-]*phan-hai"', whole)
    assert "5 &lt; 6 và ]]&gt; cũng là chữ" in whole


def test_a_correction_shows_as_a_newer_item(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    site.article("mot", correction="2021-07-08: Sửa một con số.")
    site.article("hai", day="2021-07-06T09:00", correction="2021-07-06: Sửa ngay trong ngày.")
    site.build()
    root = etree.fromstring(site.read("rss.xml"))
    shown = {item.findtext("title"): item.findtext(f"{DCTERMS}modified") for item in root.iter("item")}
    assert shown == {"Bài mot": "2021-07-08T00:00:00+07:00", "Bài hai": "2021-07-06T09:00:01+07:00"}
    whole = root.find("channel")[-1].findtext(f"{CONTENT}encoded")
    assert '<em>Đính chính ngày <time datetime="2021-07-08">08/07/2021</time>: Sửa một con số.</em>' in whole
    assert rss_faults(site.read("rss.xml"), f"{URL}/rss.xml") == []
    for slug, moment in (("mot", "2021-07-08T00:00:00+07:00"), ("hai", "2021-07-06T09:00:01+07:00")):
        page = site.read(f"bai-viet/{slug}/index.html").decode()
        assert f'"dateModified":"{moment}"' in page
        assert f'<meta property="article:modified_time" content="{moment}">' in page


def test_feeds_of_tags_carry_summaries_only(site: FeedSite) -> None:
    assert b"content:encoded>" not in site.read("the/nguon-tin/rss.xml")
    assert b"<content" not in site.read("the/nguon-tin/atom.xml")
    assert b"content:encoded>" in site.read("don-vi/don-vi-mau/rss.xml")


def test_every_page_announces_the_whole_column(site: FeedSite) -> None:
    for page in site.output.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in text:
            links = re.findall(r'<link rel="alternate" type="application/[^"]+" title="[^"]+" href="([^"]+)"', text)
            assert {"/rss.xml", "/atom.xml", "/feed.json"} <= set(links), page
            assert len(links) == len(set(links)), page


def test_each_feed_has_one_language(site: FeedSite) -> None:
    for path in feeds(site, "rss.xml"):
        root = etree.fromstring(path.read_bytes())
        english = path.relative_to(site.output).as_posix() == "rss/en/rss.xml"
        assert root.findtext("channel/language") == ("en" if english else "vi")
        assert root.find(f".//{DC}language") is None
        titles = [item.findtext("title") for item in root.iter("item")]
        assert (titles == ["Corrected"]) if english else "Corrected" not in titles
    page = site.read("bai-viet/sua/index.html").decode()
    assert 'href="/rss/en/atom.xml"' in page
    assert "/rss/en/rss.xml" in site.read("rss/index.html").decode()
    assert b'xmlUrl="https://chuyen-muc.example/rss/en/rss.xml"' in site.read("feeds.opml")


@pytest.mark.slow
def test_archives_have_one_language(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    for number in range(84):
        site.article(
            f"bai-{number:02}", day=f"2021-08-01T{number // 60:02}:{number % 60:02}", lang="en" if number % 2 else "vi"
        )
    site.article("sau", day="2021-09-01", lang="en")
    site.build()
    for start, language in (("rss.xml", "vi"), ("rss/en/rss.xml", "en")):
        seen, file = [], start
        while file:
            root = etree.fromstring(site.read(file))
            assert root.findtext("channel/language") == language
            assert rss_faults(site.read(file), f"{URL}/{file}") == []
            seen += [item.findtext("guid") for item in root.iter("item")]
            links = {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")}
            file = links.get("prev-archive", "").removeprefix(f"{URL}/")
        assert len(set(seen)) == (42 if language == "vi" else 43)


MOST = 512 * 1024
"""Bytes of a feed."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "Nghị quyết đi vào cuộc sống. ",
        "Khi a < b và c & d > e thì viết thành câu đủ dài. ",
        "**đậm** *x* và [liên kết](/rss/) tới trang nói về đăng ký ",
        "| a | b |",
    ],
)
def test_no_feed_is_larger_than_aggregators_take(tmp_path: Path, piece: str) -> None:
    site = feed_site(tmp_path)
    table = piece.startswith("|")
    line = f"{piece}\n|---|---|\n" + "| số 5 | < 6 |\n" * 8 if table else piece * (400 // len(piece))
    body = (line + "\n\n") * (75_000 // len((line + "\n\n").encode()))
    for number in range(20):  # of which a feed holds a quarter at most
        site.article(f"dai-{number:02}", day=f"2021-08-01T00:{number:02}", body=f"Bài {number}.\n\n{body}")
    site.build()
    found = {
        path: path.stat().st_size for name in ("rss*.xml", "atom.xml", "feed.json") for path in site.output.rglob(name)
    }
    assert max(found.values()) <= MOST, found
    assert len(found) > 20
    seen, file = set(), "rss.xml"
    while file:
        root = etree.fromstring(site.read(file))
        seen |= {item.findtext("guid") for item in root.iter("item") if item.findtext(f"{CONTENT}encoded")}
        links = {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")}
        file = links.get("prev-archive", "").removeprefix(f"{URL}/")
    assert len(seen) == 20


@pytest.mark.slow
def test_a_text_longer_than_a_feed_is_summed_up(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    site.article("ngan")
    site.article("qua-dai", day="2021-07-06", body="Một đoạn của toàn văn nghị quyết.\n\n" * 13_000)
    site.build()
    items = dict(_whole(site, "rss.xml"))
    assert f'<a href="{URL}/bai-viet/qua-dai/">Đọc toàn văn trên trang</a>' in items[f"{URL}/bai-viet/qua-dai/"]
    assert "Tóm tắt bài qua-dai" in items[f"{URL}/bai-viet/qua-dai/"]
    assert "Nội dung bài." in items[f"{URL}/bai-viet/ngan/"]


@pytest.mark.slow
def test_a_long_article_changes_no_published_item(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    for number in range(40):
        site.article(f"bai-{number:02}", day=f"2021-08-01T00:{number:02}")
    site.build()
    before = {line for line in site.read("rss.xml").split(b"\n") if line.startswith(b"<item>")}
    site.article("dai", day="2021-08-02", body="Nghị quyết đi vào cuộc sống.\n\n" * 2_200)
    site.build()
    lines = site.read("rss.xml").split(b"\n") + site.read("luu-tru/2021/08/rss.xml").split(b"\n")
    after = {line for line in lines if line.startswith(b"<item>")}
    assert before < after
    assert len(after) == 41


def test_names_with_commas_stay_one_category(tmp_path: Path) -> None:
    site = feed_site(tmp_path, plan=PLAN.replace('"Chủ đề A & B"', '"Phòng, chống tham nhũng, lãng phí"'))
    site.article("mot")
    site.build()
    names = [item.text for item in etree.fromstring(site.read("rss.xml")).iter("category")]
    assert "Phòng\u201a chống tham nhũng\u201a lãng phí" in names
    for file in ("rss.xml", "atom.xml"):
        categories = [entry.tags for entry in feedparser.parse(site.read(file)).entries]
        assert not any("," in tag.term for tags in categories for tag in tags)


def test_an_item_speaks_its_articles_language(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    more = {"source": "News agency", "correction": "2021-07-08: One figure.", "sample": "yes"}
    site.article("en", lang="en", body="Text.", **more)
    site.article("vi", day="2021-07-06", **more)
    site.build()
    items = _whole(site, "rss.xml") + _whole(site, "rss/en/rss.xml")
    english = next(text for link, text in items if link.endswith("/en/"))
    vietnamese = next(text for link, text in items if link.endswith("/vi/"))
    assert "<p>Source: News agency</p>" in english
    assert "Corrected on <time" in english
    assert "It reports no real person" in english
    assert "<p>Nguồn tin: News agency</p>" in vietnamese


def _whole(site: FeedSite, file: str) -> list[tuple[str, str]]:
    root = etree.fromstring(site.read(file))
    return [(item.findtext("link") or "", item.findtext(f"{CONTENT}encoded") or "") for item in root.iter("item")]


def test_pages_name_feeds_that_exist(site: FeedSite) -> None:
    named = set()
    for page in site.output.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        named |= set(re.findall(r'href="/([^"]*(?:rss\.xml|atom\.xml|feed\.json|feeds\.opml))"', html))
    assert {path for path in named if not (site.output / path).is_file()} == set()


def test_without_an_address_feeds_are_valid_and_the_build_says_so(tmp_path: Path) -> None:
    site = feed_site(tmp_path, site='name = "Chuyên mục"\n')
    site.article("mot")
    said = site.build(url="")
    assert "chưa có địa chỉ trang" in said
    assert "chưa có authority" in said
    assert rss_faults(site.read("rss.xml"), "http://localhost:8000/rss.xml") == []


def test_a_site_in_a_folder_has_its_folder_in_every_address(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    site.article("mot", body="[rss](/rss/)")
    site.build(url="https://portal.example/chuyen-muc")
    data = site.read("rss.xml")
    assert rss_faults(data, "https://portal.example/chuyen-muc/rss.xml") == []
    assert b"<link>https://portal.example/chuyen-muc/bai-viet/mot/</link>" in data
    assert b'domain="https://portal.example/chuyen-muc/chu-de/chu-de-a/"' in data


def _atom_links(site: FeedSite, path: str) -> tuple[dict[str, str], list[str], bool]:
    """(relation → address, ids, whether it is closed) of a feed or archive in Atom."""
    assert atom_faults(site.read(path), f"{URL}/{path}") == []
    root = etree.fromstring(site.read(path))
    links = {link.get("rel"): link.get("href") or "" for link in root.findall(f"{ATOM}link")}
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in root.iter(f"{ATOM}entry")]
    return links, ids, root.find(f"{HISTORY}archive") is not None


def _json_links(site: FeedSite, path: str) -> tuple[dict[str, str], list[str], bool]:
    data = json.loads(site.read(path))
    assert data["feed_url"] == f"{URL}/{path}"
    closed = path.startswith("luu-tru/")
    current = {"current": f"{URL}/feed.json"} if closed else {}  # JSON Feed knows one direction only
    links = {**current, **({"prev-archive": data["next_url"]} if "next_url" in data else {})}
    return links, [item["id"] for item in data["items"]], closed


def _rss_links(site: FeedSite, path: str) -> tuple[dict[str, str], list[str], bool]:
    assert rss_faults(site.read(path), f"{URL}/{path}") == []
    channel = etree.fromstring(site.read(path))[0]
    links = {link.get("rel"): link.get("href") or "" for link in channel.findall(f"{ATOM}link")}
    return links, [guid.text or "" for guid in channel.iter("guid")], channel.find(f"{HISTORY}archive") is not None


@pytest.mark.slow
def test_archives_hold_what_the_feed_no_longer_does(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    for number in range(60):
        month = 7 + number // 45  # 45 in July, 15 in August
        site.article(f"bai-{number:02}", day=f"2021-0{month}-{1 + number % 28:02}T{number // 28 + 6:02}:00")
    site.build()
    reached: dict[str, list[str]] = {}
    for file, look in (("rss.xml", _rss_links), ("atom.xml", _atom_links), ("feed.json", _json_links)):
        ids = reached[file] = []
        path, previous = file, ""
        while path:
            links, found, closed = look(site, path)
            assert closed == (path != file)
            if closed:
                assert links["current"] == f"{URL}/{file}"
                assert file == "feed.json" or links.get("next-archive", f"{URL}/{file}") == previous
            ids += found
            previous, path = f"{URL}/{path}", links.get("prev-archive", "").removeprefix(f"{URL}/")
        assert len(set(ids)) == 60
    assert reached["atom.xml"] == reached["feed.json"] == reached["rss.xml"]
    names = ("rss.xml", "atom.xml", "feed.json", "rss-2.xml")
    archives = {path: site.read(path) for path in (f"luu-tru/2021/07/{name}" for name in names)}
    site.article("moi", day="2021-08-20")
    site.build()
    assert {path: site.read(path) for path in archives} == archives
    assert not (site.output / "luu-tru/2021/08/rss.xml").exists()
