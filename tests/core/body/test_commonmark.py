"""What CommonMark shows, the column shows, or says that it does not: the specification's examples, and documents put
together from what editors and their tools write."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.body.parser import Body, BodyParser
from tests.core.body import dialect_rows
from tests.helpers import commonmark
from tests.helpers.rounds import rounds

PARSER = BodyParser()
FEWEST_SAME = 445
"""Examples shown as CommonMark shows them; the others are told."""


def around(markdown: str) -> str:
    return f"Mở đầu.\n\n{markdown}\n\nKết thúc.\n"


def parse(markdown: str) -> Body:
    return PARSER.parse(markdown, source="articles/2021/2021-07-05-bai.md")


def test_the_specification() -> None:
    counts: Counter[str] = Counter()
    silent = []
    for example in commonmark.examples():
        if example.has_rules_of_its_own:
            continue
        body = parse(around(example.markdown))
        if body.problems:
            counts["told"] += 1
        elif commonmark.shown(body.html) == commonmark.expected(around(example.markdown)):
            counts["same"] += 1
        else:
            silent.append(example)
    assert not silent
    assert counts["same"] >= FEWEST_SAME
    assert counts.total() > 500


OURS_OF_GITHUB = {
    279: "a task has ☐ or ☑, no control",
    280: "a task has ☐ or ☑, no control",
    **dict.fromkeys({*range(622, 636)} - {628}, "an address stays words: a link says where it leads"),
}
"""Examples of GitHub's specification that are shown otherwise on purpose, and said in docs/markdown.md."""


def test_githubs_specification() -> None:
    other = set()
    for example in commonmark.github_examples():
        body = parse(around(example.markdown))
        if example.has_rules_of_its_own or body.problems:
            continue
        if commonmark.shown(body.html) != commonmark.shown(f"<p>Mở đầu.</p>{example.html}<p>Kết thúc.</p>"):
            other.add(example.number)
    assert other == OURS_OF_GITHUB.keys()


WORDS = st.sampled_from(
    [
        *("Đảng ủy", "chi bộ", "*nhấn*", "**đậm**", "***cả hai***", "a_b_c", "2 * 3", "`mã`", "[x](/rss/)", "5 < 6"),
        *("~~bỏ~~", "A & B", "&copy;", "1\\. x", "\\*sao\\*", '\\"dẫn\\"', "m²", "37 °C", "“lời”", "1.200", "–"),
    ]
)
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
MARKER = st.sampled_from(["- ", "* ", "+ ", "1. ", "3. ", "1) ", "10. ", "-   "])


def indented(block: str, first: str) -> str:
    """A block behind a marker, as wide as the marker."""
    lines = block.split("\n")
    return "\n".join([first + lines[0], *(" " * len(first) + line if line else "" for line in lines[1:])])


def blocks_around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gap = st.sampled_from(["\n", "\n\n"])
    items = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(MARKER, items, gap).map(lambda made: made[2].join(indented(item, made[0]) for item in made[1])),
        inner.map(lambda block: "\n".join(f"> {line}".rstrip() for line in block.split("\n"))),
        st.lists(inner, min_size=2, max_size=3).map("\n\n".join),
        st.tuples(TEXT, inner).map("\n".join),
    )


HTML = (
    "<details>\n<summary>Xem</summary>\n\n**đậm**\n\n</details>",
    "<del>\n\n*bỏ*\n\n</del>",
    "<br>",
    "<!-- ghi chú -->",
    "m<sup>2</sup> và <mark>chữ *tô*</mark>",
)
LEAVES = st.one_of(
    TEXT,
    TEXT.map(lambda text: f"## {text.split(chr(10))[0]}"),
    TEXT.map(lambda text: f"```\n{text}\n```"),
    st.tuples(LINE, LINE).map(lambda row: f"| a | b |\n|---|:-:|\n| {row[0]} | {row[1]} |"),
    st.tuples(LINE, LINE, st.sampled_from(["\\\n", "  \n"])).map(lambda made: f"{made[0]}{made[2]}{made[1]}"),
    LINE.map(lambda line: f"{line}\n---"),
    st.sampled_from(["---", *HTML]),
)
DOCUMENTS = st.recursive(LEAVES, blocks_around, max_leaves=8)


@pytest.mark.slow
@settings(max_examples=rounds(150, 3000), deadline=None)
@given(DOCUMENTS)
def test_documents_as_tools_write_them(markdown: str) -> None:
    body = parse(around(markdown))
    if commonmark.shown(body.html) != commonmark.expected(around(markdown)):
        assert body.problems


def test_the_document_says_what_comes_of_each_construct() -> None:
    assert dialect_rows.DOCUMENT.read_text(encoding="utf-8") == dialect_rows.document()
    silent = [name for name, markdown in dialect_rows.ROWS if dialect_rows.outcome(markdown) == dialect_rows.OWN]
    assert silent == [
        "Tên riêng cho tiêu đề",
        "Việc cần làm (GFM)",
        "Việc cần làm cách nhau dòng trống",
        "Chú thích chân trang",
        "Từ và nghĩa",
    ]
