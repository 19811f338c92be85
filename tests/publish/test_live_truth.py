"""What is live decides: losses are told before readers suffer them, whichever clone, clock or machine publishes."""

import re
import subprocess
from pathlib import Path

import pytest

from .project import Project
from .servers import Ssh, Storage
from .test_folder import served

pytestmark = pytest.mark.slow


@pytest.fixture
def many(tmp_path: Path) -> Project:
    """Eight articles."""
    return Project(tmp_path / "project", articles=8)


@pytest.fixture
def place(many: Project, tmp_path: Path) -> Path:
    path = tmp_path / "srv" / "site"
    many.target("here", kind="folder", url="http://127.0.0.1:9", path=path)
    return path


def clone(project: Project, root: Path) -> Project:
    """As a pipeline gets it: what is committed, no caches."""
    twin = project.twin(root)
    twin.git("checkout", "-q", "--", ".")
    return twin


def test_a_fresh_clone_cannot_lose_articles(many: Project, place: Path, tmp_path: Path) -> None:
    many.run("publish", "here")
    before = served(place)
    for number in (6, 7, 8):
        (many.root / f"content/articles/bai-so-{number}.md").unlink()
    many.commit()
    twin = clone(many, tmp_path / "twin")
    said = twin.run("publish", "here", code=5)
    assert "3 trong 8 bài" in said
    assert "/bai-viet/bai-so-7/" in said
    assert "--allow-deletions" in said
    assert served(place) == before
    assert "xoá" in twin.run("publish", "here", "--allow-deletions")
    assert "bai-viet/bai-so-7/index.html" not in served(place)


@pytest.mark.parametrize("header", ["Status: draft", "Expires: 2021-12-31 08:00", "Date: 2031-01-01 08:00"])
def test_published_articles_are_counted_not_files(many: Project, place: Path, header: str) -> None:
    many.run("publish", "here")
    for number in (2, 3, 4):
        path = many.root / f"content/articles/bai-so-{number}.md"
        text = path.read_text()
        text = re.sub("^Date: .*$", header, text, flags=re.M) if header.startswith("Date") else f"{header}\n{text}"
        path.write_text(text)
    assert "3 trong 8 bài" in many.run("publish", "here", code=5)
    many.run("publish", "here", "--allow-deletions")


def test_one_article_may_always_go(many: Project, place: Path) -> None:
    many.run("publish", "here")
    (many.root / "content/articles/bai-so-8.md").unlink()
    many.run("publish", "here")
    assert "bai-viet/bai-so-8/index.html" not in served(place)


def test_a_moved_article_is_not_lost(many: Project, place: Path) -> None:
    for number in (1, 2, 3):
        many.write(number, more=f"Id: bai-{number}")
    many.run("publish", "here")
    for number in (1, 2, 3):
        (many.root / f"content/articles/bai-so-{number}.md").unlink()
        many.write(number, more=f"Id: bai-{number}\nSlug: ten-moi-{number}", slug=f"ten-moi-{number}")
    many.run("publish", "here")
    assert "bai-viet/ten-moi-2/index.html" in served(place)


def test_ids_do_not_change_unasked(many: Project, place: Path) -> None:
    many.run("publish", "here")
    before = served(place)
    many.write(1, more="Id: mot-ma-so-khac")
    said = many.run("publish", "here", code=5)
    assert "1 bài đổi mã số" in said
    assert "--allow-new-ids" in said
    assert served(place) == before
    many.run("publish", "here", "--allow-new-ids")


def test_a_clone_that_lags_behind_takes_nothing_back(many: Project, place: Path, tmp_path: Path) -> None:
    old = clone(many, tmp_path / "old")
    many.write(1, "Văn bản mới.")
    many.commit()
    many.run("publish", "here")
    before = served(place)
    said = old.run("publish", "here", code=5)
    assert "không tìm thấy" in said
    assert "git pull" in said
    assert served(place) == before
    old.git("pull", "-q", str(many.root), "main")
    assert "không có gì đổi" in old.run("publish", "here")
    old.git("reset", "-q", "--hard", "HEAD~1")
    assert "mới hơn commit" in old.run("publish", "here", code=5)
    old.git("commit", "-q", "--allow-empty", "-m", "another line")
    assert "không chứa nó" in old.run("publish", "here", code=5)
    old.run("publish", "here", "--allow-older")


def test_a_shallow_clone_is_deepened(many: Project, place: Path, tmp_path: Path) -> None:
    many.run("publish", "here")
    for number in range(3):
        many.write(1, f"Lần {number}.")
        many.commit()
    shallow = many.twin(tmp_path / "shallow")
    subprocess.run(["rm", "-rf", str(shallow.root / ".git")], check=True)
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", "--bare", f"file://{many.root}", str(shallow.root / ".git")], check=True
    )
    shallow.git("config", "core.bare", "false")
    shallow.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    shallow.git("reset", "-q")
    shallow.run("publish", "here")
    assert "Lần 2.".encode() in served(place)["bai-viet/bai-so-1/index.html"]


def test_a_clock_that_is_wrong_is_told(many: Project, place: Path) -> None:
    many.run("publish", "here")
    before = served(place)
    many.write(1, "Đã sửa.")
    record = place / "current" / "trang-thai.json"
    text = record.read_text()
    ahead = re.sub(r'"published": "\d{4}', '"published": "2099', text)
    assert ahead != text
    record.write_text(ahead)
    said = many.run("publish", "here", code=5)
    assert "--allow-clock" in said
    assert served(place) == before
    many.run("publish", "here", "--allow-clock")


@pytest.mark.parametrize("kind", ["ssh", "s3", "git"])
def test_on_every_kind(many: Project, ssh: Ssh, storage: Storage, tmp_path: Path, kind: str) -> None:
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    values = {
        "ssh": ssh.target(tmp_path / "srv" / "site"),
        "s3": storage.target("live-truth"),
        "git": {"kind": "git", "url": "http://127.0.0.1:9", "remote": remote},
    }
    many.target("there", **values[kind])
    many.environment |= {**storage.credentials, "TEST_SSH_KEY": str(ssh.key)}
    many.run("publish", "there")
    old = clone(many, tmp_path / "old")
    many.write(1, "Văn bản sai.")
    many.commit()
    many.run("publish", "there")
    assert "git pull" in old.run("publish", "there", code=5)
    assert "000001-" in many.run("rollback", "there", "--why", "sai số liệu")
    many.write(2, "Một bài khác.")
    many.commit()
    said = many.run("publish", "there", code=4)
    assert "content/articles/bai-so-1.md" in said
    assert "sai số liệu" in said
    assert "sai số liệu" in many.run("releases", "there")
    many.write(1, "Văn bản đúng.")
    many.commit()
    assert "hết giữ" in many.run("publish", "there")
    many.run("verify", "there")
