"""Open data in files: nothing missed, nothing twice, whole years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core import open_data


@dataclass(frozen=True)
class Dated:
    """All that the split looks at."""

    date: dt.datetime


@given(st.lists(st.integers(2021, 2026), max_size=40).map(lambda years: sorted(years, reverse=True)), st.integers(1, 9))
def test_files_hold_whole_years_and_everything(years: list[int], enough: int) -> None:
    articles = [Dated(dt.datetime(year, 5, 1)) for year in years]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_data, "ENOUGH", enough)
        files = open_data.by_file(articles)  # type: ignore[arg-type]
    assert [article for _, rows in files for article in rows] == articles
    assert files[0][0] == ""
    held = [{article.date.year for article in rows} for _, rows in files]
    assert all(not one & other for one, other in pairwise(held))
    assert [year for year, _ in files[1:]] == [str(*years) for years in held[1:]]
    assert len(files) == 1 or len(files[0][1]) >= enough
