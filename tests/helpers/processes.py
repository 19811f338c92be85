"""Commands in processes of their own: in a new interpreter, or forked from one that has the libraries loaded already.

A forked one is a process like any other: its own environment, folder, output and exit code. What it does not show is
how an interpreter starts: whoever asks for another locale, time zone, clock or seed gets a new one.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest

from plugins.system.build_inputs import ROOT

STARTS = ("LD_PRELOAD", "PYTHON", "FAKETIME", "TMPDIR", "TZ", "LC_", "LANG")
"""Beginnings of variables that an interpreter reads when it starts, or libraries when they are loaded."""
_FOR_EVER = 900
"""Seconds that a busy machine may take for what takes one; an answer that came later would be taken for the next."""
WITHOUT = ("PYTHONPATH", "PYTHONFAULTHANDLER", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
"""Those of them that the forked process makes good or does not need."""
CLOCK = "FAKETIME"
"""What the clock shows; with FAKETIME_NO_CACHE the library asks for it again whenever it is asked for the time."""


def run_module(
    module: str,
    *arguments: str,
    cwd: Path,
    env: Mapping[str, str],
    timeout: float = 300,
    forked: bool = True,
    together: bool = False,
    under: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.CompletedProcess[str]:
    """`python -m MODULE ARGUMENTS…` to its end, forked where the environment allows that. A test fails with what was
    said when it takes longer. together: stderr goes where stdout goes. under: variables of `env` that the process which
    forks is started with too: one more of them, for those who ask often."""
    if forked and not _alone and _may_fork(env, {**os.environ, **under}):
        own = env.get("PYTHONPATH") == str(ROOT)
        warm = _Warm.only(str(ROOT) if own else "", frozenset(under.items()))
        return warm.run(module, arguments, cwd, env, timeout, together)
    process = start_module(module, *arguments, cwd=cwd, env=env, together=together)
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        pytest.fail("\n".join(filter(None, process.communicate())))
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr or "")


_EACH = """
import os, sys
import bs4, icalendar, lxml.html, markdown, pelican, PIL.Image
from tests.helpers.warm_process import meet_the_code
meet_the_code()
code = compile(sys.argv[1], "code", "exec")
for name in sys.argv[2:]:
    child = os.fork()
    if not child:
        try:
            exec(code, {"name": name})
        except BaseException as error:
            print(name, repr(error), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def failures_of_each(code: str, names: Iterable[str]) -> list[str]:
    """Run code for each `name` where nothing of the project is loaded yet; a line for each that fails. Libraries are
    loaded once for all."""
    command = [sys.executable, "-c", _EACH, code, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def start_module(
    module: str, *arguments: str, cwd: Path, env: Mapping[str, str], together: bool = False
) -> subprocess.Popen[str]:
    """The same in an interpreter of its own, which can be stopped and killed."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if together else subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


_alone = False


@contextmanager
def interpreters_of_their_own() -> Iterator[None]:
    """Nothing is forked for as long as the block runs: what it costs is that of a command as people start it, and
    counted with what this process waited for."""
    global _alone
    before, _alone = _alone, True
    try:
        yield
    finally:
        _alone = before


def _may_fork(environment: Mapping[str, str], of_who_forks: Mapping[str, str]) -> bool:
    path = environment.get("PYTHONPATH", "").split(os.pathsep)
    if any(Path(folder, "sitecustomize.py").exists() for folder in path):
        return False
    return _at_start(environment) == _at_start(of_who_forks)


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    named = {name: value for name, value in environment.items() if name.startswith(STARTS)}
    later = (*WITHOUT, *([CLOCK] if "FAKETIME_NO_CACHE" in named else []))
    return {name: value for name, value in named.items() if name not in later}


class _Warm:
    """The process that forks, for as long as the tests run."""

    def __init__(self, project: str, under: Mapping[str, str]) -> None:
        script = Path(__file__).with_name("warm_process.py")
        self._answered = b""
        self._process = subprocess.Popen(
            [sys.executable, str(script), *filter(None, [project])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: value for name, value in {**os.environ, **under}.items() if name != "PYTHONPATH"},
        )

    @staticmethod
    @cache
    def only(project: str, under: frozenset[tuple[str, str]]) -> _Warm:
        """One for each process that runs tests, or two, or three. project: the folder whose code it has loaded; "" for
        none; under: variables it is started with."""
        return _Warm(project, dict(under))

    def run(
        self,
        module: str,
        arguments: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        timeout: float,
        together: bool,
    ) -> subprocess.CompletedProcess[str]:
        with _said() as stdout, _said() as stderr:
            request = {
                "module": module,
                "arguments": list(arguments),
                "folder": str(cwd),
                "environment": dict(env),
                "stdout": stdout.name,
                "stderr": stdout.name if together else stderr.name,
            }
            assert self._process.stdin
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            child = self._line(_FOR_EVER)  # the first one waits until all libraries are loaded
            try:
                code = self._line(timeout)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGABRT)
                self._line(_FOR_EVER)
                pytest.fail(stdout.read() + stderr.read())
            return subprocess.CompletedProcess([module, *arguments], code, stdout.read(), stderr.read())

    def _line(self, limit: float) -> int:
        """The next answer. A command that ends at once may have given both of its answers by now."""
        assert self._process.stdout
        pipe = self._process.stdout.fileno()
        while b"\n" not in self._answered:
            if not select.select([pipe], [], [], limit)[0]:
                raise TimeoutError
            more = os.read(pipe, 4096)
            assert more, "the process that forks has ended"
            self._answered += more
        line, _, self._answered = self._answered.partition(b"\n")
        return int(line)


def _said() -> tempfile._TemporaryFileWrapper[str]:
    return tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace", prefix="said-")
