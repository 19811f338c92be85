"""Sped-up Markdown says word for word what stock Markdown says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from plugins.core.body.fast_markdown import Speed
from tests.helpers.rounds import rounds

ROOT = Path(__file__).resolve().parents[3]
FEW = ["tables", "footnotes"]
MANY = ["extra", "admonition", "sane_lists", "nl2br", "smarty", "toc", "meta", "wikilinks", "legacy_em"]

SNIPPETS = [
    "Một dòng.",
    "Một dòng.\nHai dòng.\n\nBa.",
    "  thụt\n\n    mã\n\nchữ",
    "# a\nb\n\nc\n===\n\nd\n---\n\n***\n\n- - -",
    "- a\n- b\n    - c\n\n    d\n\n1. x\n2. y\n\nz",
    "* a\n\n    Một dòng trong mục.\n\n    Hai.\n* b",
    "> a\n> b\n>\n> - c\n\nd",
    "*a* **b** ***c*** _d_ __e__ a_b_c *a **b** c* **a*b",
    "`a` ``b ` c`` \\`d\\` \\* \\\\ `\\`",
    "[a](b) [c](<d e> \"f\") [g][h] [h] ![i](j) ![k][h] <https://a.vn> <a@b.vn>\n\n[h]: https://l.vn 'm'",
    'a  \nb\n\nc &amp; d & e &#35; &copy; < > "',
    "<div>\n<p>x</p>\n</div>\n\n<b>y</b> <!-- z --> <br>\n\nw",
    "a <span class='b'>*c*</span> d\n\n<table><tr><td>e</td></tr></table>\nf",
    "| a | b |\n|---|:-:|\n| `c|d` | e\\|f |\n\nchữ",
    "a[^1] b[^2]\n\n[^1]: Một dòng.\n[^2]: Hai\n\n    ba",
    "a\n: b\n\n    c\n\n:   d",
    "```\nmã <b>\n```\n\n~~~ python\nx\n~~~",
    "## a {#b .c d=e}\n\n*f*{.g}\n\nh\n{: #i }",
    "*[MTTQ]: Mặt trận\n\nMTTQ và MTTQ.",
    '!!! note "x"\n    y\n\nz',
    'đ\n\nẾ\n\n1\n\n_\n\n"a"\n\n(a)\n\n – b',
    "a\x02b\x03 klzzwxh:0000 \x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03",
    "Tiêu đề\n\nKhoá: giá trị\n\n[[wiki]] -- ... 'x'",
]
WORDS = st.sampled_from(
    [
        *(
            "a",
            "Đảng ủy",
            " ",
            "  \n",
            "\n",
            "\n\n",
            "\n    ",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n# ",
            "\n---\n",
            "\n: ",
            "\t",
        ),
        *(
            "*",
            "**",
            "_",
            "__",
            "`",
            "``",
            "[",
            "]",
            "(",
            ")",
            "![",
            "](x)",
            "[^1]",
            "\n[^1]: ",
            "<",
            ">",
            "<b>",
            "</b>",
        ),
        *(
            "<div>",
            "</div>",
            "&",
            "&amp;",
            "\\",
            "|",
            "\n|-|-|\n",
            "{",
            "}",
            "{.a}",
            "!",
            '"',
            "'",
            "\n```\n",
            "<!--",
            "-->",
        ),
    ]
)


def pair(extensions: list[str]) -> tuple[Markdown, Markdown]:
    return (
        Markdown(extensions=extensions, output_format="html"),
        Markdown(extensions=[*extensions, Speed()], output_format="html"),
    )


PAIRS = {"none": pair([]), "few": pair(FEW), "many": pair(MANY)}


def same(text: str) -> None:
    for name, (stock, fast) in PAIRS.items():
        assert fast.reset().convert(text) == stock.reset().convert(text), name


@pytest.mark.parametrize("text", SNIPPETS)
def test_snippets(text: str) -> None:
    same(text)


def test_the_whole_content() -> None:
    files = sorted((ROOT / "content").rglob("*.md"))
    assert files
    for file in files:
        same(file.read_text(encoding="utf-8"))


@settings(max_examples=rounds(60, 5000))
@given(st.lists(WORDS, max_size=30).map("".join))
def test_anything(text: str) -> None:
    same(text)
