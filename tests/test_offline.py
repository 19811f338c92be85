"""Installing without a network, as docs/continuity.md says: from a folder, every file held to the hash of its lock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.setting_up import purposes
from tests.helpers.building import ROOT

pytestmark = pytest.mark.slow
BARE = getattr(sys, "_base_executable", sys.executable)
_NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0"}
_UNCOMPILED = {"PIP_NO_COMPILE": "1"}
"""Half of what installing takes goes into compiling modules that nobody asks for here."""


def run(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in the project's copy."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("COLUMN_", "PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        command, cwd=folder, env={**known, **more}, capture_output=True, encoding="utf-8", timeout=600, check=False
    )


def recipe(lock: str) -> list[list[str]]:
    """The page's commands that fill the folder, for a lock of one's own."""
    page = (ROOT / "docs" / "continuity.md").read_text(encoding="utf-8")
    lines = re.findall(r"^ +(\.venv/bin/pip download .*)$", page, re.MULTILINE)
    assert len(lines) == 2
    return [line.replace(purposes.PUBLISH, lock).split() for line in lines]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose folder packages/ was filled from the locks."""
    folder = tmp_path_factory.mktemp("offline") / "chuyên mục"
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*ROOT.glob("requirements*.lock"), ROOT / "tasks.py", ROOT / "pyproject.toml"):
        shutil.copy(path, folder / path.name)
    for lock in (purposes.PUBLISH, purposes.DIGEST):
        fill(folder, lock)
    return folder


def fill(folder: Path, lock: str) -> None:
    """Follow the page."""
    tools = folder / "tools"
    tools.symlink_to(sys.prefix)  # the `.venv` that `build` would have made: the same pip, the same tools
    for command in recipe(lock):
        done = run([command[0].replace(".venv", tools.name), *command[1:]], folder)
        assert done.returncode == 0, done.stdout + done.stderr
    tools.unlink()


def test_each_purpose_is_set_up_from_the_folder(project: Path) -> None:
    for verb, module in (("new", "pelican"), ("publish", "boto3"), ("digest", "weasyprint")):
        done = run([BARE, "tasks.py", verb, "--help"], project, COLUMN_PACKAGES="packages", **_UNCOMPILED, **_NOWHERE)
        assert done.returncode == 0, done.stderr
        found = run([".venv/bin/python", "-c", f"import {module}, feedgen"], project)
        assert found.returncode == 0 or "cannot load library" in found.stderr, found.stderr


@pytest.mark.long
def test_the_development_lock_is_whole_too(project: Path) -> None:
    """Resolved and checked to the last file, but not installed: that takes a minute. What runs the tests was installed
    from it."""
    fill(project, purposes.DEVELOPMENT)
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-index", "--no-deps"]
    command += ["--find-links=packages", "--no-build-isolation", "--require-hashes", "-r", purposes.DEVELOPMENT]
    done = run(command, project, **_NOWHERE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_that_was_changed_is_refused(project: Path) -> None:
    wheel = next((project / "packages").glob("invoke-*.whl"))
    good = wheel.read_bytes()
    wheel.write_bytes(good + b"\0")
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-index", "--no-deps"]
    done = run([*command, "--find-links=packages", "--require-hashes", "-r", purposes.BUILD], project, **_NOWHERE)
    wheel.write_bytes(good)
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
