"""Columns that were made with tabs → a table where lines agree, blanks elsewhere; told either way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .characters import tidy
from .model import Block, Cell, Paragraph, Span, Table, words_of
from .outcome import Loss

TAB = "\t"
"""How readers write a tab inside a line; it never leaves this module."""
_MARKER = re.compile(r"\W*$|\W*(?:\d{1,3}|[A-Za-zĐđ]|[ivxl]{1,5}|[IVXL]{1,5})(?:\.\d{1,3})*[.)\]:/-]+$|\d{1,3}$")


def with_columns(blocks: Sequence[Block]) -> tuple[list[Block], list[Loss]]:
    """Blocks without tabs, and what is to be told."""
    out: list[Block] = []
    losses: list[Loss] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        count = _tabs(block)
        end = at + 1
        while count and end < len(blocks) and _tabs(blocks[end]) == count:
            end += 1
        group = [inner for inner in blocks[at:end] if isinstance(inner, Paragraph)]
        if count and len(group) > 1:
            table = Table(rows=tuple(_cells(paragraph) for paragraph in group))
            out.append(table)
            losses.append(Loss("tabs", words_of(table), "các cột gõ bằng phím Tab, đã thành bảng"))
        else:
            out.append(without_tabs(block))
            if count:
                losses.append(Loss("tabs", words_of(out[-1]), "chữ cách nhau bằng phím Tab"))
        at = end
    return out, losses


def _tabs(block: Block) -> int:
    """How many tabs part columns; those at the ends or after a typed list marker don't."""
    if not isinstance(block, Paragraph) or block.role in {"heading", "title"} or block.listed:
        return 0
    pieces = [piece for piece in "".join(span.text for span in block.spans).split(TAB) if piece.strip()]
    if pieces and _MARKER.match(pieces[0].strip()) and len(pieces) == 2:
        return 0
    return max(len(pieces) - 1, 0)


def _cells(paragraph: Paragraph) -> tuple[Cell, ...]:
    columns: list[list[Span]] = [[]]
    for span in paragraph.spans:
        for number, piece in enumerate(span.text.split(TAB)):
            if number and any(inner.text.strip() or inner.note for inner in columns[-1]):
                columns.append([])
            columns[-1].append(span._replace(text=piece))
    filled = [tuple(_tidy(column)) for column in columns if any(span.text.strip() or span.note for span in column)]
    return tuple(Cell(blocks=(Paragraph(spans=spans),)) for spans in filled)


def _tidy(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tidy(tuple(spans))


def without_tabs(block: Block) -> Block:
    """The block with blanks for tabs."""
    if isinstance(block, Table):
        rows = tuple(
            tuple(replace(cell, blocks=tuple(without_tabs(inner) for inner in cell.blocks)) for cell in row)
            for row in block.rows
        )
        return replace(block, rows=rows)
    if not isinstance(block, Paragraph) or not any(TAB in span.text for span in block.spans):
        return block
    return replace(block, spans=_tidy([span._replace(text=span.text.replace(TAB, " ")) for span in block.spans]))
