"""A foreign text as its reader found it: blocks of spans, before the column's dialect is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A run of letters with one look. note: key of a footnote that is referred to here; line: a forced line break.
    A span with a note or a break has no text. link: an address that may stand on the page."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    script: str = ""
    link: str = ""
    note: str = ""
    line: bool = False


BREAK = Span(line=True)


class Listed(NamedTuple):
    """level: from 1; number: None for a bullet."""

    level: int
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """role: "", title, subtitle, heading, caption or quote. level: a heading's, from 1. inside: continues a list item
    of that level. size: of the letters in half points, 0 when unknown. by_picture: shared a paragraph with a picture.
    anchors: names of places that links of the document lead to."""

    spans: tuple[Span, ...]
    role: str = ""
    level: int = 0
    listed: Listed | None = None
    inside: int = 0
    align: str = ""
    size: int = 0
    by_picture: bool = False
    anchors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words on one line."""
        return text_of(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """picture: its place in Document.pictures."""

    picture: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """across, down: how many columns and rows it covers."""

    blocks: tuple[Block, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """rows: only cells that begin there. framed: has visible lines."""

    rows: tuple[tuple[Cell, ...], ...]
    framed: bool = True


Block = Paragraph | Figure | Table


class RawPicture(NamedTuple):
    """form: ending of the file's name (jpg, png, webp, gif, avif); data: its bytes."""

    form: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Document:
    """Everything one reader found. losses: (kind, text, where); aside: words that need no attention; source: every
    text of the file, for the account; title: the name that a page has beside its text."""

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    pictures: list[RawPicture] = field(default_factory=list)
    losses: list[tuple[str, str, str]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    title: str = ""


def text_of(spans: Iterable[Span]) -> str:
    """The words of spans on one line; a forced break is a blank."""
    return " ".join("".join(" " if span.line else span.text for span in spans).split())


def words_of(block: Block, notes: Mapping[str, tuple[Block, ...]] | None = None) -> str:
    """Every word of a block, lines parted by "\\n"; with the notes it refers to when they are given."""
    if isinstance(block, Figure):
        return "\n".join(part for part in (block.alt, block.caption, block.credit) if part)
    if isinstance(block, Table):
        return "\n".join(words_of(inner, notes) for row in block.rows for cell in row for inner in cell.blocks)
    lines = [block.text]
    for span in block.spans:
        if notes and span.note:
            lines += [words_of(inner) for inner in notes.get(span.note, ())]
    return "\n".join(line for line in lines if line)
