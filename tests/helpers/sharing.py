"""Several processes run the tests: what is made once for all of them, and which tests stay together."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SINGLE = {
    "publish": ("folder", "git_branch", "rebuild", "ssh", "storage", "two_at_once"),
    "search": ("files", "page"),
    "site": ("faults", "incremental"),
    "tests": ("feed_polling", "feeds"),
    "theme": ("pages",),
}
"""Folder → modules whose tests take long and share nothing dear: each test goes where there is room. Those of other
modules stay together, with what their module makes once."""


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Only one process at a time is inside; the file may stay."""
    with open(lock, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of the run that the first process which asks for it fills; all others wait for it and only read."""
    base = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    folder, done = base / f"shared-{name}", base / f"shared-{name}.done"
    with one_at_a_time(base / f"shared-{name}.lock"):
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def together(test: str) -> str:
    """The name under which a test is dealt out: its module, or itself where it may go alone."""
    path = test.split("::", 1)[0]
    folder, _, file = path.rpartition("/")
    alone = file.removeprefix("test_").removesuffix(".py") in SINGLE.get(folder.rpartition("/")[2], ())
    return test if alone else path


def longest_first(tests: list[pytest.Item]) -> None:
    """Order what is dealt out: first the names with the most slow tests, so that no process is left with one of them at
    the end; what is fast fills what is left."""
    slow = Counter(together(test.nodeid) for test in tests if test.get_closest_marker("slow"))
    size = Counter(together(test.nodeid) for test in tests)
    place = {name: number for number, name in enumerate(size)}

    def order(test: pytest.Item) -> tuple[int, int, int]:
        name = together(test.nodeid)
        return -slow[name], -size[name], place[name]

    tests.sort(key=order)
