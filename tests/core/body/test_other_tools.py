"""What other tools write of the same text: shown as CommonMark shows it, or told, whichever tool it was.

`tests/data/other_tools.json` holds news text of our own (HTML as editors paste it) as pandoc 2.17, Prettier 3.10,
Turndown 7.2, remark-stringify 11, Decap's widget 3.13, Lexical 0.35 (which Sveltia uses), ProseMirror 1.13, markdownify
1.2, mdformat 1.0 and html2text write it, by source; equal results stand once.
"""

from __future__ import annotations

import json
import re

import pytest

from plugins.core.body.parser import BodyParser
from plugins.core.text.rules import find_text_problems
from tests.helpers import commonmark
from tests.helpers.building import ROOT

PARSER = BodyParser()
WRITTEN: dict[str, list[dict[str, object]]] = json.loads(
    (ROOT / "tests" / "data" / "other_tools.json").read_text(encoding="utf-8")
)
OURS = (
    (re.compile(r" \{#[^{}\n]*\}$", re.MULTILINE), ""),  # a heading's own id
    (re.compile(r"^(\s*[-*+]\s+)\[x\] ", re.MULTILINE), r"\1☑ "),
    (re.compile(r"^(\s*[-*+]\s+)\[ \] ", re.MULTILINE), r"\1☐ "),
)
"""What this column reads otherwise on purpose → as CommonMark would be told it."""
TOLD: dict[str, set[str]] = {
    "bold-intra": {"loose-mark", "text-spacing"},
    "bold-punct": {"loose-mark"},
    "bold-space": {"loose-mark"},
    "br-bold": {"loose-mark"},
    "dashbr": {"loose-mark"},
    "entities": {"html-open"},
    "gdocs-list": {"html-dropped", "loose-mark"},
    "gdocs-run": {"html-dropped", "loose-mark"},
    "li-start-code": {"html-dropped"},
    "links": {"link-loose", "link-text"},
    "math": {"html-dropped", "html-open"},
    "num-nested10": {"list-number"},
    "num-start": {"list-number"},
    "num-year": {"list-number"},
    "ol-alpha": {"list-number"},
    "pipes": {"loose-mark"},
    "qa": {"link-unused"},
    "qa-one": {"loose-mark"},
    "signs": {"loose-mark"},
    "signs-line": {"code-open", "link-unused", "meaning"},
    "spaces": {"text-blank"},
    "supsub": {"html-dropped", "loose-mark", "text-spacing"},
    "table": {"html-dropped", "table-cells"},
    "table-br": {"html-dropped", "table-cells"},
    "table-lead": {"html-dropped"},
    "table-nohead": {"html-dropped", "table-head"},
}
"""What is told of a text, by any tool's writing; of all others nothing is."""


@pytest.mark.parametrize("source", sorted(WRITTEN))
def test_shown_alike_or_told(source: str) -> None:
    rules: set[str] = set()
    for row in WRITTEN[source]:
        markdown = str(row["markdown"])
        body = PARSER.parse(markdown, source="articles/2021/2021-07-05-bai.md")
        told = {problem.rule for problem in body.problems} | {rule for _, rule, _, _ in find_text_problems(markdown)}
        rules |= told
        for pattern, words in OURS:
            markdown = pattern.sub(words, markdown)
        explains = source == "dl" and ":   " in markdown
        if not told and not explains:
            assert commonmark.shown(body.html) == commonmark.expected(markdown), row["by"]
    assert rules == TOLD.get(source, set())


@pytest.mark.parametrize(
    "markdown",
    [
        "- [ ] một\n\n- [x] hai\n",
        "- [ ] một\n  - [x] con\n- [X] hai\n\n  đoạn\n",
        "1. [ ] một\n\n2. [x] hai\n",
        "> - [x] **một**\n>\n> - [ ] hai\n",
        "* [ ] một\n\n  > lời\n* [x]liền\n",
    ],
)
def test_tasks_of_loose_lists_are_tasks(markdown: str) -> None:
    body = PARSER.parse(markdown, source="articles/2021/2021-07-05-bai.md")
    assert body.problems == ()
    for pattern, words in (
        (re.compile(r"([-*.] )\[[xX]\] "), r"\1☑ "),
        (re.compile(r"([-*.] )\[ \] "), r"\1☐ "),
    ):
        markdown = pattern.sub(words, markdown)
    assert commonmark.shown(body.html) == commonmark.expected(markdown)


