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


def test_it_holds_nothing_but_what_is_live(place: Path) -> None:
    live = served(place)
    spare = {file.relative_to(place / "spare").as_posix(): file for file in (place / "spare").rglob("*")}
    files = {name: file.read_bytes() for name, file in spare.items() if file.is_file()}
    assert len(files) > len(live) / 2
    assert {name: live[name] for name in files if not name.startswith("trang-thai")} == files


def test_a_text_that_returns_gets_a_newer_time(project: Project, place: Path) -> None:
    """The spare has the page as it was two releases ago, and a reader's program was told a later time since."""
    untouched, time = page(place, 3).stat().st_ino, page(place, 2).stat().st_mtime
    for text in ("Hai.", "Ba.", "Hai."):
        project.write(2, text)
        project.run("publish", "here")
        assert page(place, 2).stat().st_mtime > time
        assert page(place, 3).stat().st_ino == untouched
        time = page(place, 2).stat().st_mtime
    assert "mọi tệp trên đích đúng" in project.run("verify", "here")
    assert sorted(os.listdir(place / "releases"))[0].startswith("000005-"), "keep = 2"


def test_what_others_did_to_it_never_goes_out(project: Project, place: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "index.html").write_text("mine")
    spare = place / "spare"
    (spare / "extra").mkdir()
    (spare / "extra/page.html").write_text("stray")
    (spare / "empty/folder").mkdir(parents=True)
    (spare / "index.html").unlink(missing_ok=True)
    (spare / "index.html").write_text("another")
    (spare / "rss.xml").unlink(missing_ok=True)
    (spare / "rss.xml").symlink_to(precious / "index.html")
    for file in sorted((spare / "bai-viet/bai-so-3").iterdir()):
        file.unlink()
    (spare / "bai-viet/bai-so-3").rmdir()
    (spare / "bai-viet/bai-so-3").symlink_to(precious)
    project.write(2, "Bốn.")
    project.run("publish", "here")
    assert "mọi tệp trên đích đúng" in project.run("verify", "here")
    assert "Bốn.".encode() in page(place, 2).read_bytes()
    assert os.listdir(precious) == ["index.html"]
    assert (precious / "index.html").read_text() == "mine"


def test_no_link_in_a_release_that_goes_is_followed(project: Project, place: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "index.html").write_text("mine")
    oldest = sorted((place / "releases").glob("0*[0-9a-f]"))[0]
    shutil.rmtree(oldest / "bai-viet/bai-so-2")
    (oldest / "bai-viet/bai-so-2").symlink_to(precious)
    project.write(2, "Bốn.")
    project.run("publish", "here")
    assert not oldest.exists()
    assert (precious / "index.html").read_text() == "mine"


def test_a_live_file_that_others_changed_is_still_told(project: Project, place: Path) -> None:
    """The spare has both as they should be, which must not hide that somebody was at work on the target."""
    page(place, 1).unlink()
    page(place, 3).unlink()
    page(place, 3).write_text("another")
    project.write(2, "Bốn.")
    assert "2 tệp trên đích đã bị sửa hoặc hỏng" in project.run("publish", "here")
    project.run("verify", "here")


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
