"""The developers' verbs: test, lint, clean. Each sets up what a bare machine lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib

from ..setting_up import purposes
from ..system import build_inputs
from . import browser

_PROCESSES = 8
"""Of the tests at most: each builds sites and runs browsers and servers of its own. One more than there are cores,
since many tests wait for a server."""


def test(*, fast: bool, long: bool, rest: list[str]) -> int:
    """Run pytest; the browser tests use an installed Chromium, else one that is set up here.

    fast: without the tests marked slow; long: full rounds of property tests, and the tests marked long.
    """
    environment = {**os.environ, "PYTHONPATH": str(build_inputs.ROOT), "COLUMN_TEST_LONG": "1" if long else ""}
    environment.pop("COLUMN_CWD", None)  # the tests start verbs from folders of their own
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of their thousand processes compiles the code anew
    found = browser.find_or_install()
    if found:
        environment["CHROME_PATH"] = found
    chosen = ["-m", "not slow and not long"] if fast else []
    workers = ["-n", str(min((os.cpu_count() or 1) + 1, _PROCESSES))]
    return subprocess.call(
        [sys.executable, "-m", "pytest", *workers, *chosen, *rest], cwd=build_inputs.ROOT, env=environment
    )


def lint() -> int:
    """Ruff (rules and format), mypy (strict on plugins)."""
    codes = [
        subprocess.call([sys.executable, "-m", *command], cwd=build_inputs.ROOT)
        for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    ]
    return max(codes)


def lock() -> int:
    """Pin every dependency with its hashes, by name alone, so that the files hold for every mirror of the index.

    One lock per purpose (setting_up/purposes.py); requirements-dev.lock is made first and holds all of them, so a
    package has one version whatever it is installed for.
    """
    groups = tomllib.loads((build_inputs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    asked: dict[str, list[str]] = {
        purposes.DEVELOPMENT: ["pyproject.toml", *(f"--group={group}" for group in groups)],
        purposes.BUILD: ["pyproject.toml"],
        purposes.PUBLISH: ["pyproject.toml", "--group=publish"],
        purposes.DIGEST: ["pyproject.toml", "--group=digest"],
        purposes.IMPORT: ["pyproject.toml", "--group=import"],
        purposes.DESK: ["pyproject.toml", "--group=desk", "--group=publish"],
        purposes.SOURCE: ["--group=source"],
    }
    for file, sources in asked.items():
        options = [
            "--universal",
            "--generate-hashes",
            "--no-annotate",
            "--no-header",
            "--quiet",
            f"--output-file={file}",
        ]
        if file != purposes.DEVELOPMENT:
            options.append(f"--constraint={purposes.DEVELOPMENT}")
        if code := subprocess.call(
            [sys.executable, "-m", "uv", "pip", "compile", *sources, *options], cwd=build_inputs.ROOT
        ):
            return code
    return 0


def clean() -> int:
    """Delete what a build makes: the output folder and every cache."""
    for folder in (build_inputs.ROOT / "output", build_inputs.cache()):
        shutil.rmtree(folder, ignore_errors=True)
    return 0
