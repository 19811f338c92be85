"""Publishing to object storage that checks signatures: what is uploaded, in which order, and what is refused."""

import json
import signal
import time
from pathlib import Path

import pytest

from .project import Project, few_changed
from .servers import Storage

pytestmark = pytest.mark.slow

BUCKET = "trang"


def served(storage: Storage, bucket: str) -> dict[str, bytes]:
    """What readers can get."""
    root = storage.folder / bucket
    files = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}
    return {name: file.read_bytes() for name, file in files.items() if not name.startswith(".releases/")}


def private(storage: Storage, bucket: str) -> set[str]:
    root = storage.folder / bucket
    return {file.relative_to(root).as_posix() for file in (root / ".releases").rglob("*") if file.is_file()}


@pytest.fixture
def bucket(project: Project, storage: Storage, request: pytest.FixtureRequest) -> str:
    name = request.node.name.replace("_", "-")[:50]
    project.target("cloud", **storage.target(name), keep=2, compress=True)
    project.environment.update(storage.credentials)
    return name


def test_publish_edit_rollback(project: Project, storage: Storage, bucket: str) -> None:
    project.run("publish", "cloud")
    first = served(storage, bucket)
    assert set(json.loads(first["manifest.json"])["files"]) <= first.keys()
    assert "không có gì đổi" in project.run("publish", "cloud")
    old = private(storage, bucket)
    project.write(1, "Đã sửa.")
    said = project.run("publish", "cloud")
    assert few_changed(said)
    fresh = private(storage, bucket) - old
    assert len([name for name in fresh if "/objects/" in name]) < 40, "page, feeds, search; two copies each; manifest"
    project.run("verify", "cloud")
    assert "000001-" in project.run("rollback", "cloud")
    assert served(storage, bucket) == first
    assert "đã bị thu hồi" in project.run("publish", "cloud", code=1)
    project.write(1, "Sửa lần nữa.")
    project.run("publish", "cloud")
    project.write(1, "Sửa lần ba.")
    project.run("publish", "cloud")
    lists = [name for name in private(storage, bucket) if name.endswith(".sums")]
    assert len(lists) == 2
    assert not [name for name in private(storage, bucket) if "/lock/" in name]


def test_damage_is_named_and_healed(project: Project, storage: Storage, bucket: str) -> None:
    project.run("publish", "cloud")
    storage.put(bucket, "bai-viet/bai-so-1/index.html", b"defaced")
    storage.put(bucket, "extra.html", b"stray")
    storage.delete(bucket, "bai-viet/bai-so-2/index.html")
    said = project.run("verify", "cloud", code=1)
    assert "bai-viet/bai-so-1/index.html: khác bản đã đăng" in said
    assert "bai-viet/bai-so-2/index.html: không có" in said
    assert "extra.html: không thuộc" in said
    project.run("publish", "cloud")
    project.run("verify", "cloud")
    assert "extra.html" not in served(storage, bucket)


def test_a_wrong_secret_changes_nothing_and_is_not_printed(project: Project, storage: Storage, bucket: str) -> None:
    project.run("publish", "cloud")
    before = served(storage, bucket), private(storage, bucket)
    project.write(1, "Đã sửa.")
    said = project.run("publish", "cloud", code=1, AWS_SECRET_ACCESS_KEY="not-the-secret")
    assert "kho từ chối mã truy cập" in said
    assert "not-the-secret" not in said
    assert "the-access-key" not in said
    assert "cần biến môi trường" in project.run("publish", "cloud", code=1, AWS_SECRET_ACCESS_KEY="")
    assert (served(storage, bucket), private(storage, bucket)) == before


def test_a_bucket_with_other_things_is_not_taken(project: Project, storage: Storage, bucket: str) -> None:
    storage.put(bucket, "thesis.doc", b"mine")
    assert "kho có sẵn tệp" in project.run("publish", "cloud", code=1)
    assert served(storage, bucket) == {"thesis.doc": b"mine"}
    assert not private(storage, bucket)


def test_two_publishers_one_is_refused(project: Project, storage: Storage, bucket: str) -> None:
    project.run("publish", "cloud")
    before = served(storage, bucket)
    project.write(1, "Đã sửa.")
    storage.put(bucket, ".releases/lock/other", b'{"host": "may-khac", "pid": 1}')
    said = project.run("publish", "cloud", code=1)
    assert "một lần đăng khác đang chạy (may-khac)" in said
    assert served(storage, bucket) == before
    storage.delete(bucket, ".releases/lock/other")
    project.run("publish", "cloud")


def test_kill_9_is_finished_by_the_next_publish(project: Project, storage: Storage, bucket: str) -> None:
    project.run("publish", "cloud")
    for number in range(2):
        project.write(1, f"Lần {number}.")
        process = project.start("publish", "cloud")
        time.sleep(0.5 + 0.3 * number)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        page = served(storage, bucket)["bai-viet/bai-so-1/index.html"]
        assert page.endswith(b"</html>") or page.rstrip().endswith(b"</html>")
        project.run("publish", "cloud")
        project.run("verify", "cloud")
        assert f"Lần {number}.".encode() in served(storage, bucket)["bai-viet/bai-so-1/index.html"]


def test_a_storage_that_goes_away(project: Project, tmp_path: Path) -> None:
    from .servers import start_storage

    with start_storage(tmp_path) as storage:
        project.target("gone", **storage.target("gone"))
        project.environment.update(storage.credentials)
        project.run("publish", "gone")
        before = served(storage, "gone")
        (project.root / "theme/static/big.png").write_bytes(b"\x89PNG" + bytes(range(256)) * 100_000)
        process = project.start("publish", "gone")
        deadline = time.monotonic() + 30
        while not list((storage.folder / "gone/.releases").glob("lock/*")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        storage.process.kill()
        said, _ = process.communicate(timeout=90)
        assert process.returncode == 1
        assert "mất kết nối" in said
        assert served(storage, "gone") == before
    with start_storage(tmp_path, storage.folder) as storage:
        (project.root / "targets.toml").unlink()
        project.target("gone", **storage.target("gone"))
        project.run("publish", "gone")
        project.run("verify", "gone")
        assert not [name for name in private(storage, "gone") if "/lock/" in name]
