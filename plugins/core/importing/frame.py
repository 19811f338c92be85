"""A document's blocks → a draft: title, sapo, author, source and lead picture guessed, each guess marked as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import captions, letter, tables
from .columns import with_columns
from .model import Block, Document, Figure, Paragraph, Table, words_of
from .outcome import Guess, Loss

_KIND = re.compile(
    r"(?:THÔNG BÁO|BÁO CÁO|KẾ HOẠCH|NGHỊ QUYẾT|CHỈ THỊ|QUYẾT ĐỊNH|TỜ TRÌNH|HƯỚNG DẪN|CÔNG VĂN|CHƯƠNG TRÌNH|ĐỀ ÁN|"
    r"KẾT LUẬN|QUY ĐỊNH|QUY CHẾ|CÔNG ĐIỆN|THÔNG TRI|BIÊN BẢN|DIỄN VĂN|BÀI PHÁT BIỂU|ĐỀ CƯƠNG)$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:Tác giả|Người viết|Bài(?:\s*(?:và|,|&|-)\s*ảnh)?|Tin(?:\s*(?:và|,|&)\s*(?:bài|ảnh))?|Thực hiện)"
    r"\s*:\s*(.+)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:Nguồn(?:\s+tin)?|Theo)\s*:\s*(.+)$", re.IGNORECASE)
_TAGS = re.compile(r"(?:Từ khó?a|Từ khoá|Thẻ|Tags?|Keywords?)\s*:\s*(.+)$", re.IGNORECASE)
_LONGEST_TITLE = 300
_LONGEST_SAPO = 600


@dataclass(slots=True, kw_only=True)
class Draft:
    """An article before it is written. loose_notes: notes whose mark stood in words that became headers."""

    title: str = ""
    summary: str = ""
    authors: str = ""
    source: str = ""
    tags: str = ""
    date: str = ""
    lead: Figure | None = None
    blocks: list[Block] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    loose_notes: list[str] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)


def draft_of(document: Document, name: str) -> Draft:
    """Read the frame. name: the file's, without ending, for a document that shows no title."""
    draft = Draft(losses=[Loss(*loss) for loss in document.losses])
    parts = letter.unframed(document.blocks)
    blocks, told = with_columns(parts.blocks)
    draft.losses += told
    for kind, words, label in (("letterhead", parts.head, "đầu văn bản"), ("signature", parts.foot, "cuối văn bản")):
        if words:
            draft.losses.append(Loss(kind, words, label))
            draft.frame.append(" / ".join(words.split("\n")))
    draft.loose_notes += [key for block in parts.taken for key in _notes_of(block)]
    if parts.date:
        draft.date = parts.date
        draft.guesses.append(Guess("Date", parts.date, parts.dateline, "ngày ghi trong văn bản"))
    blocks, notes = captions.with_captions(blocks)
    draft.loose_notes += notes
    blocks = _take_title(blocks, draft)
    if not draft.title:
        draft.title = document.title or name
        why = "tên ghi trong trang" if document.title else "văn bản không có tên; lấy tên tệp"
        draft.guesses.append(Guess("Title", draft.title, "", why))
    blocks = _take_lines(blocks, draft)
    blocks = _take_sapo(blocks, draft)
    blocks = _take_lead(blocks, draft)
    for block in blocks:
        if isinstance(block, Table):
            _tell_table(block, draft)
    if not any(words_of(block) for block in blocks) and any(isinstance(block, Figure) for block in blocks):
        draft.losses.append(Loss("no-text", "", "văn bản chỉ có ảnh; chữ trong ảnh không đọc được"))
    draft.blocks = blocks
    return draft


def piece_of(document: Document) -> Draft:
    """All blocks as they stand but for pictures, for a piece that goes into a text with a frame of its own."""
    draft = Draft(losses=[Loss(*loss) for loss in document.losses])
    blocks, told = with_columns(document.blocks)
    draft.losses += told
    blocks, draft.loose_notes = captions.with_captions(blocks)
    for block in blocks:
        if isinstance(block, Figure):
            draft.losses.append(Loss("picture-linked", words_of(block), "ảnh trong đoạn dán; hãy thêm bằng nút Ảnh"))
        elif isinstance(block, Table):
            _tell_table(block, draft)
    draft.blocks = [block for block in blocks if not isinstance(block, Figure)]
    return draft


