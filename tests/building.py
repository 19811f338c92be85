"""Builds of whole sites in a process of their own, as an editor runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from plugins import inputs

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
"""The project's own content."""


def keeping_pictures(cache: Path) -> Path:
    """A cache folder for builds of the project's own content; only its pictures stay encoded from run to run."""
    kept = inputs.cache() / "tests" / "pictures"
    kept.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True)
    (cache / "pictures").symlink_to(kept)
    return cache


def run_build(
    content: Path, output: Path, cache: Path, *options: str, code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run `build`; the caches lie in a folder of the test's own. Fails with the build's words on another exit code."""
    command = [sys.executable, "-m", "plugins.command", "build"]
    command += ["--content", str(content), "--output", str(output), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(cache)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done
