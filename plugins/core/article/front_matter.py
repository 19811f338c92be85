"""Front matter: an article's text → its headers with line numbers, and the body.

Pelican's Markdown headers (`Name: value`, continued by lines indented four spaces, ended by a blank line), with or
without `---` fences. Between fences the simple YAML that content managers write is read too: quoted values,
`[a, b]` lists and `- item` lists. Anything else between fences is a problem, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .headers import HEADERS

MOST_HEADERS = 200
"""Most headers in one file, and most items in one list."""
_MOST_FAULTS = 20
"""After so many the editor knows."""
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_TIGHT = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*:(\S.*)$")
_CONTINUED = re.compile(r"(?: {4}|\t)[ \t]*(\S.*)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_FENCE = re.compile(r"---[ \t]*$|\.\.\.[ \t]*$")
_ENTRY = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*?)[ \t]*(?:,|$)""")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\/])*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_HOW_YAML = "hãy đặt cả giá trị trong ngoặc kép thẳng"


class Header(NamedTuple):
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


@lru_cache(maxsize=1024)
def header_key(name: str) -> str:
    """The form in which header names are compared: `Picture-Alt` and `picture alt` are `picture_alt`."""
    return re.sub(r"[ -]+", "_", name.strip().lower())


def split(text: str) -> FrontMatter:
    """Separate headers and body of `text` (NFC, "\\n" line ends). Never raises."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    fenced = start < len(lines) and bool(_FENCE.match(lines[start])) and lines[start].startswith("---")
    front = _fenced(lines, start + 1) if fenced else _plain(lines, start)
    if len(front.headers) > MOST_HEADERS:
        message = f"có {len(front.headers)} dòng “Tên: giá trị”; tối đa {MOST_HEADERS}"
        fault = (front.headers[MOST_HEADERS].line, "limits", message)
        return FrontMatter(headers=(), body=front.body, body_line=front.body_line, faults=(fault,))
    return front


def _match_header(line: str) -> tuple[str, str] | None:
    """Name and value of a header line. Without a space after the colon only a known name is one: `https://…` isn't."""
    if match := _HEADER.match(line):
        return match[1], (match[2] or "").strip()
    match = _TIGHT.match(line)
    return (match[1], match[2].strip()) if match and header_key(match[1]) in HEADERS else None


def _cut_off(lines: list[str], number: int, faults: list[tuple[int, str, str]]) -> None:
    """Complain when the body begins with a known header."""
    first = next((n for n in range(number, len(lines)) if lines[n].strip()), len(lines))
    found = _match_header(lines[first]) if first < len(lines) else None
    if found and header_key(found[0]) in HEADERS:
        message = (
            f"“{found[0]}:” đứng sau dòng trống nên không còn thuộc phần đầu bài; bỏ dòng trống phía trên, "
            "nếu là chữ của bài thì viết khác đi"
        )
        faults.append((first + 1, "header-cut-off", message))


def _plain(lines: list[str], start: int) -> FrontMatter:
    headers: list[Header] = []
    faults: list[tuple[int, str, str]] = []
    number = start
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            break
        if found := _match_header(line):
            headers.append(_header(*found, number + 1))
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
    if headers and not faults:
        _cut_off(lines, number, faults)
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
        try:
            _take_yaml(line, number + 1, headers)
        except _YamlError as error:
            faults.append((number + 1, "header-fence", str(error)))
            if len(faults) == _MOST_FAULTS:
                break
    if headers and not faults:
        _cut_off(lines, end + 1, faults)
    return FrontMatter(
        headers=tuple(headers),
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        faults=tuple(faults),
    )


class _YamlError(ValueError):
    """Raised for YAML beyond what is read here; its text is for editors."""


def _take_yaml(line: str, number: int, headers: list[Header]) -> None:
    """Read one line between fences: a header, an item of the last one's list, or more of its value."""
    last = headers[-1] if headers else None
    if found := _match_header(line):
        headers.append(_yaml_header(*found, number))
    elif last and (match := _ITEM.match(line)) and (not last.value or last.items):
        if len(last.items or ()) == MOST_HEADERS:
            raise _YamlError(f"danh sách có hơn {MOST_HEADERS} mục")
        items = (*(last.items or ()), _scalar(match[1].strip()))
        headers[-1] = Header(name=last.name, key=last.key, value="; ".join(items), line=last.line, items=items)
    elif last and line[0] in " \t":
        headers[-1] = _joined(last, line.strip())
    else:
        raise _YamlError("dòng này không đọc được; hãy viết “Tên: giá trị”")


def _header(name: str, value: str, line: int, items: tuple[str, ...] | None = None) -> Header:
    return Header(name=name.strip(), key=header_key(name), value=value, line=line, items=items)


def _yaml_header(name: str, value: str, line: int) -> Header:
    if value in {"|", ">", "|-", ">-"}:
        return _header(name, "", line)
    if value.startswith("[") and value.endswith("]"):
        entries = (match[1] for match in _ENTRY.finditer(value[1:-1]))
        items = tuple(_scalar(entry) for entry in entries if entry)
        return _header(name, "; ".join(items), line, items)
    return _header(name, _scalar(value), line)


def _joined(header: Header, more: str) -> Header:
    value = f"{header.value} {more}".strip()
    return Header(name=header.name, key=header.key, value=value, line=header.line)


def _scalar(value: str) -> str:
    """A YAML scalar without its quotes; only what can be read in one way."""
    if value.startswith('"'):
        if match := _DOUBLE.fullmatch(value):
            return re.sub(r"\\(.)", r"\1", match[1])
        raise _YamlError('ngoặc kép chưa đóng, hoặc có “\\” lạ trong đó; chỉ dùng \\" và \\\\')
    if value.startswith("'"):
        if match := _SINGLE.fullmatch(value):
            return match[1].replace("''", "'")
        raise _YamlError("ngoặc đơn chưa đóng; dấu ' bên trong viết thành ''")
    if value[:1] in set("&*!{}[]%@`|>"):
        raise _YamlError(f"giá trị mở đầu bằng “{value[0]}”, YAML hiểu khác; {_HOW_YAML}")
    if " #" in value:
        raise _YamlError(f"có “ #”, YAML coi phần sau là ghi chú; {_HOW_YAML}")
    return value
