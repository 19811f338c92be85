"""A CSV file that an article shows as a chart or a table: its cells, or everything that is wrong with it, by lines.

Spreadsheets write what their country writes: "," or ";" or tabs between cells, "1.234,5" for a number. What a cell says
is kept as it is written; its value is worked out beside it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from .file_types import AttachedFileError

MOST_BYTES = 100_000
MOST_ROWS, MOST_COLUMNS = 100, 8
LONGEST_CELL = 120
_MOST_TOLD = 5
"""Problems of one file that are told at once; after so many the editor knows."""
_NUMBER = re.compile(r"[-−+]?(?:\d{1,3}(?:[. \u00a0]\d{3})+|\d+)(?:,\d+)?|[-−+]?\d+\.\d+")
_THOUSANDS = re.compile(r"[. \u00a0](?=\d{3}(?!\d))")
_BEHIND = re.compile(r"(?<!\s)\s*(?:%|‰)$")
_WAYS = {
    ",": re.compile(r"[-−+]?[1-9]\d{0,2},\d{3}"),
    ".": re.compile(r"[-−+]?[1-9]\d{0,2}\.\d{3}"),
}
"""Sign → a number in which it may stand before thousands or before decimals."""
_DECIMALS = {
    ",": re.compile(r"[-−+]?(?:0|\d{4,}|.*\..*),\d+|.*,(?:\d\d?|\d{4,})"),
    ".": re.compile(r"(?:[-−+]?0|\d{4,})\.\d+|\d+\.(?:\d\d?|\d{4,})"),
}
"""Sign → a number in which it stands before decimals, by which others of the column are known."""
_FORMULAS = ("=", "＝", "@", "＠")
"""What a cell begins with that spreadsheets compute. Behind "-" and "+" names of rows are usual."""
_SEPARATOR = re.compile(r"(?:\r?\n)*\"?sep=(.)\"?\r?\n", re.IGNORECASE)
"""A first line by which spreadsheets tell each other what stands between cells."""
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
"""A cell between quotation marks, in which a spreadsheet keeps what stands between cells, and line ends."""

Cells = tuple[tuple[str, ...], ...]
"""The rows, the first with the names of the columns."""


class Column(NamedTuple):
    """A column of numbers. values: None for an empty cell."""

    name: str
    values: tuple[float | None, ...]


def read_table(data: bytes) -> Cells:
    """The cells. Raises AttachedFileError that tells all lines that are wrong."""
    if len(data) > MOST_BYTES:
        raise AttachedFileError(f"nặng {len(data) // 1000} KB; bảng hiện trong bài tối đa {MOST_BYTES // 1000} KB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise AttachedFileError(f"dòng {line}: không phải UTF-8; trong Excel lưu loại “CSV UTF-8”") from None
    if "\x00" in text:
        raise AttachedFileError("không phải CSV (có byte 0); trong Excel lưu loại “CSV UTF-8”")
    rows = _used(
        [
            (line, tuple(" ".join(cell.split()) for cell in row))
            for line, row in _lines(text)
            if any(map(str.strip, row))
        ]
    )
    if faults := list(_faults(rows)):
        more = f"; và {len(faults) - _MOST_TOLD} chỗ nữa" if len(faults) > _MOST_TOLD else ""
        raise AttachedFileError("; ".join(faults[:_MOST_TOLD]) + more)
    return tuple(row for _, row in rows)


def _used(rows: list[tuple[int, tuple[str, ...]]]) -> list[tuple[int, tuple[str, ...]]]:
    """Rows without the cells on the right that are empty in all of them: spreadsheets save a column where something
    once stood."""
    width = max((at for _, row in rows for at, cell in enumerate(row, 1) if cell), default=0)
    return [(line, row[:width]) for line, row in rows]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its last line."""
    told = _SEPARATOR.match(text)
    rest = text[told.end() :] if told else text
    before = text.count("\n") - rest.count("\n")
    first = _QUOTED.sub("_", rest).lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(rest, newline=""), delimiter=told[1] if told else max(";\t,", key=first.count), strict=True
    )
    begun = 1
    try:
        for row in reader:
            yield before + reader.line_num, row
            begun = reader.line_num + 1
    except csv.Error:
        raise AttachedFileError(
            f'dòng {before + begun}: dấu " mở mà không đóng, hoặc có chữ ngay sau dấu đóng; dấu " trong ô viết hai lần'
        ) from None


