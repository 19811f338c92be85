"""Articles that can be heard: the player, the enclosure, the podcast and its page; what can't be heard is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from PIL import Image

from tests.helpers.feed_rules import ITUNES, PODCAST, rss_faults
from tests.helpers.feed_site import SITE, URL, FeedSite, feed_site
from tests.helpers.sounds import m4a, mp3, opus
from tests.site.faults import files

AGENCY = '[agency]\nname = "Cơ quan mẫu"\nemail = "bbt@co-quan.example"\n'


def put(site: FeedSite, name: str, data: bytes) -> None:
    path = site.content / "articles/2021" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """Built once; not to be changed."""
    made = feed_site(tmp_path_factory.mktemp("podcast"), site=SITE + AGENCY)
    put(made, "mot.mp3", mp3(95, tag=bytes(50)))
    put(made, "hai.m4a", m4a(3000))
    put(made, "ba.opus", opus(40))
    put(made, "tep.txt", b"Chu.")
    made.article("mot", audio="mot.mp3 | Giọng đọc: <Người> & máy", attachment="tep.txt | Tệp", sample="yes")
    made.article("hai", day="2021-07-06", audio="hai.m4a", title="Tựa <b> & “hai”")
    made.article("ba", day="2021-07-07", audio="ba.opus", lang="en")
    made.article("im", day="2021-07-08")
    made.build()
    return made


def text(element: object) -> str:
    return " ".join(element.get_text().replace("\xa0", " ").split())  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_page_has_the_browsers_own_player(site: FeedSite) -> None:
    page = BeautifulSoup(site.read("bai-viet/mot/index.html"), "html.parser")
    listen = page.select_one(".listen")
    assert listen
    player = listen.select_one("audio")
    assert player
    assert player.attrs.keys() == {"controls", "preload", "src", "aria-label"}
    assert player["preload"] == "none"
    assert (site.output / str(player["src"]).lstrip("/")).read_bytes() == mp3(95, tag=bytes(50))
    assert text(listen) == "Nghe bài này (1 phút 35 giây, 378 KB) Giọng đọc: <Người> & máy Tải tệp âm thanh"
    assert "Listen to this article (40 s, 1 KB)" in text(
        BeautifulSoup(site.read("bai-viet/ba/index.html"), "html.parser")
    )
    assert b"<audio" not in site.read("bai-viet/im/index.html")
    assert b"voice" not in site.read("bai-viet/im/index.html")


def test_feeds_enclose_it_before_any_other_file(site: FeedSite) -> None:
    items = etree.fromstring(site.read("rss.xml")).findall("channel/item")
    by_link = {item.findtext("link"): item.find("enclosure") for item in items}
    enclosure = by_link[f"{URL}/bai-viet/mot/"]
    assert enclosure.get("type") == "audio/mpeg"
    assert int(enclosure.get("length")) == len(mp3(95, tag=bytes(50)))
    assert by_link[f"{URL}/bai-viet/im/"].get("type") == "image/png"
    data = {item["url"]: item for item in json.loads(site.read("feed.json"))["items"]}
    (attached,) = data[f"{URL}/bai-viet/hai/"]["attachments"]
    assert attached["duration_in_seconds"] == 3000
    assert attached["mime_type"] == "audio/mp4"


def test_texts_name_the_recording(site: FeedSite) -> None:
    """By which FreshRSS, whose items change by their text alone, learns of another one."""
    for file, element, label in (
        ("rss.xml", "{http://purl.org/rss/1.0/modules/content/}encoded", "Nghe bài này"),
        ("nghe/rss.xml", "description", "Tải tệp âm thanh"),
    ):
        items = etree.fromstring(site.read(file)).findall("channel/item")
        (item,) = (item for item in items if item.findtext("link") == f"{URL}/bai-viet/mot/")
        said = BeautifulSoup(item.findtext(element), "html.parser")
        link = said.find("a", string=label)
        assert link
        assert link["href"] == item.find("enclosure").get("url")
        assert text(link.parent) == f"{label} (1 phút 35 giây)Giọng đọc: <Người> & máy"


def test_the_podcast_has_what_directories_ask_for(site: FeedSite) -> None:
    data = site.read("nghe/rss.xml")
    assert rss_faults(data, f"{URL}/nghe/rss.xml") == []
    (channel,) = etree.fromstring(data)
    for name in ("title", "description", "link", "language", f"{ITUNES}author", f"{PODCAST}guid"):
        assert channel.findtext(name)
    assert channel.findtext(f"{ITUNES}explicit") == "false"
    assert channel.find(f"{ITUNES}category").get("text") == "Government"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}email") == "bbt@co-quan.example"
    assert channel.findtext(f"{PODCAST}locked") == "no"
    cover = channel.find(f"{ITUNES}image").get("href")
    assert cover == channel.findtext("image/url")
    with Image.open(site.output / cover.removeprefix(f"{URL}/")) as picture:
        assert picture.size == (1400, 1400)
    items = channel.findall("item")
    assert [item.findtext("link") for item in items] == [f"{URL}/bai-viet/{slug}/" for slug in ("ba", "hai", "mot")]
    assert [item.findtext(f"{ITUNES}duration") for item in items] == ["40", "3000", "95"]
    assert [item.find("enclosure").get("type") for item in items] == ["audio/ogg", "audio/mp4", "audio/mpeg"]
    guids = {item.findtext("guid") for item in items}
    whole = etree.fromstring(site.read("rss.xml")).findall("channel/item/guid")
    assert {guid.text for guid in whole} >= guids - {items[0].findtext("guid")}  # the English one has a feed of its own
    transcript = items[1].find(f"{PODCAST}transcript")
    assert (transcript.get("url"), transcript.get("type")) == (f"{URL}/bai-viet/hai/", "text/html")
    assert "Bài mẫu" in items[2].findtext("description")


def test_its_page_lists_and_announces_it(site: FeedSite) -> None:
    page = BeautifulSoup(site.read("nghe/index.html"), "html.parser")
    assert [str(a["href"]) for a in page.select(".episodes h2 a")] == [
        f"/bai-viet/{slug}/" for slug in ("ba", "hai", "mot")
    ]
    assert len(page.select(".episodes audio")) == 3
    assert page.select_one('link[rel=alternate][href="/nghe/rss.xml"]')
    for file in ("rss/index.html", "feeds.opml", "sitemap-trang.xml", "index.html"):
        assert b"/nghe/" in site.read(file)


def test_what_is_wrong_is_told_at_its_line_all_at_once(tmp_path: Path) -> None:
    made = feed_site(tmp_path)
    put(made, "dai.m4a", m4a(7200))
    put(made, "hong.mp3", b"\xff\xfb" + bytes(300))
    put(made, "lac.opus", mp3(3))
    for slug, value in (
        ("dai", "dai.m4a"),
        ("hong", "hong.mp3"),
        ("lac", "lac.opus"),
        ("khong-co", "khong-co.mp3"),
        ("anh", "anh.jpg"),
        ("mang", "https://noi-khac.example/a.mp3"),
    ):
        made.article(slug, audio=value)
    said = made.build(ok=False)
    place = "2021-07-05-{}.md:8: Audio: "
    assert place.format("dai") + "“articles/2021/dai.m4a”: dài 120 phút; tối đa 60 phút" in said
    assert place.format("hong") + "“articles/2021/hong.mp3”: không đọc được độ dài" in said
    assert place.format("lac") + "“articles/2021/lac.opus”: nội dung không phải Âm thanh như đuôi .opus nói" in said
    assert place.format("khong-co") in said
    assert place.format("anh") + "“anh.jpg” không phải tệp âm thanh; được dùng: mp3, m4a, opus" in said
    assert place.format("mang") + "bản nghe phải là tệp trong content" in said


@pytest.mark.slow
def test_what_editors_do_later_gives_the_bytes_of_a_build_from_nothing(tmp_path: Path) -> None:
    made = feed_site(tmp_path / "a")
    put(made, "mot.mp3", mp3(20))
    made.article("mot")
    made.build()
    assert not (made.output / "nghe").exists()
    made.article("mot", audio="mot.mp3")
    made.build()
    put(made, "mot.mp3", mp3(50))  # the file alone
    made.article("hai", day="2021-07-06", audio="mot.mp3")
    made.build()
    assert b"50 gi" in made.read("bai-viet/mot/index.html")
    clean = FeedSite(made.content, tmp_path / "clean", tmp_path / "cache")
    clean.build()
    assert files(made.output) == files(clean.output)
