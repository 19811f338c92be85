"""`script`: a text file for who reads over loudspeakers."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.planwork_site import run_verb, write_site


def test_an_article_becomes_a_script(tmp_path: Path) -> None:
    content = write_site(tmp_path / "content")
    said = run_verb(
        tmp_path / "cache", "script", "mot", "--content", str(content), "--to", str(tmp_path / "loa"),
        "--site-url", "https://thu.example",
    )  # fmt: skip
    assert "doc-mot.txt: khoảng 1 phút đọc" in said
    text = (tmp_path / "loa/doc-mot.txt").read_text(encoding="utf-8")
    assert "Địa chỉ: https://thu.example/bai-viet/mot/" in text
    assert "Có tám mươi bảy đơn vị tham gia." in text
    assert "Xin trích: Lời trích thứ nhất của bài." in text
    assert "GHI-CHU-NOI-BO" not in text
    told = run_verb(tmp_path / "cache", "script", "khong-co", "--content", str(content), code=1)
    assert "khong-co: không có bài nào" in told
    assert "Traceback" not in told
