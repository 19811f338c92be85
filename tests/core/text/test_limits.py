"""Bombs are refused at once, by name; long and busy articles that are merely large are read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from plugins.core.article.record import read_article
from plugins.core.body.parser import BodyParser
from plugins.core.errors import LimitError
from plugins.core.problem import has_errors
from plugins.core.text import limits
from tests.helpers.cost import cost

PARSER = BodyParser()
N = 20_000
BOMBS = {
    "brackets": "[" * N,
    "pictures": "![" * (N // 2),
    "brackets on lines": "[\n" * (N // 2),
    "lines": "a\n" * (limits.LINES + 1),
    "nested brackets": "[" * (N // 2) + "]" * (N // 2),
    "open links": "[a](" * (N // 4),
    "open references": "[a][" * (N // 4),
    "less-than": "<" * N,
    "open tags": "<a " * (N // 3),
    "open attributes": '<x y="' * (N // 6),
    "cdata": "<![CDATA[" * (N // 9),
    "ampersands": "&" * (10 * N),
    "entities": "&amp;" * (4 * N),
    "backticks": "``a`" * (N // 4),
    "backtick runs": " ".join("`" * n for n in range(1, 600)),
    "quotations": "> " * (N // 2) + "a",
    "quotations by line": "\n".join(">" * n + " a" for n in range(1, 200)),
    "lists": "\n".join("    " * n + "- a" for n in range(1, 100)),
    "lists by tabs": "\n".join("\t" * n + "1. a" for n in range(1, 100)),
    "lists by two spaces": "\n".join("  " * n + "- a" for n in range(700)),
    "lists in quotations": "\n".join("> " + "  " * n + "- a" for n in range(700)),
    "lists on one line": "1. " * (N // 3),
    "quotation and list": "> - " * (N // 4) + "a",
    "definitions": "a\n: b\n" * (N // 6),
    "underlined headings": "=\n-\n" * (N // 4),
    "rules": "---\n" * (N // 4),
    "footnotes": "".join(f"[^{n}]: x [^{n + 1}]\n" for n in range(2 * limits.NOTES)),
    "links": "[a](b.md) \n" * (limits.LINKS + 1),
    "code": "```x\n" * (N // 5),
    "emphasis": "***a** " * N,
    "backslashes": "\\*\n" * (N * 2),
    "one line": "chữ " * N,
    "tabs": "\t" * N + "a",
    "html": "<div>" * (N // 4),
}


@pytest.fixture(scope="module")
def usual() -> float:
    """What a long article costs."""
    text = "Chữ **đậm** và *nghiêng* của một đoạn dài vừa phải.\n\n" * 2_000
    return cost(lambda: PARSER.parse(text, source="articles/a.md"))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_more_than_an_article(name: str, usual: float) -> None:
    assert cost(lambda: PARSER.parse(BOMBS[name], source="articles/a.md")) < 5 * usual


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    body = PARSER.parse("một\n\n" + BOMBS[name], source="articles/a.md", first_line=5)
    assert body.html == "" or name == "tabs"
    assert [problem.rule for problem in body.problems][:1] == ([] if name == "tabs" else ["limits"])
    assert all(problem.severity == "error" for problem in body.problems)


def test_size() -> None:
    limits.check_size(b"a" * limits.BYTES)
    with pytest.raises(LimitError, match="1 MB"):
        limits.check_size(b"a" * (limits.BYTES + 1))


@pytest.mark.parametrize(
    "text",
    [
        "> một\n>\n> > hai\n>\n> > > ba",
        "- - - - - - - - - - - - - - - - - - - - - - - - - -",
        "* " * 40,
        "_" * 200,
        "Họ và tên: " + "_" * 60,
        "| " + " | ".join("a" * 30) + " |\n|" + "---|" * 30 + "\n" + "| a " * 30 + "|",
        "\n".join(f"- [mục {n}](a{n}.md) và `mã`" for n in range(500)),
        "\n\n".join(f"## Mục {n}\n\nChữ **đậm** và [liên kết](a.md)." for n in range(500)),
        "[" + "a [b] " * 50 + "]",
    ],
)
def test_busy_articles_are_read(text: str) -> None:
    assert list(limits.check_shape(text)) == []


@pytest.mark.slow
@pytest.mark.parametrize("marks", ["", "1. ", "- ", "> ", "## "])
def test_four_times_the_article_costs_about_four_times_as_much(marks: str) -> None:
    piece = f"{marks}Chữ **đậm** và *nghiêng* của một đoạn dài vừa phải.\n\n"
    most = min(limits.LINES // 2, limits.BYTES // len(piece.encode()))

    def parse(pieces: int) -> None:
        assert PARSER.parse(piece * pieces, source="articles/a.md").html

    assert cost(lambda: parse(most), 2) < 8 * cost(lambda: parse(most // 4))


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (b"Title: x\n\n" + b"a" * limits.BYTES, "limits", 0),
        ("Title: x\n\nNghị quyết".encode("utf-16"), "text-encoding", 1),
        (b"Title: x\n\na\n\xff", "text-encoding", 4),
        (b"\xef\xbb\xbf \n\n", "text-empty", 1),
    ],
)
def test_a_file_that_is_no_article_is_one_problem(data: bytes, rule: str, line: int) -> None:
    reading = read_article(data, "articles/a.md", ZoneInfo("Asia/Ho_Chi_Minh"), PARSER)
    assert has_errors(reading.problems)
    assert not reading.html
    assert [(problem.rule, problem.line) for problem in reading.problems] == [(rule, line)]
