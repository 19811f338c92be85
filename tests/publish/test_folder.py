"""Publishing to a folder: whole, verified, rolled back, and as it was when anything fails."""

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest

from .project import Project, few_changed
from .servers import small_disk

pytestmark = pytest.mark.slow
PACKED = True


def served(path: Path) -> dict[str, bytes]:
    """Every file that is live, but for the record, which is another one after each switch."""
    root = Path(os.path.realpath(path / "current"))
    files = {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}
    return {name: data for name, data in files.items() if not name.startswith("trang-thai.json")}


def names(path: Path) -> list[str]:
    """What lies beside the releases."""
    return sorted(os.listdir(path / "releases"))


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=path, keep=2)
    return path


def test_a_release_is_whole_and_says_what_it_is(project: Project, place: Path) -> None:
    said = project.run("publish", "here")
    assert "đã đăng bản 000001-" in said
    assert "lưu ý: nội dung có thay đổi" not in said
    files = served(place)
    manifest = json.loads(files["manifest.json"])
    assert manifest["commit"] == project.git("rev-parse", "HEAD").strip()
    assert manifest["clean"] is True
    assert manifest["plan"]["numbers"] == "01-KH/THU"
    assert manifest["files"]["bai-viet/bai-so-1/index.html"]["from"] == ["articles/bai-so-1.md"]
    copies = {name for name in files if name.endswith((".br", ".gz"))}
    assert "bai-viet/bai-so-1/index.html.br" in copies
    assert set(manifest["files"]) == files.keys() - copies - {"manifest.json"}
    assert "mọi tệp trên đích đúng" in project.run("verify", "here")


def test_an_expiring_security_contact_is_told(project: Project, place: Path) -> None:
    site = project.root / "content/site.toml"
    site.write_text('[security]\ncontact = "https://a.example.vn/an-ninh"\nexpires = "2026-01-31"\n')
    assert "security.txt hết hạn ngày 2026-01-31" in project.run("publish", "here")
    assert b"Contact: https://a.example.vn/an-ninh\n" in served(place)[".well-known/security.txt"]
    site.write_text('[security]\ncontact = "nobody"\nexpires = "soon"\n')
    said = project.run("publish", "here", code=1)
    assert "phải là địa chỉ thư điện tử" in said
    assert "phải là ngày có thật dạng 2027-06-30" in said


def test_nothing_changed_makes_no_release(project: Project, place: Path) -> None:
    project.run("publish", "here")
    before = names(place)
    assert "không có gì đổi" in project.run("publish", "here")
    project.commit()
    assert "không có gì đổi" in project.run("publish", "here")
    assert names(place) == before


def test_an_edit_keeps_every_other_file_with_its_inode(project: Project, place: Path) -> None:
    project.run("publish", "here")
    current = place / "current"
    kept = os.stat(current / "bai-viet/bai-so-2/index.html").st_ino
    old = os.stat(current / "bai-viet/bai-so-1/index.html")
    project.write(1, "Đã sửa.")
    project.commit()
    said = project.run("publish", "here")
    assert few_changed(said)
    assert os.stat(current / "bai-viet/bai-so-2/index.html").st_ino == kept
    new = os.stat(current / "bai-viet/bai-so-1/index.html")
    assert int(new.st_mtime) > int(old.st_mtime)
    assert new.st_mtime == os.stat(current / "bai-viet/bai-so-1/index.html.gz").st_mtime


def test_diff_tells_before(project: Project, place: Path) -> None:
    project.run("publish", "here")
    assert "không có gì đổi" in project.run("diff", "here")
    project.write(1, "Đã sửa.")
    said = project.run("diff", "here")
    assert "~ /bai-viet/bai-so-1/" in said
    assert "/bai-viet/bai-so-2/" not in said
    project.write(4, slug="bai-moi")
    assert "+ /bai-viet/bai-moi/" in project.run("diff", "here")


def test_assets_of_earlier_releases_stay_for_a_while(project: Project, place: Path) -> None:
    project.run("publish", "here")
    (old,) = (name for name in served(place) if name.startswith("theme/column.") and name.endswith(".css"))
    for number in range(3):
        (project.root / "theme/static/css/components/extra.css").write_text(f".extra {{ order: {number} }}\n")
        project.run("publish", "here")
        assert (old in served(place)) == (number < 1), number
        assert "mọi tệp trên đích đúng" in project.run("verify", "here")
    assert len([name for name in names(place) if name.endswith(".json")]) == 2


