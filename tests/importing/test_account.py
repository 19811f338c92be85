"""Nothing lost, nothing untold: every word of random documents is in the article or in the report."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import HealthCheck, given, settings

from plugins.core.body.parser import BodyParser
from plugins.core.importing.account import article_words, unaccounted
from plugins.core.importing.outcome import KINDS, ImportRefusedError
from plugins.importing.importer import read
from tests.helpers.rounds import rounds

from .random_words import Made, documents

_PARSER = BodyParser()
_WORD = re.compile(r"(?:từ\d+ữ|đầu\d+đuôi\d+|x\d+y)")
_QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


def hold(made: Made) -> None:
    """Judge one document without asking the importer's own account first."""
    data = made.word.bytes()
    if not (made.shown or made.told):  # nothing but breaks: it may be refused, and has no word to lose
        with contextlib.suppress(ImportRefusedError):
            read(data, "bai.docx")
        return
    found = read(data, "bai.docx")
    page = article_words(found.text, _PARSER)
    told = " ".join([*(loss.text for loss in found.losses), *(guess.text for guess in found.guesses), *found.aside])
    seen = set(_WORD.findall(" ".join([*page, told])))
    lost = [word for word in [*made.shown, *made.told] if word not in seen]
    assert not lost, found.text + told
    assert found.unaccounted == ()
    assert {loss.kind for loss in found.losses} <= KINDS
    assert read(data, "bai.docx") == found


@pytest.mark.slow
@settings(max_examples=rounds(60, 5000), **_QUIET)
@given(documents())
def test_no_word_is_lost(made: Made) -> None:
    hold(made)


def test_the_account_can_fail() -> None:
    article = "Title: Một\n\nHai ba.\n"
    assert unaccounted(["Một hai Hai", "ba bốn"], article, ["hai"], _PARSER) == ("bốn",)
    assert unaccounted(["Một Một"], article, [], _PARSER) == ("Một",)


def test_words_cut_and_joined_are_found() -> None:
    article = "Title: x\n\nNgười tốt.\n"
    assert unaccounted(["N", "gười", "tốttố"], article, ["tố"], _PARSER) == ()
