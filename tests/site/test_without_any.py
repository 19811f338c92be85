"""What an article without key points, sound, charts, galleries or a series pays for those that have them: nothing, but
for the column's own two links."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.helpers.feed_site import feed_site
from tests.helpers.sounds import mp3

BODY = """Mở đầu.

![Số bài từng năm.](nam.csv "Từng năm | Nguồn: Số liệu thử")

![Ảnh thử màu đỏ.](mot.png) ![Ảnh thử màu lam.](hai.png)
"""


LINKS = ('<li><a href="/nghe/">Nghe</a></li>\n', '<li><a href="/ho-so/">Hồ sơ, loạt bài</a></li>\n')
"""What the footer of every page gains once the column has anything to hear and any series."""


def without_links(page: bytes) -> str:
    said = page.decode()
    for link in LINKS:
        assert said.count(link) == 1
        said = said.replace(link, "")
    return said


@pytest.mark.slow
def test_what_others_carry_adds_no_byte_to_its_page(tmp_path: Path) -> None:
    """Articles of one topic, each beside the other in lists of what is newer and related."""
    made = feed_site(tmp_path)
    folder = made.content / "articles/2021"
    for day in (1, 3, 4):
        made.article(f"khong-{day}", day=f"2021-07-0{day}")
    made.article("co", day="2021-07-02")
    made.build()
    pages = [f"bai-viet/khong-{day}/index.html" for day in (1, 3, 4)]
    before = [made.read(page).decode() for page in pages]
    folder.joinpath("nam.csv").write_text("Năm,Bài\n2021,5\n2022,10\n", encoding="utf-8")
    folder.joinpath("bai.mp3").write_bytes(mp3(95))
    for name, colour in (("mot.png", "red"), ("hai.png", "blue")):
        Image.new("RGB", (900, 600), colour).save(folder / name)
    made.article(
        "co",
        day="2021-07-02",
        body=BODY,
        audio="bai.mp3 | Giọng đọc thử",
        key_point="Điểm chính.",
        key_figure="5 bài | Số liệu thử",
        question="Ta làm gì trước?",
        series="Hồ sơ thử",
    )
    made.build()
    carrying = made.read("bai-viet/co/index.html").decode()
    assert [
        mark for mark in ("<audio", "key-points", "voice.", "chart.", "gallery.", "Hồ sơ thử") if mark not in carrying
    ] == []
    assert [without_links(made.read(page)) for page in pages] == before
