"""Lists stay still: a new article changes no full older page."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.column.pagination import paginate


@given(st.integers(0, 130), st.integers(1, 7))
def test_every_entry_is_reachable_in_order(count: int, size: int) -> None:
    entries = list(range(count, 0, -1))
    pages = paginate(entries, size)
    by_number = {page.number: page for page in pages}
    seen = list(by_number[0].entries)
    number = by_number[0].older
    while number:
        seen += by_number[number].entries
        number = by_number[number].older
    assert seen == entries


@given(st.integers(0, 130), st.integers(1, 7))
def test_links_lead_to_pages_that_exist(count: int, size: int) -> None:
    pages = paginate(list(range(count)), size)
    numbers = {page.number for page in pages}
    for page in pages:
        assert page.older is None or page.older in numbers
        assert page.newer is None or page.newer in numbers
        assert page.number == 0 or page.entries or page.newer is None


@given(st.integers(0, 130), st.integers(1, 7))
def test_a_new_entry_changes_no_full_older_page(count: int, size: int) -> None:
    before = {page.number: page for page in paginate(list(range(count, 0, -1)), size)}
    after = {page.number: page for page in paginate(list(range(count + 1, 0, -1)), size)}
    full = [number for number, page in before.items() if number and len(page.entries) == size]
    for number in full:
        assert list(before[number].entries) == list(after[number].entries)
        assert (before[number].older, before[number].newer) == (after[number].older, after[number].newer)


def test_a_short_list_is_one_page() -> None:
    (page,) = paginate(["c", "b", "a"], 2)
    assert (page.entries, page.older, page.newer) == (["c", "b", "a"], None, None)
