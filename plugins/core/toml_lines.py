"""Line numbers for TOML: where a key of a table stands. tomllib keeps none, and editors need one."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_TABLE = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([A-Za-z0-9_-]+))\s*=")
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
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _AT_LINE.search(str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        reason = _AT_LINE.sub("", str(error)).strip()
        raise TomlFaultError(line, f"không đọc được TOML ở dòng này ({reason})") from None


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
