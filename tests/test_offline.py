"""README's first command on a machine that has nothing but Python, and installing without a network as
docs/continuity.md says: from a folder, every file held to the hash of its lock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.setting_up import purposes
from tests.helpers.building import CONTENT, ROOT, warm

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
    """What git holds, as a clone gets it, whose folder packages/ was filled from the locks."""
    folder = tmp_path_factory.mktemp("offline") / "chuyên mục"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    warm(folder / ".cache", "pictures", content=CONTENT)  # encoded like the project's own
    asked: set[str] = set()
    for lock in (purposes.PUBLISH, purposes.DIGEST):
        fill(folder, lock, asked)
    return folder


def fill(folder: Path, lock: str, asked: set[str]) -> None:
    """Follow the page. asked: locks that were downloaded already."""
    tools = folder / "tools"
    tools.symlink_to(sys.prefix)  # the `.venv` that `build` would have made: the same pip, the same tools
    for command in recipe(lock):
        if command[-1] not in asked:
            done = run([command[0].replace(".venv", tools.name), *command[1:]], folder)
            assert done.returncode == 0, done.stdout + done.stderr
            asked.add(command[-1])
    tools.unlink()


def test_each_purpose_is_set_up_from_the_folder(project: Path) -> None:
    """Building is what a new clone does first; so it is built."""
    done = tasks(project, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "output/index.html").is_file()
    assert "ghi 0, xoá 0" in tasks(project, "build").stdout
    listed = run([".venv/bin/invoke", "--list"], project).stdout
    for name in ("build", "serve", "test", "lint", "clean", "check", "new"):
        assert f"  {name} " in listed
    assert "0 lỗi" in run([".venv/bin/invoke", "check"], project).stdout
    for verb, module in (("build", "pelican"), ("publish", "boto3"), ("digest", "weasyprint")):
        done = tasks(project, verb, "--help")
        assert done.returncode == 0, done.stderr
        found = run([".venv/bin/python", "-c", f"import {module}, feedgen"], project)
        assert found.returncode == 0 or "cannot load library" in found.stderr, found.stderr


def tasks(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A verb, started with a Python that has nothing."""
    return run([BARE, "tasks.py", *arguments], project, COLUMN_PACKAGES="packages", **_UNCOMPILED, **_NOWHERE)


@pytest.mark.long
def test_a_bare_machine_with_a_network_installs_from_the_index(project: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(project, clone, ignore=shutil.ignore_patterns(".venv*", "packages", "output", ".cache"))
    done = run([BARE, "tasks.py", "build"], clone, **_UNCOMPILED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (clone / "output/index.html").is_file()


@pytest.mark.long
def test_the_development_lock_is_whole_too(project: Path) -> None:
    """Resolved and checked to the last file, but not installed: that takes a minute. What runs the tests was installed
    from it."""
    fill(project, purposes.DEVELOPMENT, set())
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
