"""A commit's own files and code, unpacked and built apart from everything that stands."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from ..core.errors import PublishError, SettingsError
from ..system import build_inputs


def unpack(commit: str, root: Path) -> str:
    """Put a commit's files into a folder; the commit's whole name."""
    git = ["git", "-C", str(build_inputs.ROOT)]
    named = subprocess.run(
        [*git, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"], capture_output=True, text=True
    )
    if named.returncode:
        raise SettingsError(f"không có commit “{commit}”")
    full = named.stdout.strip()
    packed = subprocess.run([*git, "archive", "--format=tar", full], capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", str(root)], input=packed.stdout, check=True)
    return full


def build_unpacked(root: Path, site_url: str, at: str, *, pictures: Path | None = None) -> None:
    """With this environment when the commit's lock is the same, else with one made from that lock. pictures: folder of
    encoded ones that it may use and add to; None where the build has to prove something."""
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        (root / "cache").mkdir()
        (root / "cache" / pictures.name).symlink_to(pictures.resolve())
    same = (
        sha256((root / "requirements.lock").read_bytes()).digest()
        == sha256((build_inputs.ROOT / "requirements.lock").read_bytes()).digest()
    )
    start = ["-m", "plugins.command"] if same else [str(root / "tasks.py")]
    command = [sys.executable, *start, "build", "--content", "content", "--output", "site"]
    command += ["--site-url", site_url, "--at", at]
    environment = {
        **os.environ,
        "PYTHONPATH": str(root),
        "COLUMN_CWD": str(root),
        "COLUMN_CACHE": str(root / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise PublishError(f"không dựng lại được commit này:\n{(done.stdout + done.stderr).rstrip()}")
