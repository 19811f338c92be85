"""The glossary at work: wrong wordings are found where readers see them, and nowhere else."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.registers.glossary_check import GlossaryCheck
from plugins.core.registers.registers import FormerName, GlossaryTerm

TERMS = (
    GlossaryTerm(slug="covid", name="COVID-19", about="viết hoa", avoid=("Covid-19", "covid")),
    GlossaryTerm(
        slug="co-quan", name="Cơ quan mới", former=(FormerName(name="Cơ quan cũ", last=dt.date(2022, 2, 28)),)
    ),
)
BEFORE, AFTER = dt.date(2022, 2, 28), dt.date(2022, 3, 1)


def found(text: str, day: dt.date = AFTER) -> list[tuple[int, str]]:
    return list(GlossaryCheck(TERMS).find(text, day))


def test_the_first_place_is_told() -> None:
    assert found("Title: A\n\nPhòng dịch Covid-19.\nCovid-19 nữa.") == [(3, "“Covid-19” nên viết “COVID-19”: viết hoa")]


def test_parts_of_longer_words_and_addresses_are_left_alone() -> None:
    assert found("x Covid-190 xCovid-19 [a](/chu-de/phong-covid/)") == []


def test_headers_that_readers_never_see_are_left_alone() -> None:
    assert found("Note: Covid-19\nTags: Covid-19\nSlug: covid\n\nchữ") == []
    assert found("Title: về Covid-19\n\nchữ") == [(1, "“Covid-19” nên viết “COVID-19”: viết hoa")]


def test_a_former_name_is_right_in_its_time_and_beside_the_new_one() -> None:
    assert found("Cơ quan cũ họp.", BEFORE) == []
    assert found("Cơ quan cũ, nay là Cơ quan mới, họp.") == []
    assert [message[:30] for _, message in found("Cơ quan cũ họp.")] == ["“Cơ quan cũ” là tên dùng đến h"]


def test_an_empty_glossary_asks_for_nothing() -> None:
    assert not GlossaryCheck(())
    assert not GlossaryCheck((GlossaryTerm(slug="a", name="A"),))


@given(st.text(alphabet="aC \nCovid-19/", max_size=60))
def test_lines_are_lines_of_the_text(text: str) -> None:
    for line, _ in found(text):
        assert "ovid" in text.split("\n")[line - 1]
