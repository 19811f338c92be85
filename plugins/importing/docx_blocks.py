"""Paragraphs and tables of a part of a Word document → blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ..core.importing.model import Block, Cell, Figure, Listed, Paragraph, Span, Table
from ..core.text.legacy_letters import convert, font_encoding, is_modern
from .context import Context
from .docx_inline import Inline
from .drawing import Drawings
from .fields import is_balanced
from .inserted import words_inside
from .numbering import Marker
from .ooxml import W, q, value
from .prepare import encoding_of
from .source_words import source_texts
from .styles import numbering_of

_CONTENTS_STYLE = re.compile(r"(?:toc|contents|table of contents) ?(?:\d|heading)|table of figures")
_LIST_STYLE = re.compile(r"list (?:bullet|number) ?(\d)")
_ROLES = (
    (re.compile(r"title|tiêu đề bài|tên bài"), "title"),
    (re.compile(r"subtitle|.*\bsapo\b.*|phụ đề"), "subtitle"),
    (re.compile(r"caption|image caption|chú thích ảnh|figure caption"), "caption"),
    (re.compile(r"(?:intense )?quote|block text|block quote|quotations|block quotation|trích dẫn"), "quote"),
    (re.compile(r"author"), "author"),
)
_LONGEST_CAPITAL = 3
_CONTAINERS = ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")


class Blocks:
    """Reads a part's blocks. Text boxes inside have their own inline state."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, container: etree._Element) -> list[Block]:
        """All blocks of a body, cell, note or text box."""
        reader = _Reader(self._context, self)
        reader.inline.trust_fields = is_balanced(container)
        return reader.read(container)


