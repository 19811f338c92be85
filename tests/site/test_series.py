"""Series (hồ sơ): articles that name one are led from part to part, listed in order, and heard of by feed."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.helpers.feed_site import FeedSite, feed_site
from tests.site.faults import files

NAME = "Hồ sơ & “thử”"


def write(site: FeedSite) -> None:
    """Three parts in two languages and topics, a series of one, and an article of none."""
    site.article("mot", day="2021-07-01", series=NAME)
    site.article("xen", day="2021-07-02")
    site.article("hai", day="2021-07-03", series=NAME, lang="en")
    site.article("ba", day="2021-07-04", series=NAME)
    site.article("mot-minh", day="2021-07-05", series="Một mình")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[FeedSite, str]:
    """Built once, with what the build said; not to be changed."""
    made = feed_site(tmp_path_factory.mktemp("series"))
    write(made)
    return made, made.build()


@pytest.fixture(scope="module")
def site(built: tuple[FeedSite, str]) -> FeedSite:
    return built[0]


def page(site: FeedSite, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(f"{path}index.html"), "html.parser")


def neighbours(site: FeedSite, slug: str) -> list[str]:
    nav = page(site, f"bai-viet/{slug}/").select_one("nav[aria-labelledby=ho-so]")
    assert nav
    return [str(link["href"]) for link in nav.select("a")]


def test_parts_lead_from_one_to_the_next(site: FeedSite) -> None:
    assert neighbours(site, "mot") == ["/ho-so/ho-so-thu/", "/bai-viet/hai/"]
    assert neighbours(site, "hai") == ["/ho-so/ho-so-thu/", "/bai-viet/mot/", "/bai-viet/ba/"]
    assert neighbours(site, "ba") == ["/ho-so/ho-so-thu/", "/bai-viet/hai/"]
    assert f"Hồ sơ: {NAME}, bài 3" in " ".join(page(site, "bai-viet/ba/").get_text().replace("\xa0", " ").split())
    assert f"Series: {NAME}, part 2" in " ".join(page(site, "bai-viet/hai/").get_text().replace("\xa0", " ").split())


def test_an_article_of_none_has_nothing_of_it(site: FeedSite) -> None:
    text = site.read("bai-viet/xen/index.html").decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert "ho-so" not in main
    assert "Hồ sơ" not in main


def test_a_series_has_page_directory_and_feeds(site: FeedSite) -> None:
    listed = page(site, "ho-so/ho-so-thu/")
    assert [str(a["href"]) for a in listed.select(".cards h3 a, .cards h2 a")] == [
        "/bai-viet/ba/",
        "/bai-viet/hai/",
        "/bai-viet/mot/",
    ]
    assert listed.select_one(".facts a")["href"] == "/bai-viet/mot/"  # type: ignore[index]
    assert [str(a["href"]) for a in page(site, "ho-so/").select(".directory a")] == [
        "/ho-so/ho-so-thu/",
        "/ho-so/mot-minh/",
    ]
    feed = etree.fromstring(site.read("ho-so/ho-so-thu/rss.xml"))
    assert feed.findtext("channel/title") == f"{NAME} – Chuyên mục mẫu"
    assert [item.text for item in feed.findall("channel/item/link")] == [
        "https://chuyen-muc.example/bai-viet/ba/",
        "https://chuyen-muc.example/bai-viet/mot/",
    ]  # feeds are in one language
    assert NAME in [entry.text for entry in feed.findall("channel/item/category")]
    assert b"/ho-so/ho-so-thu/" in site.read("sitemap-trang.xml")
    assert b"/ho-so/ho-so-thu/rss.xml" in site.read("feeds.opml")
    assert b"/ho-so/ho-so-thu/rss.xml" in site.read("rss/index.html")
    assert f'"series":"{NAME}"'.encode() in site.read("du-lieu/bai-viet.json")


def test_one_article_alone_is_told_at_its_line(built: tuple[FeedSite, str]) -> None:
    said = built[1]
    assert "2021-07-05-mot-minh.md:8: Series: LƯU Ý: hồ sơ “Một mình” mới có một bài" in said
    assert "Hồ sơ &" not in said


def test_what_is_wrong_with_names_is_told_all_at_once(tmp_path: Path) -> None:
    made = feed_site(tmp_path)
    made.article("mot", day="2021-07-01", series="Đổi mới")
    made.article("hai", day="2021-07-02", series="Doi Moi")
    made.article("dai", day="2021-07-03", series="a" * 81)
    made.article("dau", day="2021-07-04", series="???")
    made.article("sai", day="2021-07-06", body="Xem [hồ sơ](/ho-so/khong-co/) và [đúng](/ho-so/doi-moi/).")
    said = made.build(ok=False)
    assert "2021-07-02-hai.md:8: Series: hồ sơ “Doi Moi” chỉ khác “Đổi mới”" in said or "“Đổi mới” chỉ khác" in said
    assert "2021-07-03-dai.md:8: Series: dài 81 ký tự; tối đa 80" in said
    assert "2021-07-04-dau.md:8: Series: “???” không còn chữ nào" in said
    assert "/ho-so/khong-co/" in said
    assert "“/ho-so/doi-moi/”" not in said


@pytest.mark.slow
def test_what_editors_do_later_gives_the_bytes_of_a_build_from_nothing(tmp_path: Path) -> None:
    made = feed_site(tmp_path / "a")
    made.article("xen", day="2021-07-02")
    made.build()
    assert not (made.output / "ho-so").exists()
    assert b"/ho-so/" not in made.read("index.html")
    write(made)
    made.build()
    made.article("bon", day="2021-07-08", series=NAME)  # the newest joins
    made.build()
    assert neighbours(made, "ba") == ["/ho-so/ho-so-thu/", "/bai-viet/hai/", "/bai-viet/bon/"]
    made.article("giua", day="2021-06-30", series=NAME)  # an older one comes before them
    made.edit(made.content / "articles/2021/2021-07-03-hai.md", "Series: .*\n", "")
    made.article("mot-minh", day="2021-07-05", series=NAME, title="Tên mới")
    made.build()
    assert neighbours(made, "mot") == ["/ho-so/ho-so-thu/", "/bai-viet/giua/", "/bai-viet/ba/"]
    clean = FeedSite(made.content, tmp_path / "clean", tmp_path / "cache")
    clean.build()
    assert files(made.output) == files(clean.output)


@pytest.mark.slow
def test_the_page_of_all_feeds_tells_of_the_newest_series_and_stays_light(tmp_path: Path) -> None:
    made = feed_site(tmp_path)
    for n in range(1, 15):
        made.article(f"bai-{n}", day=f"2021-07-{n:02}", series=f"Loạt {n}")
    made.build()
    told = [str(a["href"]) for a in page(made, "rss/").select("a[href^='/ho-so/'][href$='rss.xml']")]
    assert told == [f"/ho-so/loat-{n}/rss.xml" for n in range(14, 2, -1)]
    assert all(f"/ho-so/loat-{n}/rss.xml".encode() in made.read("feeds.opml") for n in range(1, 15))
    made.article("bai-15", day="2021-07-20", series="Loạt 1")
    made.build()
    assert b"/ho-so/loat-1/rss.xml" in made.read("rss/index.html")
    assert b"/ho-so/loat-3/rss.xml" not in made.read("rss/index.html")
