"""A process that has the libraries loaded and forks for every command: `python -m plugins.command` without the half
second in which an interpreter starts and imports what never differs.

Nothing of this project is imported before the fork: each command runs the code of its own project. One request a line
on stdin: folder, environment, arguments, file for what is said. Two answers a line on stdout: the process, its code.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import runpy
import sys
import warnings

LIBRARIES = ("pelican", "pelican.readers", "pelican.generators", "bs4", "lxml.html", "icalendar", "feedgen.feed")
LIBRARIES += ("markdown", "nh3", "babel.dates", "PIL.Image", "brotli", "boto3", "urllib.request", "concurrent.futures")


def main() -> None:
    """Answer until stdin ends. The child falls out of the loop and ends as every interpreter does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in LIBRARIES:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            _become(request)
            return
        _answer(child)
        _answer(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _become(request: dict[str, str | list[str] | dict[str, str]]) -> None:
    """Be the command that was asked for."""
    said = os.open(str(request["said"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, to in ((0, nothing), (1, said), (2, said)):
        os.dup2(to, number)
    os.chdir(str(request["folder"]))
    os.environ.clear()
    os.environ.update(dict(request["environment"]))
    sys.pycache_prefix, sys.dont_write_bytecode = None, False
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 — as long as the process
    sys.path[0] = str(request["folder"])
    sys.argv = ["plugins.command", *request["arguments"]]
    runpy.run_module("plugins.command", run_name="__main__", alter_sys=True)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
