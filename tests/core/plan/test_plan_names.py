"""Which plan and phase an article belongs to; names with commas; and what a later plan leaves as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from plugins.core.article.record import Record
from plugins.core.plan.plan_file import read_plan_files
from plugins.core.plan.plan_names import PlanNames
from tests.helpers.plans import plan_text, row

OLD = ("mot", "hai")
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2025, 12, 31))


def plan(slug: str, first: int | None, last: int, topics: tuple[str, ...], before: str = "") -> str:
    """One plan, written out; its phases share their slugs and names with every other plan's."""
    middle = ((first or last - 4) + last) // 2
    begin = {"first": dt.date(first, 1, 1)} if first else {}
    after = {"first": dt.date(middle + 1, 1, 1), "last": dt.date(last, 12, 31)}
    return plan_text(
        slug,
        number=f"{slug}-KH",
        title="Ví dụ",
        issuer="Cơ quan",
        **({"predecessor": before} if before else {}),
        phases=[
            row("dot-mot", "Đợt một", **begin, last=dt.date(middle, 12, 31), quote="q"),
            row("dot-hai", "Đợt hai", **after, quote="q"),
        ],
        topics=[row(topic, f"Chủ đề {topic}", quote="q") for topic in topics],
        forms=[row("mieng", "Tuyên truyền miệng", quote="q")],
        units=[row("ban", "Ban")],
        items=[row("viec", "Việc một, việc hai, việc ba", quote="q")],
    )


FIRST = plan("mot", None, 2020, ("a", "b"))
SECOND = plan("hai", 2021, 2025, ("a", "c"), "mot")


def record(day: dt.date, **values: Any) -> Record:
    """What of a record says where it stands."""
    empty: dict[str, Any] = dict.fromkeys(Record._fields, "")
    lists = ("units", "documents", "items", "priorities")
    return Record(**{**empty, **dict.fromkeys(lists, ()), "date": f"{day}T12:00:00+07:00", **values})


def names(*texts: str) -> PlanNames:
    plans, problems = read_plan_files({"plan.toml": "".join(texts)})
    assert problems == ()
    return PlanNames(plans)


def test_topic_then_items_then_day() -> None:
    known = names(FIRST, SECOND)
    late, early = dt.date(2024, 5, 1), dt.date(2019, 5, 1)
    assert known.assignment(record(late, category="b")).plan == "mot", "the topic is the first plan's alone"
    assert known.assignment(record(late, category="a")).plan == "hai", "both have it: the day"
    assert known.assignment(record(early, category="a")).plan == "mot"
    assert known.assignment(record(late, category="a", items=("mot/viec",))).plan == "mot", "the item, before the day"
    assert known.assignment(record(early, category="a", plan="hai-KH")).plan == "hai", "the header, before all"
    assert known.assignment(record(late, category="b")).phase == "", "never a phase of another plan's days"


def test_what_disagrees_is_told() -> None:
    known = names(FIRST, SECOND)
    told = [
        message for _, message in known.disagreements(record(dt.date(2024, 5, 1), category="b", items=("hai/viec",)))
    ]
    assert len(told) == 2
    assert "của kế hoạch hai, bài thuộc kế hoạch mot" in told[0]
    assert "nằm ngoài kế hoạch mot" in told[1]
    assert list(known.disagreements(record(dt.date(2022, 5, 1), category="a"))) == []
    asked = known.disagreements(record(dt.date(2024, 5, 1), category="a", plan="mot"))
    assert [message for _, message in asked] == ["ngày 01/05/2024 nằm ngoài kế hoạch mot mà dòng Plan ghi"]


def test_a_day_before_the_plan_is_in_none_of_its_phases() -> None:
    known = names(FIRST.replace('title = "Ví dụ"', 'title = "Ví dụ"\nfirst = 2016-01-01'))
    days = dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2020, 12, 31), dt.date(2021, 1, 1)
    assert [known.assignment(record(day, category="a")).phase for day in days] == ["", "dot-mot", "dot-hai", ""]


def test_of_two_plans_with_one_number_the_day_decides() -> None:
    known = names(FIRST, SECOND.replace('"hai-KH"', '"mot-KH"'))
    for day, slug in ((dt.date(2019, 5, 1), "mot"), (dt.date(2024, 5, 1), "hai"), (dt.date(2027, 5, 1), "hai")):
        assert known.assignment(record(day, category="a", plan="mot-KH")).plan == slug
    assert known.assignment(record(dt.date(2019, 5, 1), category="a", plan="hai")).plan == "hai", "a slug is one plan's"


def test_a_phase_without_its_last_day_is_told_whatever_follows_its_plan() -> None:
    text = FIRST.replace("last = 2020-12-31", "")
    problems = read_plan_files({"plan.toml": text + SECOND.replace("first = 2021-01-01", "")})[1]
    assert "plans.phases.last" in {problem.field for problem in problems}


