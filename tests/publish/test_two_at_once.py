"""Two publishers at the same moment, each with a text of its own: one release whole, and whoever lost is told."""

import subprocess
from pathlib import Path

import pytest

from .project import Project
from .servers import Ssh, Storage
from .test_git_branch import git

PAGE = "bai-viet/bai-so-1/index.html"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["folder", "ssh", "s3", "git"])
def test_one_wins(kind: str, project: Project, ssh: Ssh, storage: Storage, tmp_path: Path) -> None:
    remote, place = tmp_path / "remote.git", tmp_path / "srv" / "site"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    values = {
        "folder": {"kind": "folder", "url": "http://127.0.0.1:9", "path": place},
        "ssh": ssh.target(place),
        "s3": storage.target("two-at-once"),
        "git": {"kind": "git", "url": "http://127.0.0.1:9", "remote": remote},
    }
    project.target("here", **values[kind])
    project.environment |= {**storage.credentials, "TEST_SSH_KEY": str(ssh.key)}
    project.run("publish", "here")
    twin = project.twin(tmp_path / "twin")
    twin.run("publish", "here")

    def live() -> str:
        if kind == "git":
            return git(remote, "show", f"pages:{PAGE}")
        folder = storage.folder / "two-at-once" if kind == "s3" else place / "current"
        return (folder / PAGE).read_text()

    for number in range(2):
        project.write(1, f"Của tôi {number}.")
        twin.write(1, f"Của bạn {number}.")
        both = [project.start("publish", "here"), twin.start("publish", "here")]
        told = [process.communicate(timeout=120)[0] for process in both]
        codes = [process.returncode for process in both]
        assert all(code in {0, 1, 3} for code in codes), told
        for code, said in zip(codes, told, strict=True):
            assert "Traceback" not in said, said
            assert code == 0 or "một lần đăng khác" in said or "lần dựng khác" in said, said
        if 0 not in codes:
            assert kind == "s3", "only where nobody can tell who was first may both give way"
            continue
        winners = {f"{word} {number}." for word, code in zip(("Của tôi", "Của bạn"), codes, strict=True) if code == 0}
        assert any(word in live() for word in winners)
        project.run("verify", "here")
