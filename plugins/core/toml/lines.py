"""TOML for editors: where a key of a table stands, which tomllib does not keep, and faults in their language."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_TABLE = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([A-Za-z0-9_-]+))\s*=")
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


class Lines:
    """Finds the line of `table[number].key`, e.g. `find("plans.topics", 3, "slug")`; counts tables in file order."""

    def __init__(self, text: str) -> None:
        self._tables: dict[str, list[tuple[int, dict[str, int]]]] = {"": [(1, {})]}
        keys = self._tables[""][0][1]
        for number, line in enumerate(text.split("\n"), 1):
            if match := _TABLE.match(line):
                keys = {}
                name = re.sub(r"\s*\.\s*", ".", match[1])
                self._tables.setdefault(name, []).append((number, keys))
            elif match := _KEY.match(line):
                keys.setdefault(match[1] or match[2], number)

    def find(self, table: str, number: int = 0, key: str = "") -> int:
        """1-based line of the key (or of a top-level table of that name), else of the table's header, else 1."""
        if not table and key in self._tables:
            return self._tables[key][0][0]
        found = self._tables.get(table, [])
        if number >= len(found):
            return 1
        line, keys = found[number]
        return keys.get(key, line)