VALUES = ('""', '"x"', '"dot-hai"', "[]", '["dot-mot"]', '["x"]', "[[1]]", "1", "nan", "true", "2021-01-01", "{a = 1}")


@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(("", *VALUES))), min_size=1, max_size=4),
    told=st.sampled_from(["", 'phases = ["dot-mot"]', "phases = [[1]]"]),
)
def test_no_plan_however_wrong_keeps_articles_from_being_placed(changes: list[tuple[int, str]], told: str) -> None:
    """What is wrong with it is told by its reader, and with it all that is wrong elsewhere."""
    lines = (FIRST + SECOND).replace('name = "Chủ đề a"', f'name = "Chủ đề a"\n{told}').split("\n")
    for place, value in changes:
        line = lines[place % len(lines)]
        lines[place % len(lines)] = f"{line.partition('=')[0]}= {value}" if value and "=" in line else ""
    plans, problems = read_plan_files({"plan.toml": "\n".join(lines)})
    assert all(problem.message for problem in problems)
    known = PlanNames(plans)
    for day in (dt.date(2018, 1, 1), dt.date(2022, 1, 1), dt.date(2025, 6, 1)):
        for values in ({"category": "a"}, {"category": "c", "items": ("viec",)}, {"category": "x", "plan": "hai"}):
            list(known.disagreements(record(day, **values)))


def test_a_name_with_commas_is_tried_whole_first() -> None:
    known = names(FIRST)
    written = ("Việc một", "việc hai", "việc ba")
    assert known.slugs("item", written) == ("viec",)
    assert list(known.entries("item", (*written, "khác"))) == ["Việc một, việc hai, việc ba", "khác"]
    assert known.slugs("unit", ("Ban", "khác")) == ("ban",)


def test_a_piece_about_the_column_has_no_plan() -> None:
    place = names(FIRST).assignment(record(dt.date(2019, 1, 1), kind="ve-chuyen-muc", items=("viec",), form="mieng"))
    assert place.terms == {"topic": ("ve-chuyen-muc",), "form": ("mieng",)}


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    day=DAYS,
    category=st.sampled_from(["a", "b", "c", "Chủ đề a", "Chủ đề b", "hai/a"]),
    form=st.sampled_from(["", "mieng", "Tuyên truyền miệng"]),
    items=st.sampled_from([(), ("viec",), ("Việc một", "việc hai", "việc ba"), ("mot/viec",)]),
    topics=st.lists(st.sampled_from("abcd"), unique=True, min_size=1).map(tuple),
    begins=st.sampled_from([None, 2026, 2027, 2031]),
    after=st.sampled_from(["", "hai"]),
    under=st.booleans(),
)
@example(day=dt.date(2021, 1, 1), category="b", form="", items=(), topics=("a", "b"), begins=None, after="", under=True)
def test_any_later_plan_leaves_every_earlier_article_where_it_is(
    day: dt.date,
    category: str,
    form: str,
    items: tuple[str, ...],
    topics: tuple[str, ...],
    begins: int | None,
    after: str,
    under: bool,
) -> None:
    """Whatever names it uses again, with or without a first day, after the second plan or as a unit's own."""
    later = plan("ba", begins, 2035, topics, after)
    if under:
        later = later.replace('issuer = "Cơ quan"', 'issuer = "Ban"\nparent = "hai"', 1)
    article = record(day, category=category, form=form, items=items, units=("ban",))
    before, now = names(FIRST, SECOND).assignment(article), names(FIRST, SECOND, later).assignment(article)
    assert now == before


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    day=DAYS,
    category=st.sampled_from(["a", "b", "c", "Chủ đề a"]),
    items=st.sampled_from([(), ("viec",), ("mot/viec",)]),
    topics=st.lists(st.sampled_from("abcd"), unique=True, min_size=1).map(tuple),
    begins=st.sampled_from([2018, 2019, 2020, 2022, 2024]),
)
def test_a_plan_that_begins_inside_anothers_days_takes_none_of_its_articles(
    day: dt.date, category: str, items: tuple[str, ...], topics: tuple[str, ...], begins: int
) -> None:
    """An article stays with its plan on every day that is one of that plan's."""
    article = record(day, category=category, items=items, units=("ban",))
    known = names(FIRST, SECOND)
    before = known.assignment(article)
    own = next(plan for plan in read_plan_files({"plan.toml": FIRST + SECOND})[0].plans if plan.slug == before.plan)
    assume(own.holds(day))
    assert names(FIRST, SECOND, plan("ba", begins, 2035, topics)).assignment(article) == before
