"""What every verb takes: the only place that declares it, in the order in which help names them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .system import build_inputs

_FORMATS = ("text", "github", "json")
Run = Callable[[argparse.Namespace], int]
"""What carries a verb out."""
_Verb = Callable[[str, str], argparse.ArgumentParser]
"""Adds a verb by its name and what it is about."""


class _Unasked(argparse.ArgumentParser):
    """Stands for a verb that is not asked for: making each parser takes as long as a build in which nothing changed
    may take to look at all its texts."""

    def __init__(self) -> None:
        pass

    def add_argument(self, *_: Any, **__: Any) -> Any:
        """Nothing."""

    def add_mutually_exclusive_group(self, **_: Any) -> Any:
        """What takes options as this does."""
        return self


def declared(runs: Mapping[str, Run], asked: str = "") -> argparse.ArgumentParser:
    """The parser of all verbs, or of the one that is asked for. runs: what carries each out."""
    whole = argparse.ArgumentParser(prog="tasks.py", description="Đưa Nghị quyết vào cuộc sống: dựng chuyên mục.")
    verbs = whole.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        if asked and name != asked:
            return _Unasked()
        sub = verbs.add_parser(name, help=about, description=about)
        sub.set_defaults(run=runs[name], verb=name)
        return sub

    for group in (_building, _writing, _speaking, _minding, _publishing, _releases, _verifying, _project):
        group(verb)
    return whole


def _building(verb: _Verb) -> None:
    sub = verb("build", "Check content and build the site.")
    _folders(sub)
    sub.add_argument("--settings", type=_path, default=build_inputs.ROOT / "pelicanconf.py", help="Pelican's file")
    sub.add_argument("--force", action="store_true", help="make every page anew")
    sub.add_argument("--allow-deletions", action="store_true", help="accept that many articles are gone")
    sub.add_argument("--format", choices=_FORMATS, default="text", help="form of the report")
    sub.add_argument("--reuse", metavar="TARGET|URL", default="", help="live release that pictures are taken back from")
    sub.add_argument("--key", type=_path, default=None, help="file of allowed signers; that release must be theirs")
    sub.add_argument("--targets", type=_path, default=build_inputs.ROOT / "targets.toml", help="targets file")

    sub = verb("check", "Check content only: every problem with its line.")
    _dated(sub)
    sub.add_argument("--format", choices=_FORMATS, default="text")

    sub = verb("serve", "Build, serve on 127.0.0.1 and reload the browser when something is saved.")
    _folders(sub)
    sub.add_argument("--port", type=int, default=8000)

    sub = verb("desk", "The editors' desk in a browser: write, see, correct and publish.")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for what is shown")
    sub.add_argument("--settings", type=_path, default=build_inputs.ROOT / "pelicanconf.py")
    sub.add_argument("--targets", type=_path, default=build_inputs.ROOT / "targets.toml", help="targets file")
    sub.add_argument("--port", type=int, default=8020)
    sub.add_argument("--socket", type=_path, default=None, help="listen on a unix socket, for a reverse proxy")
    sub.add_argument("--people", type=_path, default=None, help="desk.toml: who may do what, behind a reverse proxy")
    sub.add_argument("--secret", type=_path, default=None, help="file (0600) with the secret that the proxy sends")


def _writing(verb: _Verb) -> None:
    sub = verb("new", "Start a new article.")
    sub.add_argument("title")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")

    sub = verb("import", "Make articles of Word files, other documents, saved pages and whole sites.")
    sub.add_argument("files", type=_path, nargs="+", metavar="FILE|FOLDER")
    sub.add_argument("--into", type=_path, default=None, help="folder for articles, pictures and report.json")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")

    verb("guide", "Renew the tables of the editors' guide from the code.")
    sub = verb("feed-preview", "Show what an aggregator will receive of an article.")
    sub.add_argument("article", help="its file, Slug or Id")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--site-url", default="")

    sub = verb("ping", "Tell the WebSub hub which feeds changed; run it after publishing.")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--output", type=_path, default=build_inputs.ROOT / "output", help="the folder that was published")
    sub.add_argument("--site-url", default="", help="the site's public address; site.toml's by default")
    sub.add_argument("--hub", default="", help="the hub's address; site.toml's by default")


def _speaking(verb: _Verb) -> None:
    sub = verb("coverage", "What of the plan is written: a table, and a private report (HTML, CSV, JSON).")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for the report; never the output folder")
    sub.add_argument("--plan", default="", help="slug or number of one plan; else those that run")

    sub = verb("digest", "Make a month's hand-out for speakers: PDF, EPUB and HTML.")
    sub.add_argument("month", help="YYYY-MM")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for the files")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for the links")
    sub.add_argument("--publish", action="store_true", help="also put it into content/, to be shown under /tai-lieu/")

    sub = verb("kit", "A speaker's kit of a month, topic or demand: hand-out, slides, leaflet, chat text.")
    sub.add_argument("subject", help="YYYY-MM, or slug or name of a topic or a demand of the plan")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for the files")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for links and the QR code")

    sub = verb("script", "An article as it is read over loudspeakers: numbers and abbreviations in words.")
    sub.add_argument("article", help="its file, Slug or Id")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--to", type=_path, default=None, help="folder for the file")
    sub.add_argument("--site-url", default="", help="absolute address of the site")

    sub = verb("letters", "Make the week's letters as mail files: of the column, each topic and each unit.")
    sub.add_argument("--week", default="", metavar="YYYY-Www", help="ISO week; the last whole one by default")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for a folder of the week's files")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for the links")


def _minding(verb: _Verb) -> None:
    sub = verb("mend", "Show an article in old letters (TCVN3, VNI) in Unicode, and rewrite it.")
    sub.add_argument("files", type=_path, nargs="+", metavar="FILE")
    sub.add_argument("--write", action="store_true", help="put the text in place")

    sub = verb("corrections", "Find in git's history what each correction changed, for the ledger.")
    _dated(sub)
    sub.add_argument("--write", action="store_true", help="add it to so-theo-doi/dinh-chinh.toml")

    sub = verb("test", "Run the tests.")
    length = sub.add_mutually_exclusive_group()
    length.add_argument("--fast", action="store_true", help="leave out tests marked slow")
    length.add_argument("--long", action="store_true", help="add tests marked long, and full rounds of property tests")
    sub.add_argument("rest", nargs="*", help="passed to pytest")

    sub = verb("bench", "Time builds of a generated corpus beside stock Pelican and Hugo.")
    sub.add_argument("--articles", type=int, default=1000)
    sub.add_argument("--rounds", type=int, default=3)
    sub.add_argument("--style", action="append", default=[], help="plain, rich, lists, news or english texts; all")
    sub.add_argument("--pictures", type=int, default=0, help="also build with so many photographs at camera size")
    sub.add_argument("--without", action="append", default=[], help="leave out a tool, e.g. 'stock Pelican'")
    sub = verb("components", "Write the page of the theme's components.")
    sub.add_argument("--folder", type=_path, default=build_inputs.cache() / "components")

    sub = verb("preview", "What this branch changes for readers: pages before and after, as one folder.")
    sub.add_argument("base", help="commit or branch to compare with, e.g. origin/main")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=build_inputs.cache() / "xem-truoc", help="empty folder")
    sub.add_argument("--site-url", default="", help="absolute address of the real site")


def _publishing(verb: _Verb) -> None:
    for name, about in (
        ("publish", "Build, then publish to a target: staged, verified, switched whole."),
        ("diff", "What publishing to a target would change."),
    ):
        sub = _target(verb, name, about)
        sub.add_argument("target")
        _dated(sub)
        if name == "publish":
            sub.add_argument("--force", action="store_true", help="stage and verify even when nothing differs")
            sub.add_argument("--again", action="store_true", help="publish what was rolled back")
            for word, about_it in (
                ("--allow-deletions", "accept that many articles are gone"),
                ("--allow-new-ids", "accept that articles have other ids than readers' programs know"),
                ("--allow-older", "accept that the live commit is no ancestor of this one"),
                ("--allow-clock", "accept that this clock differs from the live release's or the target's"),
            ):
                sub.add_argument(word, action="store_true", help=about_it)
            sub.add_argument("--format", choices=("text", "json"), default="text", dest="form")
            sub.add_argument("--read-mark", type=_path, help=argparse.SUPPRESS)  # for the desk: others may go on saving


def _releases(verb: _Verb) -> None:
    sub = _target(verb, "rollback", "Make an earlier release live.")
    sub.add_argument("target")
    sub.add_argument("release", nargs="?", default="", help="name or number; default: the one before")
    sub.add_argument("--why", default="", help="told to whoever asks why the target is held")
    _target(verb, "release", "Lift the hold that a rollback left.").add_argument("target")
    sub = _target(verb, "status", "What is live, what waits, and what is wrong; the exit code says the worst.")
    sub.add_argument("target")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--format", choices=("text", "json"), default="text")
    sub.add_argument("--hours", type=float, default=0, help="after which this machine's last run is overdue")
    sub.add_argument("--days", type=int, default=14, help="days that the certificate has to last; 0: not asked")
    sub.add_argument("--bytes", action="store_true", help="also read every file on the target")
    sub.add_argument("--news", action="store_true", help="only what changed since the last such question")


def _verifying(verb: _Verb) -> None:
    sub = _target(verb, "purge", "Take files away from every kept release, for good.")
    sub.add_argument("target")
    sub.add_argument("addresses", nargs="+", metavar="ADDRESS", help="address of a file, or of a folder with its /")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--at", type=_instant, default=None)
    _target(verb, "releases", "The releases kept on a target.").add_argument("target")
    sub = _target(verb, "verify", "Compare a live site, or the files of a target, with its manifest.")
    sub.add_argument("what", help="address of the site, or a target's name")
    sub.add_argument("--rebuild", metavar="COMMIT", default="", help="build that commit and compare every byte")
    sub.add_argument("--manifest", default="", help="manifest to compare with; default: the published one")
    sub.add_argument("--key", default="", help="file of allowed signers; the manifest's signature must be theirs")
    sub.add_argument("--rate", type=float, default=50, help="requests a second")
    sub = _target(verb, "serving", "Print a web server's configuration for a target.")
    sub.add_argument("target")
    sub.add_argument("server", choices=("nginx", "caddy"))
    sub.add_argument("--brotli", action="store_true", help="nginx has the Brotli module")
    sub.add_argument("--entrance", action="store_true", help="only port 80, before there is a certificate (nginx)")


def _project(verb: _Verb) -> None:
    sub = verb("screens", "Take the README's pictures of the site.")
    sub.add_argument("--folder", type=_path, default=build_inputs.ROOT / "docs" / "screens")

    verb("lint", "Ruff and mypy.")
    verb("lock", "Pin the dependencies of pyproject.toml anew.")
    verb("clean", "Delete the output and every cache.")


def _folders(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content", help="content folder")
    sub.add_argument("--output", type=_path, default=build_inputs.ROOT / "output", help="output folder")
    sub.add_argument("--site-url", default="", help="absolute address of the site, e.g. https://example.vn")
    sub.add_argument("--at", type=_instant, default=None, help="build the site as of this ISO time")


def _dated(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content", help="content folder")
    sub.add_argument("--at", type=_instant, default=None, help="as of this ISO time")


def _target(verb: _Verb, name: str, about: str) -> argparse.ArgumentParser:
    sub = verb(name, about)
    sub.add_argument("--targets", type=_path, default=build_inputs.ROOT / "targets.toml", help="targets file")
    return sub


def _path(text: str) -> Path:
    """A path as typed, from the folder where the command was typed."""
    return Path(os.environ.get("COLUMN_CWD", "."), text)


def _instant(text: str) -> datetime:
    from .core.text.dates import FIRST_YEAR, LAST_YEAR

    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải giờ ISO, ví dụ 2026-11-23T07:30+07:00") from None
    if not FIRST_YEAR < instant.year < LAST_YEAR:
        raise argparse.ArgumentTypeError(f"“{text}” không nằm giữa năm {FIRST_YEAR} và {LAST_YEAR}")
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
