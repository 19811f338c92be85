"""A data file's text → its values, their lines, and every text in them that may not be published.

The one way into any TOML file of the editors: whoever reads one gets the unfit texts handed over with the values, so
that no reader can forget to look for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .lines import Lines, parse


class DataFile(NamedTuple):
    """One data file read. unfit: (line, key, message) for every text that must not be published."""

    data: dict[str, Any]
    lines: Lines
    unfit: tuple[tuple[int, str, str], ...]


def read_toml(text: str) -> DataFile:
    """Parse a data file. Raises TomlFaultError when it is no TOML."""
    data = parse(text)
    lines = Lines(text)
    return DataFile(data, lines, tuple(hidden_in(data, lines)))


def hidden_in(data: dict[str, Any], lines: Lines) -> Iterator[tuple[int, str, str]]:
    """(line, key, message) for every text with characters that must not be published, written or escaped.

    The file's own characters are no help here: "\\u202e" is plain ASCII.
    """
    from ..text.rules import broken_characters, control_characters, direction_marks  # rules read data files themselves

    try:
        texts = [found for found in _texts(data, "", 0, "", {}) if not found[3].isprintable() or "\ufffd" in found[3]]
    except RecursionError:
        yield 1, "TOML", "lồng nhau quá sâu; mỗi tên chỉ có vài phần nối bằng dấu chấm"
        return
    for table, number, key, text in texts:
        for check in (control_characters, direction_marks, broken_characters):
            for _, message in check(text.replace("\n", " ").replace("\t", " ")):
                yield lines.find(table, number, key), key, message
                break


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
