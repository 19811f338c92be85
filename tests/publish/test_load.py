"""Publishing while readers read: no error, and never an older release after a newer one."""

import time
from pathlib import Path

import pytest

from plugins.core.publishing.release import parse_sums

from .load import Readers
from .project import Project
from .servers import free_port, nginx


@pytest.mark.slow
def test_readers_never_notice(project: Project, tmp_path: Path) -> None:
    port, place = free_port(), tmp_path / "srv" / "site"
    project.target("here", kind="folder", url=f"http://127.0.0.1:{port}", path=place, keep=10)
    project.run("publish", "here")
    paths = ["/", "/bai-viet/bai-so-1/", "/bai-viet/bai-so-2/", "/luu-tru/", "/chu-de/"]
    with nginx(project.run("serving", "here", "nginx"), port, tmp_path / "nginx"), Readers(port, paths) as readers:
        for number in range(4):
            project.write(1 + number % 2, f"Lần {number}.")
            if number % 2:
                (project.root / "theme/static/css/components/extra.css").write_text(f".extra {{ order: {number} }}\n")
            project.run("publish", "here")
        assert readers.errors == []
        project.run("rollback", "here", "1")
        time.sleep(0.2)
        project.run("rollback", "here", "5")
        time.sleep(0.3)
    # A rollback takes the newer style with it: a page opened the moment before may miss it, once a reader.
    assert {error.split(".")[0] for error in readers.errors} <= {"/theme/column"}
    assert len(readers.errors) <= readers.connections
    assert readers.count > 500
    files = sorted((place / "releases").glob("*.sums"))
    releases = [parse_sums(file.read_bytes()) for file in [*files, files[0], files[-1]]]
    file_of = {path: f"{path[1:]}index.html" for path in paths}
    assert readers.mixed(releases, file_of) == []
