"""Open data in files: nothing missed, nothing twice, whole years."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.feeds import open_data


@given(
    st.dictionaries(
        st.tuples(st.integers(2021, 2026), st.integers(1, 12)).map(lambda day: "{}-{:02}".format(*day)),
        st.integers(1, 9),
        max_size=30,
    ),
    st.integers(1, 20),
)
def test_files_hold_whole_years_and_everything(counts: dict[str, int], enough: int) -> None:
    months = {month: [f"{month} {number}" for number in range(count)] for month, count in counts.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_data, "ENOUGH", enough)
        by_file = open_data.by_file(months)
    files = [(year, [article for month in its for article in months[month]]) for year, its in by_file]
    everything = [article for month in sorted(months, reverse=True) for article in months[month]]
    assert [article for _, rows in files for article in rows] == everything
    assert files[0][0] == ""
    held = [{article[:4] for article in rows} for _, rows in files]
    assert all(not one & other for one, other in pairwise(held))
    assert [year for year, _ in files[1:]] == ["".join(years) for years in held[1:]]
    assert len(files) == 1 or len(files[0][1]) >= enough
