from hypothesis import given
from hypothesis import strategies as st

from plugins.core.views.chart import FEWEST, HEIGHT, MONTHS, STEP, chart

months = st.builds(lambda year, month: f"{year:04}-{month:02}", st.integers(2000, 2040), st.integers(1, 12))


def test_months_between_are_drawn_empty() -> None:
    drawn = chart([("2021-11", 4), ("2022-02", 2)])
    assert drawn
    assert [bar.month for bar in drawn.bars[-4:]] == ["2021-11", "2021-12", "2022-01", "2022-02"]
    assert [bar.count for bar in drawn.bars[-4:]] == [4, 0, 0, 2]
    assert [bar.height for bar in drawn.bars[-4:]] == [HEIGHT, 0, 0, HEIGHT // 2]
    assert [bar.month for bar in drawn.counted] == ["2021-11", "2022-02"]


def test_nothing_to_draw() -> None:
    assert chart([]) is None


@given(st.dictionaries(months, st.integers(1, 10_000), min_size=1))
def test_any_chart_stays_in_its_frame(counts: dict[str, int]) -> None:
    drawn = chart(sorted(counts.items()))
    assert drawn
    assert FEWEST <= len(drawn.bars) <= MONTHS
    assert drawn.width == len(drawn.bars) * STEP
    assert drawn.bars[-1].month == max(counts)
    assert all(bar.y + bar.height == HEIGHT and bar.y >= 0 for bar in drawn.bars)
    assert all(bar.height >= 2 for bar in drawn.counted)
