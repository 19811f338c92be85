"""What leaves the reader is inside the allow-list, whatever went in, and cleaning it again changes nothing."""

from __future__ import annotations

from html_judge import judge
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.core.body.parser import BodyParser, fill
from plugins.core.body.sanitise import sanitise
from tests.helpers.rounds import rounds

PARSER = BodyParser()
PIECES = [
    *"<>\"'&/=`*_[]()!#{}|\\:~^-+. \n\t\x00\x02\x03\u2028",
    *(
        "\n\n",
        "\n    ",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n: ",
        "\n## ",
        "\n---\n",
        "\n```\n",
        "|a|b|\n|-|-|\n",
        "[^1]",
        "\n[^1]: x",
    ),
    *(
        "a",
        "Đảng ủy",
        "javascript:",
        "data:text/html,",
        "https://a.vn/",
        "x.md",
        "x.jpg",
        "#a",
        "&#106;",
        "&lt;",
        "&amp;",
    ),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "<math>",
        "<mi>",
        "<mtext>",
        "<table>",
        "<td>",
        "</table>",
    ),
    *(
        "<a href=",
        "<img src=",
        " onerror=",
        " onload=alert(1) ",
        " id=",
        " name=",
        " style=",
        "<!--",
        "-->",
        "<![CDATA[",
    ),
    *("]]>", "<?", "?>", "<noscript>", "<template>", "<iframe srcdoc=", "<p title='", "<b>", "</b>", "<div>", "</div>"),
    *("<form>", "<input name=x>", "<base href=//a.vn>", "<title>", "<textarea>", "<xmp>", "<plaintext>", "<select>"),
    *(
        "{: onclick=x}",
        "{#a}",
        "{.note}",
        "<h1>",
        "<annotation-xml encoding=text/html>",
        "<foreignObject>",
        "klzzwxh:0000",
    ),
    *("\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x02amp\x03", "zz1337820767766393qq", "/~ref/0", "<ul><li>", "<p>"),
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
PLAIN_PIECES = [
    *("\n\n", "\n", "\n- ", "\n    - ", "\n1. ", "\n> ", "\n## ", "\n#### ", "    ", "\t", "  \n", "---"),
    *("*", "**", "_", "`", "\\", "[", "]", "|", ">", '"', "'", ": ", "\xa0", " a", "Đảng"),
    *("[tỉnh](https://a.vn/b)", "[a [b](c.md) c](d.md)", "[x](a.md#b)", "<https://a.vn/>", "![a](b.jpg)"),
    *("\n\n|a|b|\n|-|:-|\n|c|**d**|\n", "|e|f|\n", "[^1]", "\n\n[^1]: x"),
]
PLAIN = st.lists(st.sampled_from(PLAIN_PIECES), max_size=40).map("".join)
"""Markdown without raw HTML, of which most bodies are."""


@settings(max_examples=rounds(150, 20_000))
@given(st.one_of(MARKDOWN, PLAIN))
@example("*[a [b](c.md) c](d.md)*")
@example("\x00")
def test_no_body_ever_raises_or_leaves_the_list(text: str) -> None:
    body = PARSER.parse(text, source="articles/a.md")
    judge(body.html)
    assert sanitise(body.html) == body.html
    filled = fill(body.html, body.references, lambda _: "/x/", lambda file, *, alt: "<img src='/y.jpg' alt=''>")
    judge(filled)
    for problem in body.problems:
        assert "\n" not in str(problem)
        assert problem.line >= 1


@settings(max_examples=rounds(60, 5000))
@given(st.one_of(st.text(max_size=200), MARKDOWN))
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = sanitise(html)
    judge(once)
    assert sanitise(once) == once


@settings(max_examples=rounds(40, 2000))
@given(st.text(max_size=200))
def test_plain_words_are_never_lost(words: str) -> None:
    """Letters and figures outside markup come out in the same order."""
    kept = "".join(character for character in words if character.isalnum())
    text = PARSER.parse(kept, source="articles/a.md").text
    assert "".join(character for character in text if character.isalnum()) == kept
