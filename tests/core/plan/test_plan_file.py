"""plan.toml: read whole, or every problem with its line."""

import datetime as dt
from pathlib import Path

import pytest

from plugins.core.plan.plan_file import read_plans
from tests.helpers.plans import plan_text, row

ROOT = Path(__file__).resolve().parents[3]
GOOD = plan_text(
    "a",
    number="1-KH/X",
    title="Kế hoạch một",
    issuer="Cơ quan",
    phases=[
        row("truoc", "Trước", last=dt.date(2021, 12, 31), quote="đến hết năm 2021"),
        row("sau", "Sau", first=dt.date(2022, 1, 1), last=dt.date(2025, 12, 31), quote="từ năm 2022"),
    ],
    topics=[
        row("x", "Chủ đề X", phases=["truoc"], quote="lời kế hoạch"),
    ],
    items=[
        row("viec", "Việc", quote="lời", topic="x"),
    ],
)


def messages(text: str) -> list[str]:
    _, problems = read_plans(text)
    assert problems
    return [f"{problem.line}: {problem.field}: {problem.message}" for problem in problems]


def test_the_shipped_plan_is_whole() -> None:
    plans, problems = read_plans((ROOT / "content" / "plan.toml").read_text(encoding="utf-8"))
    assert not problems
    assert len(plans.terms["topic"]) == 11
    assert len(plans.terms["form"]) == 4


def test_good_plan_loads() -> None:
    plans, problems = read_plans(GOOD)
    assert problems == ()
    assert plans.items["viec"].topic == "x"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('slug = "x"', 'slug = "X y"', 18, "không hợp lệ"),
        ('phases = ["truoc"]', 'phases = ["trouc"]', 20, "có phải ý bạn là truoc"),
        ('phases = ["truoc"]', 'phases = [["truoc"]]', 20, "mỗi mục của danh sách phải là chữ"),
        ('phases = ["truoc"]', "phases = [1, true]", 20, "mỗi mục của danh sách phải là chữ"),
        ("first = 2022-01-01", "first = 2021-06-01", 14, "chồng lên"),
        ("last = 2025-12-31", "last = 2021-12-31", 15, "sớm hơn ngày đầu"),
        ('issuer = "Cơ quan"', 'isuer = "Cơ quan"', 5, "có phải ý bạn là issuer"),
        ('topic = "x"', 'topic = "khong-co"', 26, "không có trong kế hoạch"),
        ('name = "Sau"', "name = 5", 13, "phải là chữ"),
        ('slug = "sau"', 'slug = "truoc"', 12, "đã được dùng"),
        ('name = "Sau"', 'name = "TRƯỚC"', 13, "trùng tên"),
        ("[[plans]]", "[[plan]]", 1, "không có khoá này"),
        ('title = "Kế hoạch một"', 'title = "Kế hoạch', 4, "không đọc được TOML"),
    ],
)
def test_each_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    told = messages(GOOD.replace(old, new, 1))
    assert any(row.startswith(f"{line}: ") and words in row for row in told), told


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD.replace('slug = "x"', 'slug = "x"\nmau = "đỏ"').replace('topic = "x"', 'topic = "y"')
    assert len(messages(text)) >= 2
