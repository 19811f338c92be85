"""Feeds and archives together miss nothing; closed archives stay as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.column.archives import archive_parts, fitting

MONTHS = st.lists(st.integers(0, 23), max_size=80).map(sorted)


def _by_month(months: list[int]) -> dict[str, list[int]]:
    lists: dict[str, list[int]] = {}
    for number, month in enumerate(months):
        lists.setdefault(f"20{20 + month // 12}-{month % 12 + 1:02}", []).insert(0, number)
    return lists


@given(MONTHS, st.integers(1, 9))
def test_the_feed_and_its_archives_miss_nothing(months: list[int], size: int) -> None:
    parts = archive_parts(_by_month(months), size)
    archived = [entry for part in parts for entry in reversed(part.entries)]
    newest = list(range(len(months)))[-size:]
    assert archived == sorted(archived)
    assert set(archived) | set(newest) == set(range(len(months)))
    assert all(len(part.entries) <= size for part in parts)
    assert len({(part.month, part.number) for part in parts}) == len(parts)


@given(MONTHS, st.integers(1, 9), st.integers(0, 2))
def test_a_new_article_changes_no_archive(months: list[int], size: int, later: int) -> None:
    before = archive_parts(_by_month(months), size)
    after = archive_parts(_by_month([*months, (months[-1] if months else 0) + later]), size)
    assert after[: len(before)] == before


@given(MONTHS, st.integers(1, 9), st.data())
def test_articles_that_take_more_places_are_neither_lost_nor_too_many(
    months: list[int], size: int, data: st.DataObject
) -> None:
    needs = data.draw(st.lists(st.integers(1, size), min_size=len(months), max_size=len(months)))
    parts = archive_parts(_by_month(months), size, needs.__getitem__)
    archived = [entry for part in parts for entry in reversed(part.entries)]
    newest = fitting(range(len(months) - 1, -1, -1), size, needs.__getitem__)
    assert archived == sorted(set(archived))
    assert set(archived) | set(newest) == set(range(len(months)))
    assert all(sum(needs[entry] for entry in part.entries) <= size for part in parts)
    assert sum(needs[entry] for entry in newest) <= size
    later = [*months, (months[-1] if months else 0) + data.draw(st.integers(0, 2))]
    again = archive_parts(_by_month(later), size, [*needs, data.draw(st.integers(1, size))].__getitem__)
    assert again[: len(parts)] == parts
