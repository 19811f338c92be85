"""Commands of a project: in a new interpreter, or forked from one that has the libraries loaded already."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

STARTS = ("LD_PRELOAD", "PYTHON", "FAKETIME", "TMPDIR", "TZ", "LC_", "LANG")
"""Beginnings of variables that an interpreter reads when it starts, or libraries when they are loaded."""
WITHOUT = ("PYTHONPATH", "PYTHONFAULTHANDLER", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
"""Those of them that the forked process makes good or does not need."""


def start(folder: Path, environment: Mapping[str, str], arguments: Sequence[str]) -> subprocess.Popen[str]:
    """Begin a command in an interpreter of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "plugins.command", *arguments],
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder: Path, environment: Mapping[str, str], arguments: Sequence[str], limit: float) -> tuple[int, str]:
    """(exit code, what was said) of a command; a test fails with what it said when it takes longer."""
    process = start(folder, environment, arguments)
    try:
        said, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        pytest.fail(process.communicate()[0])
    return process.returncode, said


def run_forked(folder: Path, environment: Mapping[str, str], arguments: Sequence[str], limit: float) -> tuple[int, str]:
    """Likewise, forked where the environment allows that."""
    if _at_start(environment) == _at_start(os.environ):
        return _Warm.only().run(folder, environment, arguments, limit)
    return run(folder, environment, arguments, limit)


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    named = {name: value for name, value in environment.items() if name.startswith(STARTS)}
    return {name: value for name, value in named.items() if name not in WITHOUT}


class _Warm:
    """The process that forks, for as long as the tests run."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("warm_process.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    @staticmethod
    @cache
    def only() -> _Warm:
        """One for each process that runs tests."""
        return _Warm()

    def run(
        self, folder: Path, environment: Mapping[str, str], arguments: Sequence[str], limit: float
    ) -> tuple[int, str]:
        with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace", prefix="said-") as said:
            request = {
                "folder": str(folder),
                "environment": dict(environment),
                "arguments": list(arguments),
                "said": said.name,
            }
            assert self._process.stdin
            self._process.stdin.write(json.dumps(request) + "\n")
            child = self._line(60)
            try:
                code = self._line(limit)
            except TimeoutError:
                os.kill(child, signal.SIGABRT)
                self._line(60)
                pytest.fail(said.read())
            return code, said.read()

    def _line(self, limit: float) -> int:
        """The next answer; there is never more than one to be read."""
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], limit)
        if not ready:
            raise TimeoutError
        return int(self._process.stdout.readline())
