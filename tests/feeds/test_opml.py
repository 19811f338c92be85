"""/feeds.opml: every feed, importable."""

from __future__ import annotations

import listparser
from lxml import etree

from tests.helpers.feed_site import URL, sample_site


def test_every_feed_can_be_imported() -> None:
    site = sample_site()
    data = site.read("feeds.opml")
    parsed = listparser.parse(data.decode())
    assert not parsed.bozo
    listed = {feed.url for feed in parsed.feeds}
    assert listed == {f"{URL}/{path.relative_to(site.output).as_posix()}" for path in site.output.rglob("rss.xml")}


def test_outlines_say_what_version_two_asks_for() -> None:
    root = etree.fromstring(sample_site().read("feeds.opml"))
    assert root.get("version") == "2.0"
    groups = root.find("body")
    assert [group.get("text") for group in groups] == ["Toàn chuyên mục", "Chủ đề", "Hình thức", "Đơn vị", "Thẻ"]
    for outline in groups.iterfind("outline/outline"):
        assert outline.get("type") == "rss"
        assert outline.get("text")
        assert (outline.get("htmlUrl") or "").startswith(URL)
