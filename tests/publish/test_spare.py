"""What a release that goes leaves to the next one: less work, the same release, and nothing that should be gone."""

import errno
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from plugins.publish.spare_tree import drop_spares, make_spares, spares

from .project import Kept, Project
from .servers import Ssh
from .test_folder import served
from .test_purge import attach, attached, detach

pytestmark = pytest.mark.slow


class Started(NamedTuple):
    """A project that published three times, and the folder it was published to."""

    project: Project
    place: Path


@pytest.fixture(scope="module", params=["folder", "ssh"])
def kept(ssh: Ssh, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Started, Kept]:
    folder = tmp_path_factory.mktemp("spare")
    project, path = Project(folder / "project"), folder / "srv" / "site"
    near = {"kind": "folder", "url": "http://127.0.0.1:9", "path": path}
    project.target("here", **(ssh.target(path) if request.param == "ssh" else near), keep=2)
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    attach(project)
    for text in ("Một.", "Hai.", "Ba."):
        project.write(2, text)
        project.run("publish", "here")
    assert (path / "spare/index.html").is_file()
    return Started(project, path), Kept(folder / "kept", project.root, path)


@pytest.fixture
def started(kept: tuple[Started, Kept]) -> Started:
    """A target that keeps two releases and has let go of one."""
    one, before = kept
    before.put_back()
    return one


def page(place: Path, number: int) -> Path:
    return place / f"current/bai-viet/bai-so-{number}/index.html"


def test_it_holds_what_is_live_and_hides_nothing(started: Started) -> None:
    """It has the page as it was two releases ago, of which a reader's program was told a later time since; and it has
    as they should be two files that somebody changed on the target, which must be told none the less."""
    project, place = started
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


def test_what_others_did_to_it_never_goes_out(started: Started, tmp_path: Path) -> None:
    """Nor is a link followed, neither in it nor in the release that goes."""
    project, place = started
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


def test_a_purge_leaves_nothing_in_it(started: Started) -> None:
    project, place = started
    detach(project)
    project.run("publish", "here")
    (file,) = (file for file in attached(place / "spare") if file.suffix == ".csv")  # live still carries it
    project.run("purge", "here", f"/tep/{file.name}")
    assert not attached(place)
    project.write(2, "Bốn.")
    project.run("publish", "here")
    assert not attached(place)
    project.run("verify", "here")


@pytest.mark.parametrize("name", ["here", "far"])
def test_a_first_publish_makes_as_many_as_edits_need(project: Project, ssh: Ssh, tmp_path: Path, name: str) -> None:
    """No edit links an untouched page anew, which its change time would tell; a purge leaves none of them."""
    path = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=path, keep=2)
    project.target("far", **ssh.target(path), keep=2)
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    attach(project)
    project.run("publish", name)
    untouched, left = page(path, 3).stat(), []
    for text in ("Một.", "Hai.", "Ba."):
        left.append(sorted(spare.name for spare in path.glob("spare*")))
        project.write(2, text)
        project.run("publish", name)
        assert page(path, 3).stat().st_ctime_ns == untouched.st_ctime_ns
        assert "mọi tệp trên đích đúng" in project.run("verify", name)
    assert left == [["spare-1", "spare-2"], ["spare-2"], ["spare"]]
    shutil.rmtree(path)
    project.run("publish", name)
    detach(project)
    project.run("publish", name)
    (file,) = (file for file in attached(path / "spare-2") if file.suffix == ".csv")
    project.run("purge", name, f"/tep/{file.name}")
    assert not attached(path)
    project.write(2, "Bốn.")
    other = "far" if name == "here" else "here"
    project.run("publish", other)
    assert "mọi tệp trên đích đúng" in project.run("verify", other)


def test_a_refused_publish_leaves_it(started: Started) -> None:
    """A server begins to link before it is known whether the release may go out."""
    project, place = started
    project.run("rollback", "here")
    untouched = page(place, 1).stat()
    assert "đã bị thu hồi" in project.run("publish", "here", code=4)
    assert (place / "spare/index.html").is_file()
    assert not [name for name in os.listdir(place / "releases") if name.startswith(".")]
    project.write(2, "Bốn.")
    project.run("publish", "here")
    assert page(place, 1).stat().st_ctime_ns == untouched.st_ctime_ns
    assert "mọi tệp trên đích đúng" in project.run("verify", "here")


def test_where_no_links_can_be_made_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies would take as much room as the site each."""
    stage = tmp_path / "stage"
    stage.mkdir()
    (stage / "index.html").write_text("front")

    def refused(source: str, target: str) -> None:
        raise OSError(errno.EPERM, "no links here")

    make_spares(stage, tmp_path, 2, {"index.html"})
    assert [spare.name for spare in spares(tmp_path)] == ["spare-1", "spare-2"]
    drop_spares(tmp_path)
    monkeypatch.setattr(os, "link", refused)
    make_spares(stage, tmp_path, 2, {"index.html"})
    assert not spares(tmp_path)
