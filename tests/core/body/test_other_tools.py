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
