"""An article as it is read over loudspeakers: title, sapo and text in the words that are said, a sentence a line.

Nothing is written anew and nothing is left out unseen: what can't be said (a table, a picture) is named in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..text.sentences import sentence_gap
from ..text.spoken import aloud

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from ..article.article import Article

SYLLABLES_A_MINUTE = 140
"""How fast a reader of the radio speaks."""
_SENTENCE = sentence_gap(".!?")
_LEFT_OUT = {"table": "[Ở đây bài có bảng: người đọc tóm tắt bằng lời]", "figure": "[Ở đây bài có hình]"}
_ENDS = (".", "!", "?", ":", "…")


class Script(NamedTuple):
    """What is read, line by line, "" between paragraphs; lines in square brackets are for the reader alone."""

    lines: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one."""
        said = " ".join(line for line in self.lines if not line.startswith("["))
        return max(1, round(len(said.split()) / SYLLABLES_A_MINUTE))


def make_script(article: Article, html: str, column: str) -> Script:
    """html: the article's cleaned body; column: the site's name."""
    lines = ["[Bài mẫu: chỉ để tập đọc]", ""] if article.sample else []
    for words in (f"Chuyên mục {column}", article.title, article.sapo):
        lines += [*_sentences(words), ""]
    for paragraph in _paragraphs(html):
        lines += [*([paragraph] if paragraph.startswith("[") else _sentences(paragraph)), ""]
    if article.origin:
        lines += [*_sentences(f"Nguồn tin: {article.origin}"), ""]
    return Script((*lines, "Hết bài."))


def _sentences(text: str) -> Iterator[str]:
    text = text.strip()
    if text and not text.endswith((*_ENDS, "”")):
        text += "."
    for sentence in _SENTENCE.split(text):
        if sentence:
            yield aloud(sentence)


def _paragraphs(html: str) -> Iterator[str]:
    """The text of each block in order; of a quotation, that it is one."""
    if not html.strip():
        return
    from lxml.html import fragment_fromstring

    body = fragment_fromstring(html, create_parent="div")
    for mark in list(body.iter("sup")):  # numbers of footnotes
        mark.drop_tree()
    for block in body:
        yield from _block(block)


def _block(block: HtmlElement) -> Iterator[str]:
    tag, text = str(block.tag), " ".join(str(block.text_content()).split())
    if tag in _LEFT_OUT or block.get("class") in {"table-scroll", "gallery"}:
        yield _LEFT_OUT["table" if tag == "table" or block.get("class") == "table-scroll" else "figure"]
    elif tag == "section":  # footnotes
        return
    elif tag == "blockquote":
        yield f"Xin trích: {text}"
        yield "Hết trích."
    elif tag in {"ul", "ol"}:
        for number, row in enumerate(block.iter("li"), 1):
            words = " ".join(str(row.text_content()).split())
            yield f"{number}, {words}" if tag == "ol" else words
    elif tag in {"div", "details", "dl"} and len(block):
        for child in block:
            yield from _block(child)
    elif text:
        yield text
