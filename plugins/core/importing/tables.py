"""A foreign table → Markdown's, or raw HTML where cells are merged or hold more than lines of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from . import lists
from .inline import NoteNumber, html, markdown
from .model import Block, Cell, Figure, Paragraph, Table

FileName = Callable[[int], str]


def is_merged(table: Table) -> bool:
    """Whether a cell covers others."""
    return any(cell.across > 1 or cell.down > 1 for row in table.rows for cell in row)


def is_nested(table: Table) -> bool:
    """Whether a cell holds a table."""
    return any(isinstance(block, Table) for row in table.rows for cell in row for block in cell.blocks)


def fits_markdown(table: Table) -> bool:
    """Whether rows are even and cells hold lines only, the first row not being empty."""
    rows = _rows(table)
    if not rows or is_merged(table) or len({len(row) for row in rows}) != 1:
        return False
    plain = all(
        isinstance(block, Paragraph) and block.listed is None and not block.inside
        for row in rows
        for cell in row
        for block in cell.blocks
    )
    return plain and any(cell.blocks for cell in rows[0])


def write(table: Table, note_number: NoteNumber, file_name: FileName) -> str:
    """The table's text, "" when it is empty."""
    rows = _rows(table)
    if not rows:
        return ""
    if not fits_markdown(table):
        return _html(table, file_name)
    lines = [_line(row, note_number, head=at == 0) for at, row in enumerate(rows)]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _rows(table: Table) -> list[tuple[Cell, ...]]:
    """Rows with something in them; all of them where cells reach over rows."""
    if is_merged(table):
        return [*table.rows] if any(cell.blocks for row in table.rows for cell in row) else []
    return [row for row in table.rows if any(cell.blocks for cell in row)]


def _line(row: Sequence[Cell], note_number: NoteNumber, *, head: bool) -> str:
    cells = []
    for cell in row:
        paragraphs = [block for block in cell.blocks if isinstance(block, Paragraph)]
        if head:
            paragraphs = [_plain(paragraph) for paragraph in paragraphs]
        cells.append("<br>".join(markdown(paragraph.spans, note_number, cell=True) for paragraph in paragraphs))
    return "| " + " | ".join(cells) + " |"


def _plain(paragraph: Paragraph) -> Paragraph:
    """Without bold: heading cells are bold already."""
    from dataclasses import replace

    return replace(paragraph, spans=tuple(span._replace(bold=False) for span in paragraph.spans))


def _html(table: Table, file_name: FileName) -> str:
    rows = _rows(table)
    heads = max((cell.down for cell in rows[0]), default=1) if any(cell.blocks for cell in rows[0]) else 0
    lines = ["<table>"]
    for at, row in enumerate(rows):
        if at == 0 and heads:
            lines.append("<thead>")
        if at == heads:
            lines.append("<tbody>")
        tag = "th" if at < heads else "td"
        lines.append("<tr>" + "".join(_html_cell(cell, tag, file_name) for cell in row) + "</tr>")
        if at == heads - 1:
            lines.append("</thead>")
    if len(rows) > heads:
        lines.append("</tbody>")
    lines.append("</table>")
    return "\n".join(lines)


def _html_cell(cell: Cell, tag: str, file_name: FileName) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.across), ("rowspan", cell.down)) if count > 1
    )
    paragraphs = [block for block in cell.blocks if isinstance(block, Paragraph) and block.listed is None]
    if len(paragraphs) == len(cell.blocks) <= 1:
        inner = html(_plain(paragraphs[0]).spans if tag == "th" else paragraphs[0].spans) if paragraphs else ""
    else:
        inner = _html_blocks(cell.blocks, file_name)
    return f"<{tag}{spans}>{inner}</{tag}>"


def _html_blocks(blocks: Sequence[Block], file_name: FileName) -> str:
    parts: list[str] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table):
            parts.append(_html(block, file_name).replace("\n", "") if _rows(block) else "")
        elif isinstance(block, Figure):
            title = " | ".join(part for part in (block.caption, block.credit) if part)
            mark = f' title="{escape(title)}"' if title else ""
            parts.append(f'<p><img alt="{escape(block.alt)}" src="{escape(file_name(block.picture))}"{mark}></p>')
        elif block.listed is not None:
            end = at
            while end < len(blocks) and _in_list(blocks[end]):
                end += 1
            group = [inner for inner in blocks[at:end] if isinstance(inner, Paragraph)]
            parts.append(lists.raw(lists.tree(group)))
            at = end - 1
        else:
            parts.append(f"<p>{html(block.spans)}</p>")
        at += 1
    return "".join(parts)


def _in_list(block: Block) -> bool:
    return isinstance(block, Paragraph) and (block.listed is not None or block.inside > 0)
