"""What four feed readers live through: a rolled back edit, two languages, corrections, an article withdrawn."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest
from reader import make_reader

from tests.helpers import programs
from tests.helpers.building import ROOT
from tests.helpers.programs import program

from .project import Project
from .servers import free_port, nginx

pytestmark = pytest.mark.slow
WRONG, RIGHT = "Câu viết sai.", "Câu viết đúng."
FEEDS = ("rss.xml", "rss/en/rss.xml", "dinh-chinh/rss.xml")
Poll = Callable[[], dict[str, tuple[str, str]]]
"""Polls all three feeds; title of every entry the reader has now → (feed, text)."""


def newsboat(folder: Path, url: str) -> Poll:
    command = [
        program("newsboat"),
        "-u",
        str(folder / "urls"),
        "-c",
        str(folder / "cache.db"),
        "-C",
        str(folder / "config"),
    ]
    (folder / "urls").write_text("".join(f"{url}/{feed}\n" for feed in FEEDS))
    (folder / "config").write_text("")

    def poll() -> dict[str, tuple[str, str]]:
        subprocess.run([*command, "-x", "reload"], check=True, timeout=60, capture_output=True)
        with closing(sqlite3.connect(folder / "cache.db")) as database:
            rows = database.execute("SELECT title, feedurl, content, enclosure_type FROM rss_item").fetchall()
        kinds = {kind.partition("/")[0] for *_, kind in rows if kind}
        assert kinds <= {"image"}, "newsboat takes no picture for a recording"
        assert len(rows) == len({title for title, *_ in rows}), rows
        return {title: (feed, content) for title, feed, content, _ in rows}

    return poll


def reader_library(folder: Path, url: str) -> Poll:
    def poll() -> dict[str, tuple[str, str]]:
        with make_reader(str(folder / "reader.sqlite")) as reader:
            for feed in FEEDS:
                reader.add_feed(f"{url}/{feed}", exist_ok=True)
                reader.update_feed(f"{url}/{feed}")  # by itself it waits for max-age to pass
            entries = list(reader.get_entries())
        assert len(entries) == len({entry.title for entry in entries})
        said = {e.title or "": "".join([e.summary or "", *(c.value for c in e.content)]) for e in entries}
        return {e.title or "": (e.feed_url, said[e.title or ""]) for e in entries}

    return poll


def simplepie(folder: Path, url: str) -> Poll:
    php = programs.simplepie()
    kept: dict[str, dict[str, tuple[str, str]]] = {}

    def poll() -> dict[str, tuple[str, str]]:
        for feed in FEEDS:
            script = str(ROOT / "tests/feeds/simplepie_poll.php")
            done = subprocess.run(
                [php, script, f"{url}/{feed}", str(folder)], timeout=60, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stderr
            items = json.loads(done.stdout)["items"]
            kept.setdefault(feed, {}).update({i["title"]: (f"{url}/{feed}", unescape(i["content"])) for i in items})
        return {title: entry for entries in kept.values() for title, entry in entries.items()}

    return poll


def rss2email(folder: Path, url: str) -> Poll:
    """It sends a mail for every new item and none for an edit, so its reader has what was sent first."""
    r2e, mails, sender = program("r2e"), folder / "mails", folder / "sendmail"
    mails.mkdir()
    sender.write_text(f'#!/bin/sh\ncat > "$(mktemp {mails}/XXXXXX)"\n')
    sender.chmod(0o755)
    lines = ["[DEFAULT]", "from = a@example.org", "to = b@example.org", "email-protocol = sendmail"]
    lines += [f"sendmail = {sender}", "html-mail = True", "post-process = "]
    (folder / "config").write_text("\n".join([*lines, ""]))
    command = [r2e, "-c", str(folder / "config"), "-d", str(folder / "data.json")]
    for number, feed in enumerate(FEEDS):
        subprocess.run([*command, "add", f"f{number}", f"{url}/{feed}"], check=True, timeout=60, capture_output=True)

    def poll() -> dict[str, tuple[str, str]]:
        subprocess.run([*command, "run"], check=False, timeout=60, capture_output=True)
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in mails.iterdir()]
        assert len(read) == len({str(mail["subject"]) for mail in read})
        return {str(mail["subject"]): (str(mail["list-id"]), mail.get_body(("html",)).get_content()) for mail in read}

    return poll


READERS = {"newsboat": newsboat, "reader": reader_library, "simplepie": simplepie, "rss2email": rss2email}


def test_a_rolled_back_edit_leaves_every_reader_and_languages_stay_apart(project: Project, tmp_path: Path) -> None:
    port, place = free_port(), tmp_path / "srv" / "site"
    url = f"http://127.0.0.1:{port}"
    project.target("here", kind="folder", url=url, path=place)
    project.write(1, text=RIGHT)
    project.write(2, text="English words.", more="Lang: en")
    project.write(4, more="Correction: 2026-01-01: Đã sửa từ trước.")  # so that there is a feed of corrections
    project.commit()
    project.run("publish", "here")
    with nginx(project.run("serving", "here", "nginx"), port, tmp_path / "nginx"):
        polls: dict[str, Poll] = {}
        for name, make in READERS.items():
            (tmp_path / name).mkdir()
            polls[name] = make(tmp_path / name, url)

        def poll(times: int = 2) -> dict[str, dict[str, tuple[str, str]]]:
            """What each has; newsboat needs two polls before it asks conditionally."""
            return [{name: ask() for name, ask in polls.items()} for _ in range(times)][-1]

        for name, entries in poll().items():
            assert set(entries) == {*(f"Bài số {number}" for number in range(1, 5)), "Đính chính: Bài số 4"}, name
            assert RIGHT in entries["Bài số 1"][1], name
            if name != "rss2email":
                feeds = {title: feed.removeprefix(f"{url}/") for title, (feed, _) in entries.items()}
                apart = {"Bài số 2": "rss/en/rss.xml", "Đính chính: Bài số 4": "dinh-chinh/rss.xml"}
                assert feeds == dict.fromkeys(feeds, "rss.xml") | apart, name
        project.write(1, text=WRONG)
        project.commit()
        project.run("publish", "here")
        seen = poll()
        assert [name for name, entries in seen.items() if WRONG in entries["Bài số 1"][1]] == list(READERS)[:3]
        project.run("rollback", "here", "--why", "sai")
        for name, entries in poll().items():
            assert WRONG not in entries["Bài số 1"][1], name
            assert RIGHT in entries["Bài số 1"][1], name
            assert len(entries) == 5, name
        project.run("release", "here")
        project.write(1, text=RIGHT, more="Correction: 2026-01-02: Đã sửa một con số.")
        project.write(3, more="Withdrawn: 2026-01-03: Đăng nhầm bài.")
        project.commit()
        project.run("publish", "here", "--allow-deletions")
        for name, entries in poll().items():
            assert "Đã sửa một con số." in entries["Đính chính: Bài số 1"][1], name
            assert "Đăng nhầm bài." in entries["Đã rút bài: Bài số 3"][1], name
            assert name == "rss2email" or "Đã sửa một con số." in entries["Bài số 1"][1], name
