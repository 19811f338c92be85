"""Front matter: an article's text → its headers with line numbers, and the body.

Pelican's Markdown headers (`Name: value`, continued by lines indented four spaces, ended by a blank line), or YAML
between `---` fences. What stands between fences and is no YAML (`title: A: b`) is read line by line as long as each
line means one thing; anything else there is a problem, never a guess.

A line that looks like a known header but is none as written (indented, so that it would join the value above it; with
another colon or space) is a problem and is read as that header: what it says must neither get lost nor be told twice.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..text.vietnamese import fold
from .event_headers import EVENT_HEADERS
from .foreign_headers import HOLDING_BACK
from .headers import HEADERS
from .yaml_headers import NotYamlError, TooMuchYamlError, read_yaml

MOST_HEADERS = 200
"""Most headers in one file, and most items in one list."""
_MOST_FAULTS = 20
"""After so many the editor knows."""
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_TIGHT = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*:(\S.*)$")
_CONTINUED = re.compile(r"(?: {4}|\t)[ \t]*(\S.*)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_FENCE = re.compile(r"---[ \t]*$|\.\.\.[ \t]*$")
_ENTRY = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*)[ \t]*(?:,|$)""")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\/])*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_LIKE_COLONS = "\u02d0\u02f8\u05c3\u2236\ua789\ufe13\ufe30\ufe55\uff1a"
"""Signs that look like a colon."""
_COLONS = str.maketrans(dict.fromkeys(_LIKE_COLONS, ":"))
_COLON = re.compile(f"[:{_LIKE_COLONS}]")
_LIKE_A_NAME = re.compile(r"([^\W\d_][\w -]{0,40}?)[ \t]*:(.*)")
_NEAR = 0.8
"""How like a known name a misspelt one is, by difflib's measure."""
_BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?(?:[ ]+#.*)?")
_OTHER_FRONT = {
    sign: f"phần đầu viết bằng {name} của chương trình khác (Hugo…); hãy viết các dòng “Title: …” rồi một dòng trống, "
    "hoặc YAML giữa hai dòng “---”"
    for sign, name in (("+++", "TOML"), ("{", "JSON"))
}
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


KNOWN = HEADERS | EVENT_HEADERS
"""Every header that some kind of file knows."""
_MEANT = KNOWN.keys() | HOLDING_BACK
"""Keys of lines that must not get lost, wherever they stand."""
_NOT_SHOWN = frozenset({("status", "draft"), ("status", "hidden"), ("draft", "true"), ("published", "false")})
"""(key, value) that only somebody writes who wants an article not to be seen."""


_MARKS = frozenset("-*>_`~<|+#:")
"""What Markdown of a body begins with, and no header."""
_MARKED = re.compile(r"<!--|-->|</?[a-z]+>|[*_`~|]{1,3}(?![a-z])|^[ \t>+#-]+|[*`]+")
"""What may stand around a header there."""
_MOST_MARKED = 20
"""Lines in which it is looked for."""


def _meant(line: str, *, guess: bool = True) -> tuple[str, str, str] | None:
    """(name as written, known key, value) of a line that looks like a known header however it is indented, spaced and
    punctuated; guess: also when its name is misspelt."""
    if not _COLON.search(line, 0, 80):
        return None
    head = unicodedata.normalize("NFKC", line[:80].translate(_COLONS))  # other spaces and wide letters become plain
    head = (
        "".join(c for c in head if unicodedata.category(c) != "Cf").lstrip(" \t-\"'").replace('"', "").replace("'", "")
    )
    match = _LIKE_A_NAME.match(head)
    if not match:
        return None
    key = header_key(fold(match[1]))
    if key not in _MEANT and fold(match[2] + line[80:]).strip() in {"draft", "hidden"}:
        key = "status"  # “Trạng thái: draft”
    if key not in _MEANT:
        from difflib import get_close_matches  # only for who needs it

        near = get_close_matches(key, KNOWN, n=1, cutoff=_NEAR) if guess and len(key) > 3 else []
        if not near:
            return None
        key = near[0]
    return match[1].strip(), key, (match[2] + line[80:]).strip()


def _match_header(line: str) -> tuple[str, str] | None:
    """Name and value of a header line. Without a space after the colon only a known name is one: `https://…` isn't."""
    if match := _HEADER.match(line):
        return match[1], (match[2] or "").strip()
    match = _TIGHT.match(line)
    return (match[1], match[2].strip()) if match and header_key(match[1]) in KNOWN else None


def _cut_off(lines: list[str], number: int, faults: list[tuple[int, str, str]]) -> None:
    """Complain when the body begins with a known header, or with what may be meant to keep the file back."""
    first = next((n for n in range(number, len(lines)) if lines[n].strip()), len(lines))
    if first == len(lines):
        return
    if lines[first].lstrip()[:1] in _MARKS:  # Markdown of a body
        _cut_off_in_marks(lines, first, faults)
        return
    found = _meant(lines[first])
    if found and (header_key(fold(found[0])) in _MEANT or found[1] in {"status", "expires"}):
        message = (
            f"“{found[0]}:” đứng sau dòng trống nên không còn thuộc phần đầu bài; bỏ dòng trống phía trên, "
            "nếu là chữ của bài thì viết khác đi"
        )
        faults.append((first + 1, "header-cut-off", message))


def _cut_off_in_marks(lines: list[str], first: int, faults: list[tuple[int, str, str]]) -> None:
    """Complain when a body begins with headers in bold, in a comment, a fence or a list, or between `---` once more,
    that ask not to be shown; of a second front matter about any header."""
    again = bool(_FENCE.match(lines[first])) and bool("".join(lines[first + 1 : first + 2]).strip())
    for number in range(first, min(first + _MOST_MARKED, len(lines))):
        line = _MARKED.sub("", lines[number])
        if not line.strip() or lines[number].lstrip().startswith(("```", "~~~")):
            continue
        found = _meant(line, guess=False)
        if found is None:
            return
        if again or (found[1], fold(found[2])) in _NOT_SHOWN:
            message = (
                f"“{found[0]}:” đứng trong phần đầu thứ hai nên mất tác dụng; gộp hai phần đầu làm một"
                if again
                else f"“{found[0]}: {found[2]}” đứng trong nội dung nên mất tác dụng; chuyển dòng này lên phần đầu bài"
            )
            faults.append((number + 1, "header-cut-off", f"{message}, nếu là chữ của bài thì viết khác đi"))
            return


def _misplaced(line: str, name: str, above: str) -> str:
    """What to tell of a line that looks like a header. above: the name of the header it would join, "" for none."""
    if line[:1].isspace() or line[:1] == "-":
        joins = f" nên bị nối vào “{above}” ở trên và mất tác dụng" if above else ""
        return f"“{name}:” thụt vào{joins}; bỏ khoảng trắng ở đầu dòng, nếu là chữ của giá trị thì viết khác đi"
    return (
        f"“{name}” viết chưa đúng; hãy gõ lại “{name}: …” với dấu hai chấm thường, không có ký tự hay khoảng trắng lạ"
    )


def _plain(lines: list[str], start: int) -> FrontMatter:
    headers: list[Header] = []
    faults: list[tuple[int, str, str]] = []
    glued = False
    number = start
    while number < len(lines) and lines[number].strip():
        line = lines[number]
        if found := _match_header(line):
            headers.append(_header(*found, number + 1))
        elif meant := _meant(line):
            name, key, value = meant
            faults.append((number + 1, "header-indented", _misplaced(line, name, headers[-1].name if headers else "")))
            headers.append(Header(name=name, key=key, value=value, line=number + 1))
        elif headers and (match := _CONTINUED.match(line)):
            headers[-1] = _joined(headers[-1], match[1])
        else:
            message = _OTHER_FRONT.get(line.strip()[:3]) or (
                "thiếu dòng trống giữa phần đầu bài (các dòng “Tên: giá trị”) và nội dung; thêm một dòng trống "
                "trước dòng này"
                if headers
                else "bài phải mở đầu bằng các dòng “Title: …”, “Date: …”, “Category: …”, “Summary: …” "
                "rồi một dòng trống"
            )
            faults.append((number + 1, "header-glued", message))
            glued = True
            break
        number += 1
    if headers and not glued:
        _cut_off(lines, number, faults)
    return FrontMatter(
        headers=tuple(headers),
        body="\n".join(lines[number:]),
        body_line=number + 1,
        faults=tuple(faults[:_MOST_FAULTS]),
    )


def _fenced(lines: list[str], start: int) -> FrontMatter:
    end = next((n for n in range(start, len(lines)) if _FENCE.match(lines[n])), None)
    if end is None:
        fault = (start, "header-fence", "phần đầu mở bằng “---” nhưng không có dòng “---” đóng lại")
        return FrontMatter(headers=(), body="", body_line=start, faults=(fault,))
    headers, faults = _yaml(lines, start, end)
    if headers:
        _cut_off(lines, end + 1, faults)
    return FrontMatter(
        headers=tuple(headers),
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        faults=tuple(faults[:_MOST_FAULTS]),
    )


def _yaml(lines: list[str], start: int, end: int) -> tuple[list[Header], list[tuple[int, str, str]]]:
    """The headers between the fences, and what is wrong with them."""
    try:
        found = read_yaml("\n".join(lines[start:end]))
    except TooMuchYamlError as error:
        return [], [(start + 1, "limits", str(error))]
    except NotYamlError as error:
        return _line_by_line(lines, start, end, (start + error.line + 1, str(error)))
    named = {start + header.line for header in found.headers}
    for number in range(start, end):
        line = lines[number]
        if not line or number in named or number - start in found.quoted or line.lstrip().startswith("#"):
            continue
        if _meant(line):
            return _line_by_line(lines, start, end, (number + 1, "dòng này không đọc được"))
    headers = [_header(name, value, start + line + 1, items) for name, value, line, items in found.headers]
    swallowed = [_swallowed(lines, start + line, headers) for line in sorted(found.quoted)]
    for header in headers:
        if len(header.items or ()) > MOST_HEADERS:
            found.faults.append((header.line - start - 1, f"danh sách có hơn {MOST_HEADERS} mục"))
    faults = [(start + line + 1, "header-fence", message) for line, message in found.faults]
    return headers, faults + list(filter(None, swallowed))


def _swallowed(lines: list[str], number: int, headers: list[Header]) -> tuple[int, str, str] | None:
    """The problem of a line inside quotes or a block, where all is words but for what asks not to be shown."""
    meant = _meant(lines[number], guess=False)
    if meant is None or (meant[1], fold(meant[2])) not in _NOT_SHOWN:
        return None
    above = next((header for header in reversed(headers) if header.line <= number), None)
    if above and above.key == "note":  # what nobody reads may say what it likes
        return None
    return number + 1, "header-indented", _misplaced(lines[number], meant[0], above.name if above else "")


def _line_by_line(
    lines: list[str], start: int, end: int, why: tuple[int, str]
) -> tuple[list[Header], list[tuple[int, str, str]]]:
    """Read what is no YAML, as every earlier version did. why: (line, message) of the first thing that is none."""
    headers: list[Header] = []
    faults: list[tuple[int, str, str]] = []
    for number in range(start, end):
        line = lines[number]
        if not line.strip() or line.startswith("#"):
            continue
        try:
            _take_yaml(line, number + 1, headers)
        except _YamlError as error:
            faults.append((number + 1, error.rule, str(error)))
        except _BlockError:
            faults.append((why[0], "header-fence", f"{why[1]}; giá trị có “: ” hay dấu lạ thì {_HOW_YAML[4:]}"))
            break
    return headers, faults


class _YamlError(ValueError):
    """Raised for YAML beyond what is read here; its text is for editors. rule: the one that is broken."""

    def __init__(self, message: str, rule: str = "header-fence") -> None:
        super().__init__(message)
        self.rule = rule


class _BlockError(ValueError):
    """Raised where only YAML says which words belong to a value."""


def _take_yaml(line: str, number: int, headers: list[Header]) -> None:
    """Read one line between fences: a header, an item of the last one's list, or more of its value."""
    last = headers[-1] if headers else None
    if found := _match_header(line):
        headers.append(_yaml_header(*found, number))
    elif meant := _meant(line):
        name, key, value = meant
        if not _ITEM.match(line):  # the rest of a list stays one
            headers.append(Header(name=name, key=key, value=value, line=number))
        raise _YamlError(_misplaced(line, name, last.name if last else ""), "header-indented")
    elif last and (match := _ITEM.match(line)) and (not last.value or last.items):
        if len(last.items or ()) == MOST_HEADERS:
            raise _YamlError(f"danh sách có hơn {MOST_HEADERS} mục")
        items = (*(last.items or ()), _scalar(match[1].strip()))
        headers[-1] = Header(name=last.name, key=last.key, value="; ".join(items), line=last.line, items=items)
    elif last and line[0] in " \t":
        if line.strip()[0] in "#\"'[{":
            raise _BlockError
        headers[-1] = _joined(last, line.strip())
    else:
        raise _YamlError("dòng này không đọc được; hãy viết “Tên: giá trị”")


def _header(name: str, value: str, line: int, items: tuple[str, ...] | None = None) -> Header:
    return Header(name=name.strip(), key=header_key(name), value=value, line=line, items=items)


def _yaml_header(name: str, value: str, line: int) -> Header:
    if _BLOCK.fullmatch(value):
        raise _BlockError
    if value.startswith("[") and value.endswith("]"):
        entries = (match[1].strip() for match in _ENTRY.finditer(value[1:-1]))
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