class _Reader:
    def __init__(self, context: Context, parent: Blocks) -> None:
        self._context = context
        self.inline = Inline(context, Drawings(context, parent.read))
        self._pending: list[Span] = []

    def read(self, container: etree._Element) -> list[Block]:
        blocks = self._whole(container)
        if words := "".join(self.inline.contents).strip():
            self._context.tell("contents-list", words, "mục lục")
        self.inline.contents.clear()
        return blocks

    def _whole(self, container: etree._Element) -> list[Block]:
        """The blocks of a container beyond whose end no paragraph goes on."""
        return [*self._children(container), *self._left()]

    def _left(self) -> list[Block]:
        spans, self._pending = tuple(self._pending), []
        return [Paragraph(spans=spans)] if spans else []

    def _children(self, container: etree._Element) -> Iterator[Block]:
        for element in container:
            tag = element.tag
            if tag == W + "p":
                yield from self._paragraph(element)
            elif tag == W + "tbl":
                yield from self._left()
                yield from self._table(element)
            elif tag == W + "sdt":
                yield from self._content_control(element)
            elif tag in {W + "altChunk", W + "subDoc"}:
                self._inserted(element)
            elif tag in {W + "del", W + "moveFrom"}:
                words = "".join(e.text or "" for e in element.iter(W + "t", W + "delText"))
                if words.strip():
                    self._context.tell("tracked-change", words, "đoạn bị xóa hoặc chuyển đi, chưa duyệt")
            elif tag in {q("m:oMath"), q("m:oMathPara")}:
                yield from self._loose(element)
            elif isinstance(tag, str) and element.find(f".//{W}p") is not None:
                yield from self._children(element)

    def _loose(self, element: etree._Element) -> Iterator[Block]:
        holder = etree.Element(W + "p")
        holder.append(element.__copy__())
        yield from self._paragraph(holder)

    def _content_control(self, element: etree._Element) -> Iterator[Block]:
        content = element.find(W + "sdtContent")
        if content is None:
            return
        properties = element.find(W + "sdtPr")
        gallery = None if properties is None else properties.find(f"{W}docPartObj/{W}docPartGallery")
        if value(gallery).lower() == "table of contents":
            lines = (_plain(paragraph) for paragraph in content.iter(W + "p"))
            if words := "\n".join(line for line in lines if line):
                self._context.tell("contents-list", words, "mục lục")
            return
        if properties is not None and properties.find(W + "showingPlcHdr") is not None:
            if words := _plain(content):
                self._context.tell("hidden-text", words, "lời nhắc trong ô chưa điền")
            return
        yield from self._children(content)

    def _inserted(self, element: etree._Element) -> None:
        relation = self._context.relation(element.get(q("r:id")))
        if relation is None:
            return
        data = b"" if relation.outside else self._context.package.get(relation.target) or b""
        words = words_inside(data) or relation.target
        self._context.tell("inserted-file", words, f"tệp {relation.target.rpartition('/')[2]} mà Word chèn khi mở")

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        context, inline = self._context, self.inline
        context.paragraphs += 1
        properties = element.find(W + "pPr")
        style = context.styles.style(value(None if properties is None else properties.find(W + "pStyle")))
        role, level = _role(style.names, properties, style.outline)
        inline.read(element, role)
        spans = tuple(inline.spans)
        if role == "contents":
            words = "".join(span.text for span in spans).strip()
            if words:
                context.tell("contents-list", words, "mục lục")
            yield from [*inline.before, *inline.after]
            return
        spans, merged = self._merge(spans, properties)
        before, after = list(inline.before), list(inline.after)
        if merged:
            yield from [*before, *after]
            return
        listed, label = self._marker(properties, style.numbering, style.names, role)  # an empty item counts too
        if not any(span.text.strip() or span.note for span in spans):
            yield from [*before, *after]
            return
        if _is_framed(properties):
            context.tell("text-box", "".join(span.text for span in spans), "khung chữ, đặt vào dòng chữ")
        if label:
            spans = (Span(text=f"{label} ", bold=bool(spans[0].bold)), *spans)
        align = value(None if properties is None else properties.find(W + "jc"), default=style.align)
        yield from before
        yield Paragraph(
            spans=spans,
            role="" if role == "list" else role,
            level=level,
            listed=listed,
            align={"both": "", "start": "", "left": "", "end": "right"}.get(align, align),
            size=inline.size,
            by_picture=any(isinstance(block, Figure) for block in before),
            anchors=tuple(inline.anchors),
        )
        yield from after

    def _merge(self, spans: tuple[Span, ...], properties: etree._Element | None) -> tuple[tuple[Span, ...], bool]:
        """A dropped capital and a paragraph whose end was deleted go on in the next paragraph."""
        if self._pending:
            spans = (*self._pending, *spans)
            self._pending = []
        if properties is None:
            return spans, False
        frame = properties.find(W + "framePr")
        words = "".join(span.text for span in spans)
        dropped = value(frame, "dropCap") in {"drop", "margin"} and len(words.strip()) <= _LONGEST_CAPITAL
        mark = properties.find(W + "rPr")
        deleted = mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)
        if not (dropped or deleted):
            return spans, False
        if words.strip():
            self._pending = [*spans] if dropped or words.endswith(" ") else [*spans, Span(text=" ")]
        return (), True

    def _marker(
        self,
        properties: etree._Element | None,
        inherited: tuple[str, str] | None,
        names: tuple[str, ...],
        role: str,
    ) -> tuple[Listed | None, str]:
        numbering = numbering_of(properties, inherited) if properties is not None else inherited
        if numbering is None or numbering[0] in {"", "0"}:
            return None, ""
        level = int(numbering[1]) if numbering[1].isdigit() else 0
        marker = self._context.numbering.next(numbering[0], level)
        if marker is None:
            return None, ""
        if role in {"heading", "title"} or marker.number == -1:
            return None, self._modern(marker, properties)
        named = next((int(match[1]) for name in names if (match := _LIST_STYLE.match(name))), 1)
        return Listed(max(level + 1, named), marker.number), ""

    def _modern(self, marker: Marker, properties: etree._Element | None) -> str:
        """A marker's label in today's letters; without a font of its own it has the paragraph mark's."""
        encoding = font_encoding(marker.font)
        if not marker.font:
            mark = None if properties is None else properties.find(W + "rPr")
            style = value(None if properties is None else properties.find(W + "pStyle"))
            encoding = encoding_of(self._context.styles.look(mark, style)) or self._context.letters
        label = convert(marker.label, encoding) if encoding and not is_modern(marker.label) else marker.label
        if label != marker.label:
            self._context.converted.append(label)
        return label

    def _table(self, element: etree._Element) -> Iterator[Block]:
        for name in ("tblCaption", "tblDescription"):
            if spoken := value(element.find(f"{W}tblPr/{W}{name}")).strip():
                self._context.tell("hidden-text", spoken, "lời tả của bảng")
        rows = [self._row(row) for row in _rows(element)]
        table = Table(rows=_compact([row for row in rows if row]))
        if any(cell.blocks for row in table.rows for cell in row):
            yield table

    def _row(self, row: etree._Element) -> list[tuple[int, int, str, list[Block]]]:
        """Cells as (first column, columns, merged: "", start or go on, blocks)."""
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            drawn = next(row.iter(W + "drawing", W + "pict", W + "object"), None) is not None
            if words := "\n".join([*map(str.strip, source_texts(row)), *(["[hình]"] if drawn else [])]):
                self._context.tell("tracked-change", words, "hàng bảng bị xóa, chưa duyệt")
            return []
        if properties is not None and properties.find(W + "ins") is not None and row.find(f".//{W}p/{W}ins") is None:
            self._context.tell("tracked-change", _plain(row), "hàng bảng được thêm, chưa duyệt")
        column = _integer(value(None if properties is None else properties.find(W + "gridBefore")), 0)
        cells: list[tuple[int, int, str, list[Block]]] = []
        for cell in _cells(row):
            own = cell.find(W + "tcPr")
            span = max(_integer(value(None if own is None else own.find(W + "gridSpan")), 1), 1)
            blocks = [] if self._is_deleted(cell, own) else self._whole(cell)
            across = None if own is None else own.find(W + "hMerge")
            if across is not None and value(across, default="continue") == "continue" and cells:
                first, width, merged, inner = cells[-1]
                cells[-1] = (first, width + span, merged, [*inner, *blocks])
            else:
                down = None if own is None else own.find(W + "vMerge")
                merged = "" if down is None else value(down, default="continue")
                cells.append((column, span, merged, blocks))
            column += span
        return cells

    def _is_deleted(self, cell: etree._Element, properties: etree._Element | None) -> bool:
        """Whether somebody deleted a cell; its place stays, for rows to keep their columns."""
        deleted = properties is not None and properties.find(W + "cellDel") is not None
        added = properties is not None and properties.find(W + "cellIns") is not None
        if (words := _plain(cell)) and (deleted or added):
            self._context.tell("tracked-change", words, f"ô bảng {'bị xóa' if deleted else 'được thêm'}, chưa duyệt")
        return deleted


