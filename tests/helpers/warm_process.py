"""A process that has the libraries loaded and forks for every command: `python -m MODULE` without the half second in
which an interpreter starts and imports what never differs.

    warm_process.py [FOLDER]

Of this project the rules alone stay imported before the fork, for commands of copies of it run their own code, and what
a copy has changed is imported from there; or all of it, when FOLDER is where it stands: then only that code is ever
run. One request a line on stdin: module, arguments, folder, environment, files for stdout and stderr. Two answers a
line on stdout: the process, its code.
"""

from __future__ import annotations

import _imp
import atexit
import contextlib
import dataclasses
import faulthandler
import functools
import gc
import importlib
import json
import os
import pickle
import pkgutil
import re
import runpy
import sys
import tempfile
import threading
import warnings
from importlib import _bootstrap_external  # type: ignore[attr-defined]
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import NoReturn, TypedDict

LIBRARIES = ("pelican", "pelican.readers", "pelican.generators", "bs4", "lxml.html", "icalendar", "feedgen.feed")
LIBRARIES += ("markdown", "nh3", "babel.dates", "PIL.Image", "brotli", "boto3", "urllib.request", "concurrent.futures")
LIBRARIES += tuple(f"PIL.{name}ImagePlugin" for name in ("Bmp", "Gif", "Jpeg", "Png", "Ppm", "Tiff"))
LIBRARIES += ("PIL.ImageFilter", "rich._emoji_codes", "encodings.unicode_escape", "encodings.utf_8_sig")
ENTRIES = ("plugins.command", "plugins.desk")
"""Run, not imported; and what only a server needs."""
HERE = str(Path(__file__).resolve().parent.parent.parent)
RULES = "plugins.core"
"""Know no place (tests/test_layers.py), so they are the same in every copy that has not changed them."""


class Request(TypedDict):
    """See above."""

    module: str
    arguments: list[str]
    folder: str
    environment: dict[str, str]
    stdout: str
    stderr: str


