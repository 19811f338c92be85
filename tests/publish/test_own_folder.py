"""Which folders are ours, who may write into them, and what a run that was cut off leaves to the next."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .project import Project
from .servers import Ssh
from .test_folder import names, served

pytestmark = pytest.mark.slow


@pytest.fixture(params=["folder", "ssh"])
def place(project: Project, ssh: Ssh, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "srv" / "site"
    values = (
        ssh.target(path) if request.param == "ssh" else {"kind": "folder", "url": "http://127.0.0.1:9", "path": path}
    )
    project.target("here", **values, keep=2)
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    return path


def everything(path: Path) -> dict[str, str]:
    """Every entry below a folder, with what a link leads to."""
    return {
        str(entry.relative_to(path)): os.readlink(entry)
        if entry.is_symlink()
        else entry.is_file() and entry.read_text()
        for entry in path.rglob("*")
    }


def test_another_tools_releases_are_not_ours(project: Project, place: Path) -> None:
    (place / "releases/20240101120000/.git").mkdir(parents=True)
    (place / "releases/notes.json").write_text("{}")
    (place / "shared").mkdir()
    (place / "current").symlink_to("releases/20240101120000")
    before = everything(place)
    assert "không do lệnh publish tạo" in project.run("publish", "here", code=1)
    assert everything(place) == before
    (place / "current").unlink()
    before = everything(place)
    assert "không do lệnh publish tạo" in project.run("publish", "here", code=1)
    assert everything(place) == before


def test_no_link_is_followed(project: Project, place: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    (precious / ".git").mkdir(parents=True)
    (precious / "000001-abcdefabcdef").mkdir()
    place.mkdir(parents=True)
    (place / "releases").symlink_to(precious)
    before = everything(precious)
    project.run("publish", "here", code=1)
    assert everything(precious) == before
    (place / "releases").unlink()
    project.run("publish", "here")
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for name in ("lock", "withdrawn", "column-target.json", "server"):
        moved = place / f"{name}.kept"
        if (place / name).exists():
            (place / name).rename(moved)
        (place / name).symlink_to(victim)
        assert "liên kết (symlink)" in project.run("publish", "here", code=1), name
        (place / name).unlink()
        if moved.exists():
            moved.rename(place / name)
    for name in (".column-target.json.new", "column-target.json.new", "server/.redirects.nginx.new"):
        (place / name).symlink_to(victim)
    project.write(1, "Đã sửa.")
    project.run("publish", "here")
    project.run("rollback", "here")
    assert victim.read_text() == "mine"


def test_a_folder_others_may_write_is_refused(project: Project, place: Path) -> None:
    project.run("publish", "here")
    for path in (place, place / "releases", place / "server"):
        os.chmod(path, 0o777)
        assert "người dùng khác ghi được" in project.run("publish", "here", code=1)
        os.chmod(path, 0o755)
    assert "không có gì đổi" in project.run("publish", "here")


def test_what_a_cut_off_run_owes_is_done_by_the_next(project: Project, place: Path) -> None:
    """The redirect table can't be written: told truly, and made good by a run that has nothing else to do."""
    project.run("publish", "here")
    project.write(2, "Đã sửa.")
    project.run("publish", "here")
    shutil.rmtree(place / "server")
    (place / "server").write_text("in the way")
    project.write(1, "Đã sửa.", more="Aliases: dia-chi-cu")
    said = project.run("publish", "here", code=6)
    assert "ĐÃ được phục vụ" in said
    assert "giữ nguyên" not in said
    assert "Đã sửa.".encode() in served(place)["bai-viet/bai-so-1/index.html"]
    (place / "server").unlink()
    assert "không có gì đổi" in project.run("publish", "here")
    assert "dia-chi-cu" in (place / "server/redirects.nginx").read_text()
    assert len([name for name in names(place) if name.endswith(".json")]) == 2, "keep = 2"


def test_a_target_of_an_earlier_version_is_adopted(project: Project, place: Path) -> None:
    project.run("publish", "here")
    project.write(1, "Sai.")
    project.run("publish", "here")
    project.run("rollback", "here")
    ids = [path.name for path in (place / "releases").glob("000002-*.json")]
    assert ids
    (place / "column-target.json").unlink()
    (place / "README").write_text("the operator's own")
    for record in place.glob("releases/*/trang-thai.json"):
        record.unlink()
    for sums in place.glob("releases/*.sums"):
        sums.write_text("".join(line for line in sums.read_text().splitlines(True) if "trang-thai" not in line))
    project.write(1, "Đúng.")
    said = project.run("publish", "here")
    assert "phiên bản trước" in said
    assert "Đúng.".encode() in served(place)["bai-viet/bai-so-1/index.html"]
    assert (place / "README").read_text() == "the operator's own"
    assert (place / "column-target.json").is_file()
    assert "phiên bản trước" not in project.run("publish", "here")
    project.run("verify", "here")


def test_ssh_with_a_long_folder_for_temporary_files(project: Project, ssh: Ssh, tmp_path: Path) -> None:
    long = tmp_path / ("t" * 100)
    long.mkdir()
    project.target("far", **ssh.target(tmp_path / "far"))
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    project.run("publish", "far", TMPDIR=str(long))


def test_a_publisher_that_lost_the_lock_changes_nothing(project: Project, ssh: Ssh, tmp_path: Path) -> None:
    """A connection that was cut while its machine slept: every program that changes the target asks for the token."""
    from plugins.publish import remote, remote_lock, remote_stage

    place = tmp_path / "far"
    project.target("far", **ssh.target(place))
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    project.run("publish", "far")
    before = served(place), os.readlink(place / "current")
    programs = [remote.SWITCH, remote.REMOVE, remote.AMEND, remote.WRITE, remote.INCLUDE, remote.FORGET]
    for program in (*programs, remote_stage.SURVEY, remote_stage.PREPARE, remote_stage.FINISH):
        command = ["sh", "-c", remote_lock.START + remote_lock.FENCE + program, "sh"]
        done = subprocess.run([*command, place, "token-of-yesterday", "a", "b", "1", "0"], input=b"", check=False)
        assert done.returncode == remote_lock.CUT
    assert (served(place), os.readlink(place / "current")) == before


def test_a_first_publish_cut_off_anywhere_goes_on(project: Project, place: Path) -> None:
    """Killed while the mark was written, before there was a releases folder, or while the first release was made."""
    place.mkdir(parents=True)
    (place / ".column-target.json.new").write_text('{"vers')
    project.run("publish", "here")
    assert not (place / ".column-target.json.new").exists()
    project.run("verify", "here")
