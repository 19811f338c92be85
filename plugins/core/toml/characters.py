"""A data file's text → its values, their lines, and every text in them that may not be published.

The one way into any TOML file of the editors: whoever reads one gets the unfit texts handed over with the values, so
that no reader can forget to look for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..problem import Severity
from ..text.vietnamese import is_usual
from .lines import Lines, parse


class Unfit(NamedTuple):
    """What is wrong with the characters of a value. severity: "error" for what must not be published."""

    line: int
    key: str
    message: str
    severity: Severity


class DataFile(NamedTuple):
    """One data file read. unfit: of every text whose characters are not right."""

    data: dict[str, Any]
    lines: Lines
    unfit: tuple[Unfit, ...]


def read_toml(text: str) -> DataFile:
    """Parse a data file. Raises TomlFaultError when it is no TOML."""
    data = parse(text)
    lines = Lines(text)
    return DataFile(data, lines, tuple(hidden_in(data, lines)))


def hidden_in(data: dict[str, Any], lines: Lines) -> Iterator[Unfit]:
    """Every text with characters that must not or should not be published, written or escaped.

    The file's own characters are no help here: "\\u202e" is plain ASCII.
    """
    from ..text.rules import CHARACTER_RULES  # rules read data files themselves

    try:
        texts = [found for found in _texts(data, "", 0, "", {}) if not is_usual(found[3])]
    except RecursionError:
        yield Unfit(1, "TOML", "lồng nhau quá sâu; mỗi tên chỉ có vài phần nối bằng dấu chấm", "error")
        return
    for table, number, key, text in texts:
        for check, severity in CHARACTER_RULES:
            if key == _QUOTES and severity == "warning":
                continue
            for _, message in check(text.replace("\n", " ").replace("\t", " ")):
                yield Unfit(lines.find(table, number, key), key, message, severity)
                break


_QUOTES = "avoid"
"""A key whose texts are quoted because they should not be written."""


def _texts(
    value: Any, table: str, number: int, key: str, counts: dict[str, int]
) -> Iterator[tuple[str, int, str, str]]:
    """Every text with the place that `Lines.find` knows."""
    if isinstance(value, str):
        yield table, number, key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            deeper = f"{table}.{name}" if table else name
            rows = inner if isinstance(inner, list) else [inner]
            if all(isinstance(row, dict) for row in rows) and rows:
                for row in rows:
                    place = counts.get(deeper, 0)
                    counts[deeper] = place + 1
                    yield from _texts(row, deeper, place, "", counts)
            else:
                for row in rows:
                    yield from _texts(row, table, number, name, counts)
    elif isinstance(value, list):
        for row in value:
            yield from _texts(row, table, number, key, counts)
