"""Bounds on one article, judged before any parser sees it: past them nothing is promised about time and memory.

Python-Markdown takes minutes for a few kilobytes of "[" and recurses once per level of nesting. Each bound is far
above what a news text holds and below what was measured to cost a second; `tests/core/text/test_limits.py` keeps the
bombs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import LimitError

BYTES = 1 << 20
"""Largest article, in bytes; the longest the column has seen is a hundredth of it."""
CPU_SECONDS = 10
"""The second net: processor time one article may take."""
MEMORY_BYTES = 1 << 30
"""The second net: data memory of a process that parses."""
LINE = 40_000
"""Longest line, in characters."""
DEPTH = 20
"""Deepest nesting of quotations, lists and brackets."""
OPEN = 60
"""Most brackets or "<" that stay open in one block."""
LINES = 30_000
"""Most lines."""
TICKS = 1_000
"""Most runs of backticks in one block."""
EMPHASIS = 10_000
"""Most "*", "_" or backslashes in one block."""
RULES = 200
"""Most lines of one block that are rules, headings or definitions."""
TAGS = 4_000
"""Most raw "<" in one article."""
FENCES = 200
"""Most lines that open or close a block of code."""
LINKS = 3_000
"""Most links and pictures in one article."""
SPACES = 2_000
"""Most spaces in a row; Markdown's search for line breaks takes a second for twenty times as many."""
NOTES = 1_000
"""Most footnotes, and most link definitions, in one article."""

_NESTED = re.compile(  # begins with a line's end and a set of characters, which the engine looks for first
    r"\n(?=[ \t>*+0-9-])"
    rf"(?:(?![-*_ \t]*$)(?:[ \t]*+(?:>|(?:[-*+]|\d{{1,9}}[.)])(?=[ \t]))){{{DEPTH + 1},}}"
    rf"|(?:[ ]{{{4 * DEPTH},}}+|\t{{{DEPTH},}}+)[ \t]*+(?:[-*+:>]|\d{{1,9}}\.)[ \t])",
    re.MULTILINE,
)
_RULE_LINE = re.compile(r"^[ \t]*(?:#|:[ ]|=+[ ]*$|[-*_][-*_ ]*$)", re.MULTILINE)
_RULE_STARTS = re.compile(r"\n[#=:-]")
_TICK_RUNS = re.compile("`+")
_FENCES = re.compile(r"^(```|~~~)[^\n]*\n.*?^\1[ ]*$", re.MULTILINE | re.DOTALL)


def check_size(data: bytes) -> None:
    """Raise LimitError when there are more bytes than an article may have."""
    if len(data) > BYTES:
        raise LimitError(f"tệp dài hơn {BYTES >> 20} MB; hãy chia bài, hoặc đính kèm tài liệu dài dưới dạng tệp")


def check_shape(body: str) -> Iterator[tuple[int, str]]:
    """What in the Markdown would take a parser too long: (line counted from 0, message)."""
    if len(body) > LINE:
        longest = max(map(len, body.split("\n")))
        if longest > LINE:
            yield 0, f"có dòng dài {longest} ký tự; tối đa {LINE}, hãy ngắt đoạn"
        if body.count("\n") > LINES:
            yield 0, f"có {body.count(chr(10))} dòng; tối đa {LINES}, hãy chia bài"
    if (place := body.find(" " * (SPACES + 1))) >= 0:
        yield _line(body, place), f"có hơn {SPACES} dấu cách liền nhau; hãy bỏ bớt"
    if match := _NESTED.search("\n" + body):  # where the line begins in the body
        yield _line(body, match.start()), f"danh sách hoặc trích dẫn lồng nhau quá {DEPTH} cấp; hãy viết phẳng hơn"
    ticks, tildes, opened = body.count("`"), body.count("~"), body.count("[")
    fences = body.count("\n```") + body.count("\n~~~") if ticks or tildes else 0
    if fences > FENCES:
        yield 0, f"có quá {FENCES} dòng ``` hoặc ~~~; hãy chia bài"
    elif fences or ticks > 2 or tildes > 2:
        body = _FENCES.sub(lambda fence: "\n" * fence[0].count("\n"), body)
    tags = body.count("<")
    if tags > TAGS or body.count("&") > 4 * TAGS:
        yield 0, f"có quá {TAGS} dấu “<” hoặc {4 * TAGS} dấu “&”; hãy viết bằng Markdown thay cho HTML"
    many = opened > NOTES or body.count("]") > NOTES
    if many and body.count("](") > LINKS:
        yield 0, f"có quá {LINKS} liên kết và ảnh; hãy chia bài"
    if many and (body.count("[^") > 2 * NOTES or body.count("]:") > NOTES):
        yield 0, f"có quá {NOTES} chú thích chân trang hoặc địa chỉ khai báo; hãy chia bài"
    if tags > OPEN or opened > OPEN or ticks > TICKS or len(body) > LINE or len(_RULE_STARTS.findall(body)) > RULES:
        yield from _check_blocks(body)


def _check_blocks(body: str) -> Iterator[tuple[int, str]]:
    """Look at each run of lines without a blank one, as Markdown's quadratic parts do."""
    start = 0
    for block in body.split("\n\n"):
        message = _block_fault(block)
        if message:
            blank = len(block) - len(block.lstrip("\n"))
            yield _line(body, start + blank), message
            return
        start += len(block) + 2


def _block_fault(block: str) -> str:
    if block.count("[") > OPEN and (_depth(block) > DEPTH or block.count("[") - block.count("]") > OPEN):
        return f"ngoặc vuông “[” lồng nhau quá {DEPTH} cấp hoặc quá {OPEN} ngoặc không đóng trong một đoạn"
    if block.count("](") - block.count(")") > OPEN:
        return f"có quá {OPEN} liên kết “](” không đóng trong một đoạn"
    if block.count("<") - block.count(">") > OPEN:
        return f"có quá {OPEN} dấu “<” không có dấu “>” trong một đoạn; nếu là chữ, hãy viết &lt;"
    if block.count("`") > TICKS and len(_TICK_RUNS.findall(block)) > TICKS:
        return f"có quá {TICKS} dấu “`” trong một đoạn"
    if max(map(block.count, "*_\\")) > EMPHASIS:
        return f"có quá {EMPHASIS} dấu “*”, “_” hoặc “\\” trong một đoạn"
    if len(_RULE_LINE.findall(block)) > RULES:
        return f"có quá {RULES} dòng kẻ, tiêu đề hoặc định nghĩa liền nhau; hãy chèn dòng trống"
    return ""


def _depth(block: str) -> int:
    """Deepest nesting of square brackets."""
    depth = deepest = 0
    for character in block:
        if character == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif character == "]" and depth:
            depth -= 1
    return deepest


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset)
