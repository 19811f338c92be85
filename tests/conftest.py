"""Fixtures that many tests share: the project's own site, built once and served, and a Chromium. How long tests go on
is said here too: `normal` and `long` are Hypothesis' profiles (see rounds.py)."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from plugins.verbs import browser
from tests.helpers import programs
from tests.helpers.building import CONTENT, SEVERAL, run_build
from tests.helpers.room import Room
from tests.helpers.rounds import LONG
from tests.helpers.serving import serving
from tests.helpers.sharing import longest_first, once, together

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

settings.register_profile("normal", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("long" if LONG else "normal")

# Verbs are run as tasks.py runs them, however the tests were started; else some could not be forked (see processes.py),
# and each interpreter would compile the code anew.
os.environ["PYTHONUTF8"] = "1"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The sites of tests are small: forking workers for them is a fifth of what a build costs, and gains nothing while the
# tests themselves keep every core busy. Who looks at several workers asks for them (building.SEVERAL).
if not LONG:
    os.environ.setdefault("COLUMN_WORKERS", "1")

ROOM = None if os.environ.get("PYTEST_XDIST_WORKER") else Room()  # workers are told

# A shell that starts the tests in the background has them ignore Ctrl-C, and with them the servers that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Seven thousand tests stay to the end: no collection of garbage looks through them, now or later; and what tests
    make goes without one for the most part."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `long` wait for `tasks.py test --long`; what takes longest comes first."""
    if not LONG:
        left_out = {item for item in items if item.get_closest_marker("long")}
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=list(left_out))
    longest_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A skipped test's report carries what it lacked."""
    programs.remember(item, call.excinfo.value if call.excinfo else None)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The run's last lines: where its files lie when something failed; what tests were skipped for, how to get it."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if not terminal:
        return
    kept = ROOM.leave(failed=bool(terminal.stats.keys() & {"failed", "error"})) if ROOM else ""
    for line in filter(None, (kept, programs.lacking(terminal.stats.get("skipped", [])))):
        terminal.write_line(line)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Deal tests out as sharing.py says, in the order of their collection."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def own_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own content, built once for all tests; read only."""

    def make(folder: Path) -> None:
        run_build(CONTENT, folder / "output", folder / "cache", environment=SEVERAL)

    return once(tmp_path_factory, "own", make) / "output"


@pytest.fixture(scope="session")
def own_site(own_output: Path) -> Iterator[str]:
    """The address of the project's own site on a loopback server with a strict CSP."""
    with serving(own_output) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run; tests open contexts of their own in it (see `page`)."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # what comes late is no fault of a busy machine's

    path = browser.find()
    programs.installed(path, "chromium", "chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(browser.FLAGS))
        yield started
        started.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: nothing stored, Vietnamese, a phone's width."""
    fresh = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 844})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab in a fresh profile."""
    return context.new_page()
