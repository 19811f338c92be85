import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.typesetting import unbroken


@pytest.mark.parametrize("number", ["23-KH/ĐUK", "42/2022/NĐ-CP", "22/2023/TT-BTTTT", "169-QĐ/TW"])
def test_numbers_of_documents_stay_on_one_line(number: str) -> None:
    assert unbroken(f"Theo {number} <b>") == f'Theo <span class="unbroken">{number}</span> &lt;b&gt;'


@pytest.mark.parametrize("text", ["và/hoặc", "23/11/2026", "1/2", "a/b"])
def test_other_slashes_are_left_alone(text: str) -> None:
    assert unbroken(text) == text


@given(st.text(alphabet=st.sampled_from("<>&\"'/-12KHĐUK ")))
def test_the_text_is_unchanged_and_safe(text: str) -> None:
    markup = re.sub(r'<span class="unbroken">|</span>', "", unbroken(text))
    assert "<" not in markup
    assert html.unescape(markup) == text
