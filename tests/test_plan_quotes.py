"""Every quotation of the shipped plan is the very words of the news that the plan is known from, in their order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "data" / "tin-gioi-thieu-ke-hoach-23.txt"
PLAN = tomllib.loads((ROOT / "content" / "plan.toml").read_text(encoding="utf-8"))["plans"][0]


def quotes() -> Iterator[tuple[str, str]]:
    yield "purpose", PLAN["purpose"]
    for table, rows in PLAN.items():
        if isinstance(rows, list):
            yield from ((f"{table}/{row['slug']}", row["quote"]) for row in rows if row.get("quote"))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(("where", "quote"), list(quotes()))
def test_every_quote_is_verbatim(where: str, quote: str) -> None:
    """An ellipsis joins two passages; a passage begins where the one before has ended, or later."""
    text, at = flat(SOURCE.read_text(encoding="utf-8")), 0
    for passage in filter(None, (part.strip() for part in flat(quote).split("…"))):
        found = text.find(passage, at)
        assert found >= 0, f"{where}: “{passage}”"
        at = found + len(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "nhằm mục đích tiếp tục tạo sự thống nhất",
        "Thông qua tuyên truyền, góp phần củng cố niềm tin",
        "ngay từ những năm đầu nhiệm kỳ",
        "phù hợp với tình hình, đặc điểm, điều kiện của đảng bộ, cơ quan, đơn vị",
        "“tự diễn biến”, “tự chuyển hóa” trong nội bộ",
        "phổ biến, quán triệt Nghị quyết Đại hội XIII của Đảng bộ Khối",
        "khơi dậy khát vọng phát triển đất nước",
    ],
)
def test_what_the_plan_asks_for_is_in_an_item(passage: str) -> None:
    told = [flat(item["quote"]) for item in PLAN["items"]]
    assert passage in flat(SOURCE.read_text(encoding="utf-8"))
    assert any(passage.removeprefix("nhằm mục đích ") in quote for quote in told)


def test_no_shipped_piece_is_counted_as_the_plan_carried_out() -> None:
    """They say how the column works, or are samples: each says which."""
    for path in (ROOT / "content" / "articles").rglob("*.md"):
        head = path.read_text(encoding="utf-8").partition("\n\n")[0]
        assert "\nKind: ve-chuyen-muc" in head or "\nSample: yes" in head, path.name
