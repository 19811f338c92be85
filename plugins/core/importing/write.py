"""Blocks → the column's Markdown: headings from `##`, lists by four blanks, notes, tables, figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..article.headers import HEADERS
from ..text.limits import LINE
from . import lists, tables
from .inline import escaped, markdown
from .model import Block, Figure, Paragraph, Span, Table

_HEADER_LIKE = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*[:：﹕︓]")
_DEEPEST = 6
_LONGEST_PARAGRAPH = LINE // 3
"""Letters; escaped they take more of a line, which has a limit."""


class Writer:
    """Writes one article's body. names: the files of the document's pictures by their place; numbers: those of the
    notes that were written, by key."""

    def __init__(self, notes: Mapping[str, tuple[Block, ...]], names: Mapping[int, str]) -> None:
        self._notes = notes
        self._names = names
        self.numbers: dict[str, int] = {}

    def body(self, blocks: Sequence[Block], loose_notes: Sequence[str] = ()) -> str:
        """The whole body, ending with its notes. loose_notes: those whose words went into a header; their marks stand
        after the first paragraph."""
        blocks = with_levels(_notes_out_of_raw_tables(_with_loose_notes(blocks, loose_notes)))
        linked = _linked_places(blocks)
        parts: list[str] = []
        at = 0
        was_list = False
        while at < len(blocks):
            block = blocks[at]
            end = at + 1
            if isinstance(block, Paragraph) and block.listed is not None:
                while end < len(blocks) and _continues(blocks[end]):
                    end += 1
                items = lists.tree([inner for inner in blocks[at:end] if isinstance(inner, Paragraph)])
                if was_list:
                    parts.append("<!-- -->")
                parts += lists.markdown(items, self._line)
                was_list = True
            else:
                part = self._block(block, linked)
                if part and parts and part.startswith(">") and parts[-1].startswith(">"):
                    parts[-1] += f"\n>\n{part}"
                elif part:
                    parts.append(part)
                was_list = was_list and not part
            at = end
        left = [key for block in blocks for key in _note_keys(block) if key not in self.numbers]
        if left:  # of a list that had to be raw HTML
            parts.append("".join(f"[^{self._number(key)}]" for key in left))
        if parts:
            parts[0] = _no_header(parts[0])
        return "\n\n".join([*parts, *self._notes_text()])

    def _line(self, paragraph: Paragraph) -> str:
        return markdown(paragraph.spans, self._number)

    def _number(self, key: str) -> int:
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def _block(self, block: Block, linked: frozenset[str]) -> str:
        if isinstance(block, Table):
            return tables.write(block, self._number, self._names.__getitem__)
        if isinstance(block, Figure):
            return self._figure(block)
        if block.role == "heading":
            spans = tuple(
                span._replace(bold=False, text=span.text or " ", line=False) if not span.note else span
                for span in block.spans
            )
            place = next((name for name in block.anchors if name in linked), "")
            words = markdown(spans, self._number, cell=True).replace("\\|", "|")
            words = re.sub(r"(?<!\\)#$", r"\\#", words)
            return f"{'#' * block.level} {words}{f' {{#{place}}}' if place else ''}" if words.strip() else ""
        if len(block.text) > _LONGEST_PARAGRAPH:
            return "\n\n".join(self._block(part, linked) for part in parted(block, _LONGEST_PARAGRAPH))
        line = self._line(block)
        return f"> {line}" if block.role == "quote" and line else line

    def _figure(self, figure: Figure) -> str:
        title = " | ".join(part for part in (figure.caption, figure.credit) if part)
        if figure.credit and not figure.caption:
            title = f"| {figure.credit}"
        return f"![{escaped(figure.alt)}]({self._names[figure.picture]}" + (f' "{_quoted(title)}")' if title else ")")

    def _notes_text(self) -> list[str]:
        written: list[str] = []
        while len(written) < len(self.numbers):  # a note may refer to a note
            key, number = list(self.numbers.items())[len(written)]
            lines: list[str] = []
            for block in self._notes.get(key, ()):
                text = self._block(replace(block, role=""), frozenset()) if isinstance(block, Paragraph) else ""
                text = text or (self._block(block, frozenset()) if not isinstance(block, Paragraph) else "")
                if text:
                    lines.append(text.replace("\n", "\n    "))
            written.append(f"[^{number}]: " + "\n\n    ".join(lines))
        return written


def _quoted(title: str) -> str:
    """A picture's title as it stands between quotes."""
    title = re.sub(r"&(?=#?\w+;)", "&amp;", title)
    return re.sub(r"[\\`*_\[\]{}<>']", lambda sign: f"&#{ord(sign[0])};", title).replace('"', "&quot;")


