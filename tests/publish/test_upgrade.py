"""Caches and targets that earlier commits of this repository left are taken up: what goes out is what a clean machine
makes, and what was live stays until then."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests.helpers.building import ROOT
from tests.helpers.programs import allowed, program

from .project import Project
from .test_folder import served

pytestmark = [pytest.mark.slow, pytest.mark.long]

COMMITS = {"0043fb1": "build", "3c16d59": "publish", "e6b1e6f": "publish", "b5e80ba": "publish"}
"""Commits whose code still runs with today's libraries, the oldest of them first → the most it can do."""


def unpacked(commit: str, folder: Path) -> Path:
    """An earlier commit's files; skipped where the history is not there."""
    found = subprocess.run([program("git"), "-C", str(ROOT), "archive", commit], capture_output=True, check=False)
    allowed(found.returncode == 0, "the repository's history")
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def project_with(plan: Path, root: Path) -> Project:
    """Today's code, three articles, and a plan that both know."""
    project = Project(root)
    shutil.copy(plan, project.root / "content/plan.toml")
    project.topic = tomllib.loads(plan.read_text(encoding="utf-8"))["plans"][0]["topics"][0]["slug"]
    for number in range(1, 4):
        project.write(number)
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=root.with_name(f"{root.name}-srv") / "site")
    project.commit()
    return project


@pytest.mark.parametrize("commit", COMMITS)
def test_what_an_earlier_commit_left(commit: str, tmp_path: Path) -> None:
    old = unpacked(commit, tmp_path / "old")
    fresh = project_with(old / "content/plan.toml", tmp_path / "fresh")
    kept = project_with(old / "content/plan.toml", tmp_path / "kept")
    place = tmp_path / "kept-srv" / "site"
    shutil.rmtree(kept.root / ".cache")
    verb = ["publish", "here"] if COMMITS[commit] == "publish" else ["build", "--site-url", "http://127.0.0.1:9"]
    shutil.rmtree(old / "content")
    shutil.copytree(kept.root / "content", old / "content")
    shutil.copy(kept.root / "targets.toml", old)
    environment = {**kept.environment, "PYTHONPATH": str(old), "COLUMN_CWD": str(old)}
    command = [sys.executable, "-m", "plugins.command", *verb]
    done = subprocess.run(command, cwd=old, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (kept.root / ".cache").is_dir()
    for project in (kept, fresh):
        project.write(2, "Sửa sau khi nâng cấp.")
        project.commit()
        project.run("publish", "here")
        project.run("verify", "here")
    ours, clean = (json.loads(served(tmp_path / f"{name}-srv" / "site")["manifest.json"]) for name in ("kept", "fresh"))
    assert ours["files"] == clean["files"]
    assert ours["redirects"] == clean["redirects"]
    if COMMITS[commit] == "publish":
        assert "000001-" in kept.run("rollback", "here")
        assert "Nội dung.".encode() in served(place)["bai-viet/bai-so-2/index.html"]
