"""Publishing to a branch: one commit per kept release, pushed whole or not at all."""

import subprocess
from pathlib import Path

import pytest

from .project import Project

pytestmark = pytest.mark.slow


@pytest.fixture
def remote(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True)
    project.target("pages", kind="git", url="http://127.0.0.1:9", remote=path, keep=2)
    return path


def git(remote: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(remote), *arguments], check=True, capture_output=True, text=True).stdout


def test_publish_edit_rollback(project: Project, remote: Path) -> None:
    project.run("publish", "pages")
    assert "không có gì đổi" in project.run("publish", "pages")
    page = "pages:bai-viet/bai-so-1/index.html"
    first = git(remote, "show", page)
    assert ".nojekyll" in git(remote, "ls-tree", "--name-only", "pages")
    for text in ("Đã sửa.", "Sửa nữa."):
        project.write(1, text)
        project.run("publish", "pages")
        assert text in git(remote, "show", page)
        project.run("verify", "pages")
    assert len(git(remote, "log", "--format=%H", "pages").split()) == 2, "keep = 2"
    assert "000002-" in project.run("rollback", "pages")
    assert "Đã sửa." in git(remote, "show", page)
    assert first != git(remote, "show", page)
    assert "đã bị thu hồi" in project.run("publish", "pages", code=4)
    assert "→ 000002-" in project.run("releases", "pages")


def test_another_machine_goes_on_from_the_branch(project: Project, remote: Path, tmp_path: Path) -> None:
    project.run("publish", "pages")
    project.environment["COLUMN_CACHE"] = str(tmp_path / "other")
    assert "không có gì đổi" in project.run("publish", "pages")
    project.write(1, "Đã sửa.")
    assert "000002-" in project.run("publish", "pages")


def test_a_branch_of_somebody_elses_is_not_taken(project: Project, remote: Path) -> None:
    project.git("push", "-q", str(remote), "HEAD:refs/heads/pages")
    tip = git(remote, "rev-parse", "pages")
    assert "không do lệnh publish tạo" in project.run("publish", "pages", code=1)
    assert git(remote, "rev-parse", "pages") == tip


def test_a_remote_that_is_not_there(project: Project, tmp_path: Path) -> None:
    project.target("pages", kind="git", url="http://127.0.0.1:9", remote=tmp_path / "nothing.git")
    assert "bản đang phục vụ giữ nguyên" in project.run("publish", "pages", code=1)


def by_host(remote: Path, folder: Path, **files: str) -> None:
    """A commit on the branch that is not ours."""
    subprocess.run(["git", "clone", "-q", "-b", "pages", str(remote), str(folder)], check=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    author = ["-c", "user.name=host", "-c", "user.email=host@example.vn"]
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(folder), *author, "commit", "-q", "-m", "Create CNAME"], check=True)
    subprocess.run(["git", "-C", str(folder), "push", "-q"], check=True)


def test_the_hosts_own_commit_locks_nothing(project: Project, remote: Path, tmp_path: Path) -> None:
    project.run("publish", "pages")
    by_host(remote, tmp_path / "host", CNAME="chuyen-muc.example.vn\n")
    assert "→ 000001-" in project.run("releases", "pages")
    project.run("verify", "pages")
    project.write(1, "Đã sửa.")
    project.run("publish", "pages")
    assert git(remote, "show", "pages:CNAME") == "chuyen-muc.example.vn\n"
    project.run("verify", "pages")
    project.run("rollback", "pages")
    assert git(remote, "show", "pages:CNAME") == "chuyen-muc.example.vn\n"


def test_files_of_others_stay_when_they_are_named(project: Project, remote: Path, tmp_path: Path) -> None:
    project.run("publish", "pages")
    by_host(remote, tmp_path / "host", google1__html="mine")
    project.write(1, "Đã sửa.")
    said = project.run("publish", "pages", code=1)
    assert "google1.html" in said
    assert "files" in said
    with open(project.root / "targets.toml", "a") as file:
        file.write('files = ["google1.html"]\n')
    project.run("publish", "pages")
    assert git(remote, "show", "pages:google1.html") == "mine"