def main() -> None:
    """Answer until stdin ends."""
    sys.path[:1] = sys.argv[1:]  # what lies beside this file is nobody's module
    re._MAXCACHE = 10_000  # type: ignore[attr-defined]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*LIBRARIES, *_modules(sys.argv[1:])):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        _plugins_of_others()
        _use_once()
        if sys.argv[1:]:
            _keep_what_builds_keep()
            _know_patterns()
        else:
            meet_the_code()
    gc.collect()
    gc.freeze()  # what is loaded stays: no collection of a child goes through it, nor copies its pages
    for line in sys.stdin:
        request: Request = json.loads(line)
        child = os.fork()
        if not child:
            _end(_code_of(request))
        _answer(child)
        _answer(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _use_once() -> None:
    """What libraries make or read when they are first used, and keep: the same for every command."""
    with contextlib.suppress(Exception):  # it is not there, or this machine has settings of its own for it
        from boto3 import client

        client("s3", region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none")
    with contextlib.suppress(ImportError):
        from jinja2 import Environment

        Environment(trim_blocks=True, lstrip_blocks=True).from_string("")  # as Pelican's


def _modules(folders: list[str]) -> list[str]:
    """The project's, without what is run."""
    found = pkgutil.walk_packages([f"{folder}/plugins" for folder in folders], "plugins.")
    return [one.name for one in found if not one.name.startswith(ENTRIES)]


def _plugins_of_others() -> None:
    """Each build imports all that are installed beside Pelican, whatever its settings name (Pelican's habit)."""
    import pelican.plugins

    for _, name, _ in pkgutil.iter_modules(pelican.plugins.__path__, "pelican.plugins."):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _keep_what_builds_keep() -> None:
    """What a process that builds again and again works out once: the zone of calendars, the digest of our code, the
    theme's sheets and scripts. Of a copy it is what the rules know (see RULES)."""
    importlib.import_module("plugins.feeds.calendars")._timezone("Asia/Ho_Chi_Minh")
    importlib.import_module("plugins.system.build_inputs").code()
    importlib.import_module("plugins.build.assets").bundle(Path(HERE, "theme"), "")


def _know_patterns() -> None:
    """Compile the patterns that libraries and our code compile only when they are used: a first build, in a process of
    its own, tells which these are."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as told:
        child = os.fork()
        if not child:
            os.environ["COLUMN_CACHE"] = f"{folder}/cache"
            try:
                with open(os.devnull, "w", encoding="utf-8") as sys.stdout:
                    command = importlib.import_module("plugins.command")
                    command.main(["build", "--content", f"{HERE}/tests/site/content", "--output", f"{folder}/output"])
                used = [(pattern, int(flags)) for _, pattern, flags in re._cache]  # type: ignore[attr-defined]
                pickle.dump(used, told)
                told.flush()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        told.seek(0)
        for pattern, flags in pickle.load(told):
            re.compile(pattern, flags)


def meet_the_code() -> None:
    """Import this project's code once and forget it, but not its compiled patterns, what dataclasses write of
    themselves and what lies in the files of compiled code: the same in every copy, and two thirds of what importing
    takes."""
    dataclasses.exec = _exec_known  # type: ignore[attr-defined]
    _bootstrap_external._compile_bytecode = _known_code  # type: ignore[attr-defined]
    _bootstrap_external.SourceFileLoader.get_code = _noted_code  # type: ignore[attr-defined]
    ways, finders = sys.path[:], sys.meta_path[:]
    sys.path.insert(0, HERE)
    for name in _modules([HERE]):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _bootstrap_external.SourceFileLoader.get_code = _get_code  # type: ignore[attr-defined]
    _keep_what_builds_keep()
    _know_patterns()
    sys.path[:], sys.meta_path[:] = ways, finders  # the project's own finder knows this code alone
    for name in [name for name in sys.modules if name.partition(".")[0] == "plugins"]:
        module = sys.modules.pop(name)
        if name.startswith(RULES):
            _rules[name] = module
    _met[:] = _stamps(HERE)


def _noted_code(loader: SourceFileLoader, name: str) -> CodeType | None:
    """As Python's own."""
    code = _get_code(loader, name)
    _code_in[loader.path] = code
    return code


def _take_the_rules(folder: str) -> None:
    """Have the rules imported already in a copy that has changed none of them: they know no place, so only their own is
    told anew."""
    if not _rules or _stamps(folder) != _met:
        return
    importlib.import_module("plugins").core = _rules["plugins.core"]  # type: ignore[attr-defined]
    for name, module in _rules.items():
        spec = module.__spec__
        assert spec is not None
        assert spec.origin is not None
        place = folder + spec.origin.removeprefix(HERE)
        if code := _code_in[spec.origin]:
            _imp._fix_co_filename(code, place)
        module.__file__ = spec.origin = place
        if spec.submodule_search_locations is not None:
            module.__path__ = spec.submodule_search_locations = [os.path.dirname(place)]
        sys.modules[name] = module


def _stamps(folder: str) -> list[tuple[str, int, int]]:
    """What tells whether a copy has the very rules that were met."""
    found: list[tuple[str, int, int]] = []
    for place, folders, files in os.walk(f"{folder}/{RULES.replace('.', '/')}"):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            status = os.stat(f"{place}/{name}")
            found.append((f"{place}/{name}".removeprefix(folder), status.st_size, status.st_mtime_ns))
    return sorted(found)


def _exec_known(text: str, *spaces: dict[str, object]) -> None:
    exec(_compiled(text), *spaces)


_read = _bootstrap_external._compile_bytecode  # type: ignore[attr-defined]
_get_code = _bootstrap_external.SourceFileLoader.get_code  # type: ignore[attr-defined]
_codes: dict[bytes, CodeType] = {}
_rules: dict[str, ModuleType] = {}
_code_in: dict[str, CodeType | None] = {}
_met: list[tuple[str, int, int]] = []


def _known_code(data: bytes, **named: str) -> CodeType:
    """As Python's own, whose names these are."""
    known = _codes.get(key := bytes(data))
    if known is None:
        known = _codes[key] = _read(data, **named)
    else:
        _imp._fix_co_filename(known, named["source_path"])  # as for any file that was compiled elsewhere
    return known


@functools.cache
def _compiled(text: str) -> CodeType:
    return compile(text, "<string>", "exec")


def _code_of(request: Request) -> int:
    """Be the command that was asked for; its exit code."""
    try:
        _become(request)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """End as an interpreter does, but take nothing apart: that would touch, and so copy, every page that is shared."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _become(request: Request) -> None:
    """Be the command that was asked for."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, to in ((0, nothing), (1, _to(request["stdout"])), (2, _to(request["stderr"]))):
        os.dup2(to, number)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.pycache_prefix = os.environ.get("PYTHONPYCACHEPREFIX")
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    if os.environ.get("PYTHONFAULTHANDLER"):
        faulthandler.enable()
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 — as long as the process
    own = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[: len(sys.argv) - 1] = [request["folder"], *own]
    sys.argv = [request["module"], *request["arguments"]]
    _take_the_rules(request["folder"])
    sys.modules.pop("plugins.command", None)  # some verb's module imports it; what is run is never that copy
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)


def _to(file: str) -> int:
    return os.open(file, os.O_WRONLY | os.O_APPEND)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
