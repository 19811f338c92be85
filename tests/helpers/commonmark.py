"""CommonMark as judge: the specification's examples, and what a page shows as one line of elements and words."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from lxml import html as lxml_html
from markdown_it import MarkdownIt

from tests.helpers.building import ROOT

VERSION = "0.31.2"
JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_FENCE = "`" * 32
_SHOWN = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a", "hr", "br", "del", "table", "th", "td"}
)
_WRAPS = frozenset({"ul", "ol", "blockquote", "em", "strong", "del", "a"})


class Example(NamedTuple):
    """One example of the specification."""

    number: int
    section: str
    markdown: str


def specification() -> str:
    """The text of the specification: `COMMONMARK_SPEC`, or npm's package in the project's cache."""
    if given := os.environ.get("COMMONMARK_SPEC"):
        return Path(given).read_text(encoding="utf-8")
    home = ROOT / ".cache" / "node"
    path = home / "node_modules" / "commonmark-spec" / "spec.txt"
    if not path.is_file():
        home.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(home), "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(
            [*command, f"commonmark-spec@{VERSION}"], capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
    return path.read_text(encoding="utf-8")


def examples() -> list[Example]:
    """Every example, tabs as tabs."""
    found: list[Example] = []
    section = ""
    source: list[str] | None = None
    for line in specification().split("\n"):
        if source is None and line.startswith(f"{_FENCE} example"):
            source, whole = [], False
        elif source is None:
            section = line.lstrip("# ") if line.startswith("#") else section
        elif line == _FENCE:
            found.append(Example(len(found) + 1, section, "\n".join(source).replace("→", "\t")))
            source = None
        elif line == ".":
            whole = True
        elif not whole:
            source.append(line)
    return found


def expected(markdown: str) -> str:
    """What CommonMark shows."""
    return shown(JUDGE.render(markdown))


def shown(html: str) -> str:
    """Elements and words in order. Whether a list is tight, and attributes other than a list's first number, do not
    count."""
    pieces: list[str] = []
    root = lxml_html.fragment_fromstring(html, create_parent="main")
    _walk(root, pieces)
    return " ".join(" ".join(pieces).split())


def _walk(parent: lxml_html.HtmlElement, pieces: list[str]) -> None:
    pieces.append(parent.text or "")
    for element in parent:
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = {"s": "del"}.get(tag, "h" if re.fullmatch("h[1-6]", tag) else tag)
        loose = tag == "p" and parent.tag == "li"
        if tag == "h" or (tag in _SHOWN and not loose):
            start = element.get("start", "1") if tag == "ol" else "1"
            pieces.append(f" <{tag}{start if start != '1' else ''}> ")
        if tag:
            _walk(element, pieces)
        if tag in _WRAPS:
            pieces.append(f" </{tag}> ")
        pieces.append(element.tail or "")
