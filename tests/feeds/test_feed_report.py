"""What the build tells of feeds, and what `feed-preview` shows before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.feed_site import feed_site

pytestmark = pytest.mark.slow


def test_each_build_says_what_subscribers_will_see(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    edited = site.article("mot")
    gone = site.article("hai", day="2021-07-06", form="")
    assert "RSS: 6 nguồn tin, 2 bài" in site.build()
    assert "RSS" not in site.build()

    site.edit(edited, "Nội dung bài", "Nội dung đã sửa")
    site.article("ba", day="2021-07-07", units="don-vi-mau")
    gone.unlink()
    said = site.build()
    assert "RSS /: 1 bài mới, 1 bài sửa, 1 bài gỡ\n" in said
    assert "RSS /hinh-thuc/truyen-thong/: 1 bài mới, 1 bài sửa\n" in said
    assert "RSS /don-vi/don-vi-mau/: 1 bài mới\n" in said
    assert "bài 2021-07-05-mot được sửa mà không ghi Modified" in said

    site.edit(edited, "Summary", "Modified: 2021-07-08\nSummary")
    site.edit(edited, "đã sửa", "sửa lần hai")
    said = site.build()
    assert "RSS /: 1 bài sửa\n" in said
    assert "không ghi Modified" not in said


def test_a_refused_build_leaves_the_record(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    site.article("mot")
    site.build()
    broken = site.article("hai", category="khong-co")
    site.build(ok=False)
    site.edit(broken, "khong-co", "chu-de-a")
    assert "RSS /: 1 bài mới\n" in site.build()


def test_preview_shows_item_feeds_and_warnings(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    path = site.article("mot", day="2099-01-02", body="Xem [nơi khác](http://example.org/).")
    for wanted in (str(path), "mot", "2099-01-02-mot", "articles/2099/2099-01-02-mot.md"):
        done = site.run("feed-preview", wanted, "--site-url", "https://chuyen-muc.example")
        assert done.returncode == 0, done.stderr
        assert '<guid isPermaLink="false">tag:chuyen-muc.example,2021-01-01:2099-01-02-mot</guid>' in done.stdout
    assert "nguồn:   /, /chu-de/chu-de-a/, /hinh-thuc/truyen-thong/, /the/nguon-tin/" in done.stdout
    assert "• bài không có ảnh đầu bài" in done.stdout
    assert "• có địa chỉ http://" in done.stdout
    page = site.cache / "feed-preview" / "mot.html"
    assert "<h1>" in page.read_text(encoding="utf-8")
    done = site.run("feed-preview", "khong-co")
    assert done.returncode == 1
    assert "không có bài nào" in done.stderr
    assert not site.output.exists()
