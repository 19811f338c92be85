"""Whose folder a target is: root is sent to its user, and who may not write is told whose it is."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.core.errors import PublishError
from plugins.publish.folder import FolderPlace

from .project import Project
from .servers import Ssh

NOBODY = 65_534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="another user's folder needs root")


def everything(place: Path) -> list[tuple[Path, int]]:
    return sorted((path, path.lstat().st_uid) for path in place.rglob("*"))


@pytest.mark.slow
@needs_root
@pytest.mark.parametrize("filled", [False, True])
def test_root_leaves_another_users_folder_alone(project: Project, tmp_path: Path, filled: bool) -> None:
    place = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=place)
    place.mkdir(parents=True)
    if filled:
        project.run("publish", "here")
        project.write(1, "Đã sửa.")
        project.run("publish", "here")
        for path, _ in everything(place):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.chown(place, NOBODY, NOBODY)
    before = everything(place)
    for verb in (["publish", "here"], ["publish", "here", "--force"], ["rollback", "here"]):
        said = project.run(*verb, code=1)
        assert f"{place}: thư mục của người dùng “nobody”" in said
        assert "su - nobody" in said
    assert everything(place) == before
    if filled:  # reading is no harm
        assert "→ 000002-" in project.run("releases", "here")
        assert "mọi tệp trên đích đúng" in project.run("verify", "here")


@needs_root
@pytest.mark.slow
def test_root_on_the_other_side_of_ssh(project: Project, ssh: Ssh, tmp_path: Path) -> None:
    place = tmp_path / "srv" / "site"
    project.target("far", **ssh.target(place))
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    place.mkdir(parents=True)
    os.chown(place, NOBODY, NOBODY)
    assert f"{ssh.host}:{place}: thư mục của người dùng “nobody”" in project.run("publish", "far", code=1)
    assert everything(place) == []
    os.chown(place, 0, 0)
    assert "đã đăng" in project.run("publish", "far")


@needs_root
@pytest.mark.parametrize(("taken", "named"), [("lock", "lock"), ("releases", "releases"), ("", "")])
def test_who_may_not_write_is_told_whose_it_is(taken: str, named: str) -> None:
    """As the timer's user after root has published: which file, whose, and as whom."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder, acting_as(NOBODY, Path(folder)) as place:
        (place / "releases").mkdir(parents=True)
        (place / "releases/.stage").mkdir()
        if taken != "":
            (place / "lock").touch()
        os.seteuid(0)
        os.chown(place / taken, 0, 0)
        os.seteuid(NOBODY)
        with pytest.raises(PublishError) as refused, FolderPlace("here", str(place), 2).lock():
            pass
        said = str(refused.value)
        assert f"không có quyền ghi: {place / named}" in said
        assert "của “root”, lệnh đang chạy bằng “nobody”" in said


@contextmanager
def acting_as(user: int, folder: Path) -> Iterator[Path]:
    """A folder of that user's, written to as that user."""
    folder.chmod(0o755)
    place = folder / "srv"
    place.mkdir()
    os.chown(place, user, user)
    os.seteuid(user)
    try:
        yield place
    finally:
        os.seteuid(0)