@pytest.mark.parametrize("before", range(1, 6))
def test_a_sign_in_a_cell_is_one_after_any_backslashes(before: int) -> None:
    markdown = f"| a | b |\n|---|---|\n| c {chr(92) * before}| d | e |\n| `{chr(92) * before}|` | f |\n"
    body = PARSER.parse(markdown, source="articles/2021/2021-07-05-bai.md")
    assert body.problems == ()
    assert commonmark.shown(body.html) == commonmark.expected(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "[[Bài khác]]",
        "Xem [[Bài khác|tên]] này",
        "> [!WARNING]\n> Lời.",
        "[TOC]",
        '!!! note "Lưu ý"\n    Lời.',
        ".. note:: Lời",
        "[b]đậm[/b]",
        "[url=https://example.org]tên[/url]",
        "'''đậm'''",
        "== Mục ==",
        "=== Mục con",
        "%%ghi riêng%%",
        "{>>lời bình<<}",
        "{--bỏ--} {++thêm++}",
        "$$\nx\n$$",
        r"\( \frac{a}{b} \)",
        r"x \times y",
        "tăng 5%【4†source】",
        ":contentReference[oaicite:0]{index=0}",
    ],
)
def test_signs_of_other_programs_that_stay_on_the_page_are_told_at_their_line(markdown: str) -> None:
    text = f"**Mở đầu** của bài.\n\n{markdown}\n"
    told = PARSER.parse(text, source="articles/2021/2021-07-05-bai.md").problems
    assert {(problem.rule, problem.line) for problem in told} <= {("loose-mark", n) for n in range(3, 6)}
    assert told
    fenced = PARSER.parse(f"```\n{markdown}\n```\n", source="articles/2021/2021-07-05-bai.md")
    assert fenced.problems == ()


@pytest.mark.parametrize(
    "clean",
    [
        "Giá 5$, 10$ và $20; hết... rồi thôi.. Và nữa!!! Thật",
        "Tỷ lệ 5%, 10%% và 50%-60%; [Mẫu] [1] [!]; a == b; x ''y''",
        r"Đường dẫn C:\\thu-muc\\tep, \$\$ và \[\[không\]\]",
        "Văn bản [/rss/] và (b) [u] † chú giải",
    ],
)
def test_ordinary_signs_are_told_nothing(clean: str) -> None:
    assert PARSER.parse(clean, source="articles/2021/2021-07-05-bai.md").problems == ()


def test_a_mark_is_told_where_it_stays_and_not_where_it_works() -> None:
    text = "Chữ **đậm** đúng.\n\n~~gạch~~ đúng.\n\nSai **ở đây:**liền, và\nsai ~~nữa.\n\n```\n~~~\n```\n\nx ~một~ y"
    told = PARSER.parse(text, source="articles/2021/2021-07-05-bai.md").problems
    assert [problem.line for problem in told] == [5, 5, 6, 12]


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("data:image/png;base64,iVBORw0KGgo=", "lưu ảnh thành tệp"),
        ("file:///C:/anh.jpg", "chép tệp ảnh"),
        ("C:/Users/a/anh.jpg", "chép tệp ảnh"),
        ("https://example.org/anh.jpg", "tệp trong content"),
    ],
)
def test_a_picture_that_is_no_file_of_content_is_told_with_what_to_do(address: str, advice: str) -> None:
    told = PARSER.parse(f"![Lời tả ảnh][a]\n\n[a]: <{address}>\n", source="articles/2021/2021-07-05-bai.md").problems
    assert [advice in problem.message for problem in told] == [True]
