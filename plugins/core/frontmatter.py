"""Front matter: an article's text → its headers with line numbers, and the body.

Pelican's Markdown headers (`Name: value`, continued by lines indented four spaces, ended by a blank line), with or
without `---` fences. Between fences the simple YAML that content managers write is read too: quoted values,
`[a, b]` lists and `- item` lists. Anything else between fences is a problem, never a guess.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_CONTINUED = re.compile(r"(?: {4}|\t)[ \t]*(\S.*)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_FENCE = re.compile(r"---[ \t]*$|\.\.\.[ \t]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header: name as written, key as compared (lower case, "_" for "-" and spaces), value, 1-based line.

    items: the entries when the value was written as a YAML list, else None.
    """

    name: str
    key: str
    value: str
    line: int
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The headers in order, the body, the body's first line, and what could not be read: (line, rule, message)."""

    headers: tuple[Header, ...]
    body: str
    body_line: int
    faults: tuple[tuple[int, str, str], ...] = ()


def header_key(name: str) -> str:
    """The form in which header names are compared: `Picture-Alt` and `picture alt` are `picture_alt`."""
    return re.sub(r"[ -]+", "_", name.strip().lower())


def split(text: str) -> FrontMatter:
    """Separate headers and body of `text` (NFC, "\\n" line ends). Never raises."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    fenced = start < len(lines) and bool(_FENCE.match(lines[start])) and lines[start].startswith("---")
    return _fenced(lines, start + 1) if fenced else _plain(lines, start)


def _plain(lines: list[str], start: int) -> FrontMatter:
    headers: list[Header] = []
    faults: list[tuple[int, str, str]] = []
    number = start
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            break
        if match := _HEADER.match(line):
            headers.append(_header(match[1], (match[2] or "").strip(), number + 1))
        elif headers and (match := _CONTINUED.match(line)):
            headers[-1] = _joined(headers[-1], match[1])
        else:
            message = (
                "thiếu dòng trống giữa phần đầu bài (các dòng “Tên: giá trị”) và nội dung; thêm một dòng trống "
                "trước dòng này"
                if headers
                else "bài phải mở đầu bằng các dòng “Title: …”, “Date: …”, “Category: …”, “Summary: …” "
                "rồi một dòng trống"
            )
            faults.append((number + 1, "header-glued", message))
            break
        number += 1
    return FrontMatter(
        headers=tuple(headers),
        body="\n".join(lines[number:]),
        body_line=number + 1,
        faults=tuple(faults),
    )


def _fenced(lines: list[str], start: int) -> FrontMatter:
    end = next((n for n in range(start, len(lines)) if _FENCE.match(lines[n])), None)
    if end is None:
        fault = (start, "header-fence", "phần đầu mở bằng “---” nhưng không có dòng “---” đóng lại")
        return FrontMatter(headers=(), body="", body_line=start, faults=(fault,))
    headers: list[Header] = []
    faults: list[tuple[int, str, str]] = []
    for number in range(start, end):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if match := _HEADER.match(line):
            headers.append(_header(match[1], (match[2] or "").strip(), number + 1, yaml=True))
        elif headers and (match := _ITEM.match(line)) and (not headers[-1].value or headers[-1].items):
            last = headers[-1]
            items = (*(last.items or ()), _scalar(match[1].strip()))
            headers[-1] = Header(name=last.name, key=last.key, value="; ".join(items), line=last.line, items=items)
        elif headers and line[0] in " \t":
            headers[-1] = _joined(headers[-1], line.strip())
        else:
            faults.append((number + 1, "header-fence", "dòng này không đọc được; hãy viết “Tên: giá trị”"))
    return FrontMatter(
        headers=tuple(headers),
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        faults=tuple(faults),
    )


def _header(name: str, value: str, line: int, *, yaml: bool = False) -> Header:
    items: tuple[str, ...] | None = None
    if yaml:
        if value in {"|", ">", "|-", ">-"}:
            value = ""
        elif value.startswith("[") and value.endswith("]"):
            items = tuple(_scalar(item.strip()) for item in value[1:-1].split(",") if item.strip())
            value = "; ".join(items)
        else:
            value = _scalar(value)
    return Header(name=name.strip(), key=header_key(name), value=value, line=line, items=items)


def _joined(header: Header, more: str) -> Header:
    value = f"{header.value} {more}".strip()
    return Header(name=header.name, key=header.key, value=value, line=header.line)


def _scalar(value: str) -> str:
    """A YAML scalar without its quotes."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value
