"""Publishing to object storage that checks signatures: what is uploaded, in which order, and what is refused."""

import json
import re
import signal
import time
from pathlib import Path

import pytest

from plugins.publish.bucket_lock import STALE
from tests.helpers import programs

from .project import Project, few_changed
from .servers import Storage

pytestmark = pytest.mark.slow

BUCKET = "trang"


def served(storage: Storage, bucket: str) -> dict[str, bytes]:
    """What readers can get."""
    root = storage.folder / bucket
    files = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}
    return {
        name: file.read_bytes() for name, file in files.items() if not name.startswith((".releases/", "trang-thai"))
    }


def private(storage: Storage, bucket: str) -> set[str]:
    root = storage.folder / bucket
    files = (file for file in (root / ".releases").rglob("*") if file.is_file() and not _is_unfinished(file))
    return {file.relative_to(root).as_posix() for file in files}


def _is_unfinished(file: Path) -> bool:
    """Whether the server was still writing it, or was killed while it did: no client is told of such a file."""
    return file.name.startswith(".rclone_temp_")


@pytest.fixture
def bucket(project: Project, storage: Storage, request: pytest.FixtureRequest) -> str:
    name = re.sub("[^a-z0-9]+", "-", request.node.name)[-50:].strip("-")
    project.target("cloud", **storage.target(name), keep=2, compress=getattr(request, "param", False))
    project.environment.update(storage.credentials)
    return name


with_copies = pytest.mark.parametrize("bucket", [True], ids=["compressed"], indirect=True)
"""Three times as many objects, and half of what a first publish costs."""


@with_copies
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
    assert len([name for name in fresh if "/objects/" in name]) < 80, "page, feeds, search; two copies each; manifest"
    project.run("verify", "cloud")
    assert "000001-" in project.run("rollback", "cloud")
    assert served(storage, bucket) == first
    assert "đã bị thu hồi" in project.run("publish", "cloud", code=4)
    project.write(1, "Sửa lần nữa.")
    project.run("publish", "cloud")
    project.write(1, "Sửa lần ba.")
    project.run("publish", "cloud")
    lists = [name for name in private(storage, bucket) if name.endswith(".sums")]
    assert len(lists) == 2
    assert not [name for name in private(storage, bucket) if "/lock/" in name]


@with_copies
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
    said = project.run("publish", "cloud", code=3)
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
        while not any("/lock/" in name for name in private(storage, "gone")):
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


@pytest.mark.parametrize("moment", ["lock", "objects"])
def test_a_publisher_that_slept_stops(
    project: Project, storage: Storage, bucket: str, tmp_path: Path, moment: str
) -> None:
    """Stopped for so long that another takes over, it changes nothing when it wakes. A look at the notes is good for
    less here than the other's publish takes."""
    module = project.root / "plugins/publish/bucket_lock.py"
    text = module.read_text()
    assert "TRUSTED = 5\n" in text
    module.write_text(text.replace("TRUSTED = 5\n", "TRUSTED = 0.2\n"))
    project.run("publish", "cloud")
    other = project.twin(tmp_path / "other")
    for number in range(1, 4):
        project.write(number, "Của tôi.")
        other.write(number, "Của bạn.")
    before = private(storage, bucket)
    process = project.start("publish", "cloud")
    deadline = time.monotonic() + 60
    while not any(f"/{moment}/" in name for name in private(storage, bucket) - before):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGSTOP)
    (note,) = (name for name in private(storage, bucket) if "/lock/" in name)
    storage.put_long_ago(bucket, note, STALE + 1)
    other.run("publish", "cloud")
    shown = served(storage, bucket)
    process.send_signal(signal.SIGCONT)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 3, said
    assert "khoá của lần đăng này đã mất" in said
    assert served(storage, bucket) == shown
    other.run("verify", "cloud")


def test_a_clock_that_is_ahead_takes_no_lock(project: Project, storage: Storage, bucket: str) -> None:
    """A note written this second is fresh by the storage's clock, whatever this machine believes."""
    project.run("publish", "cloud")
    storage.put(bucket, ".releases/lock/other", b'{"host": "may-khac", "pid": 1}')
    project.write(1, "Đã sửa.")
    ahead = programs.wrong_clock(FAKETIME="+6m")
    said = project.run("publish", "cloud", code=3, **ahead)
    assert "một lần đăng khác đang chạy" in said
    storage.delete(bucket, ".releases/lock/other")
    assert "--allow-clock" in project.run("publish", "cloud", code=5, **ahead)


def test_types_and_cache_times_follow_the_table(project: Project, storage: Storage, bucket: str) -> None:
    project.run("publish", "cloud")
    table = project.root / "plugins/core/publishing/http_headers.py"
    text = table.read_text()
    assert '"page": "public, max-age=60"' in text
    table.write_text(text.replace('"page": "public, max-age=60"', '"page": "public, max-age=30"'))
    assert "tiêu đề HTTP khác cấu hình" in project.run("verify", "cloud", code=1)
    project.run("publish", "cloud")
    project.run("verify", "cloud")
    assert "không có gì đổi" in project.run("publish", "cloud")


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b"", b"{}", b"<a><b></a>"])
@pytest.mark.parametrize("status", [200, 403, 500])
def test_what_is_no_storage_is_told_in_words(project: Project, body: bytes, status: int) -> None:
    from .test_verify import answering

    with answering({}, always=(status, body)) as port:
        values = {"kind": "s3", "url": "http://127.0.0.1:9", "bucket": "trang"}
        project.target("portal", **values, endpoint=f"http://127.0.0.1:{port}")
        project.environment.update(Storage.credentials)
        said = project.run("publish", "portal", code=1)
        assert "kho" in said
        assert "Welcome" not in said
