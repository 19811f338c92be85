"""The command line: one parser for all verbs; each verb imports only what it needs, so that `build` starts at once."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .core.errors import ColumnError, SettingsError
from .system import build_inputs
from .system.failures import told

_FORMATS = ("text", "github", "json")


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale says, reports are Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    try:
        if getattr(options, "site_url", ""):
            from .core.text.web_address import require_site_root

            require_site_root("--site-url", options.site_url)
        return int(options.run(options) or 0)
    except ColumnError as error:
        sys.stderr.write(f"LỖI: {'; '.join([str(error), *getattr(error, '__notes__', ())])}\n")
        return error.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # whatever a verb did not foresee: one line, and never a trace unasked
        from .system.workers import doing

        sys.stderr.write(f"LỖI: {told(error, doing())}\n")
        return 1
    finally:
        build_inputs.forget_passing()


def verbs() -> dict[str, argparse.ArgumentParser]:
    """Name → what it takes; the only place that declares it: `tasks.py` gives invoke the same, README's table is held
    to it by a test."""
    (found,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    whole = argparse.ArgumentParser(prog="tasks.py", description="Đưa Nghị quyết vào cuộc sống: dựng chuyên mục.")
    verbs = whole.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run, about: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
        sub = verbs.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        return sub

    def folders(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content", help="content folder")
        sub.add_argument("--output", type=_path, default=build_inputs.ROOT / "output", help="output folder")
        sub.add_argument("--site-url", default="", help="absolute address of the site, e.g. https://example.vn")
        sub.add_argument("--at", type=_instant, default=None, help="build the site as of this ISO time")

    sub = verb("build", _build, "Check content and build the site.")
    folders(sub)
    sub.add_argument("--settings", type=_path, default=build_inputs.ROOT / "pelicanconf.py", help="Pelican's file")
    sub.add_argument("--force", action="store_true", help="make every page anew")
    sub.add_argument("--allow-deletions", action="store_true", help="accept that many articles are gone")
    sub.add_argument("--format", choices=_FORMATS, default="text", help="form of the report")
    sub.add_argument("--reuse", metavar="TARGET|URL", default="", help="live release that pictures are taken back from")
    sub.add_argument("--key", type=_path, default=None, help="file of allowed signers; that release must be theirs")
    sub.add_argument("--targets", type=_path, default=build_inputs.ROOT / "targets.toml", help="targets file")

    sub = verb("check", _check, "Check content only: every problem with its line.")
    _dated(sub)
    sub.add_argument("--format", choices=_FORMATS, default="text")

    sub = verb("serve", _serve, "Build, serve on 127.0.0.1 and reload the browser when something is saved.")
    folders(sub)
    sub.add_argument("--port", type=int, default=8000)

    sub = verb("desk", _desk, "The editors' desk in a browser: write, see, correct and publish.")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for what is shown")
    sub.add_argument("--settings", type=_path, default=build_inputs.ROOT / "pelicanconf.py")
    sub.add_argument("--targets", type=_path, default=build_inputs.ROOT / "targets.toml", help="targets file")
    sub.add_argument("--port", type=int, default=8020)
    sub.add_argument("--socket", type=_path, default=None, help="listen on a unix socket, for a reverse proxy")
    sub.add_argument("--people", type=_path, default=None, help="desk.toml: who may do what, behind a reverse proxy")
    sub.add_argument("--secret", type=_path, default=None, help="file (0600) with the secret that the proxy sends")

    sub = verb("new", _new, "Start a new article.")
    sub.add_argument("title")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")

    sub = verb("import", _import, "Make articles of Word files, other documents, saved pages and whole sites.")
    sub.add_argument("files", type=_path, nargs="+", metavar="FILE|FOLDER")
    sub.add_argument("--into", type=_path, default=None, help="folder for articles, pictures and report.json")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")

    verb("guide", _guide, "Renew the tables of the editors' guide from the code.")
    sub = verb("feed-preview", _feed_preview, "Show what an aggregator will receive of an article.")
    sub.add_argument("article", help="its file, Slug or Id")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--site-url", default="")

    sub = verb("ping", _ping, "Tell the WebSub hub which feeds changed; run it after publishing.")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--output", type=_path, default=build_inputs.ROOT / "output", help="the folder that was published")
    sub.add_argument("--site-url", default="", help="the site's public address; site.toml's by default")
    sub.add_argument("--hub", default="", help="the hub's address; site.toml's by default")
    sub = verb("coverage", _coverage, "What of the plan is written: a table, and a private report (HTML, CSV, JSON).")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for the report; never the output folder")
    sub.add_argument("--plan", default="", help="slug or number of one plan; else those that run")

    sub = verb("digest", _digest, "Make a month's hand-out for speakers: PDF, EPUB and HTML.")
    sub.add_argument("month", help="YYYY-MM")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for the files")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for the links")
    sub.add_argument("--publish", action="store_true", help="also put it into content/, to be shown under /tai-lieu/")

    sub = verb("kit", _kit, "A speaker's kit of a month, topic or demand: hand-out, slides, leaflet, chat text.")
    sub.add_argument("subject", help="YYYY-MM, or slug or name of a topic or a demand of the plan")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for the files")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for links and the QR code")

    sub = verb("script", _script, "An article as it is read over loudspeakers: numbers and abbreviations in words.")
    sub.add_argument("article", help="its file, Slug or Id")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--to", type=_path, default=None, help="folder for the file")
    sub.add_argument("--site-url", default="", help="absolute address of the site")

    sub = verb("letters", _letters, "Make the week's letters as mail files: of the column, each topic and each unit.")
    sub.add_argument("--week", default="", metavar="YYYY-Www", help="ISO week; the last whole one by default")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=None, help="folder for a folder of the week's files")
    sub.add_argument("--site-url", default="", help="absolute address of the site, for the links")

    sub = verb("mend", _mend, "Show an article in old letters (TCVN3, VNI) in Unicode, and rewrite it.")
    sub.add_argument("files", type=_path, nargs="+", metavar="FILE")
    sub.add_argument("--write", action="store_true", help="put the text in place")

    sub = verb("corrections", _corrections, "Find in git's history what each correction changed, for the ledger.")
    _dated(sub)
    sub.add_argument("--write", action="store_true", help="add it to so-theo-doi/dinh-chinh.toml")

    sub = verb("test", _test, "Run the tests.")
    length = sub.add_mutually_exclusive_group()
    length.add_argument("--fast", action="store_true", help="leave out tests marked slow")
    length.add_argument("--long", action="store_true", help="add tests marked long, and full rounds of property tests")
    sub.add_argument("rest", nargs="*", help="passed to pytest")

    sub = verb("bench", _bench, "Time builds of a generated corpus beside stock Pelican and Hugo.")
    sub.add_argument("--articles", type=int, default=1000)
    sub.add_argument("--rounds", type=int, default=3)
    sub.add_argument("--style", action="append", default=[], help="plain, rich, lists, news or english texts; all")
    sub.add_argument("--pictures", type=int, default=0, help="also build with so many photographs at camera size")
    sub.add_argument("--without", action="append", default=[], help="leave out a tool, e.g. 'stock Pelican'")
    sub = verb("components", _components, "Write the page of the theme's components.")
    sub.add_argument("--folder", type=_path, default=build_inputs.cache() / "components")

    sub = verb("preview", _preview, "What this branch changes for readers: pages before and after, as one folder.")
    sub.add_argument("base", help="commit or branch to compare with, e.g. origin/main")
    _dated(sub)
    sub.add_argument("--to", type=_path, default=build_inputs.cache() / "xem-truoc", help="empty folder")
    sub.add_argument("--site-url", default="", help="absolute address of the real site")

    _publishing_verbs(verb)
    sub = verb("screens", _screens, "Take the README's pictures of the site.")
    sub.add_argument("--folder", type=_path, default=build_inputs.ROOT / "docs" / "screens")

    verb("lint", _project, "Ruff and mypy.").set_defaults(work="lint")
    verb("lock", _project, "Pin the dependencies of pyproject.toml anew.").set_defaults(work="lock")
    verb("clean", _project, "Delete the output and every cache.").set_defaults(work="clean")
    return whole


def _dated(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content", help="content folder")
    sub.add_argument("--at", type=_instant, default=None, help="as of this ISO time")


def _publishing_verbs(verb) -> None:  # type: ignore[no-untyped-def]
    def target(name: str, about: str) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = verb(name, _publishing, about)
        sub.set_defaults(verb=name)
        sub.add_argument("--targets", type=_path, default=build_inputs.ROOT / "targets.toml", help="targets file")
        return sub

    for name, about in (
        ("publish", "Build, then publish to a target: staged, verified, switched whole."),
        ("diff", "What publishing to a target would change."),
    ):
        sub = target(name, about)
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
    sub = target("rollback", "Make an earlier release live.")
    sub.add_argument("target")
    sub.add_argument("release", nargs="?", default="", help="name or number; default: the one before")
    sub.add_argument("--why", default="", help="told to whoever asks why the target is held")
    target("release", "Lift the hold that a rollback left.").add_argument("target")
    sub = target("status", "What is live, what waits, and what is wrong; the exit code says the worst.")
    sub.set_defaults(run=_status)
    sub.add_argument("target")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--format", choices=("text", "json"), default="text")
    sub.add_argument("--hours", type=float, default=0, help="after which this machine's last run is overdue")
    sub.add_argument("--days", type=int, default=14, help="days that the certificate has to last; 0: not asked")
    sub.add_argument("--bytes", action="store_true", help="also read every file on the target")
    sub.add_argument("--news", action="store_true", help="only what changed since the last such question")
    sub = target("purge", "Take files away from every kept release, for good.")
    sub.add_argument("target")
    sub.add_argument("addresses", nargs="+", metavar="ADDRESS", help="address of a file, or of a folder with its /")
    sub.add_argument("--content", type=_path, default=build_inputs.ROOT / "content")
    sub.add_argument("--at", type=_instant, default=None)
    target("releases", "The releases kept on a target.").add_argument("target")
    sub = target("verify", "Compare a live site, or the files of a target, with its manifest.")
    sub.add_argument("what", help="address of the site, or a target's name")
    sub.add_argument("--rebuild", metavar="COMMIT", default="", help="build that commit and compare every byte")
    sub.add_argument("--manifest", default="", help="manifest to compare with; default: the published one")
    sub.add_argument("--key", default="", help="file of allowed signers; the manifest's signature must be theirs")
    sub.add_argument("--rate", type=float, default=50, help="requests a second")
    sub = target("serving", "Print a web server's configuration for a target.")
    sub.add_argument("target")
    sub.add_argument("server", choices=("nginx", "caddy"))
    sub.add_argument("--brotli", action="store_true", help="nginx has the Brotli module")
    sub.add_argument("--entrance", action="store_true", help="only port 80, before there is a certificate (nginx)")


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


def _build(options: argparse.Namespace) -> int:
    gc.disable()  # what a build makes lives to its end, and so does this process: looking for garbage is waste
    from .build.attempt import Options, build

    names = ("content", "output", "site_url", "at", "force", "allow_deletions", "settings")
    given = {name: getattr(options, name) for name in names}
    if options.reuse or options.key:
        from .publish.reuse import asked_release

        given["earlier"] = asked_release(options.reuse, options.targets, options.key)
    return build(Options(**given, form=options.format))


def _check(options: argparse.Namespace) -> int:
    gc.disable()  # as in a build
    from .verbs.check import run

    return run(options.content, options.at, options.format)


def _serve(options: argparse.Namespace) -> int:
    from .verbs.serve import serve

    return serve(options.content, options.output, options.site_url, options.port)


def _desk(options: argparse.Namespace) -> int:
    from .desk.app import serve

    given = (options.content, options.settings, options.site_url, options.port)
    return serve(*given, unix=options.socket, people=options.people, secret=options.secret, targets=options.targets)


def _new(options: argparse.Namespace) -> int:
    from .verbs.new_article import create

    return create(options.content, options.title)


def _import(options: argparse.Namespace) -> int:
    from .importing.archives.reading import is_archive
    from .verbs import import_files

    sites = [path for path in options.files if is_archive(path)]
    codes = []
    for site in sites:
        from .verbs import import_sites

        codes.append(import_sites.run(site, options.into, options.content))
    if files := [path for path in options.files if path not in sites]:
        codes.append(import_files.run(files, options.into, options.content))
    return max(codes)


def _guide(_: argparse.Namespace) -> int:
    from .verbs.guide import main as renew

    return renew()


def _feed_preview(options: argparse.Namespace) -> int:
    from .verbs.feed_preview import run

    return run(options.content, options.article, options.site_url)


def _ping(options: argparse.Namespace) -> int:
    from .feeds.websub import run

    return run(options.content, options.output, options.site_url, options.hub)


def _coverage(options: argparse.Namespace) -> int:
    from .verbs.coverage_report import run

    return run(options.content, options.at, options.to, options.plan)


def _kit(options: argparse.Namespace) -> int:
    from .verbs.kit import run

    return run(options.content, options.subject, options.to, options.site_url, options.at)


def _script(options: argparse.Namespace) -> int:
    from .verbs.script import run

    return run(options.content, options.article, options.to, options.site_url)


def _digest(options: argparse.Namespace) -> int:
    from .verbs.digest import run

    return run(options.content, options.month, options.to, options.site_url, options.at, publish=options.publish)


def _letters(options: argparse.Namespace) -> int:
    from .verbs.letters import run

    return run(options.content, options.week, options.to, options.site_url, options.at)


def _mend(options: argparse.Namespace) -> int:
    from .verbs.mend import run

    return run(options.files, write=options.write)


def _corrections(options: argparse.Namespace) -> int:
    from .verbs.corrections import run

    return run(options.content, options.at, write=options.write)


def _test(options: argparse.Namespace) -> int:
    from .verbs.project import test

    return test(fast=options.fast, long=options.long, rest=options.rest)


def _bench(options: argparse.Namespace) -> int:
    from benchmarks.compare import compare

    return compare(options.articles, options.rounds, options.without, options.style, options.pictures)


def _components(options: argparse.Namespace) -> int:
    from .verbs.component_page import write

    sys.stdout.write(f"{write(options.folder)}\n")
    return 0


def _screens(options: argparse.Namespace) -> int:
    from .verbs.screens import take

    return take(options.folder)


def _project(options: argparse.Namespace) -> int:
    from .verbs import project

    return int(getattr(project, options.work)())


def _publishing(options: argparse.Namespace) -> int:
    if not hasattr(os, "fork") and options.verb not in {"verify", "serving"}:
        raise SettingsError("lệnh này cần Linux hoặc macOS; trên máy này chạy được check, new, serve và build")
    from .publish import verbs

    values = {key: value for key, value in vars(options).items() if key not in {"run", "verb", "target"}}
    if "target" in options:
        values["name"] = options.target
    return int(getattr(verbs, f"run_{options.verb}")(**values))


def _preview(options: argparse.Namespace) -> int:
    from .verbs.preview import run

    return run(options.content, options.base, options.to, options.site_url, options.at)


def _status(options: argparse.Namespace) -> int:
    from .verbs.target_status import run_status

    given = (options.targets, options.target, options.content, options.format, options.hours, options.days)
    return run_status(*given, bytes_too=options.bytes, news=options.news)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking ten thousand articles apart, object by object, is time nobody gets anything for
