"""A large picture and one file for every item, told as they are, and shown once by who shows both."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from tests.helpers.building import ROOT
from tests.helpers.feed_rules import ATOM, MEDIA, atom_faults, rss_faults
from tests.helpers.feed_site import SITE, URL, FeedSite, feed_site
from tests.helpers.programs import simplepie

CREDIT = {"picture_credit": "Ảnh: A"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n%%EOF\n"


def picture(site: FeedSite, name: str, width: int, height: int) -> str:
    """A photograph-like file in content/images."""
    path = site.content / "images" / name
    path.parent.mkdir(exist_ok=True)
    image = Image.new("RGB", (width, height))
    image.putdata([(x * 7 % 256, y * 5 % 256, (x + y) % 256) for y in range(height) for x in range(width)])
    image.save(path, quality=80)
    return f"/images/{name}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """Articles with a large picture, a small one, none, and attached files."""
    made = feed_site(tmp_path_factory.mktemp("pictures"), site=SITE + "social_cards = true\n")
    large, small = picture(made, "lon.jpg", 1600, 900), picture(made, "nho.jpg", 700, 400)
    made.article("lon", picture=large, picture_alt="Cánh đồng <lúa>", picture_caption="Lúa & nước", **CREDIT)
    made.article("nho", day="2021-07-06", picture=small, picture_alt="Ảnh nhỏ", **CREDIT)
    made.article("khong", day="2021-07-07")
    (made.content / "articles/2021/tep.pdf").write_bytes(PDF)
    (made.content / "articles/2021/bang.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    files = "tep.pdf | Văn bản <1>\nAttachment: bang.csv | Số liệu"
    made.article("tep", day="2021-07-08", picture=large, attachment=files, picture_alt="Cánh đồng", **CREDIT)
    made.build()
    return made


def items(site: FeedSite, file: str = "rss.xml") -> dict[str, etree._Element]:
    found = etree.fromstring(site.read(file)).iter("item")
    return {(item.findtext("guid") or "").rpartition("-")[2]: item for item in found}


def served(site: FeedSite, address: str) -> bytes:
    """What is at an address of the site."""
    assert address.startswith(f"{URL}/")
    return site.read(address.removeprefix(f"{URL}/"))


@pytest.mark.slow
@pytest.mark.parametrize("file", ["rss.xml", "the/nguon-tin/rss.xml"])
def test_every_item_has_a_large_picture_of_its_true_size(site: FeedSite, file: str) -> None:
    for name, item in items(site, file).items():
        (media,) = item.findall(f"{MEDIA}content")
        data = served(site, media.get("url"))
        assert int(media.get("fileSize")) == len(data)
        path = site.output / media.get("url").removeprefix(f"{URL}/")
        with Image.open(path) as image:
            assert (image.width, image.height) == (int(media.get("width")), int(media.get("height")))
            assert image.width >= 1200
            assert Image.MIME[image.format or ""] == media.get("type")
        lead = name in {"lon", "tep"}
        assert media.findtext(f"{MEDIA}title") == {"lon": "Cánh đồng <lúa>", "tep": "Cánh đồng"}.get(
            name, f"Bài {name}"
        )
        assert ("/anh/the/" in media.get("url")) != lead
        assert (f'src="{media.get("url")}"' in (item.findtext("description") or "")) == lead


def test_an_item_has_one_file_at_most_with_type_and_bytes_as_served(site: FeedSite) -> None:
    atom, feed = etree.fromstring(site.read("atom.xml")), json.loads(site.read("feed.json"))
    links = [entry.findall(f"{ATOM}link[@rel='enclosure']") for entry in atom.iter(f"{ATOM}entry")]
    for item, (link,), entry in zip(items(site).values(), links, feed["items"], strict=True):
        (file,) = item.findall("enclosure")
        assert len(served(site, file.get("url"))) == int(file.get("length"))
        assert dict(file.attrib).items() <= {**link.attrib, "url": link.get("href")}.items()
        (told,) = entry["attachments"]
        assert told["url"] == file.get("url")
        assert told["mime_type"] == file.get("type")
        assert told["size_in_bytes"] == int(file.get("length"))
        assert entry["image"] == item.find(f"{MEDIA}content").get("url")
    enclosures = {name: item.find("enclosure") for name, item in items(site).items()}
    assert enclosures["tep"].get("type") == "application/pdf"
    assert served(site, enclosures["tep"].get("url")) == PDF
    assert feed["items"][0]["attachments"][0]["title"] == "Văn bản <1>"
    assert {name: file.get("type") for name, file in enclosures.items() if name != "tep"} == {
        "lon": "image/jpeg",
        "nho": "image/png",
        "khong": "image/png",
    }


def test_feeds_with_files_are_valid(site: FeedSite) -> None:
    for path in site.output.rglob("rss.xml"):
        assert rss_faults(path.read_bytes(), f"{URL}/{path.relative_to(site.output)}") == []
    for path in site.output.rglob("atom.xml"):
        assert atom_faults(path.read_bytes(), f"{URL}/{path.relative_to(site.output)}") == []


@pytest.mark.slow
@pytest.mark.parametrize("feed", ["rss.xml", "atom.xml"])
def test_who_shows_text_and_files_shows_a_picture_once(site: FeedSite, feed: str) -> None:
    """FreshRSS leaves out a file whose address stands in quotes in the text, or above in SimplePie's list."""
    php = simplepie()
    code = (
        f"require '{ROOT}/tests/feeds/simplepie.php';"
        "$feed = new SimplePie(); $feed->set_raw_data(stream_get_contents(STDIN)); $feed->enable_cache(false);"
        "$feed->enable_order_by_date(false);"
        "$feed->init(); $rows = []; foreach ($feed->get_items() as $item) {"
        "$files = array_map(fn ($file) => $file->get_link(), $item->get_enclosures() ?? []);"
        "$rows[] = [$item->get_id(), $item->get_content(), array_values($files)]; } echo json_encode($rows);"
    )
    done = subprocess.run([php, "-r", code], input=site.read(feed), capture_output=True, check=True, timeout=60)
    rows = json.loads(done.stdout)
    assert len(rows) == 4
    for id_, text, files in rows:
        files = [file.removesuffix("?#") for file in files]  # what this SimplePie puts behind every address
        shown = text + "".join(f'<img src="{file}">' for file in dict.fromkeys(files) if f'"{file}"' not in text)
        seen = [path for path in re.findall(r'<img src="([^"]*)"', shown) if not path.endswith(".pdf")]
        name = id_.rpartition("-")[2]
        expected = {"lon": ["/anh/lon."], "tep": ["/anh/lon."], "nho": ["/anh/nho.", "/anh/the/nho."]}
        assert all(part in path for part, path in zip(expected.get(name, ["/anh/the/khong."]), seen, strict=True)), seen


@pytest.mark.slow
def test_without_cards_an_item_has_the_picture_it_has(tmp_path: Path) -> None:
    site = feed_site(tmp_path, site=SITE)
    site.article("nho", picture=picture(site, "nho.jpg", 700, 400), picture_alt="Ảnh nhỏ", **CREDIT)
    site.article("khong", day="2021-07-06")
    site.build()
    (one, two) = (item.find(f"{MEDIA}content").get("url") for item in items(site).values())
    assert "/anh/the/chuyen-muc." in one
    assert "/anh/nho." in two
