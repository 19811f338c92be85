"""A file that must not be public any more leaves every release, and its address says that it is gone."""

import json
import subprocess
from pathlib import Path

import pytest

from .project import Project
from .servers import Ssh, Storage, ask, caddy, free_port, nginx

pytestmark = pytest.mark.slow
PACKED = True


def attach(project: Project) -> None:
    """An article with a list of persons."""
    folder = project.root / "content/articles"
    (folder / "danh-sach.csv").write_text("ho ten,dien thoai\nNgười Mẫu,0000\n" * 80)
    project.write(1, more="Attachment: danh-sach.csv | Danh sách")
    project.commit()


def detach(project: Project) -> None:
    (project.root / "content/articles/danh-sach.csv").unlink()
    project.write(1)
    project.commit()


def attached(place: Path) -> list[Path]:
    return [path for path in place.rglob("danh-sach*") if path.is_file()]


def test_it_is_gone_from_every_release_and_answers_410(project: Project, tmp_path: Path) -> None:
    ports = {"nginx": free_port(), "caddy": free_port()}
    place = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url=f"http://127.0.0.1:{ports['nginx']}", path=place)
    attach(project)
    project.run("publish", "here")
    live = next((place / "current/tep").iterdir())
    address = f"/tep/{live.name.removesuffix('.gz').removesuffix('.br')}"
    assert "nội dung vẫn dùng" in project.run("purge", "here", address, code=1)
    detach(project)
    assert "nội dung vẫn dùng" in project.run("purge", "here", address, code=1), "live still has it"
    project.run("publish", "here")
    assert attached(place), "kept for pages that are open, and for a rollback"
    said = project.run("purge", "here", address)
    assert "đã xoá hẳn 1 tệp khỏi 2 bản" in said
    assert not attached(place)
    assert address[1:] in json.loads((place / "current/trang-thai.json").read_text())["gone"][0]["file"]
    assert address[1:] in project.run("releases", "here")
    project.run("verify", "here")
    for name, start in (("nginx", nginx), ("caddy", caddy)):
        configuration = project.run("serving", "here", name).replace(str(ports["nginx"]), str(ports[name]))
        with start(configuration, ports[name], tmp_path / name):
            assert ask(ports[name], address).status == 410, name
            assert ask(ports[name], "/tep/khac.csv").status == 404, name
            if name == "nginx":
                project.run("verify", f"http://127.0.0.1:{ports[name]}", "--rate", "2000")
    project.run("rollback", "here")
    project.run("verify", "here")
    assert not attached(place)
    assert "không bản nào còn giữ" in project.run("purge", "here", "/tep/chua-tung-co.csv")


@pytest.mark.parametrize("kind", ["ssh", "s3", "git"])
def test_on_every_kind(project: Project, ssh: Ssh, storage: Storage, tmp_path: Path, kind: str) -> None:
    remote, place = tmp_path / "remote.git", tmp_path / "srv" / "site"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    values = {
        "ssh": ssh.target(place),
        "s3": storage.target("purging"),
        "git": {"kind": "git", "url": "http://127.0.0.1:9", "remote": remote},
    }
    project.target("there", **values[kind])
    project.environment |= {**storage.credentials, "TEST_SSH_KEY": str(ssh.key)}
    attach(project)
    project.run("publish", "there")
    detach(project)
    project.run("publish", "there")

    def holders() -> list[str]:
        """Wherever the persons' list still is."""
        if kind == "git":
            heads = ["git", "-C", str(remote), "log", "--format=%H", "pages"]
            commits = subprocess.run(heads, check=True, capture_output=True, text=True).stdout.split()
            search = ["git", "-C", str(remote), "grep", "-l", "Người Mẫu", *commits]
            return subprocess.run(search, check=False, capture_output=True, text=True).stdout.split()
        root = storage.folder / "purging" if kind == "s3" else place
        return [str(path) for path in root.rglob("*") if path.is_file() and "Người Mẫu".encode() in path.read_bytes()]

    assert holders()
    name = next(line for line in project_files(project, kind, remote, place, storage) if "danh-sach" in line)
    said = project.run("purge", "there", f"/{name}")
    assert "đã xoá hẳn 1 tệp khỏi 2 bản" in said
    assert not holders()
    project.run("verify", "there")
    assert "không có gì đổi" in project.run("publish", "there")


def project_files(project: Project, kind: str, remote: Path, place: Path, storage: Storage) -> list[str]:
    """What readers can ask for."""
    if kind == "git":
        listed = ["git", "-C", str(remote), "ls-tree", "-r", "--name-only", "pages"]
        return subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split()
    root = storage.folder / "purging" if kind == "s3" else place / "current"
    files = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return [file for file in files if not file.endswith((".gz", ".br"))]