def test_rollback_and_what_was_rolled_back_stays_away(project: Project, place: Path) -> None:
    project.run("publish", "here")
    first = served(place)
    project.write(1, "Nội dung sai.")
    project.run("publish", "here")
    assert served(place) != first
    said = project.run("rollback", "here")
    assert "đang phục vụ bản 000001-" in said
    assert re.search(r" \d+[.,]\d+ giây", said.splitlines()[0]), said
    assert served(place) == first
    assert "đã bị thu hồi" in project.run("publish", "here", code=4)
    assert served(place) == first
    listed = project.run("releases", "here")
    assert "→ 000001-" in listed
    assert "✗ 000002-" in listed
    project.run("publish", "here", "--again")
    assert served(place) != first
    project.write(1, "Nội dung đúng.")
    project.run("publish", "here")
    assert "không có bản" in project.run("rollback", "here", "77", code=1)


def test_a_file_changed_on_the_target_is_named_and_replaced(project: Project, place: Path) -> None:
    project.run("publish", "here")
    page = place / "current" / "bai-viet/bai-so-1/index.html.gz"
    page.write_bytes(b"x" + page.read_bytes()[1:])
    (place / "current" / "extra.html").write_text("stray")
    (place / "current" / "bai-viet/bai-so-2/index.html").unlink()
    said = project.run("verify", "here", code=1)
    assert "bai-viet/bai-so-1/index.html.gz: khác bản đã đăng" in said
    assert "bai-viet/bai-so-2/index.html: không có" in said
    assert "extra.html: không thuộc bản đã đăng" in said
    said = project.run("publish", "here", "--force")
    assert "2 tệp trên đích đã bị sửa" in said
    project.run("verify", "here")


def test_an_edit_finds_what_was_changed_on_the_target(project: Project, place: Path) -> None:
    """Also where size and time are as they were; what was read and found right before makes no difference."""
    project.run("publish", "here")
    assert (project.root / ".cache/publish/here/found-right").is_file()
    page, other = place / "current/bai-viet/bai-so-2/index.html", place / "current/bai-viet/bai-so-3/index.html"
    good, status = page.read_bytes(), page.stat()
    page.write_bytes(b"x" + good[1:])
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.chmod(0o600)
    project.write(1, "Đã sửa.")
    said = project.run("publish", "here")
    assert "2 tệp trên đích đã bị sửa hoặc hỏng, được thay lại" in said
    assert page.read_bytes() == good
    assert other.stat().st_mode & 0o777 == 0o644
    project.run("verify", "here")


def test_a_broken_build_publishes_nothing(project: Project, place: Path) -> None:
    project.run("publish", "here")
    before = served(place), names(place)
    (project.root / "content/articles/bai-so-2.md").write_text("Title: x\n\nBody\n")
    assert "không dựng được trang" in project.run("publish", "here", code=1)
    assert (served(place), names(place)) == before


def test_two_publishers_one_is_refused(project: Project, place: Path) -> None:
    import fcntl

    project.run("publish", "here")
    with open(place / "lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "một lần đăng khác đang chạy" in project.run("publish", "here", code=3)
        assert "một lần đăng khác đang chạy" in project.run("rollback", "here", code=3)


def test_a_folder_with_other_things_is_not_taken(project: Project, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "thesis.doc").write_text("mine")
    assert "thư mục có sẵn tệp" in project.run("publish", "here", code=1)
    assert names_of(place) == ["thesis.doc"]


def names_of(path: Path) -> list[str]:
    return sorted(os.listdir(path))


def test_kill_9_leaves_a_whole_release(project: Project, place: Path) -> None:
    project.run("publish", "here")
    whole = [served(place)]
    for number in range(5):
        project.write(1, f"Lần {number}.")
        process = project.start("publish", "here")
        time.sleep(0.15 + 0.1 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout
        process.stdout.close()
        now = served(place)
        if now not in whole:
            assert f"Lần {number}.".encode() in now["bai-viet/bai-so-1/index.html"]
            assert len(now) == len(whole[0])
        project.run("publish", "here")
        whole.append(served(place))
        assert f"Lần {number}.".encode() in whole[-1]["bai-viet/bai-so-1/index.html"]
        assert not [name for name in names(place) if name.startswith(".")]
    project.run("verify", "here")


def test_a_full_disk_refuses_and_leaves_no_junk(project: Project, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        project.target("small", kind="folder", url="http://127.0.0.1:9", path=disk / "site")
        refuses_when_full(project, disk / "site")


def refuses_when_full(project: Project, place: Path) -> None:
    """Publish to the target "small", then something too large for its disk, then something that fits."""
    project.run("publish", "small")
    before = served(place), names(place)
    large = project.root / "theme/static/big.png"
    large.write_bytes(os.urandom(8_000_000))
    assert "hết chỗ trên đĩa" in project.run("publish", "small", code=1)
    assert (served(place), names(place)) == before
    large.unlink()
    project.write(1, "Đã sửa.")
    project.run("publish", "small")
    project.run("verify", "small")
