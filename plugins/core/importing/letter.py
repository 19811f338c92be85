"""The frame of an official letter: letterhead and signature taken off the text, and its date found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .model import Block, Figure, Paragraph, Table, words_of

_BEGINS = r"(?:\A\s*+|^[^\S\n]*+)"
"""The beginning of a line, but for spaces."""
_HEAD = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–—]\s*Tự do|ĐOÀN TNCS HỒ CHÍ MINH|"
    rf"{_BEGINS}Số\s*+(?::|(?:[\d….]++\s*+)?[-–/]\s*+[A-ZĐ]{{2}})",
    re.MULTILINE,
)
_NATION = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–—]\s*Tự do|ĐOÀN TNCS HỒ CHÍ MINH")
_SIGNS = re.compile(
    rf"{_BEGINS}(?:(?:T/M|TM\.?|K/T|KT\.?|T/L|TL\.?|TUQ\.?|T/UQ|Q\.)\s+[A-ZĐÀ-Ỹ]{{2}}|"
    r"(?:\(\s*+)?(?:[Đđ]ã ký|Ký tên|Ký,? (?:và )?(?:ghi rõ họ tên|đóng dấu))|"
    # an office alone on its line, in capitals
    r"(?:Q\. |PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|CHỦ NHIỆM|TRƯỞNG (?:BAN|PHÒNG|ĐOÀN)|"
    r"CHÁNH VĂN PHÒNG|TỔNG BIÊN TẬP|THỦ TRƯỞNG(?>(?: ++[A-ZĐÀ-Ỹ]++)*))[^\S\n]*+$)",
    re.MULTILINE,
)
_COPIES = re.compile(rf"{_BEGINS}N[ơƠ][iI] [nN][hH][ậẬ][nN]\s*(?::|$)", re.MULTILINE)
_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_DATELINE = re.compile(r"[^\d:.]{0,60},?\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}\.?\s*$", re.IGNORECASE)
_RULE = re.compile(r"[\s*_=–—-]+$")
_LONGEST = 160


class Letter(NamedTuple):
    """blocks: what is left; head, foot: words taken off ("" when there were none); date: ISO, "" when not found;
    dateline: the line it stood in, when that line was taken away; taken: the blocks of the frame."""

    blocks: list[Block]
    head: str
    foot: str
    date: str
    dateline: str
    taken: Sequence[Block]


def unframed(blocks: Sequence[Block]) -> Letter:
    """Take the frame off."""
    rest = list(blocks)
    head_end = _head_end(rest)
    head, rest = rest[:head_end], rest[head_end:]
    foot_start = _foot_start(rest)
    rest, foot = rest[:foot_start], rest[foot_start:]
    words = "\n".join(words_of(block) for block in head)
    date, dateline = _date_in(words), ""
    if not date:
        rest, date, dateline = _take_dateline(rest)
    pictures = [block for block in (*head, *foot) if isinstance(block, Figure)]
    taken = [block for block in (*head, *foot) if not isinstance(block, Figure)]
    return Letter([*rest, *pictures], words, "\n".join(words_of(block) for block in foot), date, dateline, taken)


def _head_end(blocks: Sequence[Block]) -> int:
    for at, block in enumerate(blocks[:3]):
        if isinstance(block, Table):
            words = words_of(block)
            return at + 1 if len(words) < 600 and _HEAD.search(words) else 0
    end = 0
    nation = False
    for at, block in enumerate(blocks[:9]):
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST or block.role in {"heading", "title"}:
            break
        nation = nation or bool(_NATION.search(block.text))
        if _HEAD.search(block.text) or (nation and (_DATELINE.match(block.text) or _RULE.match(block.text))):
            end = at + 1
    return end if nation else 0


def _foot_start(blocks: Sequence[Block]) -> int:
    """Where the signature begins; len(blocks) when there is none."""
    count = len(blocks)
    for at in range(count - 1, max(count - 4, -1), -1):
        block = blocks[at]
        if (
            isinstance(block, Table)
            and len(words := words_of(block)) < 900
            and (_SIGNS.search(words) or _COPIES.search(words))
        ):
            return at if all(_is_short(later) for later in blocks[at + 1 :]) else count
    for at in range(max(count - 16, 0), count):
        block = blocks[at]
        if isinstance(block, Paragraph) and (_SIGNS.match(block.text) or _COPIES.match(block.text)):
            return at if all(_is_short(later) for later in blocks[at:]) else count
    return count


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.text) <= _LONGEST and block.role != "heading"


def _date_in(words: str) -> str:
    match = _DATE.search(words)
    if not match:
        return ""
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    from datetime import date

    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _take_dateline(blocks: list[Block]) -> tuple[list[Block], str, str]:
    """`Hà Nội, ngày 5 tháng 7 năm 2021` as a line of its own near the beginning or at the end."""
    near = [*range(min(4, len(blocks))), *range(max(len(blocks) - 3, 4), len(blocks))]
    for at in near:
        block = blocks[at]
        if isinstance(block, Paragraph) and block.role in {"", "caption"} and _DATELINE.match(block.text):
            found = _date_in(block.text)
            if found:
                return [*blocks[:at], *blocks[at + 1 :]], found, block.text
    return blocks, "", ""
