"""Every body is enriched and judged, once, whatever it holds: code blocks, raw HTML, other Markdown extensions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.body import parser as body_module
from plugins.core.body.parser import Body, BodyParser
from plugins.core.body.sanitise import _CLEANER
from tests.helpers.rounds import rounds

SOURCE = "articles/2021/2021-07-05-bai.md"
PLAIN = BodyParser()
EXTENDED = BodyParser(
    [
        "markdown.extensions.codehilite",
        "markdown.extensions.admonition",
        "markdown.extensions.toc",
        "markdown.extensions.md_in_html",
        "markdown.extensions.abbr",
        "markdown.extensions.sane_lists",
        "markdown.extensions.smarty",
    ],
    {"markdown.extensions.codehilite": {"guess_lang": False}},
)

JUDGED = (
    "Một [liên kết](khong-co.md) và [nữa](/khong/co/).",
    "[tại đây](https://example.vn/)",
    "[lên](#khong-co)",
    "[chữ](javascript:alert(1))",
    "![Tả](https://example.vn/x.png)",
    '![Tả](anh.jpg "Lễ ra mắt | Ảnh: A")',
    "![](anh.jpg)",
    "| Việc | Số |\n|---|--:|\n| a | [1](b.md) |",
    "Chữ[^a] và[^b].\n\n[^a]: Ghi chú [x](c.md).\n\n[^b]: Nữa.",
    "Chữ[^z].",
    "## Mục\n\n#### Nhảy cấp",
    "Từ\n:   nghĩa của [từ](d.md)",
    "- một\n- hai\n    1. ba\n    2. [bốn](e.pdf)",
    "> lời dẫn\n>\n> [nguồn](https://example.vn/?a=1&b=2)",
    "[chữ][r]\n\n[r]: f.md",
    "a  \nb &amp; c &lt; d 5 > 3 ** e",
    "## Tên riêng {#ten}\n\n[xuống](#ten)",
)
"""Blocks of which readers or editors miss something when a body is not enriched."""
CODE = (
    "```\nmã [x](y.md)\n```",
    "```python\nprint(1)\n```",
    "~~~\nmã\n~~~",
    "````\n```\n````",
    "``` {.python}\n5 > 3\n```",
    "```\nkhông đóng",
    "~~~~ không đóng",
    "    mã thụt vào\n    hai dòng",
    "Chữ `mã` và ``hai ` dấu``.",
)
RAW = (
    "<div>khối [x](y.md)</div>",
    "a <b>b</b> c",
    "<!-- ghi chú -->",
    "<table><tr><td>a</td></tr></table>",
    '<figure><img src="a.jpg" alt="Tả"></figure>',
    "a &nbsp; b <br> c",
    "<pre>x</pre>",
    "5 < 6",
    '<div markdown="1">\n**a**\n</div>',
    "<https://example.vn/>",
)
OTHER = (
    '!!! note "Lưu ý"\n    Chữ [x](y.md).',
    "[TOC]",
    "    :::python\n    x = 1",
    "*[HĐ]: Hội đồng\n\nHĐ họp.",
    '"Lời"',
)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    counts: list[int] = []
    enrich = body_module.enrich

    def once(root: object, findings: object) -> None:
        counts.append(1)
        enrich(root, findings)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(body_module, "enrich", once)
        yield counts


def parse(parser: BodyParser, text: str) -> Body:
    return parser.parse(text, source=SOURCE, first_line=7)


BLOCKS = st.lists(st.sampled_from((*JUDGED, *CODE, *RAW, *OTHER)), max_size=8)


@pytest.mark.parametrize("parser", [PLAIN, EXTENDED], ids=["plain", "extended"])
@settings(max_examples=60, deadline=None)
@given(blocks=BLOCKS, glue=st.sampled_from(["\n\n", "\n\n\n", "\n"]))
def test_every_body_is_enriched_once(parser: BodyParser, blocks: list[str], glue: str) -> None:
    with pytest.MonkeyPatch().context() as patched, counted(patched) as counts:
        parse(parser, glue.join(blocks))
    assert len(counts) == 1


WORDS = st.text(st.sampled_from("ab 1*_`~[]()<>&\\!#|-:\n\"'ạ"), max_size=60)


@settings(max_examples=rounds(150, 5000), deadline=None)
@given(blocks=BLOCKS, words=WORDS)
def test_what_is_published_has_passed_the_sanitiser(blocks: list[str], words: str) -> None:
    """A body of plain tags alone is spared its pass: it would have come out as it is."""
    html = parse(PLAIN, "\n\n".join([*blocks, words])).html
    assert _CLEANER.clean(html) == html


@pytest.mark.parametrize("parser", [PLAIN, EXTENDED], ids=["plain", "extended"])
@pytest.mark.parametrize("text", ["", " ", "\n", "```", "```\n```", "~~~", "chữ", "`a`", "<p>"])
def test_the_smallest_bodies_are_enriched_once(parser: BodyParser, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as counts:
        parse(parser, text)
    assert len(counts) == 1


CLOSED = (*CODE[:5], "<div>khối</div>", "Chữ `mã`.")
"""What puts HTML aside and touches nothing around it."""


@settings(max_examples=60, deadline=None)
@given(blocks=st.lists(st.sampled_from(JUDGED), min_size=1, max_size=5, unique=True), code=st.sampled_from(CLOSED))
def test_a_code_block_changes_nothing_around_it(blocks: list[str], code: str) -> None:
    """Links, pictures, tables, notes and headings are made and judged alike with one and without."""
    for parser in (PLAIN, EXTENDED):
        marker = "Đoạn đánh dấu."
        without = parse(parser, "\n\n".join([*blocks, marker]))
        beside = parse(parser, "\n\n".join([*blocks, code]))
        alone = parse(parser, code).html
        assert beside.html.replace("\n", "") == without.html.replace(f"<p>{marker}</p>", alone).replace("\n", "")
        assert beside.problems == without.problems
        assert beside.references == without.references
        assert beside.headings == without.headings


def test_the_gate_sees_past_a_fence() -> None:
    """What went out unjudged: a dead link, a link that acts, a third-party picture, a table without its frame."""
    body = parse(PLAIN, "\n\n".join([JUDGED[0], JUDGED[3], JUDGED[4], JUDGED[7], CODE[0]]))
    assert [(ref.kind, ref.target) for ref in body.references] == [
        ("file", "articles/2021/khong-co.md"),
        ("path", "/khong/co/"),
        ("file", "articles/2021/b.md"),
    ]
    assert [problem.rule for problem in body.problems if problem.severity == "error"] == ["link", "link"]
    assert "javascript" not in body.html
    assert "example.vn" not in body.html
    assert 'class="table-scroll"' in body.html
