"""Key points, figures with sources, questions: what is taken, and every fault at its own line."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from plugins.core.article.record import read_article
from plugins.core.article.speaking_rules import LONGEST_LINE, MOST_LINES
from plugins.core.body.parser import BodyParser

HEAD = "Title: Bài thử\nDate: 2021-07-05\nCategory: a\nSummary: Sapo.\n"
PARSER = BodyParser((), {})


def read(*lines: str, head: str = HEAD):  # type: ignore[no-untyped-def]
    text = head + "\n".join(lines) + "\n\nNội dung.\n"
    return read_article(text.encode(), "articles/bai.md", ZoneInfo("Asia/Ho_Chi_Minh"), PARSER)


def told(*lines: str) -> list[str]:
    return [f"{problem.line}: {problem.rule}: {problem.message}" for problem in read(*lines).problems]


def test_what_is_right_is_kept() -> None:
    record = read(
        "Key_point: Một.",
        "Key_point: Hai; có dấu phẩy, chấm phẩy.",
        "Key-Figure: 3.606 điểm cầu | Nguồn thử | https://nguon.example/1",
        "Key figure: tăng 6,5% | Nguồn khác",
        "Question: Ta làm gì?",
    ).record
    assert record.key_points == ("Một.", "Hai; có dấu phẩy, chấm phẩy.")
    assert record.key_figures == (
        ("3.606 điểm cầu", "Nguồn thử", "https://nguon.example/1"),
        ("tăng 6,5%", "Nguồn khác", ""),
    )
    assert record.discussion == ("Ta làm gì?",)


def test_lists_of_yaml_are_lines_too() -> None:
    head = "---\nTitle: Bài thử\nDate: 2021-07-05\nCategory: a\nSummary: Sapo.\nKey_point:\n  - Một.\n  - Hai.\n---"
    assert read(head=head).record.key_points == ("Một.", "Hai.")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Key_point:", "5: key-points: để trống"),
        (f"Key_point: {'a' * (LONGEST_LINE + 1)}", f"5: key-points: dài {LONGEST_LINE + 1} ký tự"),
        ("Key_figure: 12 đơn vị", "5: key-figures: thiếu nguồn"),
        ("Key_figure: 12 đơn vị |", "5: key-figures: thiếu nguồn"),
        ("Key_figure: nhiều đơn vị | Nguồn", "5: key-figures: không có con số nào"),
        ("Key_figure: 12 đơn vị | Nguồn | nguon.example", "5: key-figures: “nguon.example” không phải địa chỉ"),
        ("Key_figure: 12 | Nguồn | javascript:alert(1)", "5: key-figures: “javascript:alert(1)” không phải"),
        ("Question: Ta làm gì", "5: discussion: câu hỏi phải kết thúc bằng dấu “?”"),
        ("Key_points: Một.", "5: header-known: không có tên “Key_points”"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(line: str, message: str) -> None:
    assert [row for row in told(line) if row.startswith(message)]


def test_everything_wrong_is_told_at_once() -> None:
    rows = told("Key_point: Một.", "Key_point: một.", "Key_figure: 12", "Question: Gì", "Question:")
    assert [row.split(":")[0] for row in rows] == ["6", "7", "8", "9"]


def test_there_are_at_most_so_many() -> None:
    assert read(*[f"Key_point: Điểm {n}." for n in range(MOST_LINES)]).problems == ()
    (problem,) = read(*[f"Key_point: Điểm {n}." for n in range(MOST_LINES + 3)]).problems
    assert problem.line == 5 + MOST_LINES
    assert f"tối đa {MOST_LINES}" in problem.message
