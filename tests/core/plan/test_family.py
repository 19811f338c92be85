"""Several plans: their terms side by side, what follows what, units through time; and every slip told with its line."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.core.plan.plan import Unit
from plugins.core.plan.plan_file import read_plan_files
from tests.helpers.plans import plan_text, row

FIRST = plan_text(
    "mot",
    number="1-KH/X",
    title="Kế hoạch một",
    issuer="Cơ quan",
    phases=[
        row("dot", "Đợt", last=dt.date(2025, 12, 31), quote="q"),
    ],
    topics=[
        row("xay-dung-dang", "Xây dựng Đảng", quote="q"),
    ],
    forms=[
        row("mieng", "Tuyên truyền miệng", quote="q"),
    ],
    units=[
        row("ban-a", "Ban A"),
        row("ban-b", "Ban B"),
    ],
    items=[
        row("viec", "Việc", quote="q", topic="xay-dung-dang", form="mieng"),
    ],
)
SECOND = plan_text(
    number="2-KH/X",
    title="Kế hoạch hai (ví dụ)",
    issuer="Cơ quan",
    predecessor="mot",
    phases=[
        row("dot", "Đợt", last=dt.date(2030, 12, 31), quote="q"),
    ],
    topics=[
        row("xay-dung-dang", "Xây dựng Đảng", quote="q", continues="mot/xay-dung-dang"),
    ],
    forms=[
        row("mieng", "Tuyên truyền miệng", quote="q"),
    ],
    units=[
        row("ban-a", "Ban A", url="https://a.vn/"),
    ],
    items=[
        row("viec", "Việc", quote="q", topic="xay-dung-dang", form="mieng"),
    ],
)


def told(first: str = FIRST, second: str = SECOND) -> list[str]:
    _, problems = read_plan_files({"plan.toml": first, "plans/hai.toml": second})
    return [str(problem) for problem in problems]


def test_two_plans_may_use_the_same_slugs_and_names() -> None:
    plans, problems = read_plan_files({"plan.toml": FIRST, "plans/hai.toml": SECOND})
    assert problems == ()
    one, two = plans.plans
    assert [plan.slug for plan in plans.plans] == ["mot", "hai"]
    assert (one.topics[0].slug, two.topics[0].slug) == ("xay-dung-dang", "xay-dung-dang-hai")
    assert two.topics[0].continues == "xay-dung-dang"
    assert (two.items[0].topic, two.items[0].form) == ("xay-dung-dang-hai", "mieng-hai")
    assert two.items[0].written == "viec"
    assert one.items[0].topic == "xay-dung-dang"
    assert two.first == dt.date(2026, 1, 1), "it follows the plan before it"


def test_a_unit_of_two_plans_is_one_unit() -> None:
    plans, _ = read_plan_files({"plan.toml": FIRST, "plans/hai.toml": SECOND})
    assert list(plans.terms["unit"]) == ["ban-a", "ban-b"]
    unit = plans.terms["unit"]["ban-a"]
    assert isinstance(unit, Unit)
    assert unit.url == "https://a.vn/"


def test_the_order_of_files_decides_nothing() -> None:
    mine = read_plan_files({"plan.toml": FIRST, "plans/hai.toml": SECOND})[0]
    other = read_plan_files({"plans/hai.toml": SECOND, "plan.toml": FIRST})[0]
    assert [plan.topics for plan in mine.plans] == [plan.topics for plan in other.plans]


def test_a_day_tells_which_plans_run() -> None:
    plans, _ = read_plan_files({"plan.toml": FIRST, "plans/hai.toml": SECOND})
    one, two = plans.plans
    last, next_day = dt.date(2025, 12, 31), dt.date(2026, 1, 1)
    assert (plans.state(one, last), plans.state(two, last)) == ("running", "coming")
    assert (plans.state(one, next_day), plans.state(two, next_day)) == ("replaced", "running")
    assert plans.current(last) == (one,)
    assert plans.current(next_day) == (two,)
    alone, _ = read_plan_files({"plan.toml": FIRST})
    assert alone.state(alone.plans[0], next_day) == "finished"
    assert alone.current(next_day) == alone.plans, "while none runs the last one leads"


UNITS = FIRST.replace(
    'slug = "ban-b"\nname = "Ban B"',
    'slug = "ban-b"\nname = "Ban B mới"\nformer_names = [{ name = "Ban B", last = 2023-06-30 }]\n'
    'former_slugs = ["ban-bo"]\nlast = 2024-12-31\nsuccessors = ["ban-a"]',
)


def test_a_unit_has_the_name_of_the_day_and_a_last_day() -> None:
    plans, problems = read_plan_files({"plan.toml": UNITS})
    assert problems == ()
    unit = plans.terms["unit"]["ban-b"]
    assert isinstance(unit, Unit)
    assert (unit.name_on(dt.date(2023, 6, 30)), unit.name_on(dt.date(2023, 7, 1))) == ("Ban B", "Ban B mới")
    assert not unit.over(dt.date(2024, 12, 31))
    assert unit.over(dt.date(2025, 1, 1))
    assert "ban-b" not in plans.heirs["unit"], "only when asked"
    asked, _ = read_plan_files(
        {"plan.toml": UNITS.replace('name = "Ban A"', 'name = "Ban A"\nwith_predecessors = true')}
    )
    assert asked.heirs["unit"] == {"ban-b": ("ban-a",)}


UNIT = 'url = "https://a.vn/"'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('predecessor = "mot"', 'predecessor = "một"', "plans/hai.toml:4: predecessor: không có kế hoạch trước “một”"),
        ('predecessor = "mot"', 'predecessor = "hai"', "plans/hai.toml:4: predecessor: kế hoạch trước đi vòng"),
        ('predecessor = "mot"', 'parent = "hai"', "plans/hai.toml:4: parent: kế hoạch cấp trên đi vòng"),
        ("last = 2030-12-31", "last = 2024-12-31", "first: kế hoạch kết thúc (2024-12-31) trước khi bắt đầu (2026-01"),
        (
            'predecessor = "mot"',
            "first = 2027-01-01\nlast = 2026-12-31",
            "plans/hai.toml:5: last: kế hoạch kết thúc (2026-12-31) trước khi bắt đầu (2027-01-01)",
        ),
        ('"mot/xay-dung-dang"', '"mot/kia"', "plans/hai.toml:14: topics.continues: “mot/kia” không phải mục nào"),
        (
            '"mot/xay-dung-dang"',
            '"hai/xay-dung-dang"',
            "plans/hai.toml:14: topics.continues: “hai/xay-dung-dang” không",
        ),
        ('name = "Ban A"', 'name = "Ban Khác"', "plans/hai.toml:21: units.name: “ban-a” ở kế hoạch mot tên là “Ban A”"),
        (UNIT, 'successors = ["ban-a"]\nlast = 2027-01-01', "units.successors: đơn vị không thể kế tục"),
        (UNIT, 'successors = ["ban-b"]', "units.successors: có đơn vị kế tục mà thiếu last"),
        (UNIT, 'parent = "ban-x"', "units.parent: không có đơn vị “ban-x”"),
        (UNIT, 'former_names = ["Cũ"]', "units.former_names: mỗi tên cũ viết {"),
        (UNIT, "first = 2027-01-01\nlast = 2026-01-01", "units.last: đơn vị kết thúc (2026-01-01) trước khi"),
        (UNIT, 'former_slugs = ["ban-b"]', "hai.toml:22: units.former_slugs: “ban-b” đang là mã của một mục khác"),
        (
            UNIT,
            'last = 2026-01-01\nformer_names = [{ name = "Ban Cũ", last = 2026-01-02 }]',
            "hai.toml:23: units.former_names: tên cũ “Ban Cũ” dùng đến 2026-01-02, sau ngày cuối của đơn vị",
        ),
        (
            UNIT,
            'former_slugs = ["cu"]\n[[units]]\nslug = "ban-c"\nname = "Ban C"\nformer_slugs = ["cu"]',
            "hai.toml:26: units.former_slugs: “cu” đã là mã cũ của “ban-a”; một mã cũ chỉ dẫn tới một mục",
        ),
        (
            UNIT,
            'last = 2027-01-01\nsuccessors = ["ban-c"]\n[[units]]\nslug = "ban-c"\nname = "Ban C"\nlast = 2026-12-31',
            "hai.toml:23: units.successors: đơn vị kế tục “ban-c” đã kết thúc (2026-12-31) trước đơn vị này",
        ),
    ],
)
def test_each_slip_is_told_with_its_line(old: str, new: str, message: str) -> None:
    assert old in SECOND
    rows = told(second=SECOND.replace(old, new, 1))
    assert any(message in row for row in rows), rows


def test_what_follows_what_comes_later_is_told() -> None:
    rows = told(
        FIRST.replace('number = "1', 'first = 2021-01-01\npredecessor = "hai"\nnumber = "1'),
        SECOND.replace('predecessor = "mot"', "first = 2026-01-01").replace('continues = "mot/xay-dung-dang"', ""),
    )
    assert rows == [
        "plan.toml:4: plans.predecessor: kế hoạch trước “hai” bắt đầu (2026-01-01) sau chính kế hoạch này (2021-01-01)"
    ]
    first = FIRST.replace('name = "Tuyên truyền miệng"', 'name = "Tuyên truyền miệng"\ncontinues = "hai/mieng"')
    assert [row.partition(": ")[2] for row in told(first)] == [
        "plans.forms.continues: tiếp nối một mục của kế hoạch “hai”, bắt đầu sau khi kế hoạch này kết thúc"
    ]


def test_a_later_plan_may_tell_that_a_unit_was_renamed() -> None:
    renamed = SECOND.replace('"Ban A"', '"Ban A và B"').replace(
        UNIT, 'former_names = [{ name = "Ban A", last = 2025-02-28 }]'
    )
    before = FIRST.replace('"Ban A"', '"Ban A"\nformer_names = [{ name = "Ban Đầu", last = 2021-12-31 }]')
    plans, problems = read_plan_files({"plan.toml": before, "plans/hai.toml": renamed})
    assert [str(problem) for problem in problems] == []
    unit = plans.terms["unit"]["ban-a"]
    assert isinstance(unit, Unit)
    days = dt.date(2021, 12, 31), dt.date(2022, 1, 1), dt.date(2025, 2, 28), dt.date(2025, 3, 1)
    assert [unit.name_on(day) for day in days] == ["Ban Đầu", "Ban A", "Ban A", "Ban A và B"]
    assert {unit.name for plan in plans.plans for unit in plan.units} == {"Ban A và B", "Ban B"}


def test_units_and_terms_that_follow_each_other_in_a_circle_are_told() -> None:
    first = FIRST.replace('name = "Ban A"', 'name = "Ban A"\nlast = 2022-01-01\nsuccessors = ["ban-b"]').replace(
        'name = "Ban B"', 'name = "Ban B"\nlast = 2022-01-01\nsuccessors = ["ban-a"]'
    )
    rows = told(first)
    assert sum("successors: đi vòng" in row for row in rows) == 2, rows
    first = FIRST.replace('name = "Xây dựng Đảng"', 'name = "Xây dựng Đảng"\ncontinues = "hai/xay-dung-dang"')
    rows = told(first)
    assert sum("continues: tiếp nối đi vòng" in row for row in rows) == 2, rows


def test_all_slips_are_told_at_once() -> None:
    second = SECOND.replace('"mot"', '"bon"', 1).replace("mot/xay", "mot/kia").replace('topic = "xay', 'topic = "say')
    assert len(told(second=second)) >= 3


def test_phases_lie_inside_their_plan() -> None:
    rows = told(second=SECOND.replace("predecessor = ", "last = 2029-12-31\npredecessor = "))
    assert rows == ["plans/hai.toml:9: phases.last: giai đoạn “Đợt” kết thúc sau chính kế hoạch"]
