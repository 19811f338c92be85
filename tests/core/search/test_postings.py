"""Postings: what goes into the files can be read back, however documents are spread."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.search.file_part import SEVERAL, FilePart, pack
from plugins.core.search.index_file import merge, patch
from plugins.core.search.layout import STRIDE, Layout
from plugins.core.search.postings import OFTEN, SAPO, TITLE, SearchDocument, change_segment, index_segment
from plugins.core.search.tokens import key, tokens
from tests.helpers.rounds import rounds

NOBODY = SearchDocument("", "", "", "")
WORDS = ("đảng", "đang", "hội", "hội", "đại", "nghị", "quyết", "23", "kh")


def read(data: bytes) -> dict[str, dict[int, int]]:
    """A file of the index → key → document → marks; written from the description, not from the code."""
    found: dict[str, dict[int, int]] = {}
    at, name = 4, b""
    assert int.from_bytes(data[:4], "little") == len(data) - 4

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        shared, rest = data[at], data[at + 1]
        name = name[:shared] + data[at + 2 : at + 2 + rest]
        at += 2 + rest
        end = varint()
        end += at
        document, rows = 0, {}
        while at < end:
            value = varint()
            document += value >> 3
            rows[document] = value & 7
        found[name.decode()] = rows
    return found


def index(groups: list[list[SearchDocument]], layout: Layout) -> dict[str, dict[int, int]]:
    segments = [index_segment(group, layout).files for group in groups]
    found: dict[str, dict[int, int]] = {}
    for file in range(layout.files):
        rows = read(merge((number, files[file]) for number, files in enumerate(segments)))
        assert list(rows) == sorted(rows)
        assert not rows.keys() & found.keys()
        found.update(rows)
    return found


def keys(text: str) -> list[str]:
    return [key(token) for token in tokens(text)]


field = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
documents = st.builds(SearchDocument, title=field, sapo=field, more=field, body=field)


@settings(max_examples=rounds(15, 500))
@given(st.lists(st.lists(documents, max_size=5), min_size=1, max_size=4), st.sampled_from((1, 40, 700, 3000)))
def test_every_word_and_pair_is_found_and_nothing_else(groups: list[list[SearchDocument]], size: int) -> None:
    layout = Layout.of([str(number) for number in range(size)])
    expected: dict[str, dict[int, int]] = {}
    for segment, group in enumerate(groups):
        for place, document in enumerate(group):
            number = segment * STRIDE + place
            for mark, text in zip((TITLE, SAPO, 0, 0), document, strict=True):
                words = keys(text)
                for found in (*words, *(f"{a} {b}" for a, b in pairwise(words))):
                    row = expected.setdefault(found, {})
                    row[number] = row.get(number, 0) | mark
            words = keys(document.body)
            for often, rows in ((3, words), (2, [f"{a} {b}" for a, b in pairwise(words)])):
                for found in {one for one in rows if rows.count(one) >= often}:
                    expected[found][number] |= OFTEN
    assert index(groups, layout) == expected


def test_one_document_more_leaves_the_other_segments_alone() -> None:
    layout = Layout.of([str(number) for number in range(400)])
    one = SearchDocument("Đại hội", "", "", "nghị quyết của đại hội")
    other = SearchDocument("Khác", "", "", "một bài khác hẳn")
    before = index_segment([one, one], layout)
    after = index_segment([one, one, other], layout)
    changed = [file for file in range(layout.files) if before.files[file] != after.files[file]]
    assert len(changed) <= 2 * len(keys(" ".join(other)))


def test_layout_grows_in_powers_of_two_and_holds_its_documents() -> None:
    for count in (0, 1, 15, 90, 91, 320, 321, 1000, 10_000):
        identities = [f"bai-{number}" for number in range(count)]
        layout = Layout.of(identities)
        for number in (layout.segments, layout.word_files, layout.first_files, layout.second_files):
            assert number & (number - 1) == 0
        assert layout.places <= STRIDE
        numbers = layout.numbers(identities)
        assert len(set(numbers)) == count
        for identity, number in zip(identities, numbers, strict=True):
            assert number // STRIDE == layout.segment(identity)
            assert number % STRIDE < layout.places


def test_a_layout_makes_room_for_ids_that_all_fall_in_one_segment() -> None:
    layout = Layout.of([f"bai-{number}" for number in range(1000)])
    crowd = [name for number in range(20_000) if layout.segment(name := f"bai-{number}") == 3][:700]
    wider = Layout.of(crowd)
    assert len(set(wider.numbers(crowd))) == len(crowd)


@settings(max_examples=rounds(30, 1000))
@given(st.integers(1, 900), st.integers(0, 10_000), st.data())
def test_a_new_document_moves_nobody_and_a_late_one_few(count: int, first: int, data: st.DataObject) -> None:
    identities = [f"bai-{number}" for number in range(first, first + count)]
    layout = Layout.of([*identities, "thêm"])
    before = dict(zip(identities, layout.numbers(identities), strict=True))
    at = data.draw(st.integers(0, count))
    later = [*identities[:at], "thêm", *identities[at:]]
    after = dict(zip(later, layout.numbers(later), strict=True))
    moved = [name for name in identities if after[name] != before[name]]
    assert not set(moved) & set(identities[:at])
    assert len(moved) <= 40
    assert all(layout.segment(name) == layout.segment("thêm") for name in moved)


def test_a_document_in_place_of_itself_leaves_every_part_as_it_lies() -> None:
    layout = Layout.of(["1"])
    document = SearchDocument("Đại hội", "", "", "nghị quyết của đại hội")
    kept = index_segment([document, document], layout)
    changed = change_segment(kept, {1: document}, layout)
    assert all(new is old for new, old in zip(changed.files, kept.files, strict=True))
    assert changed.words == kept.words


@pytest.mark.slow
@settings(max_examples=rounds(40, 2000))
@given(st.lists(documents, min_size=1, max_size=9), st.data())
def test_a_changed_segment_is_that_of_its_documents(group: list[SearchDocument], data: st.DataObject) -> None:
    layout = Layout.of([str(number) for number in range(700)])
    others = data.draw(
        st.dictionaries(st.integers(0, len(group) - 1), st.one_of(documents, st.just(NOBODY)), min_size=1)
    )
    more = data.draw(st.lists(documents, max_size=3))
    others |= dict(enumerate(more, len(group)))
    now = [others.get(place, document) for place, document in enumerate([*group, *more])]
    kept = index_segment(group, layout)
    changed = change_segment(kept, others, layout)
    assert changed == index_segment(now, layout)
    assert all(new is old or new != old for new, old in zip(changed.files, kept.files, strict=True))


@settings(max_examples=rounds(60, 5000))
@given(st.lists(st.lists(documents, max_size=4), min_size=1, max_size=4), st.data())
def test_a_patched_file_is_the_merged_one(groups: list[list[SearchDocument]], data: st.DataObject) -> None:
    layout = Layout.of([str(number) for number in range(data.draw(st.sampled_from((1, 40, 700))))])
    changed = data.draw(st.integers(0, len(groups) - 1))
    now = [*groups]
    now[changed] = data.draw(st.lists(documents, max_size=4))
    old, new = ([index_segment(group, layout).files for group in one] for one in (groups, now))
    for file in range(layout.files):
        before = merge((number, files[file]) for number, files in enumerate(old))
        after = merge((number, files[file]) for number, files in enumerate(new))
        assert patch(before, changed, old[changed][file], new[changed][file]) == after
        assert patch(before[:-1], changed, old[changed][file], new[changed][file]) is None


@settings(max_examples=rounds(60, 5000))
@given(
    st.dictionaries(
        st.integers(0, 300), st.dictionaries(st.integers(0, STRIDE - 1), st.integers(0, 7), min_size=1), min_size=1
    ),
    st.data(),
)
def test_a_long_row_is_patched_where_it_belongs(found: dict[int, dict[int, int]], data: st.DataObject) -> None:
    """The row of a word of many documents, with gaps of one to three bytes."""
    changed = data.draw(st.sampled_from(sorted(found)))
    others = data.draw(st.dictionaries(st.integers(0, STRIDE - 1), st.integers(0, 7)))
    more = data.draw(st.integers(0, 200))  # segments in which every third document has it, so that the row is long
    rows = {number: dict.fromkeys(range(0, STRIDE, 3), 1) for number in range(more)} | found

    def part(of: dict[int, int]) -> FilePart:
        postings = [place << 3 | marks for place, marks in sorted(of.items())]
        several = [postings] if len(postings) > 1 else []
        return pack([b"w"] if of else [], [postings[0] | (SEVERAL if several else 0)] if of else [], several)

    before, after = (
        merge((number, part(of)) for number, of in sorted(each.items())) for each in (rows, {**rows, changed: others})
    )
    assert patch(before, changed, part(rows[changed]), part(others)) == after


@settings(max_examples=rounds(60, 5000))
@given(st.lists(documents, min_size=1, max_size=4), st.lists(documents, max_size=4), st.binary(max_size=60))
def test_bytes_that_are_no_file_of_these_segments_never_hang(
    group: list[SearchDocument], now: list[SearchDocument], rest: bytes
) -> None:
    layout = Layout.of(["1"])
    old, new = (index_segment(one, layout).files[-1] for one in (group, now))
    with suppress(IndexError, KeyError):
        patch(len(rest).to_bytes(4, "little") + rest, 0, old, new)
