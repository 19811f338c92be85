"""What a machine lacks is skipped and told in one line; in CI it is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.building import ROOT

pytestmark = pytest.mark.slow
CASES = """
import pytest
from tests.helpers import programs

@pytest.fixture(scope="module")
def server(): return programs.program("no-such-server")

def test_one(server): ...
def test_two(server): ...
def test_package(): programs.installed(False, "nginx", programs.PACKAGES["nginx"])
def test_disk(): programs.allowed(False, "a small disk")
def test_library(): programs.library("libnone.so.9", "libnone9")
def test_there(): assert programs.program("python3")
@pytest.mark.long
def test_rounds(): raise AssertionError("only in long runs")
"""


def run(folder: Path, *options: str, **environment: str) -> list[str]:
    """The lines of a run of these cases, with this project's conftest."""
    (folder / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    (folder / "test_cases.py").write_text(CASES, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), *options]
    inherited = {name: value for name, value in os.environ.items() if name not in {"CI", "COLUMN_TEST_LONG"}}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--basetemp", str(folder / "made"), str(folder)],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines() or [done.stderr]


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_the_last_line_names_what_is_missing_and_how_to_get_it(tmp_path: Path, options: tuple[str, ...]) -> None:
    lines = run(tmp_path, *options)
    assert lines[-1] == (
        "5 skipped for want of libnone.so.9, nginx, no-such-server "
        "(apt-get install libnone9 nginx-light no-such-server); a small disk (needs the rights of root)"
    )
    assert "1 passed, 5 skipped" in lines[-2]


def test_in_ci_it_is_a_failure(tmp_path: Path) -> None:
    text = "\n".join(run(tmp_path, CI="true"))
    assert "nginx is not installed on this machine: apt-get install nginx-light" in text
    assert "2 failed, 1 passed, 1 skipped, 1 deselected, 2 errors" in text
    assert text.endswith("1 skipped for want of a small disk (needs the rights of root)")


def test_long_tests_run_when_asked(tmp_path: Path) -> None:
    assert "only in long runs" in "\n".join(run(tmp_path, COLUMN_TEST_LONG="1"))
