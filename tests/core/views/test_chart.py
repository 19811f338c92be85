import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.views.chart import FEWEST, MONTHS, NAMES, SPARK, chart, sparkline

months = st.builds(lambda year, month: f"{year:04}-{month:02}", st.integers(2000, 2040), st.integers(1, 12))
counted = st.dictionaries(months, st.integers(1, 10_000), min_size=1)


def test_months_between_are_drawn_empty() -> None:
    drawn = chart([("2021-11", 4), ("2022-02", 2)])
    assert drawn
    assert [bar.month for bar in drawn.bars[-4:]] == ["2021-11", "2021-12", "2022-01", "2022-02"]
    assert [bar.count for bar in drawn.bars[-4:]] == [4, 0, 0, 2]
    assert [bar.height for bar in drawn.bars[-4:]] == [100, 0, 0, 50]
    assert [bar.month for bar in drawn.counted] == ["2021-11", "2022-02"]
    assert drawn.top.month == "2021-11"


def test_years_and_phases_are_marked_where_they_begin() -> None:
    drawn = chart([("2020-07", 1), ("2022-06", 1)], [dt.date(2022, 1, 1), dt.date(2035, 1, 1)])
    assert drawn
    assert drawn.years == ((0, "2020"), (25.0, "2021"), (75.0, "2022"))
    assert drawn.borders == (75.0,)
    late = chart([("2020-11", 1), ("2022-06", 1)])
    assert late
    assert [mark.text for mark in late.years] == ["2021", "2022"], "2020 would run into 2021"


def test_a_long_plan_is_drawn_whole() -> None:
    drawn = chart([("2016-03", 2), ("2030-11", 1)], begin="2016-01")
    assert drawn
    assert (drawn.bars[0].month, drawn.bars[-1].month) == ("2016-03", "2030-11")
    assert [mark.text for mark in drawn.years] == [str(year) for year in range(2018, 2029, 2)]


def test_what_is_too_old_to_be_drawn_is_counted() -> None:
    drawn = chart([("1975-05", 3), ("2021-01", 1)])
    assert drawn
    assert drawn.bars[0].month == "2001-02"
    assert drawn.rows == (("1975-05", 3), ("2021-01", 1))
    assert drawn.total == 4


def test_nothing_to_draw() -> None:
    assert chart([]) is None


@given(counted)
def test_any_chart_stays_in_its_frame(counts: dict[str, int]) -> None:
    drawn = chart(sorted(counts.items()))
    assert drawn
    assert FEWEST <= len(drawn.bars) <= MONTHS
    assert drawn.bars[-1].month == max(counts)
    assert all(bar.y + bar.height == 100 and bar.y >= 0 and bar.x + drawn.width <= 100 for bar in drawn.bars)
    assert all(bar.height >= 2 for bar in drawn.counted)
    assert drawn.top.count == drawn.highest
    assert dict(drawn.rows) == counts
    room = 100 / NAMES
    assert all(b.x - a.x >= room - 0.01 for a, b in pairwise(drawn.years)), "names of years run into each other"
    assert drawn.years[-1].x <= 100 - room / 2


@given(counted)
def test_any_sparkline_shows_each_half_year_with_an_article(counts: dict[str, int]) -> None:
    heights = sparkline(counts.items(), min(counts), max(counts))
    first = int(min(counts)[:4]) * 2 + (int(min(counts)[5:]) > 6)
    busy = {int(month[:4]) * 2 + (int(month[5:]) > 6) - first for month in counts}
    assert max(heights) == SPARK
    assert {place for place, height in enumerate(heights) if height} == busy
