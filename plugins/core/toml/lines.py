"""TOML for editors: where a key of a table stands, which tomllib does not keep, and faults in their language."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_TOKEN = re.compile(  # every alternative takes what it has looked at, closed or not, so that no letter is read twice
    r"""(?P<skip>\"{3}(?>(?:[^"\\]|\\.|"(?!""))*)\"{0,5}|'{3}(?>(?:[^']|'(?!''))*)'{0,5}|\#[^\n]*+)"""
    r"""|(?P<key>"(?>(?:[^"\\\n]|\\.)*)"?|'[^'\n]*+'?|[A-Za-z0-9_-]++)|(?P<sign>[][{}=,\n])""",
    re.DOTALL,
)
_FAULTS = (
    (r"Cannot (?:overwrite|declare|redefine|mutate)|Duplicate", "khoá hoặc bảng này đã viết ở trên; chỉ giữ một"),
    (r"Unterminated string|Illegal character '\\n'", "ngoặc kép mở mà không đóng"),
    (r"Illegal character|Found invalid character", "có ký tự không được dùng"),
    (r"Unescaped|hex value|Escaped character", "dấu “\\” trong ngoặc kép phải viết thành “\\\\”"),
    (r"Expected '='", "thiếu dấu “=” sau tên khoá"),
    (r"table declaration|array declaration", "tên bảng phải nằm trọn trong [ ] hoặc [[ ]]"),
    (r"Unclosed array", "danh sách mở bằng “[” mà không có “]” đóng lại"),
    (r"Unclosed inline table", "bảng mở bằng “{” mà không có “}” đóng lại"),
    (r"Invalid date", "ngày hoặc giờ không có thật"),
    (r"Invalid value", "giá trị không đọc được; chữ phải nằm trong ngoặc kép thẳng"),
    (r"key part|Invalid statement", "mỗi dòng phải là “khoá = giá trị” hoặc tên bảng"),
    (r"Expected newline", "thừa chữ sau giá trị; mỗi dòng chỉ có một khoá"),
)
"""What tomllib says → what editors read."""
_LONG_NUMBER = re.compile("[0-9_]{1000,}")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class TomlFaultError(ValueError):
    """The text is not TOML; `line` is where, 1-based; the message is Vietnamese."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse(text: str) -> dict[str, Any]:
    """Parse TOML or raise TomlFaultError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        match = _AT_LINE.search(said)
        line = int(match[1]) if match else text.count("\n") + 1
        reason = next((words for pattern, words in _FAULTS if re.search(pattern, said)), "viết chưa đúng")
        raise TomlFaultError(line, f"không đọc được TOML ở dòng này: {reason}") from None
    except RecursionError:
        raise TomlFaultError(1, "không đọc được TOML: lồng nhau quá sâu") from None
    except ValueError:  # Python refuses to read numbers of thousands of digits
        line = next((n for n, words in enumerate(text.split("\n"), 1) if _LONG_NUMBER.search(words)), 1)
        raise TomlFaultError(line, "không đọc được TOML: con số quá dài") from None


_DEEPEST = 20
"""Parts of a dotted key that are looked at: no file of ours asks for more than three."""


class _Place:
    """A table as it stands in the text. keys: → line; inner: tables that dotted keys of this one make."""

    __slots__ = ("inner", "keys", "line")

    def __init__(self, line: int) -> None:
        self.line = line
        self.keys: dict[str, int] = {}
        self.inner: dict[str, _Place] = {}


class Lines:
    """Finds the line of `table[number].key`, e.g. `find("plans.topics", 3, "slug")`; counts tables in file order,
    inline ones too. text: TOML that `parse` took."""

    def __init__(self, text: str) -> None:
        self._tables: dict[str, list[_Place]] = {"": [_Place(1)]}
        self._table = ("", self._tables[""][0])
        self._open: list[tuple[str, _Place | None]] = []  # inline tables, and arrays as None
        name, value, header = "", False, False
        parts: list[str] = []
        line, seen = 1, 0
        for token in _TOKEN.finditer(text):
            line, seen = line + text.count("\n", seen, token.start()), token.start()
            sign = token["sign"]
            if token["key"] and not value:
                parts.append(_unquoted(token["key"]))
            elif header and sign == "]":
                name, header = ".".join(parts), False
                self._table = (name, self._add(name, line))
            elif not value and sign == "=":
                name, value = self._note(parts, line), True
            elif value and sign == "{":
                self._open.append((name, self._add(name, line)))
                value, parts = False, []
            elif value and sign == "[":
                self._open.append((name, None))
            elif sign in {"]", "}"} and self._open:
                self._open.pop()
                value, name = True, self._open[-1][0] if self._open else name
            elif sign == "[" and not self._open:
                header, parts = True, []
            elif (sign == "," and self._open and self._open[-1][1]) or (sign == "\n" and not self._open):
                value, parts = False, []

    def _add(self, name: str, line: int) -> _Place:
        place = _Place(line)
        self._tables.setdefault(name, []).append(place)
        return place

    def _note(self, parts: list[str], line: int) -> str:
        """Keep the line of a key, dotted or not, of the innermost open table; returns its whole name."""
        del parts[_DEEPEST:]
        name, place = self._table
        if self._open and self._open[-1][1]:
            name, place = self._open[-1]  # type: ignore[assignment]  # an array holds no keys
        for part in parts[:-1]:
            place.keys.setdefault(part, line)
            name = f"{name}.{part}" if name else part
            if part not in place.inner:
                place.inner[part] = self._add(name, line)
            place = place.inner[part]
        last = parts[-1] if parts else ""
        place.keys.setdefault(last, line)
        return f"{name}.{last}" if name else last

    def find(self, table: str, number: int = 0, key: str = "") -> int:
        """1-based line of the key (or of a top-level table of that name), else of the table's header, else 1."""
        if not table and key in self._tables:
            return self._tables[key][0].line
        found = self._tables.get(table, [])
        if number >= len(found):
            return 1
        return found[number].keys.get(key, found[number].line)


def _unquoted(key: str) -> str:
    if key[:1] not in {'"', "'"}:
        return key
    inner = key[1:-1]
    if key[0] == '"' and "\\" in inner:
        try:
            return str(tomllib.loads(f"key = {key}")["key"])
        except tomllib.TOMLDecodeError:
            pass
    return inner
