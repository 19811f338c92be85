"""What builds keep ends: two hundred edits later the cache is little larger than after the first build."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.helpers.building import ROOT, run_build

BUILDS = 200
ARTICLE = """\
Title: Bài số {number}
Date: 2021-07-{day:02} 07:30
Category: xay-dung-dang
Summary: Tóm tắt lần {turn}.
Tags: thẻ {tag}
Picture: ../images/anh-{picture}.jpg
Picture_alt: Các mảng màu của lần {turn}
Picture_credit: Đồ họa: Chuyên mục

{body}
"""


class Newsroom:
    """Content that changes with every turn: texts, tags, pictures, articles that come and go."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        (self.content / "articles").mkdir(parents=True)
        (self.content / "images").mkdir()
        shutil.copy(ROOT / "content" / "plan.toml", self.content)
        self._draw = random.Random(1)
        for number in range(12):
            self.paint(number)
            self.write(number, 0)

    def paint(self, number: int) -> None:
        """A picture that was never there before."""
        picture = Image.frombytes("RGB", (12, 8), self._draw.randbytes(12 * 8 * 3)).resize((480, 320))
        picture.save(self.content / "images" / f"anh-{number}.jpg", quality=90)

    def write(self, number: int, turn: int) -> None:
        """One article in words that were never there before."""
        words = [f"{self._draw.randrange(1 << 30):x}" for _ in range(300)]
        facts = {"number": number, "day": number % 28 + 1, "turn": turn, "tag": turn % 9, "picture": number % 12}
        path = self.content / "articles" / f"bai-{number}.md"
        path.write_text(ARTICLE.format(**facts, body=" ".join(words)))

    def work(self, turn: int) -> None:
        """One edit of a text, every third time with another picture; every fifth time one article more or fewer."""
        self.write(turn % 12, turn)
        if turn % 3 == 0:
            self.paint(turn % 12)
        if turn % 5 == 0:
            guest = self.content / "articles" / "bai-12.md"
            guest.unlink() if guest.exists() else self.write(12, turn)


def size(folder: Path) -> int:
    """Bytes of a folder's files, hard links once."""
    inodes = {status.st_ino: status.st_size for path in folder.rglob("*") if (status := path.lstat()).st_size}
    return sum(inodes.values())


@pytest.mark.slow
@pytest.mark.long
def test_two_hundred_builds_leave_little_more_than_the_first(tmp_path: Path) -> None:
    room, output, cache = Newsroom(tmp_path), tmp_path / "output", tmp_path / "cache"
    cache.mkdir()  # its own pictures and templates: they are what is measured
    options = ("--site-url", "https://column.example")
    run_build(room.content, output, cache, *options)
    first = size(cache)
    for turn in range(1, BUILDS + 1):
        room.work(turn)
        run_build(room.content, output, cache, *options)
        assert size(cache) <= 1.5 * first, f"after {turn} builds"
