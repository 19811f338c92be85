"""Publishing to a real sshd: what travels, and what is left when the connection breaks."""

import json
import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.helpers.programs import program

from .project import Project
from .servers import Ssh, small_disk
from .test_folder import names, refuses_when_full, served

pytestmark = pytest.mark.slow


@pytest.fixture
def place(project: Project, ssh: Ssh, tmp_path: Path) -> Path:
    path = tmp_path / "srv" / "site"
    project.target("far", **ssh.target(path), keep=2)
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    return path


def test_publish_edit_rollback(project: Project, place: Path) -> None:
    project.run("publish", "far")
    first = served(place)
    assert "mọi tệp trên đích đúng" in project.run("verify", "far")
    assert "không có gì đổi" in project.run("publish", "far")
    kept = os.stat(place / "current/bai-viet/bai-so-2/index.html").st_ino
    project.write(1, "Đã sửa.")
    said = project.run("publish", "far")
    sent = re.search(r"gửi ([\d,]+) KB", said)
    assert sent
    assert float(sent[1].replace(",", ".")) < 150, said
    assert os.stat(place / "current/bai-viet/bai-so-2/index.html").st_ino == kept
    project.run("verify", "far")
    assert "000001-" in project.run("rollback", "far")
    assert served(place) == first
    assert "→ 000001-" in project.run("releases", "far")
    assert "đã bị thu hồi" in project.run("publish", "far", code=4)
    project.write(1, "Sửa đúng.")
    project.run("publish", "far")
    project.run("release", "far")
    project.write(1, "Sửa lần nữa.")
    project.run("publish", "far")
    kept = {name.removesuffix(".json") for name in names(place) if name.endswith(".json")}
    assert {path.stem for path in (project.root / ".cache/publish/far").glob("*-*.sums")} == kept


def test_another_file_of_the_same_size_and_time_is_sent(project: Project, place: Path) -> None:
    """As when a rollback and a publish fall into one second."""
    for text in ("Một.", "Hai."):
        project.write(1, text)
        project.run("publish", "far")
    (facts,) = (place / "releases").glob("000002-*.json")
    told = json.loads(facts.read_text())
    newest = told["newest"] + 10_000
    facts.write_text(json.dumps({**told, "newest": newest}) + "\n")
    record = place / "current/trang-thai.json"
    os.utime(record, (newest + 1, newest + 1))
    size = record.stat().st_size
    project.write(1, "Ba.")
    project.run("publish", "far")
    assert (record.stat().st_size, int(record.stat().st_mtime)) == (size, newest + 1)
    project.run("verify", "far")


def test_damage_on_the_server_is_named_and_healed(project: Project, place: Path) -> None:
    project.run("publish", "far")
    (place / "current/bai-viet/bai-so-1/index.html").write_text("defaced")
    (place / "current/bai-viet/bai-so-3/index.html").unlink()
    (place / "current/shell.php").write_text("stray")
    said = project.run("verify", "far", code=1)
    assert "bai-viet/bai-so-1/index.html: khác bản đã đăng" in said
    assert "bai-viet/bai-so-3/index.html: không có" in said
    assert "shell.php: không thuộc" in said
    included = place / "server/redirects.nginx", place / "server/redirects.caddy"
    written = included[0].read_text()
    included[0].write_text("defaced")
    stands = os.stat(included[1]).st_ino
    project.write(2, "Đã sửa.")
    assert "2 tệp trên đích đã bị sửa" in project.run("publish", "far")
    project.run("verify", "far")
    assert "shell.php" not in served(place)
    assert included[0].read_text() == written
    assert os.stat(included[1]).st_ino == stands, "what differs is written, nothing else"


def test_refusals_leave_the_live_release(project: Project, place: Path, ssh: Ssh, tmp_path: Path) -> None:
    project.run("publish", "far")
    before = served(place), names(place)
    project.write(1, "Đã sửa.")
    built = project.root / ".cache/publish/far/site/bai-viet/bai-so-1/index.html"
    other = tmp_path / "other"
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    said = project.run("publish", "far", code=1, TEST_SSH_KEY=str(other))
    assert "Permission denied" in said
    assert "cần biến môi trường TEST_SSH_KEY" in project.run("publish", "far", code=1, TEST_SSH_KEY="")
    holder = subprocess.Popen([program("flock"), str(place / "lock"), "sleep", "60"])
    try:
        while subprocess.run([program("flock"), "-n", str(place / "lock"), "true"], check=False).returncode == 0:
            time.sleep(0.02)
        assert "một lần đăng khác đang chạy" in project.run("publish", "far", code=3)
    finally:
        holder.terminate()
        holder.wait()
        subprocess.run([program("pkill"), "-P", str(holder.pid)], check=False)
    assert "Đã sửa." not in built.read_text(), "who is refused builds nothing"
    assert (served(place), names(place)) == before


def test_a_full_disk_on_the_server(project: Project, ssh: Ssh, tmp_path: Path) -> None:
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    with small_disk(tmp_path / "disk") as disk:
        project.target("small", **ssh.target(disk / "site"))
        refuses_when_full(project, disk / "site")


def test_a_lost_connection_leaves_the_live_release_and_no_junk(project: Project, place: Path, ssh: Ssh) -> None:
    project.run("publish", "far")
    before = served(place), names(place)
    (project.root / "theme/static/big.png").write_bytes(os.urandom(30_000_000))
    process = project.start("publish", "far")
    deadline = time.monotonic() + 30
    while not [name for name in names(place) if name.startswith(".work")]:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    listed = subprocess.run([program("pgrep"), "-P", str(ssh.process.pid)], capture_output=True, text=True, check=True)
    for child in listed.stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert "mất kết nối" in said
    assert served(place) == before[0]
    deadline = time.monotonic() + 30
    while names(place) != before[1]:
        assert time.monotonic() < deadline, names(place)
        time.sleep(0.1)
    (project.root / "theme/static/big.png").unlink()
    project.write(1, "Đã sửa.")
    project.run("publish", "far")
    project.run("verify", "far")


def finish(project: Project) -> str:
    said, _ = project.start("publish", "far").communicate(timeout=60)
    return said


def test_kill_9_leaves_a_whole_release(project: Project, place: Path) -> None:
    project.run("publish", "far")
    for number in range(2):
        before = served(place)
        project.write(1, f"Lần {number}.")
        process = project.start("publish", "far")
        time.sleep(0.4 + 0.3 * number)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = served(place)
        assert now == before or f"Lần {number}.".encode() in now["bai-viet/bai-so-1/index.html"]
        deadline = time.monotonic() + 10
        while "đang chạy" in (said := finish(project)):  # the server may need a moment to let the lock go
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert "đã đăng" in said or "không có gì đổi" in said, said
        assert f"Lần {number}.".encode() in served(place)["bai-viet/bai-so-1/index.html"]
    project.run("verify", "far")
