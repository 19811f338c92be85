"""Text → keys: the table that the browser's side is held to as well, and what holds for every text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.search.tokens import LONGEST, folded, key, tokens
from plugins.core.search.word_list import spell

TABLE = json.loads((Path(__file__).parent.parent.parent / "data" / "search_text.json").read_text(encoding="utf-8"))
LETTERS = "aàáảãạăằặâấầbcdđeéêếệghiíkllmnoóôốơờpqrstuúưữvxyý ABCĐẾỘ0129-/,.“”"


@pytest.mark.parametrize("row", TABLE, ids=[str(number) for number in range(len(TABLE))])
def test_table(row: dict[str, object]) -> None:
    keys = [key(token) for token in tokens(str(row["text"]))]
    assert keys == row["keys"]
    assert [folded(found) for found in keys] == row["folded"]


@given(st.text(alphabet=LETTERS))
def test_forms_of_one_text_have_the_same_keys(text: str) -> None:
    expected = [key(token) for token in tokens(text)]
    for form in (unicodedata.normalize("NFD", text), text.upper(), text.lower(), f" {text}\n"):
        assert [key(token) for token in tokens(form)] == expected


@given(st.text())
def test_any_text_gives_short_keys_that_fit_the_index(text: str) -> None:
    for token in tokens(text):
        found = key(token)
        assert 0 < len(found) <= LONGEST
        assert not any(letter.isspace() for letter in found)
        assert len(f"{found} {found}".encode()) <= 255


@given(st.text(alphabet=LETTERS))
def test_cutting_at_spaces_changes_nothing(text: str) -> None:
    assert [token for piece in text.split() for token in tokens(piece)] == tokens(text)


def test_words_are_spelt_as_people_write_them() -> None:
    words = (
        "nghị quyết đảng hòa của tày hoàn ngoài khuỷu khuya quý quỹ gì già giếng giữ mứa mướn thuyền yêu uống ơi 23 xv"
    )
    assert " ".join(spell(key(token)) for token in tokens(words)) == words
