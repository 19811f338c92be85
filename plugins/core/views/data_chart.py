"""A table of a CSV file as a page shows it: an SVG made at build, the same in a table behind it, the file itself.

No script and no inline style: bars are placed in per cent and words keep their size, so that a phone shows the same
drawing. The drawing is one picture with the author's words for who can't see it; the table says every number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..files.data_table import Cells, Column, columns, form_of, value

MARK = '<div class="data">'
"""What each begins with: a page that holds one needs the style of charts."""
_HEIGHT = 12
"""Height of columns and lines in em."""
_NAMES = 8
"""Most names under an axis, and most columns with their numbers above them."""


def chart_html(cells: Cells, asked: str, *, alt: str, href: str, about: str) -> str:
    """The chart or table. asked: its form, "" for what fits; alt: what is to be seen; href, about: of the file."""
    form = form_of(cells, asked)
    if form == "bang":
        return f"{MARK}{_table(cells, alt)}{_file(href, about)}</div>"
    shapes = "".join({"ngang": _bars, "cot": _columns, "duong": _lines}[form](cells, columns(cells)))
    return (
        f'{MARK}{_legend(columns(cells))}<div role="img" aria-label="{escape(alt)}">{shapes}</div>'
        f"<details><summary>Số liệu</summary>{_table(cells, alt)}{_file(href, about)}</details></div>"
    )


def _legend(series: tuple[Column, ...]) -> str:
    """What colours mean; the only series is named as well, for it says what is counted."""
    rows = (f"<li>{_svg('.9em', '.9em', _whole(n))}{escape(column.name)}</li>" for n, column in enumerate(series, 1))
    return f'<ul class="data-legend">{"".join(rows)}</ul>'


def _table(cells: Cells, alt: str) -> str:
    head, *rows = cells
    sides = [_side(rows, at) for at in range(len(head))]
    names = "".join(f'<th scope="col"{side}>{escape(name)}</th>' for name, side in zip(head, sides, strict=True))
    shown = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row[1:], sides[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="table-scroll" role="region" aria-label="{escape(alt)}" tabindex="0"><table>'
        f"<thead><tr>{names}</tr></thead><tbody>{shown}</tbody></table></div>"
    )


def _side(rows: Sequence[Sequence[str]], at: int) -> str:
    """Numbers stand under one another at the right, as does their name; words and names of rows at the left."""
    written = [row[at] for row in rows if row[at]]
    return ' class="align-right"' if at and written and all(value(cell) is not None for cell in written) else ""


def _file(href: str, about: str) -> str:
    return f'<p class="meta"><a href="{escape(href)}" download>Tải số liệu ({escape(about)})</a></p>'


def _highest(series: tuple[Column, ...]) -> float:
    return max(number for column in series for number in column.values if number)


def _bars(cells: Cells, series: tuple[Column, ...]) -> Iterator[str]:
    """A name, and under it a bar for each series with its number behind."""
    highest = _highest(series)
    for place, row in enumerate(cells[1:]):
        yield f'<p class="data-name">{escape(row[0])}</p>'
        for n, column in enumerate(series, 1):
            if (number := column.values[place]) is not None:
                wide = round(number * 75 / highest, 2)  # the rest is for the number behind it
                yield f'<p class="data-bar">{_svg(f"{wide:g}%", "1em", _whole(n))}{escape(row[n])}</p>'


def _columns(cells: Cells, series: tuple[Column, ...]) -> Iterator[str]:
    """Columns side by side; names under them, the numbers of a single series above."""
    count, highest = len(cells) - 1, _highest(series)
    step = 100 / count
    thick = step * 0.8 / len(series)
    rects = (
        _rect(
            n, place * step + (n - 1) * thick + step * 0.1, 100 - number * 100 / highest, thick, number * 100 / highest
        )
        for place in range(count)
        for n, column in enumerate(series, 1)
        if (number := column.values[place])
    )
    if len(series) == 1 and count <= _NAMES:
        yield _names([row[1] for row in cells[1:]], "data-values")
    else:
        yield f'<p class="data-top">{escape(_written(cells, series, highest))}</p>'
    yield _svg("100%", f"{_HEIGHT}em", "".join(rects), "data-axis")
    yield _names(_few([row[0] for row in cells[1:]]))


def _lines(cells: Cells, series: tuple[Column, ...]) -> Iterator[str]:
    """A line for each series; an empty cell breaks it."""
    count, highest = len(cells) - 1, _highest(series)
    yield f'<p class="data-top">{escape(_written(cells, series, highest))}</p>'
    drawn = []
    for n, column in enumerate(series, 1):
        for run in _runs(column.values):
            points = [
                f"{place * 100 / max(1, count - 1):.4g},{100 - number * 96 / highest:.4g}" for place, number in run
            ]
            # a point alone is a short line
            drawn.append(
                f'<polyline class="data-line data-{n}" points="{" ".join(points * (3 - min(2, len(points))))}"/>'
            )
    box = 'viewBox="0 0 100 100" preserveAspectRatio="none"'
    yield _svg("100%", f"{_HEIGHT}em", "".join(drawn), "data-axis", box)
    yield _names(_few([row[0] for row in cells[1:]]), "data-ends")


def _svg(width: str, height: str, shapes: str, style: str = "", box: str = "") -> str:
    attributes = "".join(f" {name}" for name in (f'class="{style}"' if style else "", box) if name)
    return f'<svg{attributes} width="{width}" height="{height}">{shapes}</svg>'


def _whole(n: int) -> str:
    return f'<rect class="data-{n}" width="100%" height="100%"/>'


def _rect(n: int, x: float, y: float, width: float, height: float) -> str:
    """In per cent of the drawing."""
    return f'<rect class="data-{n}" x="{x:.4g}%" y="{y:.4g}%" width="{width:.4g}%" height="{height:.4g}%"/>'


def _names(names: Sequence[str], style: str = "") -> str:
    """Words in a row, as wide as the drawing."""
    row = "".join(f"<span>{escape(name)}</span>" for name in names)
    return f'<p class="data-names{f" {style}" if style else ""}">{row}</p>'


def _few(names: list[str]) -> list[str]:
    """As many as a phone has room for, evenly; the first and the last always."""
    if len(names) <= _NAMES:
        return names
    every = -(-(len(names) - 1) // (_NAMES // 2))
    return [*names[: -every // 2 or None : every], names[-1]]


def _written(cells: Cells, series: tuple[Column, ...], highest: float) -> str:
    """The highest number as the file writes it."""
    return next(
        cells[place + 1][n]
        for n, column in enumerate(series, 1)
        for place, number in enumerate(column.values)
        if number == highest
    )


def _runs(values: tuple[float | None, ...]) -> Iterator[list[tuple[int, float]]]:
    run: list[tuple[int, float]] = []
    for place, number in enumerate(values):
        if number is not None:
            run.append((place, number))
        elif run:
            yield run
            run = []
    if run:
        yield run
