"""Changing some headers leaves everything else as it was, for every way to write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article.front_matter import split
from plugins.core.article.header_edit import halves, set_headers
from plugins.core.article.headers import HEADERS

NAMES = [kind.name for kind in HEADERS.values() if not kind.many]
WORDS = st.text("aăâđêôơư Ạz09:#\"'-,;[]{}&*!|>%@\\`?/.()", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
VALUES = WORDS.filter(bool)


def written(headers: dict[str, str], body: str, fenced: bool) -> str:
    text = set_headers("---\nTitle: x\n---\n\n" if fenced else "Title: x\n\n", {n: [v] for n, v in headers.items()})
    return text + body


@given(
    st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=6),
    st.sampled_from(NAMES),
    VALUES,
    st.booleans(),
)
def test_one_header_changes_and_no_other(headers: dict[str, str], name: str, value: str, fenced: bool) -> None:
    text = written(headers, "Chữ của bài.\n\nTitle: không phải phần đầu\n", fenced)
    said = {header.key: header.value for header in split(text).headers}
    assert said == {"title": "x", **{name.lower(): words for name, words in headers.items()}}
    changed = set_headers(text, {name: [value]})
    again = {header.key: header.value for header in split(changed).headers}
    assert again == {**said, name.lower(): value}
    assert split(changed).body == split(text).body
    assert set_headers(changed, {name: [value]}) == changed
    rest = [line for line in text.split("\n") if not line.lower().startswith(f"{name.lower()}:")]
    assert [line for line in changed.split("\n") if not line.lower().startswith(f"{name.lower()}:")] == rest


@given(st.lists(VALUES, max_size=4), st.booleans())
def test_a_header_that_may_stand_often(values: list[str], fenced: bool) -> None:
    text = written({"Date": "2021-01-01"}, "Chữ.\n", fenced)
    changed = set_headers(text, {"Note": values})
    assert [h.value for h in split(changed).headers if h.key == "note"] == values
    assert set_headers(changed, {"Note": []}) == text


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        ("Title: a\n\n\nChữ\n", "Title: a\n\n\n", "Chữ\n"),
        ("---\ntitle: a\n---\nChữ\n", "---\ntitle: a\n---\n", "Chữ\n"),
        ("Title: a\n", "Title: a\n\n", ""),
        ("\n\nTitle: a\n    b\n\nChữ", "\n\nTitle: a\n    b\n\n", "Chữ"),
    ],
)
def test_where_the_body_begins(text: str, head: str, body: str) -> None:
    found = halves(text)
    assert found is not None
    assert (found.head, found.body) == (head, body)


@pytest.mark.parametrize("text", ["", "Chữ.\n", "---\nTitle: a\n", "Title: a\nChữ dính\n"])
def test_a_file_without_certain_headers_is_one_text(text: str) -> None:
    assert halves(text) is None
