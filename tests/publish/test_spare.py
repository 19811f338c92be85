"""What a release that goes leaves to the next one: less work, the same release, and nothing that should be gone."""

import os
import shutil
from pathlib import Path

import pytest

from .project import Project
from .servers import Ssh
from .test_folder import served
from .test_purge import attach, attached, detach

pytestmark = pytest.mark.slow


@pytest.fixture(params=["folder", "ssh"])
def place(project: Project, ssh: Ssh, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Of a target that keeps two releases and has let go of one."""
    path = tmp_path / "srv" / "site"
    near = {"kind": "folder", "url": "http://127.0.0.1:9", "path": path}
    project.target("here", **(ssh.target(path) if request.param == "ssh" else near), keep=2)
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    attach(project)
    for text in ("Một.", "Hai.", "Ba."):
        project.write(2, text)
        project.run("publish", "here")
    assert (path / "spare/index.html").is_file()
    return path


def page(place: Path, number: int) -> Path:
    return place / f"current/bai-viet/bai-so-{number}/index.html"


def test_it_holds_what_is_live_and_hides_nothing(project: Project, place: Path) -> None:
    """It has the page as it was two releases ago, of which a reader's program was told a later time since; and it has
    as they should be two files that somebody changed on the target, which must be told none the less."""
    live, spare = served(place), [file for file in (place / "spare").rglob("*") if file.is_file()]
    files = {file.relative_to(place / "spare").as_posix(): file.read_bytes() for file in spare}
    assert len(files) > len(live) / 2
    assert {name: live[name] for name in files if not name.startswith("trang-thai")} == files
    untouched, time = page(place, 3).stat().st_ino, page(place, 2).stat().st_mtime
    for text in ("Hai.", "Ba."):
        project.write(2, text)
        project.run("publish", "here")
        assert page(place, 2).stat().st_mtime > time
        assert page(place, 3).stat().st_ino == untouched
        time = page(place, 2).stat().st_mtime
    page(place, 1).unlink()
    page(place, 3).unlink()
    page(place, 3).write_text("another")
    project.write(2, "Bốn.")
    assert "2 tệp trên đích đã bị sửa hoặc hỏng" in project.run("publish", "here")
    assert "mọi tệp trên đích đúng" in project.run("verify", "here")
    assert sorted(os.listdir(place / "releases"))[0].startswith("000005-"), "keep = 2"


def test_what_others_did_to_it_never_goes_out(project: Project, place: Path, tmp_path: Path) -> None:
    """Nor is a link followed, neither in it nor in the release that goes."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "index.html").write_text("mine")
    spare, oldest = place / "spare", min((place / "releases").glob("0*[0-9a-f]"))
    (spare / "extra").mkdir()
    (spare / "extra/page.html").write_text("stray")
    (spare / "empty/folder").mkdir(parents=True)
    (spare / "rss.xml").unlink(missing_ok=True)
    (spare / "rss.xml").symlink_to(precious / "index.html")
    for folder in (spare / "bai-viet/bai-so-3", oldest / "bai-viet/bai-so-2"):
        shutil.rmtree(folder)
        folder.symlink_to(precious)
    project.write(2, "Bốn.")
    project.run("publish", "here")
    assert "mọi tệp trên đích đúng" in project.run("verify", "here")
    assert "Bốn.".encode() in page(place, 2).read_bytes()
    assert not oldest.exists()
    assert os.listdir(precious) == ["index.html"]
    assert (precious / "index.html").read_text() == "mine"


def test_a_purge_leaves_nothing_in_it(project: Project, place: Path) -> None:
    detach(project)
    project.run("publish", "here")
    (file,) = (file for file in attached(place / "spare") if file.suffix == ".csv")  # live still carries it
    project.run("purge", "here", f"/tep/{file.name}")
    assert not attached(place)
    project.write(2, "Bốn.")
    project.run("publish", "here")
    assert not attached(place)
    project.run("verify", "here")
