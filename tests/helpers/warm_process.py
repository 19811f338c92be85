"""A process that has the libraries loaded and forks for every command: `python -m MODULE` without the half second in
which an interpreter starts and imports what never differs.

    warm_process.py [FOLDER]

Of this project nothing is imported before the fork, for commands of copies of it run their own code; or all of it, when
FOLDER is where it stands: then only that code is ever run. One request a line on stdin: module, arguments, folder,
environment, files for stdout and stderr. Two answers a line on stdout: the process, its code.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import json
import os
import pkgutil
import runpy
import sys
import warnings
from typing import TypedDict

LIBRARIES = ("pelican", "pelican.readers", "pelican.generators", "bs4", "lxml.html", "icalendar", "feedgen.feed")
LIBRARIES += ("markdown", "nh3", "babel.dates", "PIL.Image", "brotli", "boto3", "urllib.request", "concurrent.futures")
ENTRIES = ("plugins.command", "plugins.desk")
"""Run, not imported; and what only a server needs."""


class Request(TypedDict):
    """See above."""

    module: str
    arguments: list[str]
    folder: str
    environment: dict[str, str]
    stdout: str
    stderr: str


def main() -> None:
    """Answer until stdin ends. The child falls out of the loop and ends as every interpreter does."""
    sys.path[:1] = sys.argv[1:]  # what lies beside this file is nobody's module
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*LIBRARIES, *_modules(sys.argv[1:])):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is loaded stays: no collection of a child goes through it, nor copies its pages
    for line in sys.stdin:
        request: Request = json.loads(line)
        child = os.fork()
        if not child:
            _become(request)
            return
        _answer(child)
        _answer(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _modules(folders: list[str]) -> list[str]:
    """The project's, without what is run."""
    found = pkgutil.walk_packages([f"{folder}/plugins" for folder in folders], "plugins.")
    return [one.name for one in found if not one.name.startswith(ENTRIES)]


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
    sys.modules.pop("plugins.command", None)  # some verb's module imports it; what is run is never that copy
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)


def _to(file: str) -> int:
    return os.open(file, os.O_WRONLY | os.O_APPEND)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
