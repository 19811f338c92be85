"""Whatever letters and looks a foreign text has, the column's own reader shows the same letters in the same looks."""

from __future__ import annotations

import re
from html import unescape

import markdown
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from plugins.core.body.parser import BodyParser
from plugins.core.importing.characters import tidy
from plugins.core.importing.model import BREAK, Figure, Listed, Paragraph, Span, text_of
from plugins.core.importing.write import Writer
from plugins.core.text.plain_text import plain_text

_PARSER = BodyParser()
_LETTERS = st.sampled_from(
    [
        *"aĐ1 .,:;()[]{}*_`#|<>&!\\-+=~$^\"'/@%",
        " ",
        "  ",
        "ệ",
        "amp;",
        "&lt;",
        "1. ",
        "- ",
        "**",
        "[^1]",
        "](",
        "http://x.vn ",
    ]
)
_SPANS = st.builds(
    Span,
    text=st.lists(_LETTERS, min_size=1, max_size=8).map("".join),
    bold=st.booleans(),
    italic=st.booleans(),
    struck=st.sampled_from([False, False, False, True]),
    script=st.sampled_from(["", "", "", "sup", "sub"]),
    link=st.sampled_from(["", "", "", "https://vi.example.vn/a_b*c(d)"]),
)


def shown(html: str) -> str:
    return " ".join(plain_text(html).replace("\xa0", " ").split())


def marked(html: str, tags: str) -> str:
    """The letters inside elements of one kind."""
    out, depth = [], 0
    for tag, text in re.findall(r"<(/?[a-z0-9]+)[^>]*>|([^<]+)", html):
        if tag.lstrip("/") in tags.split():
            depth += -1 if tag.startswith("/") else 1
        elif text and depth:
            out.append(unescape(text))
    return re.sub(r"\s", "", "".join(out))


def look(spans: tuple[Span, ...], name: str) -> str:
    return re.sub(r"\s", "", "".join(span.text for span in spans if getattr(span, name)))


@pytest.mark.slow
@seed(22)
@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(st.one_of(_SPANS, st.just(BREAK)), min_size=1, max_size=5))
def test_letters_and_looks_arrive(parts: list[Span]) -> None:
    spans = tidy(tuple(parts))
    text = Writer({}, {}).body([Paragraph(spans=spans)])
    body = _PARSER.parse(text, source="articles/bai.md")
    assert shown(body.html) == " ".join(text_of(spans).replace("\xa0", " ").split()), text
    for tags, name in (("strong b", "bold"), ("em i", "italic"), ("del", "struck")):
        assert marked(body.html, tags) == look(spans, name), text
    assert not [p for p in body.problems if p.severity == "error" and p.rule != "link-text"], (text, body.problems)


@pytest.mark.parametrize("role", ["heading", "quote", "listed", "cell"])
@seed(22)
@settings(max_examples=80, deadline=None, database=None)
@given(st.lists(_SPANS, min_size=1, max_size=3))
def test_letters_arrive_in_every_kind_of_block(role: str, parts: list[Span]) -> None:
    from plugins.core.importing.model import Cell, Table

    spans = tidy(tuple(parts))
    plain = Paragraph(spans=spans)
    block = {
        "heading": Paragraph(spans=spans, role="heading", level=1),
        "quote": Paragraph(spans=spans, role="quote"),
        "listed": Paragraph(spans=spans, listed=Listed(1, 1)),
        "cell": Table(rows=((Cell(blocks=(plain,)), Cell(blocks=(plain,))), (Cell(blocks=()), Cell(blocks=(plain,))))),
    }[role]
    text = Writer({}, {}).body([block])
    wanted = " ".join(text_of(spans).replace("\xa0", " ").split())
    if role == "cell":
        wanted = " ".join([wanted] * 3)
    assert shown(_PARSER.parse(text, source="articles/bai.md").html) == wanted.strip(), text


@seed(22)
@settings(max_examples=200, deadline=None, database=None)
@given(*[st.lists(_LETTERS, max_size=6).map(lambda parts: " ".join("".join(parts).replace("|", "").split()))] * 3)
def test_words_of_pictures_arrive(alt: str, caption: str, credit: str) -> None:
    figure = Figure(picture=0, alt=alt, caption=caption, credit=credit)
    text = Writer({}, {0: "anh.jpg"}).body([figure])
    html = _PARSER.parse(text, source="articles/bai.md").html
    assert unescape(re.search(r'alt="([^"]*)"', html)[1]) == alt, text  # type: ignore[index]
    assert all(" ".join(part.split()) in shown(html) for part in (caption, credit) if part), (text, html)
    stock = markdown.markdown(text, extensions=["tables", "footnotes", "def_list", "attr_list"])
    assert unescape(re.search(r'alt="([^"]*)"', stock)[1]) == alt, text  # type: ignore[index]
    titled = re.search(r'title="([^"]*)"', stock)
    assert (
        unescape(titled[1] if titled else "")
        == " | ".join(filter(None, (caption or ("" if not credit else " "), credit))).strip()
    ), text
