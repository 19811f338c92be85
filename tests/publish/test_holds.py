"""After a rollback: what was taken back stays away until it is another text or somebody says so."""

import json
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from .project import Kept, Project
from .test_folder import served

pytestmark = pytest.mark.slow

PAGE = "bai-viet/bai-so-1/index.html"


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=path)
    return path


class TakenBack(NamedTuple):
    """A project that published a wrong text and rolled back, and the folder it was published to."""

    project: Project
    place: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[TakenBack, Kept]:
    folder = tmp_path_factory.mktemp("holds")
    project, path = Project(folder / "project"), folder / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=path, compress=True)
    project.run("publish", "here")
    project.write(1, "Văn bản sai.")
    project.commit()
    project.run("publish", "here")
    project.run("rollback", "here", "--why", "sai tên người")
    return TakenBack(project, path), Kept(folder / "kept", project.root, path)


@pytest.fixture
def taken_back(kept: tuple[TakenBack, Kept]) -> TakenBack:
    """As it was after the rollback."""
    one, before = kept
    before.put_back()
    return one


def test_another_edit_does_not_bring_it_back(taken_back: TakenBack) -> None:
    project, place = taken_back
    before = served(place)
    project.write(2, "Bài khác, sửa đúng.")
    project.commit()
    said = project.run("publish", "here", code=4)
    assert "content/articles/bai-so-1.md" in said
    assert "content/articles/bai-so-2.md" not in said
    assert served(place) == before
    listed = project.run("releases", "here")
    assert "đang giữ ở bản 000001-" in listed
    assert "sai tên người" in listed
    project.write(1, "Văn bản đúng.")
    project.commit()
    assert "hết giữ" in project.run("publish", "here")
    assert "Văn bản đúng.".encode() in served(place)[PAGE]
    assert "đang giữ" not in project.run("releases", "here")


def test_a_revert_is_let_through(taken_back: TakenBack) -> None:
    project, place = taken_back
    project.git("revert", "--no-edit", "HEAD")
    project.write(2, "Bài khác.")
    project.commit()
    project.run("publish", "here")
    assert "Văn bản sai.".encode() not in served(place)[PAGE]


def test_the_hold_may_be_lifted(taken_back: TakenBack) -> None:
    project, place = taken_back
    project.run("publish", "here", code=4)
    assert "đã bỏ lệnh giữ" in project.run("release", "here")
    project.run("publish", "here")
    assert "Văn bản sai.".encode() in served(place)[PAGE]
    assert "đích không bị giữ" in project.run("release", "here")


def test_an_exact_revert_ends_the_hold_though_nothing_is_published(taken_back: TakenBack) -> None:
    project = taken_back.project
    project.git("revert", "--no-edit", "HEAD")
    said = project.run("publish", "here")
    assert "không có gì đổi" in said
    assert "hết giữ" in said
    assert "đang giữ" not in project.run("releases", "here")


def test_a_clone_that_never_had_it_does_not_end_the_hold(project: Project, place: Path, tmp_path: Path) -> None:
    """It may publish, for it brings nothing back; but it can't say that the cause was changed."""
    project.run("publish", "here")
    lagging = project.twin(tmp_path / "lagging")
    project.write(1, "Văn bản sai.")
    project.commit()
    project.run("publish", "here")
    project.run("rollback", "here")
    assert "hết giữ" not in lagging.run("publish", "here"), "nothing changed there"
    lagging.write(2, "Bài khác.")
    lagging.commit()
    assert "vẫn giữ" in lagging.run("publish", "here")
    assert "đang giữ ở bản 000001-" in project.run("releases", "here")
    project.git("pull", "-q", "--no-rebase", "--no-edit", str(lagging.root), "main")
    assert "content/articles/bai-so-1.md" in project.run("publish", "here", code=4)
    project.write(1, "Văn bản đúng.")
    project.commit()
    assert "hết giữ" in project.run("publish", "here")
    said = project.run("rollback", "here")
    assert "000003-" in said, "never to what was taken back before"
    assert "Văn bản sai.".encode() not in served(place)[PAGE]


