"""Sitemaps: every public page once, nothing else, the last two days for news."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tests.helpers.feed_site import URL, feed_site, sample_site

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(data: bytes) -> list[str]:
    """Every `<loc>`."""
    return [location.text or "" for location in etree.fromstring(data).iter(f"{MAP}loc")]


def test_the_index_lists_files_that_exist() -> None:
    site = sample_site()
    listed = locations(site.read("sitemap.xml"))
    assert f"{URL}/sitemap-2021-07.xml" in listed
    assert f"{URL}/sitemap-tin-moi.xml" in listed
    assert all((site.output / address.removeprefix(f"{URL}/")).is_file() for address in listed)


def test_every_page_that_may_be_found_is_listed_once() -> None:
    site = sample_site()
    listed = [
        address
        for file in locations(site.read("sitemap.xml"))
        if "tin-moi" not in file
        for address in locations(site.read(file.removeprefix(f"{URL}/")))
    ]
    assert len(listed) == len(set(listed))
    for address in listed:
        assert address.startswith(f"{URL}/")
        assert (site.output / address.removeprefix(f"{URL}/") / "index.html").is_file(), address
    articles = {f"{URL}/bai-viet/{path.parent.name}/" for path in site.output.glob("bai-viet/*/index.html")}
    assert articles <= set(listed)
    assert f"{URL}/chu-de/chu-de-trong/" not in listed
    for path in (
        "",
        "rss/",
        "du-lieu/",
        "ke-hoach/ke-hoach-mau/",
        "the/nguon-tin/",
        "luu-tru/2021/07/",
        "giai-doan/giai-doan-mot/",
    ):
        assert f"{URL}/{path}" in listed


def test_last_changes_come_from_the_articles() -> None:
    root = etree.fromstring(sample_site().read("sitemap-2021-07.xml"))
    changes = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
    assert changes[f"{URL}/bai-viet/sua/"] == "2021-07-09T09:00:00+07:00"


def test_news_are_two_days_old_at_most(tmp_path: Path) -> None:
    root = etree.fromstring(sample_site().read("sitemap-tin-moi.xml"))
    (url,) = root
    assert url.findtext(f"{MAP}loc") == f"{URL}/bai-viet/moi/"
    news = url.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Chuyên mục mẫu"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "vi"
    assert news.findtext(f"{NEWS}publication_date") == "2026-11-24T10:00:00+07:00"
    assert news.findtext(f"{NEWS}title") == "Bài moi"
    site = feed_site(tmp_path)
    site.article("mot", day="2021-07-05T08:00")
    site.build(at="2021-07-07T07:59+07:00")
    assert len(locations(site.read("sitemap-tin-moi.xml"))) == 1
    site.build(at="2021-07-07T08:00+07:00")
    assert locations(site.read("sitemap-tin-moi.xml")) == [f"{URL}/bai-viet/mot/"]  # it may not be empty
    assert b"<news:news>" not in site.read("sitemap-tin-moi.xml")
    assert f"{URL}/sitemap-tin-moi.xml" not in locations(site.read("sitemap.xml"))


def test_what_may_be_found_is_listed_and_nothing_else(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    for number in range(45):
        site.article(f"bai-{number:02}", day=f"2021-08-01T00:{number:02}")
    site.build()
    listed = {
        address.removeprefix(URL)
        for file in locations(site.read("sitemap.xml"))
        for address in locations(site.read(file.removeprefix(f"{URL}/")))
    }
    found = {
        f"/{path.relative_to(site.output).parent.as_posix()}/".replace("/./", "/")
        for path in site.output.rglob("index.html")
        if 'name="robots" content="noindex' not in path.read_text(encoding="utf-8")
    }
    assert listed == found
    assert {"/tim-kiem/", "/chu-de/chu-de-a/trang/1/"} <= listed
    assert not {"/su-kien/", "/dinh-chinh/", "/chu-de/chu-de-a/trang/3/"} & listed
