"""Whole small projects that are published for real, and the real servers they are published to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .project import Project
from .servers import Ssh, Storage, start_ssh, start_storage


@pytest.fixture
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """A project of its own: code and theme as here, three short articles, one commit. A module that looks at compressed
    copies says PACKED = True."""
    made = Project(tmp_path / "project")
    made.packed = getattr(request.module, "PACKED", False)
    return made


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ssh]:
    """An sshd on loopback."""
    with start_ssh(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """S3-compatible storage on loopback that checks signatures."""
    with start_storage(tmp_path_factory.mktemp("storage")) as server:
        yield server
