"""Pictures with their captions and credits, from the lines around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .model import Block, Cell, Figure, Paragraph, Table

_LABEL = r"(?:Ảnh|Nguồn ảnh|Nguồn|Ảnh và chú thích|Ảnh tư liệu|Đồ họa|Đồ hoạ|Tranh|Hình|Photo)"
_LABEL_BEFORE = re.compile(rf"{_LABEL}\s*$", re.IGNORECASE)
_OPENS = re.compile(r"(?:Ảnh|Hình|Chú thích ảnh|Nguồn ảnh|Photo)\b", re.IGNORECASE)
_LONGEST, _LONGEST_BARE = 350, 250


def split_credit(text: str) -> tuple[str, str]:
    """`Hội nghị. (Ảnh: Thu Hà)` → caption and credit."""
    colon = text.rfind(":")
    label = _LABEL_BEFORE.search(text, 0, max(colon, 0))
    if not label or not text[colon + 1 :].strip():
        return text, ""
    credit = text[label.start() :].strip().removesuffix(".").rstrip()
    if credit[-1] in ")]":
        credit = credit[:-1]
    if len(credit) > 120:
        return text, ""
    caption = text[: label.start()].rstrip()
    if caption[-1:] in {"(", "["}:
        caption = caption[:-1]
    return caption.rstrip(" \t\n,;–—-").strip(), " ".join(credit.split())


def with_captions(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """Blocks in which captions are a part of their figures, and the notes that captions referred to."""
    out: list[Block] = []
    notes: list[str] = []
    flat = [inner for block in blocks for inner in _out_of_frame(block)]
    at = 0
    while at < len(flat):
        block = flat[at]
        at += 1
        if not isinstance(block, Figure) or block.caption or block.credit:
            out.append(block)
            continue
        lines: list[Paragraph] = []
        while at < len(flat) and len(lines) < 2 and _is_caption(flat[at], bool(lines)):
            lines.append(flat[at])  # type: ignore[arg-type]
            at += 1
        before = out[-1] if out else None
        if not lines and isinstance(before, Paragraph) and before.role == "caption":
            lines.append(before)
            out.pop()
        if lines:
            caption, credit = split_credit(" ".join(line.text for line in lines))
            notes += [span.note for line in lines for span in line.spans if span.note]
            block = replace(block, caption=caption, credit=credit)
        out.append(block)
    return out, notes


def _is_caption(block: Block, more: bool) -> bool:
    """more: the line before was one already, so that this one must name the credit."""
    if not isinstance(block, Paragraph) or block.listed is not None or block.role in {"heading", "title", "quote"}:
        return False
    text = block.text
    if not text or len(text) > _LONGEST:
        return False
    credited = bool(split_credit(text)[1])
    if more:
        return credited and len(text) <= 120
    words = [span for span in block.spans if span.text.strip()]
    italic = all(span.italic for span in words)
    bold = all(span.bold for span in words)
    if block.role == "caption" or _OPENS.match(text):
        return True
    return (italic or (block.align == "center" and not bold) or block.by_picture or credited) and len(
        text
    ) <= _LONGEST_BARE


def _out_of_frame(block: Block) -> list[Block]:
    """A table made only to hold pictures and their captions is no table: column by column its pictures with what
    stands below them."""
    if not isinstance(block, Table):
        return [block]
    cells = [cell for row in block.rows for cell in row]
    figures = [inner for cell in cells for inner in cell.blocks if isinstance(inner, Figure)]
    filled = [cell for cell in cells if cell.blocks]
    if len(filled) == 1 and not figures and len(cells) == 1:
        return list(filled[0].blocks)
    if not figures or any(isinstance(inner, Table) for cell in cells for inner in cell.blocks):
        return [block]
    lines = [cell for cell in filled if not _has_figure(cell)]
    if any(not _short(cell) for cell in lines) or len(lines) > 2 * len(figures):
        return [block]
    return [_as_caption(inner) for cell in _by_column(block) for inner in cell.blocks]


def _has_figure(cell: Cell) -> bool:
    return any(isinstance(inner, Figure) for inner in cell.blocks)


def _short(cell: Cell) -> bool:
    return len(cell.blocks) <= 2 and all(
        isinstance(inner, Paragraph) and inner.listed is None and _may_be_caption(inner.text) for inner in cell.blocks
    )


def _may_be_caption(text: str) -> bool:
    """By its length alone; one that names whose picture it is may be longer."""
    return len(text) <= (_LONGEST if split_credit(text)[1] else _LONGEST_BARE)


def _as_caption(block: Block) -> Block:
    plain = isinstance(block, Paragraph) and block.role in {"", "caption"} and len(block.text) <= _LONGEST
    return replace(block, role="caption") if plain and isinstance(block, Paragraph) else block


def _by_column(table: Table) -> list[Cell]:
    """Each row with pictures is followed, column by column, by the row of their captions."""
    out: list[Cell] = []
    rows = [list(row) for row in table.rows if any(cell.blocks for cell in row)]
    at = 0
    while at < len(rows):
        row = rows[at]
        below = rows[at + 1] if at + 1 < len(rows) and not any(_has_figure(cell) for cell in rows[at + 1]) else []
        pair = below if len(below) == len(row) else []
        for column, cell in enumerate(row):
            out.append(cell)
            if pair:
                out.append(pair[column])
        at += 2 if pair else 1
    return out