def with_levels(blocks: Sequence[Block]) -> list[Block]:
    """Headings from the second level on, none skipped."""
    seen = [block.level for block in blocks if isinstance(block, Paragraph) and block.role == "heading"]
    top = min(seen, default=1)
    last = 1
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.role == "heading":
            last = min(block.level - top + 2, last + 1, _DEEPEST)
            block = replace(block, level=last)
        out.append(block)
    return out


def parted(paragraph: Paragraph, most: int) -> list[Paragraph]:
    """A paragraph that is too long for the column, as several; they end where a sentence, or at least a word, does."""
    parts: list[Paragraph] = []
    spans: list[Span] = []
    room = most
    for span in paragraph.spans:
        while len(span.text) > room:
            cut = max(span.text.rfind(". ", 0, room) + 1, 0) or span.text.rfind(" ", 0, room)
            cut = cut if cut > 0 else room
            spans.append(span._replace(text=span.text[:cut].rstrip()))
            parts.append(replace(paragraph, spans=tuple(spans)))
            spans, room = [], most
            span = span._replace(text=span.text[cut:].lstrip())
        spans.append(span)
        room -= len(span.text)
    return [*parts, replace(paragraph, spans=tuple(spans))]


def _continues(block: Block) -> bool:
    return isinstance(block, Paragraph) and (block.listed is not None or block.inside > 0)


def _linked_places(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(
        span.link[1:]
        for block in blocks
        if isinstance(block, Paragraph)
        for span in block.spans
        if span.link.startswith("#")
    )


def _no_header(first: str) -> str:
    """A first line that reads like `Source: …` must not be taken for a header that was cut off."""
    match = _HEADER_LIKE.match(first)
    if match and re.sub(r"[ -]+", "_", match[1].strip().lower()) in HEADERS:
        colon = match.end() - 1
        return f"{first[:colon]}&#{ord(first[colon])};{first[colon + 1 :]}"
    return first


def _notes_out_of_raw_tables(blocks: Sequence[Block]) -> list[Block]:
    """Raw HTML can't hold a note's mark: it goes to the end of the paragraph before the table, or after it."""
    out: list[Block] = []
    waiting: tuple[str, ...] = ()
    for block in blocks:
        if isinstance(block, Paragraph) and waiting and block.role != "heading":
            block = _with_notes(block, waiting)
            waiting = ()
        if isinstance(block, Table) and not tables.fits_markdown(block):
            keys = tuple(_note_keys(block))
            if keys:
                block = _without_notes(block)
                if out and isinstance(out[-1], Paragraph) and out[-1].role != "heading":
                    out[-1] = _with_notes(out[-1], keys)
                else:
                    waiting += keys
        out.append(block)
    if waiting:
        out.append(_with_notes(Paragraph(spans=()), waiting))
    return out


def _with_loose_notes(blocks: Sequence[Block], keys: Sequence[str]) -> list[Block]:
    out = list(blocks)
    if not keys:
        return out
    for at, block in enumerate(out):
        if isinstance(block, Paragraph) and block.role == "" and block.listed is None:
            out[at] = _with_notes(block, keys)
            return out
    return [*out, _with_notes(Paragraph(spans=()), keys)]


def _with_notes(paragraph: Paragraph, keys: Sequence[str]) -> Paragraph:
    return replace(paragraph, spans=(*paragraph.spans, *(Span(note=key) for key in keys)))


def _note_keys(block: Block) -> list[str]:
    if isinstance(block, Figure):
        return []
    if isinstance(block, Table):
        return [key for row in block.rows for cell in row for inner in cell.blocks for key in _note_keys(inner)]
    return [span.note for span in block.spans if span.note]


def _without_notes(table: Table) -> Table:
    def bare(block: Block) -> Block:
        if isinstance(block, Table):
            return _without_notes(block)
        if isinstance(block, Figure):
            return block
        return replace(block, spans=tuple(span for span in block.spans if not span.note))

    rows = tuple(tuple(replace(cell, blocks=tuple(map(bare, cell.blocks))) for cell in row) for row in table.rows)
    return replace(table, rows=rows)