def _is_framed(properties: etree._Element | None) -> bool:
    frame = None if properties is None else properties.find(W + "framePr")
    return frame is not None and value(frame, "dropCap") in {"", "none"}


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == W + "tr":
            yield child
        elif isinstance(child.tag, str) and child.tag.rpartition("}")[2] in (*_CONTAINERS, "sdt"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif isinstance(child.tag, str) and child.tag.rpartition("}")[2] in (*_CONTAINERS, "sdt"):
            yield from _cells(child)


def _compact(rows: list[list[tuple[int, int, str, list[Block]]]]) -> tuple[tuple[Cell, ...], ...]:
    """Columns where no cell begins are no columns: converters leave such grids behind."""
    starts = sorted({first for row in rows for first, *_ in row})
    out: list[list[Cell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for row in rows:
        line: list[Cell] = []
        at = 0
        for first, width, merged, blocks in row:
            end = first + width
            place = starts.index(first)
            covered = max(sum(1 for start in starts if first <= start < end), 1)
            if merged == "continue" and first in open_cells:
                y, x = open_cells[first]
                owner = out[y][x]
                out[y][x] = replace(owner, down=len(out) - y + 1, blocks=(*owner.blocks, *blocks))
                at = place + covered
                continue
            for missing in range(at, place):
                if not any(
                    s == starts[missing]
                    for s in open_cells
                    if out[open_cells[s][0]][open_cells[s][1]].down + open_cells[s][0] > len(out)
                ):
                    line.append(Cell(blocks=()))
            open_cells.pop(first, None)
            if merged:
                open_cells[first] = (len(out), len(line))
            line.append(Cell(blocks=tuple(blocks), across=covered))
            at = place + covered
        out.append(line)
    width = len(starts)
    return tuple(tuple(line) for line in _filled(out, width))


def _filled(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """Rows that end early get empty cells."""
    covered: dict[int, int] = {}
    for y, row in enumerate(rows):
        taken = covered.get(y, 0) + sum(cell.across for cell in row)
        for cell in row:
            for below in range(1, cell.down):
                covered[y + below] = covered.get(y + below, 0) + cell.across
        row.extend(Cell(blocks=()) for _ in range(max(width - taken, 0)))
    return rows


def _role(names: tuple[str, ...], properties: etree._Element | None, outline: int | None) -> tuple[str, int]:
    """(role, heading level) of a paragraph by its style's names, those it is based on, and its outline level."""
    for name in names:
        if match := re.match(r"(?:heading|tiêu đề) ?(\d)", name):
            return "heading", int(match[1])
        if _CONTENTS_STYLE.match(name):
            return "contents", 0
        for pattern, role in _ROLES:
            if pattern.fullmatch(name):
                return role, 0
    own = None if properties is None else properties.find(W + "outlineLvl")
    level = _integer(value(own), 9) if own is not None else (9 if outline is None else outline)
    return ("heading", level + 1) if 0 <= level < 9 else ("", 0)


def _plain(element: etree._Element) -> str:
    lines = []
    for paragraph in element.iter(W + "p"):
        text = "".join(
            (e.text or "") if e.tag in {W + "t", W + "delText"} else " "
            for e in paragraph.iter(W + "t", W + "delText", W + "tab", W + "br")
        )
        lines.append(text.strip())
    if not lines:
        lines = ["".join(e.text or "" for e in element.iter(W + "t", W + "delText")).strip()]
    return "\n".join(line for line in lines if line)


def _integer(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default
