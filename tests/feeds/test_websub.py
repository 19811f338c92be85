"""`ping`: the hub hears of changed feeds only, once they are public, and fetches what it hears of."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.errors import PublishError
from plugins.feeds import websub
from tests.helpers.feed_server import hub_running, serving
from tests.helpers.feed_site import feed_site


@pytest.mark.slow
def test_the_hub_hears_of_changed_feeds_and_fetches_them(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    path = site.article("mot")
    with serving(site.output) as served, hub_running() as hub:
        where = ("--site-url", served.url, "--hub", hub.url)
        site.build(url=served.url)
        done = site.run("ping", *where)
        assert done.returncode == 0, done.stderr
        assert f"{served.url}/rss.xml" in hub.told
        assert len(hub.told) == len(set(hub.told)) == 3 * 6  # whole, two topics, form, unit, tag
        assert hub.fetched[f"{served.url}/atom.xml"] == site.read("atom.xml")

        hub.told.clear()
        assert "không báo gì" in site.run("ping", *where).stdout
        assert hub.told == []

        site.edit(path, "Nội dung bài", "Nội dung đã sửa")
        site.build(url=served.url)
        hub.faults += [503]
        assert site.run("ping", *where).returncode == 0
        whole = {
            f"{served.url}/{folder}{name}"
            for folder in ("", "chu-de/chu-de-a/", "hinh-thuc/truyen-thong/")
            for name in ("rss.xml", "atom.xml", "feed.json")
        }
        assert set(hub.told) == whole  # the tag's feeds carry summaries: they did not change


def test_nothing_is_told_before_it_is_public(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    site.article("mot")
    with serving(tmp_path / "public") as served, hub_running() as hub:
        site.build(url=served.url)
        done = site.run("ping", "--site-url", served.url, "--hub", hub.url)
        assert done.returncode == 1
        assert "hãy đăng trang trước" in done.stderr
        assert hub.asked == 0


def test_a_hub_that_refuses_is_asked_once_and_one_that_fails_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "PAUSE", 0.01)
    with hub_running() as hub:
        hub.faults += [400]
        with pytest.raises(PublishError, match="400"):
            websub.publish(hub.url, "https://chuyen-muc.example/rss.xml")
        assert hub.asked == 1
        hub.faults += [500, 429, 503]
        with pytest.raises(PublishError, match="503"):
            websub.publish(hub.url, "https://chuyen-muc.example/rss.xml")
        assert hub.asked == 1 + websub.ATTEMPTS


def test_a_hub_that_is_not_there_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "PAUSE", 0.01)
    with pytest.raises(PublishError, match="hub không nhận tin"):
        websub.publish("http://127.0.0.1:9/", "https://chuyen-muc.example/rss.xml")


def test_ping_says_what_it_lacks(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    done = site.run("ping", "--site-url", "https://chuyen-muc.example")
    assert done.returncode == 1
    assert "ping cần hub" in done.stderr