def test_changes_nobody_committed_are_held_too(project: Project, place: Path) -> None:
    project.run("publish", "here")
    project.write(1, "Văn bản sai.")
    project.run("publish", "here")
    project.run("rollback", "here")
    project.write(3, "Bài khác.")
    assert "/bai-viet/bai-so-1/" in project.run("publish", "here", code=4)
    project.write(1, "Văn bản đúng.")
    project.run("publish", "here")


def test_times_never_go_backwards(taken_back: TakenBack) -> None:
    """A reader that asks If-Modified-Since with the time of the withdrawn feed must be told of the earlier text."""
    project, place = taken_back
    withdrawn = next(path for path in (place / "releases").glob("000002-*") if path.is_dir())
    for name in ("rss.xml", "atom.xml", "feed.json", PAGE, f"{PAGE}.gz"):
        old, new = os.stat(withdrawn / name), os.stat(place / "current" / name)
        assert int(new.st_mtime) > int(old.st_mtime), name
    project.write(1, "Văn bản đúng.")
    project.commit()
    before = os.stat(place / "current/rss.xml").st_mtime
    project.run("publish", "here")
    assert int(os.stat(place / "current/rss.xml").st_mtime) > int(before)


def test_the_record_goes_on(taken_back: TakenBack) -> None:
    """A rollback is a record of its own: verifying programs take it for news, not for a replay."""
    project, place = taken_back
    record = json.loads((place / "current/trang-thai.json").read_text())
    assert record["serial"] == 3
    project.run("verify", "here")
    project.run("release", "here")
    project.run("publish", "here")
    assert json.loads((place / "current/trang-thai.json").read_text())["serial"] == 4
    project.run("verify", "here")


def test_a_held_target_keeps_what_it_needs_and_says_so_in_json(taken_back: TakenBack) -> None:
    project = taken_back.project
    report = json.loads(project.run("publish", "here", "--format", "json", code=4))
    assert report["outcome"] == "held"
    said = project.run("status", "here", code=4)
    assert "LỖI (held)" in said
    assert "here: trạng thái held" in project.run("status", "here", "--news", code=1)
    assert project.run("status", "here", "--news") == ""


def test_status_says_the_worst(project: Project, place: Path) -> None:
    path = project.write(5, slug="hen-gio")
    path.write_text(path.read_text().replace("Date: 2021", "Date: 2031"))
    project.write(6, more="Status: draft", slug="nhap")
    project.commit()
    project.run("publish", "here")
    said = project.run("status", "here")
    assert "chờ đăng 2031-05-01: 1 bài" in said
    assert "chờ đăng nháp: 1 bài" in said
    facts = json.loads(project.run("status", "here", "--format", "json"))
    assert (facts["articles"], facts["serial"], facts["relation"], facts["faults"]) == (3, 1, "same", [])
    assert "2031" not in (place / "current/trang-thai.json").read_text()
    project.run("status", "here", "--bytes")
    (place / "current/extra.html").write_text("stray")
    assert "LỖI (bytes)" in project.run("status", "here", "--bytes", code=14)
    (place / "current/extra.html").unlink()
    project.write(1, "Mới.")
    project.commit()
    assert "LỖI (stale)" in project.run("status", "here", code=11)
    (project.root / "content/articles/bai-so-2.md").write_text("Title: x\n\nBody\n")
    project.run("publish", "here", code=1)
    assert "LỖI (timer)" in project.run("status", "here", code=12)
    assert "trạng thái failed" in project.run("status", "here", "--news", code=1)
    project.run("publish", "here", code=1)
    assert project.run("status", "here", "--news") == "", "told once"
    project.write(2)
    project.run("publish", "here")
    assert "trở lại bình thường" in project.run("status", "here", "--news", code=1)
    assert "LỖI (timer)" in project.run("status", "here", "--hours", "0.000001", code=12)
