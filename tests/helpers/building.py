"""Builds of whole sites in a process of their own, as an editor runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from plugins.system import build_inputs

from .processes import run_module

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "content"
"""The project's own content."""


def warm(cache: Path, *kinds: str) -> Path:
    """A new cache folder whose templates are compiled and pictures encoded once for all tests, and kept between runs:
    half of what a small build costs. kinds: what to share of "templates" and "pictures", both when none is named; what
    a test compares it must not share. A folder that stands is left as it is."""
    if not cache.exists():
        cache.mkdir(parents=True)
        for kind in kinds or ("templates", "pictures"):
            kept = build_inputs.cache() / "tests" / kind
            kept.mkdir(parents=True, exist_ok=True)
            (cache / kind).symlink_to(kept.resolve())
    return cache


def run_build(
    content: Path, output: Path, cache: Path, *options: str, code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run `build`; the caches lie in a folder of the test's own. Fails with the build's words on another exit code."""
    folders = ("--content", str(content), "--output", str(output))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(cache))}
    done = run_module("plugins.command", "build", *folders, *options, cwd=ROOT, env=environment)
    assert done.returncode == code, done.stdout + done.stderr
    return done
