"""Constructs in which CommonMark and Python-Markdown part ways, one by one, and what is told of those that slip."""

from __future__ import annotations

import pytest

from plugins.core.body.parser import Body, BodyParser
from tests.helpers import commonmark

PARSER = BodyParser()


def parse(markdown: str) -> Body:
    return PARSER.parse(markdown, source="articles/2021/2021-07-05-bai.md")


def told(markdown: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.rule) for problem in parse(markdown).problems]


@pytest.mark.parametrize(
    "markdown",
    [
        "- a\n  ```\n  mã\n  ```\n  chữ *sau* mã\n- b",
        "- Mục\n  ---\n  chữ\n- b",
        "1. a\n   > trích\n\n   b\n2. c",
        "* a\n*\n\n* c",
        "- a\n-\n- c",
        "- a\n  | x |\n  |---|\n  | 1 |\n  b\n- c",
        "<del>\n\n*bỏ*\n\n</del>",
        "- a\n\n  <del>\n\n  bỏ\n\n  </del>",
        "Chữ\n\n<br>\n\nchữ",
        "<ins>\nthêm\n</ins>",
        "- a\n\n  <!-- ghi chú -->\n\n  b",
        "Chữ\n\n   <!-- ghi chú -->\n\nchữ",
        "tab\t\ncuối",
    ],
)
def test_shown_as_commonmark_shows_it(markdown: str) -> None:
    body = parse(markdown)
    assert commonmark.shown(body.html) == commonmark.expected(markdown)
    assert not body.problems


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("## C# {#c}", '<h2 id="muc-c">C#</h2>'),
        ("## *C*# {#c}", '<h2 id="muc-c"><em>C</em>#</h2>'),
        ("## Mục ## {#muc-i.-ket-qua}", '<h2 id="muc-i-ket-qua">Mục ##</h2>'),
        ("Chữ\n{: .note}", '<p class="note">Chữ</p>'),
        ("- a\n- b\n  {#y}\n  - c", '<ul>\n<li>a</li>\n<li id="muc-y">b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>'),
    ],
)
def test_an_attribute_list_takes_no_words_with_it(markdown: str, html: str) -> None:
    assert parse(markdown).html == html


@pytest.mark.parametrize(
    "markdown",
    [
        r"\[Trả lời]: Vâng.",
        r"\[Trả lời\]: Vâng.",
        r"\*\*sao\*\* và **đậm**",
        r"\~\~x\~\~",
        r"\~x\~",
        r"\![tả] x",
        r"!\[tả] x",
        r"Chữ\[^1]",
        r"\##Mục",
        r"#\#Mục",
        r"Cuối\\",
        r"\[chữ](bai.md)",
        r"\[chữ\]\(bai.md\)",
        r"\{{< anh >}}",
        r"\--- | ---",
        "\\`\\`\\`",
        r"\: chữ",
        "~50% và ~30%",
        "khoảng ~5 đến ~6",
    ],
)
def test_what_is_escaped_is_meant(markdown: str) -> None:
    assert told(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "told_of"),
    [
        (r"\*\*sao\*\* và ** lẻ", [(1, "loose-mark")]),
        ("Một\n\nhai\\", [(3, "loose-mark")]),
        ("gạch\\\t\ncuối", [(1, "loose-mark")]),
        ("Chữ\n\n~bỏ~ chữ", [(3, "loose-mark")]),
        ("- a {#x}\n- [b]{.c}", [(1, "loose-mark"), (2, "loose-mark")]),
        ("{:toc}", [(1, "loose-mark")]),
        ("Từ\n: nghĩa", [(2, "meaning")]),
        ("Từ\n\n: nghĩa", [(3, "meaning")]),
        ("| | |\n|---|---|\n| a | b |", [(1, "table-head")]),
        ("Kết quả\n\n## Mục\n\n#### Kết quả", [(5, "headings")]),
    ],
)
def test_what_is_shown_otherwise_is_told(markdown: str, told_of: list[tuple[int, str]]) -> None:
    assert told(markdown) == told_of


@pytest.mark.parametrize("markdown", ["Từ\n:   nghĩa", "Từ\n\n:   nghĩa", "| | 2024 |\n|---|---|\n| a | b |"])
def test_what_is_meant_is_not_told(markdown: str) -> None:
    assert told(markdown) == []


def test_a_footnote_may_follow_an_exclamation_mark() -> None:
    body = parse("Xong![^1] Hết![^khac]\n\n[^1]: Nguồn.\n")
    assert 'Xong!<sup id="muc-fnref-1">' in body.html
    assert [problem.rule for problem in body.problems] == ["loose-mark"]


def test_an_address_of_another_programs_code_is_not_to_be_quoted() -> None:
    (note, _) = parse("[trang]({{ site.url }}/x y)").problems
    assert note.rule == "link-loose"
    assert "mã của chương trình khác" in note.message
