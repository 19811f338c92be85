"""Text that is not ready: what `new` left to be filled in, and what a paste from a word processor leaves behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..problem import Problem, Severity
from ..rules import declare
from ..text.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .draft import Draft
    from .front_matter import FrontMatter

SUMMARY = "(viết sapo ở đây: một, hai câu nói điều cốt lõi)"
BODY = "(Nội dung bài. Khi xong, xoá dòng Status: draft.)"
"""What `new` writes; `placeholder` finds both by how they begin."""
_PLACEHOLDER = re.compile(r"\(viết sapo ở đây|\(Nội dung bài\. Khi xong|\blorem ipsum\b", re.IGNORECASE)
_PICTURE = re.compile(r"\s*\[(?:hình ảnh|hình|ảnh|image|picture|photo)(?: \d+)?\]\s*$", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[·•▪◦‣●○■□➢➤✓\uf0b7\uf0a7\uf0d8\uf076]\s*|o\t)(?=\S)")
_COLUMNS = re.compile(r"\S[^\t\n]*\t+[^\t\n]*\S")
_SENTENCE_END = re.compile(r"[.!?…:;”\"»)][\"”»)]?\s*$")
_MARKUP = re.compile(r"\s*(?:[-+*>|#:`~<\\\[]|\d+[.)]\s)|.*(?:\\|  )$")
_LONG = 60
"""Characters of a line that is a paragraph rather than a line of an address or a poem."""
_FEWEST = 3
"""Glued paragraphs that are told."""

declare(
    "placeholder",
    "Phần đầu bài",
    "Chữ mẫu do lệnh new viết sẵn phải được thay bằng chữ của bài; bài nháp và bài chờ duyệt thì chỉ được nhắc.",
)
declare(
    "pasted",
    "Thân bài",
    "Chữ dán từ Word cần dòng trống giữa các đoạn, “- ” thay cho dấu chấm tròn, bảng | thay cho cột cách bằng Tab, "
    "không lặp lại tên bài, không còn “[Hình ảnh]”.",
)


def unfinished(draft: Draft, front: FrontMatter) -> Iterator[Problem]:
    """What is told of one article."""
    ready: Severity = "warning" if draft.values.get("status") in {"draft", "review"} else "error"
    summary = draft.first.get("summary")
    if summary and (match := _PLACEHOLDER.search(summary.value)):
        yield _problem(draft, summary.line, "placeholder", _left(match[0]), ready, summary.name)
    body = front.body
    if match := _PLACEHOLDER.search(body):
        line = front.body_line + body.count("\n", 0, match.start())
        yield _problem(draft, line, "placeholder", _left(match[0]), ready)
    lines = body.split("\n")
    if "```" in body or "~~~" in body or "<pre" in body:
        return
    for number, message in _pasted(lines, draft.text("title")):
        yield _problem(draft, front.body_line + number, "pasted", message, "warning")


def _left(words: str) -> str:
    return f"còn chữ mẫu “{words}…”; hãy viết chữ của bài vào đó"


def _problem(draft: Draft, line: int, rule: str, message: str, severity: Severity, field: str = "nội dung") -> Problem:
    return Problem(path=draft.source, line=line, field=field, message=message, rule=rule, severity=severity)


def _pasted(lines: list[str], title: str) -> Iterator[tuple[int, str]]:
    """(line counted from 0, message) of each kind of trace, at its first place."""
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and title and len(title) > 3 and fold(lines[first].strip(" #*_")) == fold(title):
        yield first, "dòng đầu lặp lại tên bài, tên đã hiện ở trên; hãy bỏ dòng này"
    picture = next((number for number, line in enumerate(lines) if line[:1] in " [" and _PICTURE.match(line)), None)
    if picture is not None:
        shown = lines[picture].strip()
        yield picture, f"“{shown}” là chỗ của ảnh trong tệp Word; hãy đặt tệp ảnh cạnh bài rồi viết ![tả ảnh](tệp.jpg)"
    bullets = [number for number, line in enumerate(lines) if line and not line[0].isalnum() and _BULLET.match(line)]
    bullets += [number for number, line in enumerate(lines) if line.startswith("o\t")]
    if len(bullets) > 1:
        yield min(bullets), "dấu đầu dòng của Word không thành danh sách; hãy viết “- ” ở đầu mỗi dòng"
    for number in range(len(lines) - 1):
        here = "\t" in lines[number] and lines[number].lstrip() == lines[number] and _COLUMNS.match(lines[number])
        if here and "\t" in lines[number + 1] and _COLUMNS.match(lines[number + 1]) and number not in bullets:
            yield number, "các cột cách nhau bằng Tab dồn vào một đoạn; hãy viết bảng bằng dấu |"
            break
    yield from _glued(lines)


def _glued(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Paragraphs on neighbouring lines: each line is long and ends as a sentence ends."""
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip() and not _MARKUP.match(line) and not line.startswith((" ", "\t")):
            continue
        block = lines[start:number]
        if (
            len(block) >= _FEWEST
            and all(_SENTENCE_END.search(row) for row in block)
            and sum(len(row) >= _LONG for row in block) >= _FEWEST
        ):
            yield start, f"{len(block)} đoạn viết sát nhau sẽ dính thành một; hãy chèn dòng trống giữa các đoạn"
            return
        start = number + 1
