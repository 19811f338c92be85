"""`preview`: what a branch changes, and nothing that readers may not see yet."""

from pathlib import Path

import pytest

from tests.publish.project import Project

pytestmark = pytest.mark.slow


def test_what_a_branch_changes_before_and_after(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", articles=4)
    project.git("checkout", "-q", "-b", "nhanh")
    project.write(1, "Câu đã sửa.")
    project.write(5, "Bài nháp.", more="Status: draft", slug="nhap")
    path = project.write(6, "Bài hẹn giờ.", slug="hen-gio")
    path.write_text(path.read_text().replace("Date: 2021", "Date: 2031"))
    project.write(7, "Bài mới.", slug="bai-moi")
    (project.root / "content/articles/bai-so-3.md").unlink()
    project.commit()
    shown = tmp_path / "shown"
    said = project.run("preview", "main", "--to", str(shown), "--site-url", "https://chuyen-muc.example.vn")
    assert "trang khác với" in said
    after, before = shown / "sau", shown / "truoc"
    assert "Câu đã sửa." in (after / "bai-viet/bai-so-1/index.html").read_text()
    assert "Câu đã sửa." not in (before / "bai-viet/bai-so-1/index.html").read_text()
    assert (after / "bai-viet/bai-moi/index.html").is_file()
    assert not (before / "bai-viet/bai-moi/index.html").exists()
    assert (before / "bai-viet/bai-so-3/index.html").is_file()
    assert not (after / "bai-viet/bai-so-3/index.html").exists()
    files = [path for path in shown.rglob("*") if path.is_file()]
    for file in files:
        data = file.read_bytes()
        if file.suffix == ".html":
            assert b'name="robots" content="noindex' in data, file
        assert "Bài nháp.".encode() not in data, file
        assert "Bài hẹn giờ.".encode() not in data, file
    names = {file.name for file in files}
    assert not names & {"rss.xml", "atom.xml", "feed.json", "sitemap.xml", "manifest.json", "bai-viet.json"}
    listed = (shown / "index.html").read_text()
    assert "đổi: /bai-viet/bai-so-1/" in listed
    assert "mới: /bai-viet/bai-moi/" in listed
    assert "bỏ: /bai-viet/bai-so-3/" in listed
    page = (after / "bai-viet/bai-so-1/index.html").read_text()
    style = next((after / "theme").glob("column.*.css"))
    assert f"../../theme/{style.name}" in page, "pages show themselves with their own assets wherever the folder lies"
    assert "thư mục trống" in project.run("preview", "main", "--to", str(shown), code=1)
    assert "không có commit" in project.run("preview", "nowhere", "--to", str(tmp_path / "other"), code=1)
