"""Same commit, same lock, same instant → same bytes; and signatures over the manifest."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.helpers.programs import program

from .project import Project
from .servers import free_port, nginx

pytestmark = pytest.mark.slow


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=path)
    return path


def test_a_commit_gives_the_published_bytes_again(project: Project, place: Path) -> None:
    project.run("publish", "here")
    commit = project.git("rev-parse", "HEAD").strip()
    project.write(1, "Sửa về sau.")
    project.commit()
    said = project.run("verify", "here", "--rebuild", commit, TZ="America/New_York", LC_ALL="C")
    assert "dựng lại được đúng" in said
    said = project.run("verify", "here", "--rebuild", "HEAD", code=1)
    assert "bai-viet/bai-so-1/index.html: khác bản đã đăng" in said
    assert f"bản kê khai nói commit {commit[:12]}" in said
    assert "không có commit" in project.run("verify", "here", "--rebuild", "nothing", code=1)


def test_two_machines_make_the_same_manifest(project: Project, place: Path, tmp_path: Path) -> None:
    project.run("publish", "here")
    manifest = (place / "current/manifest.json").read_bytes()
    twin = project.twin(tmp_path / "elsewhere" / "copy")
    twin.environment |= {"TZ": "Pacific/Auckland", "LANG": "C", "PYTHONHASHSEED": "7"}
    for file in (twin.root / "content").rglob("*"):
        os.utime(file, (1, 1))
    there = tmp_path / "srv2" / "site"
    twin.target("there", kind="folder", url="http://127.0.0.1:9", path=there)
    before = os.umask(0o077)
    try:
        twin.run("publish", "there")
    finally:
        os.umask(before)
    assert (there / "current/manifest.json").read_bytes() == manifest
    modes = {oct(os.stat(file).st_mode & 0o777) for file in there.resolve().rglob("*") if file.is_file()}
    assert modes <= {"0o644"}, "readable by the web server whatever the umask"
    folders = {oct(os.stat(file).st_mode & 0o777) for file in [there, *there.rglob("*")] if file.is_dir()}
    assert folders == {"0o755"}


def test_signatures(project: Project, tmp_path: Path) -> None:
    port = free_port()
    place = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url=f"http://127.0.0.1:{port}", path=place, sign_key_env="SIGN_KEY", keep=3)
    for name in ("mine", "foreign"):
        command = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(tmp_path / name)]
        subprocess.run(command, check=True)
        (tmp_path / f"{name}.allowed").write_text(f"{name}@agency {(tmp_path / f'{name}.pub').read_text()}")
    assert "cần biến môi trường SIGN_KEY" in project.run("publish", "here", code=1)
    project.run("publish", "here", SIGN_KEY=str(tmp_path / "mine"))
    with nginx(project.run("serving", "here", "nginx"), port, tmp_path / "nginx"):
        url = f"http://127.0.0.1:{port}"
        said = project.run("verify", url, "--rate", "2000", "--key", str(tmp_path / "mine.allowed"))
        assert "chữ ký đúng của mine@agency" in said
        said = project.run("verify", url, "--key", str(tmp_path / "foreign.allowed"), code=1)
        assert "chữ ký không đúng" in said
        manifest = place / "current/manifest.json"
        values = json.loads(manifest.read_bytes())
        values["commit"] = "0" * 40
        manifest.write_text(json.dumps(values))
        said = project.run("verify", url, "--key", str(tmp_path / "mine.allowed"), code=1)
        assert "chữ ký không đúng" in said
