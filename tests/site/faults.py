"""What goes wrong around a build: processes that are killed, disks that are full, rights that are missing."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.helpers.building import ROOT, SEVERAL, TINY, warm
from tests.helpers.processes import run_module

ARTICLE = "articles/2022-03-01-cung-phut-mot.md"
PAGE = "bai-viet/cung-phut-mot/index.html"


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Site:
    """The tiny site in a folder of its own, in one of two states that differ in several pages."""

    def __init__(self, home: Path, project: Path = ROOT) -> None:
        self.home = home
        self.project = project
        self.content = Path(shutil.copytree(TINY, home / "content"))
        self.output, self.cache = home / "output", warm(home / "cache")
        self.text = (self.content / ARTICLE).read_text(encoding="utf-8")

    def change(self, state: int) -> None:
        """Bring content into a state."""
        text = self.text.replace("bài một", f"bài một, lần {state}") if state else self.text
        (self.content / ARTICLE).write_text(text, encoding="utf-8")
        added = self.content / "articles/2022-06-01-them.md"
        if state:
            added.write_text(
                "Title: Bài thêm\nDate: 2022-06-01 08:00\nCategory: dao-duc\nSummary: Sapo.\n\nChữ.\n", encoding="utf-8"
            )
        else:
            added.unlink(missing_ok=True)

    def start(self, *options: str, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        """Start a build; `prepare` runs in its process before."""
        return subprocess.Popen(
            [sys.executable, "-m", "plugins.command", *self._arguments(*options)],
            **self._place(SEVERAL),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=prepare,
        )

    def build(self, *options: str, prepare: Callable[[], None] | None = None) -> tuple[int, str]:
        """Exit code and report of a whole build."""
        if not prepare:
            of_copies = {} if self.project == ROOT else SEVERAL  # broken code fails in workers
            place = self._place(of_copies)
            done = run_module("plugins.command", *self._arguments(*options), **place, together=True)
            return done.returncode, done.stdout
        process = self.start(*options, prepare=prepare)
        report, _ = process.communicate(timeout=300)
        return process.returncode, report

    def _arguments(self, *options: str) -> tuple[str, ...]:
        return ("build", "--content", str(self.content), "--output", str(self.output), *options)

    def _place(self, more: dict[str, str]) -> dict[str, Any]:
        environment = {**os.environ, **more, "PYTHONPATH": str(self.project), "COLUMN_CACHE": str(self.cache)}
        return {"cwd": self.project, "env": environment}

    def states(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The published files of both states; leaves the first one built."""
        new = _second_state()
        self.change(0)
        code, report = self.build()
        assert code == 0, report
        return files(self.output), new

    def interrupt(self, seconds: float, number: signal.Signals, *, workers: bool = True) -> None:
        """Start a build and end it after so long, with its workers or without them."""
        process = self.start("--allow-deletions")
        time.sleep(seconds)
        (os.killpg if workers else os.kill)(process.pid, number)
        process.communicate()

    def leavings(self) -> list[str]:
        """What lies around that a finished build would not have left."""
        beside = [path.name for path in self.home.iterdir() if path.name not in {"content", "output", "cache"}]
        inside = [path.name for path in (self.cache / "outputs").glob("*/*")]
        return beside + [
            name
            for name in inside
            if name not in {"lock", "state", "spare", "feeds", "data"} and not name.endswith(".json")
        ]


@cache
def _second_state() -> dict[str, bytes]:
    """The published files of the second state, which lie in every folder alike."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.change(1)
        code, report = site.build()
        assert code == 0, report
        return files(site.output)


def without_privileges() -> None:
    """Take from root the right to read and write what its mode forbids; others never had it."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP: holds from the next program on


def copy_project(folder: Path) -> Path:
    """A copy of code, theme and settings, to be broken."""
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name)  # with what Python has compiled
    for name in ("pelicanconf.py", "requirements.lock"):
        shutil.copy(ROOT / name, folder / name)
    return folder
