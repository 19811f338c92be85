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
_PLACEHOLDERS = ("(viết sapo ở đây", "(Nội dung bài. Khi xong", "Lorem ipsum", "lorem ipsum", "LOREM IPSUM")
_PICTURE = re.compile(
    r"\s*(?:\[(?:(?:hình|ảnh)(?: ảnh| minh h[oọ][aạ]| chụp)?|sơ đồ|biểu đồ|image|picture|photo)(?: ?\d+|: ?[^\]\n]*)?\]"
    r"|\[cid:[^\]\n]+\]|<image\d+\.\w+>|\ufffc)\s*$",
    re.IGNORECASE,
)
_PICTURE_SIGNS = frozenset(" [<\ufffc")
_BULLET = re.compile(r"\s*(?:[·•▪◦‣●○■□➢➤✓\uf0b7\uf0a7\uf0d8\uf076]\s*|[–—]\s)(?=\S)")
_DASHES = "–—"
_WINGDINGS = ("o\t", "v\t", "q\t", "ü\t", "Ø\t", "§\t")
"""What bullets of Word's symbol font become in plain text."""
_COLUMNS = re.compile(r"(?!(?:[-+*]|\d{1,9}[.)])\t[^\t\n]*$)\S[^\t\n]*\t+[^\t\n]*\S")
"""A tab behind a list's mark parts no columns."""
_SENTENCE_END = re.compile(r"[.!?…:;”\"»)][\"”»)]?\s*$")
_SENTENCE_RUNS_ON = re.compile(r"\n(?=\S)(?<=[.!?…:;”\"») \t]\n)")
"""A line that may end a sentence, and right below it another; begins with what the engine finds quickly."""
_MARKUP = re.compile(r"\s*(?:[-+*>|#:`~<\\\[]|\d+[.)]\s)")
_AROUND = ' #*_."“”'
_BREAKS = ("\\", "  ")
"""Ends of lines that are broken on purpose."""
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
    if summary and (words := _placeholder(summary.value)):
        yield _problem(draft, summary.line, "placeholder", _left(words), ready, summary.name)
    body = front.body
    if words := _placeholder(body):
        line = front.body_line + body.count("\n", 0, body.index(words))
        yield _problem(draft, line, "placeholder", _left(words), ready)
    if ("`" in body and "```" in body) or ("~" in body and "~~~" in body) or ("<" in body and "<pre" in body):
        return  # single letters are found at once
    for number, message in _pasted(body, draft.text("title")):
        yield _problem(draft, front.body_line + number, "pasted", message, "warning")


def _placeholder(text: str) -> str:
    """The first words that are to be replaced, "" for none."""
    if "(" not in text and "ipsum" not in text and "IPSUM" not in text:  # found at once, and in few
        return ""
    return min((words for words in _PLACEHOLDERS if words in text), key=text.index, default="")


def _left(words: str) -> str:
    return f"còn chữ mẫu “{words}…”; hãy viết chữ của bài vào đó"


def _problem(draft: Draft, line: int, rule: str, message: str, severity: Severity, field: str = "nội dung") -> Problem:
    return Problem(path=draft.source, line=line, field=field, message=message, rule=rule, severity=severity)


def _pasted(body: str, title: str) -> Iterator[tuple[int, str]]:
    """(line counted from 0, message) of each kind of trace, at its first place."""
    lines = body.split("\n")
    heading = title.strip(_AROUND)
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and len(title) > 3 and _same(lines[first].strip(_AROUND), heading):
        yield first, "dòng đầu lặp lại tên bài, tên đã hiện ở trên; hãy bỏ dòng này"
    marked = [number for number, line in enumerate(lines) if line and not line[0].isalnum()]
    picture = next((n for n in marked if lines[n][0] in _PICTURE_SIGNS and _PICTURE.match(lines[n])), None)
    if picture is not None:
        shown = lines[picture].strip()
        yield picture, f"“{shown}” là chỗ của ảnh trong tệp Word; hãy đặt tệp ảnh cạnh bài rồi viết ![tả ảnh](tệp.jpg)"
    bullets = _bullets(lines, marked, tabs="\t" in body)
    if bullets:
        yield bullets[0], "dấu đầu dòng của Word không thành danh sách; hãy viết “- ” ở đầu mỗi dòng"
    if "\t" in body:
        yield from _columns(lines, bullets)
    yield from _glued(body)


def _same(one: str, other: str) -> bool:
    """Whether both are the same words; folding changes a length by a few letters at most."""
    return abs(len(one) - len(other)) <= _FEWEST and fold(one) == fold(other)


def _bullets(lines: list[str], marked: list[int], *, tabs: bool) -> list[int]:
    """Lines that begin with a bullet of Word's, when there are several. A dash is one where it runs into the next.
    marked: lines that begin with no letter."""
    found = [number for number in marked if _BULLET.match(lines[number])]
    if tabs:
        found = sorted({*found, *(number for number, line in enumerate(lines) if line.startswith(_WINGDINGS))})
    glued = {n for n in found if n + 1 in found and not lines[n].endswith(_BREAKS)}
    kept = [n for n in found if n in glued or n - 1 in glued or lines[n].lstrip()[0] not in _DASHES]
    return kept if len(kept) > 1 else []


def _columns(lines: list[str], bullets: list[int]) -> Iterator[tuple[int, str]]:
    """Two lines that tabs part into columns, where no item begins."""
    for number in range(len(lines) - 1):
        here = "\t" in lines[number] and lines[number].lstrip() == lines[number] and _COLUMNS.match(lines[number])
        if here and "\t" in lines[number + 1] and _COLUMNS.match(lines[number + 1]) and number not in bullets:
            yield number, "các cột cách nhau bằng Tab dồn vào một đoạn; hãy viết bảng bằng dấu |"
            return


def _glued(body: str) -> Iterator[tuple[int, str]]:
    """Paragraphs on neighbouring lines: each line is long and ends as a sentence ends. Pictures so are a gallery."""
    if not _SENTENCE_RUNS_ON.search(body):
        return
    number = 0
    for block in body.split("\n\n"):
        ends = block.count("\n")
        if ends + 1 >= _FEWEST:
            lines = block.split("\n")
            for start, end in _runs(lines):
                rows = lines[start:end]
                long = sum(len(row) >= _LONG and not row.startswith("![") for row in rows)
                if all(map(_SENTENCE_END.search, rows)) and long >= _FEWEST:
                    message = f"{len(rows)} đoạn viết sát nhau sẽ dính thành một; hãy chèn dòng trống giữa các đoạn"
                    yield number + start, message
                    return
        number += ends + 2


def _runs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where lines of words follow each other without any markup; start and end of each run that is long enough."""
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip() and not line.startswith((" ", "\t")) and not line.endswith(_BREAKS) and not _MARKUP.match(line):
            continue
        if number - start >= _FEWEST:
            yield start, number
        start = number + 1
