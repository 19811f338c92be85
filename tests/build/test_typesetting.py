import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.build.typesetting import LONGEST_TITLE, headline, set_text, tab_title, unbroken


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


@pytest.mark.parametrize("text", ["2021 – 2026", "2021-2026", "5–10"])
def test_ranges_stay_on_one_line(text: str) -> None:
    assert unbroken(f"từ {text}.") == f'từ <span class="unbroken">{text}</span>.'


@given(st.text(alphabet=st.sampled_from("12/-– \u00a0\u2009٣KĐa.,")))
def test_what_is_kept_together_does_not_depend_on_what_follows(text: str) -> None:
    assert unbroken(f"{text}; 5–10") == unbroken(text) + Markup('; <span class="unbroken">5–10</span>')
    assert set_text(f"<p>{text}</p><p>5–10</p>") == (
        set_text(f"<p>{text}</p>") + Markup('<p><span class="unbroken">5–10</span></p>')
    )


def test_headlines_keep_words_of_two_syllables_together() -> None:
    assert headline("Kế hoạch số 23-KH/ĐUK: Nghị quyết đại hội") == (
        '<span class="unbroken">Kế hoạch</span> số <span class="unbroken">23-KH/ĐUK</span>: '
        '<span class="unbroken">Nghị quyết</span> <span class="unbroken">đại hội</span>'
    )
    assert headline("kế, hoạch kế  hoạch") == "kế, hoạch kế  hoạch", "only one space makes a word"


@given(st.lists(st.sampled_from(["kế", "hoạch", "nghị", "quyết", "23-KH/ĐUK", "2021 – 2026", "<b>", "&", ", "])))
def test_headlines_say_what_was_written(words: list[str]) -> None:
    text = " ".join(words)
    markup = re.sub(r'<span class="unbroken">|</span>', "", headline(text))
    assert html.unescape(markup) == text


def test_html_is_kept_but_for_its_words() -> None:
    body = '<p>Số 23-KH/ĐUK, <a href="/23-KH/ĐUK">2021 – 2026</a></p><pre>23-KH/ĐUK</pre>'
    assert set_text(body) == (
        '<p>Số <span class="unbroken">23-KH/ĐUK</span>, <a href="/23-KH/ĐUK">'
        '<span class="unbroken">2021 – 2026</span></a></p><pre>23-KH/ĐUK</pre>'
    )
    assert set_text("<p>và/hoặc</p>") == "<p>và/hoặc</p>"


@pytest.mark.parametrize("address", ["/bai/2021-01-02-x/", "/2-1/" + "9" * 600])
@pytest.mark.parametrize("words", ["2–3", "không có số"])
def test_numbers_in_addresses_neither_hide_nor_stand_for_those_in_words(address: str, words: str) -> None:
    kept = '<span class="unbroken">2–3</span>' if words == "2–3" else words
    link = f'<a href="{address}" title="1–2">'
    assert set_text(f"<p>{link}{words}</a></p>") == f"<p>{link}{kept}</a></p>"
    assert set_text(f"<p>{words} {link}x</a>") == f"<p>{kept} {link}x</a>"
    assert set_text(f"<p>{link}x</a>{words}") == f"<p>{link}x</a>{kept}"


def test_a_tab_names_the_site_where_there_is_room() -> None:
    assert tab_title("Liên hệ", "Chuyên mục mẫu") == "Liên hệ – Chuyên mục mẫu"
    assert tab_title("Chuyên mục mẫu", "") == "Chuyên mục mẫu"
    whole = "x" * (LONGEST_TITLE - 3)
    assert tab_title(whole, "y") == whole
    assert tab_title("Một hai " * 10 + "ba – trang 12", "Chuyên mục mẫu") == (
        "Một hai Một hai Một hai Một hai Một hai Một hai Một hai… – trang 12"
    )


@given(
    st.text(alphabet=st.sampled_from("ab é,–“ "), min_size=1, max_size=120),
    st.sampled_from(["", " – trang 2", " – trang 1234"]),
    st.sampled_from(["", "Chuyên mục mẫu"]),
)
def test_a_tab_says_what_fits_and_which_page_it_is(words: str, page: str, site: str) -> None:
    said = tab_title(words + page, site)
    assert len(said) <= LONGEST_TITLE
    assert said.removesuffix(f" – {site}").endswith(page)
    if len(words + page) <= LONGEST_TITLE:
        assert said.startswith(words + page)
