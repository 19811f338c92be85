"""What a manifest says of content files, of which only those are unpacked that were read anew."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .project import Project

pytestmark = pytest.mark.slow


def renamed(project: Project) -> None:
    """Another file for the same address."""
    path = project.write(1)
    path.rename(path.with_name("ten-khac.md"))


EDITS: list[Callable[[Project], object]] = [
    lambda project: project.write(1, more="Withdrawn: 2026-01-01: Đăng nhầm."),
    lambda project: project.write(1),
    lambda project: project.write(1, slug="ten-khac", more="Slug: bai-khac"),
    renamed,
    lambda project: (project.root / "content/articles/ten-khac.md").unlink(),
]


def test_it_says_what_unpacking_everything_says(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "srv/site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=place)
    words = ("--allow-deletions", "--allow-new-ids")
    memory, gone = project.root / ".cache/publish/here/behind", []

    def manifest(*more: str) -> dict[str, Any]:
        project.run("publish", "here", *words, *more)
        return dict(json.loads((place / "current/manifest.json").read_bytes()))

    for edit in EDITS:
        edit(project)
        told = manifest()
        assert memory.is_file()
        gone.append(told.get("gone", []))
        memory.unlink()
        again = manifest("--force")
        assert (again["files"], again.get("gone", [])) == (told["files"], gone[-1])
    assert gone[0] == ["/bai-viet/bai-so-1/"]
    assert gone[1] == []