def _notes_of(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [key for row in block.rows for cell in row for inner in cell.blocks for key in _notes_of(inner)]
    return [span.note for span in block.spans if span.note] if isinstance(block, Paragraph) else []


def _tell_table(table: Table, draft: Draft) -> None:
    words = words_of(table)
    if tables.is_nested(table):
        draft.losses.append(Loss("table-nested", words, "bảng trong bảng, giữ bằng HTML"))
    if tables.is_merged(table):
        draft.losses.append(Loss("table-merged", words, "bảng có ô ghép, giữ bằng HTML"))


def _take_title(blocks: list[Block], draft: Draft) -> list[Block]:
    """By its style, else the first heading, else the first bold or centred lines, else a short first line."""
    for role, why in (("title", "đoạn kiểu Title"), ("heading", "tiêu đề đầu tiên")):
        at = next((n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.role == role and b.text), -1)
        limit = len(blocks) if role == "title" else _first_line(blocks) + 1
        if 0 <= at < limit:
            end = at + 1
            while role == "title" and end < len(blocks) and _has_role(blocks[end], "title"):
                end += 1
            return _titled(blocks, at, end, draft, why)
    at = _first_line(blocks)
    if at == len(blocks):
        return blocks
    first = blocks[at]
    assert isinstance(first, Paragraph)
    if _is_bold(first) and len(first.text) <= _LONGEST_TITLE and first.listed is None:
        end = at + 1
        while end < len(blocks) and end - at < 4 and _goes_on(first, blocks[end - 1], blocks[end]):
            end += 1
        if sum(len(words_of(block)) + 1 for block in blocks[at:end]) > _LONGEST_TITLE:
            end = at + 1
        return _titled(blocks, at, end, draft, "dòng đậm đầu tiên")
    short = len(first.text) <= (200 if first.align == "center" else 130)
    if first.listed is None and first.role == "" and short and not first.text.endswith((".", ":", ";", "!", "…")):
        return _titled(blocks, at, at + 1, draft, "dòng ngắn đầu tiên")
    return blocks


def _first_line(blocks: Sequence[Block]) -> int:
    """The first paragraph, when only pictures stand before it."""
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.text:
            return at
        if isinstance(block, Table):
            break
    return len(blocks)


def _has_role(block: Block, role: str) -> bool:
    return isinstance(block, Paragraph) and block.role == role


def _is_bold(paragraph: Paragraph) -> bool:
    words = [span for span in paragraph.spans if span.text.strip()]
    return bool(words) and all(span.bold for span in words)


def _is_italic(paragraph: Paragraph) -> bool:
    words = [span for span in paragraph.spans if span.text.strip()]
    return bool(words) and all(span.italic for span in words)


def _goes_on(first: Paragraph, last: Block, block: Block) -> bool:
    """Whether a bold centred title goes on in the next line."""
    if not isinstance(block, Paragraph) or block.role or block.listed or not _is_bold(block):
        return False
    assert isinstance(last, Paragraph)
    same = block.align == first.align == "center" and block.size == first.size
    return same or (bool(_KIND.match(last.text)) and block.align == first.align)


def _titled(blocks: list[Block], start: int, end: int, draft: Draft, why: str) -> list[Block]:
    lines = [block for block in blocks[start:end] if isinstance(block, Paragraph)]
    title = " ".join(line.text for line in lines if line.text)
    if len(title) > _LONGEST_TITLE:
        return blocks
    draft.title = title
    draft.loose_notes += [key for line in lines for key in _notes_of(line)]
    draft.guesses.append(Guess("Title", title, "", why))
    return [*blocks[:start], *blocks[end:]]


def _take_lines(blocks: list[Block], draft: Draft) -> list[Block]:
    """Author, source and tags, from short lines near the beginning or the end that say what they are."""
    out: list[Block] = []
    for at, block in enumerate(blocks):
        near = at < 3 or at >= len(blocks) - 5
        plain = isinstance(block, Paragraph) and block.role == "" and block.listed is None and not _notes_of(block)
        if not near or not plain or len(words_of(block)) > 200 or not _take_line(words_of(block), draft):
            out.append(block)
    return out if any(words_of(block) for block in out) else blocks


def _take_line(text: str, draft: Draft) -> bool:
    text = text.strip().strip("()").strip()
    for field_name, pattern in (("authors", _AUTHOR), ("source", _SOURCE), ("tags", _TAGS)):
        match = pattern.match(text)
        if match and not getattr(draft, field_name):
            value = match[1].strip().rstrip(".").strip()
            if len(value) > 120 and field_name != "tags":
                return False
            setattr(draft, field_name, value)
            draft.guesses.append(Guess(field_name.capitalize(), value, text, "dòng ghi rõ trong văn bản"))
            return True
    return False


def _take_sapo(blocks: list[Block], draft: Draft) -> list[Block]:
    """The first paragraph when it is bold as a whole, or has the style of a subtitle."""
    at = _first_line(blocks)
    if at == len(blocks) or sum(1 for block in blocks if words_of(block)) < 2:
        return blocks
    first = blocks[at]
    assert isinstance(first, Paragraph)
    sentence = first.text.endswith((".", "!", "?", "…", "”", ")")) and len(first.text) >= 40
    plain = first.role == "" and first.listed is None
    bold = plain and _is_bold(first) and (sentence or len(first.text) >= 90)
    bold = bold or (plain and _is_italic(first) and sentence and len(first.text) >= 60)
    linked = any(span.link for span in first.spans)
    if linked or not (bold or first.role == "subtitle") or len(first.text) > _LONGEST_SAPO:
        return blocks
    draft.summary = first.text
    draft.loose_notes += _notes_of(first)
    why = "đoạn kiểu Subtitle" if first.role == "subtitle" else "đoạn đậm hoặc nghiêng đầu tiên"
    draft.guesses.append(Guess("Summary", first.text, "", why))
    return [*blocks[:at], *blocks[at + 1 :]]


def _take_lead(blocks: list[Block], draft: Draft) -> list[Block]:
    """The first picture leads the article when it stands among the first two blocks and text is left."""
    for at, block in enumerate(blocks[:2]):
        if isinstance(block, Figure):
            rest = [*blocks[:at], *blocks[at + 1 :]]
            if not any(words_of(other) for other in rest):
                return blocks
            draft.lead = block
            draft.guesses.append(Guess("Picture", "", "", "ảnh đầu tiên"))
            return rest
        if isinstance(block, Paragraph) and block.role == "heading":
            break
    return blocks
