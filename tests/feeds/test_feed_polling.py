"""Feeds over time: three builds behind a real web server, polled the way aggregators poll."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.helpers.feed_server import Served, serving
from tests.helpers.feed_site import FeedSite, feed_site
from tests.helpers.programs import program, simplepie


def get(url: str, since: str = "") -> tuple[int, str, bytes]:
    """(status, Last-Modified, body) of a conditional GET."""
    request = Request(url, headers={"If-Modified-Since": since} if since else {})
    try:
        with urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers["Last-Modified"], answer.read()
    except HTTPError as error:
        with error:
            return error.code, since, b""


@pytest.mark.slow
def test_conditional_get_answers_304_until_the_bytes_change(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    path = site.article("mot")
    site.article("hai", day="2021-07-06", form="")
    with serving(site.output) as served:
        site.build(url=served.url)
        first = {name: get(f"{served.url}/{name}") for name in ("rss.xml", "atom.xml", "feed.json", "feeds.opml")}
        assert all(status == 200 for status, _, _ in first.values())
        site.build(url=served.url)  # nothing changed
        site.edit(path, "Authors: .*", "Authors: Ban biên tập mẫu, Người khác")
        site.build(url=served.url)  # something changed, but nothing that the OPML shows
        assert get(f"{served.url}/feeds.opml", first["feeds.opml"][1])[0] == 304
        for name in ("rss.xml", "atom.xml", "feed.json"):
            status, changed, body = get(f"{served.url}/{name}", first[name][1])
            assert status == 200
            assert body != first[name][2]
            assert parsedate_to_datetime(changed) > parsedate_to_datetime(first[name][1])
        empty = get(f"{served.url}/chu-de/chu-de-trong/rss.xml")
        site.build(url=served.url)
        assert get(f"{served.url}/chu-de/chu-de-trong/rss.xml", empty[1])[0] == 304


def three_builds(
    site: FeedSite, served: Served, poll: Callable[[], object], *, first_polls: int = 1
) -> list[list[int]]:
    """A first build, one that changes nothing, one with an edited and a new article; what each poll was answered."""
    edited = site.article(
        "mot", title="Tựa <i>đầu</i> & “ngoặc” 😀", body="Câu có 5 < 6 và [neo](#phan-a).\n\n## Phần a"
    )
    site.article("hai", day="2021-07-06")
    site.article("ba", day="2021-07-07")
    answers = []

    def build(polls: int = 1) -> None:
        site.build(url=served.url)
        for _ in range(polls):
            poll()
        answers.append([status for _, status in served.taken()])

    build(first_polls)
    build()
    again = "Title: Tựa đã sửa\nModified: 2021-07-09T09:00\nSlug: dia-chi-moi\nId: 2021-07-05-mot"
    site.edit(edited, "Title: .*", again)
    site.edit(edited, "Câu có", "Câu đã sửa có")
    site.article("bon", day="2021-07-08")
    build()
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("feed", ["rss.xml", "atom.xml", "feed.json"])
def test_the_reader_library_sees_edits_as_edits(tmp_path: Path, feed: str) -> None:
    from reader import make_reader

    site = feed_site(tmp_path)
    with serving(site.output) as served, make_reader(":memory:") as reader:
        reader.add_feed(f"{served.url}/{feed}")
        answers = three_builds(site, served, lambda: reader.update_feed(f"{served.url}/{feed}"))
        assert answers == [[200], [304], [200]]
        entries = {entry.id.rpartition(":")[2]: entry for entry in reader.get_entries()}
        assert sorted(entries) == ["2021-07-05-mot", "2021-07-06-hai", "2021-07-07-ba", "2021-07-08-bon"]
        assert len(list(reader.get_entries())) == 4
        edited = entries["2021-07-05-mot"]
        assert edited.title == "Tựa đã sửa"
        assert edited.link == f"{served.url}/bai-viet/dia-chi-moi/"
        whole = max((content.value for content in edited.content), key=len)
        assert "Câu đã sửa có 5 &lt; 6" in whole
        assert f'href="{served.url}/bai-viet/dia-chi-moi/#' in whole


@pytest.mark.slow
def test_newsboat_sees_edits_as_edits(tmp_path: Path) -> None:
    newsboat = program("newsboat")
    site = feed_site(tmp_path)
    with serving(site.output) as served:
        urls, cache, config = tmp_path / "urls", tmp_path / "cache.db", tmp_path / "config"
        urls.write_text(f"{served.url}/rss.xml\n")
        config.write_text("")

        def poll() -> None:
            command = [newsboat, "-u", str(urls), "-c", str(cache), "-C", str(config), "-x", "reload"]
            subprocess.run(command, check=True, timeout=60, capture_output=True)

        answers = three_builds(site, served, poll, first_polls=2)  # it keeps Last-Modified from its second poll on
        assert [statuses[-1] for statuses in answers] == [200, 304, 200]
        with sqlite3.connect(cache) as database:
            rows = database.execute("SELECT guid, title, url, content FROM rss_item ORDER BY guid").fetchall()
        database.close()
        assert [guid.rpartition(":")[2] for guid, *_ in rows] == [
            "2021-07-05-mot",
            "2021-07-06-hai",
            "2021-07-07-ba",
            "2021-07-08-bon",
        ]
        _, title, url, content = rows[0]
        assert title == "Tựa đã sửa"
        assert url == f"{served.url}/bai-viet/dia-chi-moi/"
        assert "Câu đã sửa có 5 &lt; 6" in content


@pytest.mark.slow
def test_rss2email_sends_each_article_once(tmp_path: Path) -> None:
    rss2email = program("r2e")
    site = feed_site(tmp_path)
    mails, sender = tmp_path / "mails", tmp_path / "sendmail"
    mails.mkdir()
    sender.write_text(f'#!/bin/sh\ncat > "{mails}/$(date +%s%N)"\n')
    sender.chmod(0o755)
    settings = {
        "from": "a@example.org",
        "to": "b@example.org",
        "email-protocol": "sendmail",
        "sendmail": sender,
        "html-mail": True,
        "post-process": "",
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    (tmp_path / "config").write_text("\n".join(["[DEFAULT]", *lines, ""]))

    def r2e(*arguments: str) -> None:
        command = [rss2email, "-c", str(tmp_path / "config"), "-d", str(tmp_path / "data.json"), *arguments]
        subprocess.run(command, check=True, timeout=60, capture_output=True)

    with serving(site.output) as served:
        r2e("add", "chuyen-muc", f"{served.url}/rss.xml")
        assert three_builds(site, served, lambda: r2e("run")) == [[200], [304], [200]]
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(mails.iterdir())]
    assert [mail["subject"] for mail in read][1:] == ["Bài hai", "Bài ba", "Bài bon"]
    assert "5 &lt; 6" in read[0].get_body(("html",)).get_content()


@pytest.mark.slow
@pytest.mark.parametrize("feed", ["rss.xml", "atom.xml"])
def test_simplepie_sees_edits_as_edits(tmp_path: Path, feed: str) -> None:
    """SimplePie reads feeds for FreshRSS and most readers written in PHP."""
    php = simplepie()
    site = feed_site(tmp_path)
    cache = tmp_path / "simplepie"
    cache.mkdir()
    kept: dict[str, dict[str, object]] = {}
    with serving(site.output) as served:

        def poll() -> None:
            command = [php, str(Path(__file__).with_name("simplepie_poll.php")), f"{served.url}/{feed}", str(cache)]
            done = subprocess.run(command, timeout=60, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
            kept.update({item["id"]: item for item in json.loads(done.stdout)["items"]})

        assert three_builds(site, served, poll) == [[200], [304], [200]]
        entries = {name.rpartition(":")[2]: item for name, item in kept.items()}
        assert sorted(entries) == ["2021-07-05-mot", "2021-07-06-hai", "2021-07-07-ba", "2021-07-08-bon"]
        assert len(kept) == 4
        edited = entries["2021-07-05-mot"]
        assert edited["title"] == "Tựa đã sửa"
        assert edited["link"] == f"{served.url}/bai-viet/dia-chi-moi/"
        assert edited["authors"] == ["Ban biên tập mẫu"]
        assert "Câu đã sửa có 5 < 6" in unescape(str(edited["content"]))  # it writes letters as entities
        assert f'href="{served.url}/bai-viet/dia-chi-moi/#' in str(edited["content"])