def _faults(rows: list[tuple[int, tuple[str, ...]]]) -> Iterator[str]:
    if len(rows) < 2:
        yield "cần một dòng tên cột và ít nhất một dòng số liệu"
        return
    line, names = rows[0]
    if len(rows) > MOST_ROWS + 1:
        yield f"có {len(rows) - 1} dòng số liệu; tối đa {MOST_ROWS}"
    if not 2 <= len(names) <= MOST_COLUMNS:
        yield f"dòng {line}: có {len(names)} cột; cần từ 2 đến {MOST_COLUMNS}, cách nhau bằng “,”, “;” hoặc tab"
    for number, name in enumerate(names, 1):
        if not name:
            yield f"dòng {line}: cột {number} chưa có tên"
        elif name in names[: number - 1]:
            yield f"dòng {line}: cột {names.index(name) + 1} và cột {number} cùng tên “{name}”"
    for line, row in rows[1:]:
        if len(row) != len(names):
            yield f"dòng {line}: có {len(row)} ô, dòng tên cột có {len(names)}"
        elif not row[0]:
            yield f"dòng {line}: ô đầu dòng để trống"
        for number, cell in enumerate(row, 1):
            if len(cell) > LONGEST_CELL:
                yield f"dòng {line}, cột {number}: dài {len(cell)} ký tự; tối đa {LONGEST_CELL}"
            elif cell.startswith(_FORMULAS):
                yield f"dòng {line}, cột {number}: “{cell[:20]}” là công thức; hãy lưu giá trị của ô"


def value(cell: str) -> float | None:
    """The number that a cell says, None for none."""
    bare = _BEHIND.sub("", cell)
    if not _NUMBER.fullmatch(bare):
        return None
    plain = bare.replace("−", "-")
    if "," in plain or _THOUSANDS.search(plain):
        plain = _THOUSANDS.sub("", plain).replace(",", ".")
    return float(plain)


def columns(cells: Cells) -> tuple[Column, ...]:
    """Every column but the first."""
    names, *rows = cells
    return tuple(Column(name, tuple(value(row[at]) for row in rows)) for at, name in enumerate(names[1:], 1))


FORMS = ("bang", "ngang", "cot", "duong")
"""What a fragment behind the file's address asks for: a table, bars, columns, lines."""
MOST_SERIES, MOST_POINTS, MOST_DRAWN = 4, 60, 120
"""Columns of numbers, rows, and numbers in all that a drawing holds: more can't be told apart, and pages stay small."""
_MOMENT = re.compile(r"(?:(?:Năm|Quý|Tháng|Ngày)\s.*|(?:Q|T)?\d{1,2}[/-]\d{2,4}|(?:19|20)\d{2}.*)", re.IGNORECASE)


def form_of(cells: Cells, asked: str) -> str:
    """What is drawn when nothing was asked for: moments as columns, or as lines when there are many; else bars."""
    if asked:
        return asked
    if not all(_MOMENT.fullmatch(row[0]) for row in cells[1:]):
        return "ngang"
    return "cot" if len(cells) <= 13 and len(cells[0]) == 2 else "duong"


def undrawable(cells: Cells) -> str:
    """Why the table can be shown as a table only, "" when it can be drawn."""
    if len(cells[0]) - 1 > MOST_SERIES:
        return f"có {len(cells[0]) - 1} cột số; biểu đồ vẽ tối đa {MOST_SERIES}, nhiều hơn thì viết #bang"
    if len(cells) - 1 > MOST_POINTS:
        return f"có {len(cells) - 1} dòng; biểu đồ vẽ tối đa {MOST_POINTS}, nhiều hơn thì viết #bang"
    if (drawn := (len(cells) - 1) * (len(cells[0]) - 1)) > MOST_DRAWN:
        return f"có {drawn} ô số; biểu đồ vẽ tối đa {MOST_DRAWN}, nhiều hơn thì viết #bang"
    wrong = [
        f"“{row[at]}” (hàng “{row[0]}”)"
        for row in cells[1:]
        for at in range(1, len(row))
        if row[at] and ((number := value(row[at])) is None or number < 0)
    ]
    if wrong:
        asked = "cần số không âm, viết như 1.234,5 hoặc 12%, đơn vị ghi ở tên cột"
        return f"không vẽ được {', '.join(wrong[:_MOST_TOLD])}: biểu đồ {asked}; bảng chữ thì viết #bang"
    if doubtful := list(_doubtful(cells)):
        return f"{', '.join(doubtful[:_MOST_TOLD])} đọc được hai cách: hàng nghìn viết 1.234, phần lẻ viết 1,23"
    if not any(number for column in columns(cells) for number in column.values):
        return "không có số nào lớn hơn 0 để vẽ; bảng thì viết #bang"
    return ""


def _doubtful(cells: Cells) -> Iterator[str]:
    """Numbers that say one thing here and a thousand times as much elsewhere, where nothing in their column tells."""
    for at in range(1, len(cells[0])):
        column = [(row[0], _BEHIND.sub("", row[at])) for row in cells[1:]]
        for sign, ways in _WAYS.items():
            decimals = any(_DECIMALS[sign].fullmatch(cell) for _, cell in column)
            if decimals == (sign == "."):
                yield from (f"“{cell}” (hàng “{name}”)" for name, cell in column if ways.fullmatch(cell))
