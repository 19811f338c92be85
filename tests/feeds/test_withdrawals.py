"""An article that was taken back: gone from pages and feeds, told to programs in Atom, to people in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from reader import make_reader

from tests.helpers.feed_rules import ATOM, atom_faults, rss_faults
from tests.helpers.feed_site import URL, FeedSite, feed_site

AT = "{http://purl.org/atompub/tombstones/1.0}"
ID = "tag:chuyen-muc.example,2021-01-01:2021-07-05-mot"
REASON = "Bài nêu sai <số liệu> & nguồn."
LISTS = ("", "chu-de/chu-de-a/", "hinh-thuc/truyen-thong/", "don-vi/don-vi-mau/", "the/nguon-tin/")


def gone(site: FeedSite, folder: str) -> dict[str, tuple[str, str]]:
    """Id → (when, reason) of what a list's Atom feed says is deleted."""
    data = site.read(f"{folder}atom.xml")
    assert [fault for fault in atom_faults(data, f"{URL}/{folder}atom.xml") if "deleted-entry" not in fault] == []
    rows = etree.fromstring(data).findall(f"{AT}deleted-entry")
    return {row.get("ref"): (row.get("when"), row.findtext(f"{AT}comment") or "") for row in rows}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """One article taken back, one whose time is over, one to be taken back later, one that stands."""
    made = feed_site(tmp_path_factory.mktemp("withdrawn"))
    made.article("mot", units="don-vi-mau", withdrawn=f"2021-08-01: {REASON}")
    made.article("het-han", day="2021-07-06", expires="2021-09-01 10:00")
    made.article("con", day="2021-07-07", units="don-vi-mau")
    made.article("sap-rut", day="2021-07-08", withdrawn="2030-01-01: Sau này.")
    made.build()
    return made


def test_programs_are_told_in_every_list_it_was_in(site: FeedSite) -> None:
    for folder in LISTS:
        assert gone(site, folder)[ID] == ("2021-08-01T00:00:00+07:00", REASON)
    expired = ID.replace("05-mot", "06-het-han")
    assert gone(site, "")[expired] == ("2021-09-01T10:00:00+07:00", "")
    assert expired not in gone(site, "don-vi/don-vi-mau/")
    assert list(gone(site, "")) == [expired, ID]
    assert gone(site, "chu-de/chu-de-trong/") == {}
    assert etree.fromstring(site.read("atom.xml")).findtext(f"{ATOM}updated") == "2021-09-01T10:00:00+07:00"
    assert b"tombstones" not in site.read("chu-de/chu-de-trong/atom.xml")


def test_it_is_nowhere_else_and_what_is_yet_to_come_is_not_told(site: FeedSite) -> None:
    assert not (site.output / "bai-viet/mot").exists()
    assert (site.output / "bai-viet/sap-rut/index.html").exists()
    for file in ("rss.xml", "feed.json", "du-lieu/bai-viet.json", "sitemap-2021-07.xml", "chu-de/chu-de-a/index.html"):
        assert b"2021-07-05-mot" not in site.read(file)
        assert b"/bai-viet/mot/" not in site.read(file)
    assert b"Sau n" not in site.read("dinh-chinh/index.html")


def test_readers_see_why_as_an_item_of_its_own(site: FeedSite) -> None:
    data = site.read("dinh-chinh/rss.xml")
    assert rss_faults(data, f"{URL}/dinh-chinh/rss.xml") == []
    page = etree.HTML(site.read("dinh-chinh/index.html").decode())
    (entry,) = page.xpath("//section[@class='register-entry']")
    assert entry.get("id") == "mot-rut"
    assert "Đã rút bài: Bài mot" in "".join(entry.itertext())
    assert REASON in "".join(entry.itertext())
    assert entry.xpath(".//a") == []
    with make_reader(":memory:", feed_root=str(site.output)) as reader:
        reader.add_feed("dinh-chinh/rss.xml")
        reader.update_feeds()
        (item,) = reader.get_entries()
        assert item.title == "Đã rút bài: Bài mot"
        assert item.link == f"{URL}/dinh-chinh/#mot-rut"
        assert "&lt;số liệu&gt;" in (item.summary or "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2021-08-01", "hãy viết “2021-08-01: lý do rút bài”"),
        ("2021-08-01:  ", "hãy viết “2021-08-01: lý do rút bài”"),
        ("2021-07-01: Sai.", "ngày rút bài sớm hơn ngày đăng"),
        ("hôm qua: Sai.", "hôm qua"),
    ],
)
def test_what_is_no_day_and_reason_is_refused(tmp_path: Path, value: str, said: str) -> None:
    site = feed_site(tmp_path)
    site.article("mot", withdrawn=value)
    assert said in site.build(ok=False)


@pytest.mark.slow
def test_taking_back_changes_what_taking_away_changes_and_a_clean_build_is_the_same(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    path = site.article("mot")
    site.article("hai", day="2021-07-06")
    site.build()
    before = {file: file.read_bytes() for file in site.output.rglob("atom.xml")}
    site.edit(path, "Tags:", "Withdrawn: 2021-07-05: Đăng nhầm.\nTags:")
    site.build()
    assert gone(site, "")[ID] == ("2021-07-05T07:30:01+07:00", "Đăng nhầm.")  # the day it was published
    kept = {file for file, data in before.items() if file.read_bytes() == data}
    assert {file.parent.name for file in kept} == {"chu-de-trong", "don-vi-mau"}
    clean = FeedSite(site.content, tmp_path / "clean", site.cache)
    clean.build()
    files = [path.relative_to(clean.output) for path in clean.output.rglob("*") if path.is_file()]
    assert all((site.output / file).read_bytes() == (clean.output / file).read_bytes() for file in files)
    site.edit(path, "Withdrawn: .*\n", "")
    site.build()
    assert {file: file.read_bytes() for file in before} == before
