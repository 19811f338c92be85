"""The command line: what carries out each verb, which imports only what it needs, so that `build` starts at once."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys

from .core.errors import ColumnError, SettingsError
from .options import Run, declared
from .system import build_inputs
from .system.failures import told


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale says, reports are Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = sys.argv[1:] if arguments is None else arguments
    asked = given[0] if given and given[0] in _RUNS else ""
    options = declared(_RUNS, asked).parse_args(given)
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
    """Name → what it takes: `tasks.py` gives invoke the same, README's table is held to it by a test."""
    (found,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    return declared(_RUNS)


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

    return int(getattr(project, options.verb)())


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


_RUNS: dict[str, Run] = {
    "build": _build,
    "check": _check,
    "serve": _serve,
    "desk": _desk,
    "new": _new,
    "import": _import,
    "guide": _guide,
    "feed-preview": _feed_preview,
    "ping": _ping,
    "coverage": _coverage,
    "digest": _digest,
    "kit": _kit,
    "script": _script,
    "letters": _letters,
    "mend": _mend,
    "corrections": _corrections,
    "test": _test,
    "bench": _bench,
    "components": _components,
    "preview": _preview,
    "screens": _screens,
    **dict.fromkeys(("lint", "lock", "clean"), _project),
    **dict.fromkeys(("publish", "diff", "rollback", "release", "purge", "releases", "verify", "serving"), _publishing),
    "status": _status,
}
"""Verb → what carries it out."""


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking ten thousand articles apart, object by object, is time nobody gets anything for
