"""A table of a CSV file as a page shows it: an SVG made at build, the same in a table behind it, the file itself.

No script and no inline style: bars are placed in per cent and words keep their size, so that a phone shows the same
drawing. The drawing is one picture with the author's words for who can't see it; the table says every number.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..files.data_table import Cells, Column, columns, form_of

_ROW, _BAR, _GAP = 1.5, 1.1, 0.9
"""Heights in em: of a name or value, of a bar, between two groups of bars."""
_HEIGHT = 14.0
"""Height of columns and lines in em."""
_NAMES = 8
"""Most names under an axis."""


def chart_html(cells: Cells, asked: str, *, alt: str, href: str, about: str) -> str:
    """The chart or table. asked: its form, "" for what fits; alt: what is to be seen; href, about: of the file."""
    form = form_of(cells, asked)
    if form == "bang":
        return f'<div class="data">{_table(cells, alt)}{_file(href, about)}</div>'
    drawn = {"ngang": _bars, "cot": _columns, "duong": _lines}[form](cells, columns(cells))
    height, shapes = drawn
    svg = f'<svg class="data-chart" role="img" aria-label="{escape(alt)}" height="{height:g}em">{"".join(shapes)}</svg>'
    return (
        f'<div class="data">{_legend(columns(cells))}{svg}'
        f"<details><summary>Số liệu</summary>{_table(cells, alt)}{_file(href, about)}</details></div>"
    )


def _legend(series: tuple[Column, ...]) -> str:
    """What colours mean; the only series is named as well, for it says what is counted."""
    rows = (
        f'<li><svg class="data-key" aria-hidden="true"><rect class="data-{n}" width="100%" height="100%"/></svg>'
        f"{escape(column.name)}</li>"
        for n, column in enumerate(series, 1)
    )
    return f'<ul class="data-legend">{"".join(rows)}</ul>'


def _table(cells: Cells, alt: str) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in cells[0])
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="align-right">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in cells[1:]
    )
    label = escape(alt)
    return (
        f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _file(href: str, about: str) -> str:
    return f'<p class="meta"><a href="{escape(href)}" download>Tải số liệu ({escape(about)})</a></p>'


def _highest(series: tuple[Column, ...]) -> float:
    return max(number for column in series for number in column.values if number)


def _bars(cells: Cells, series: tuple[Column, ...]) -> tuple[float, Iterator[str]]:
    """A name, and under it a bar for each series with its number behind."""
    step = _ROW + _BAR * len(series) + _GAP

    def shapes() -> Iterator[str]:
        highest = _highest(series)
        for place, row in enumerate(cells[1:]):
            top = place * step
            yield f'<text x="0" y="{top + 1.1:g}em">{escape(row[0])}</text>'
            for n, column in enumerate(series, 1):
                number, y = column.values[place], top + _ROW + (n - 1) * _BAR
                if number is None:
                    continue
                wide = round(number * 80 / highest, 2)  # the rest is for the number behind it
                yield f'<rect class="data-{n}" x="0" y="{y:g}em" width="{wide:g}%" height="{_BAR - 0.2:g}em"/>'
                yield f'<text class="data-value" x="{wide:g}%" dx=".4em" y="{y + 0.75:g}em">{escape(row[n])}</text>'

    return round((len(cells) - 1) * step, 2), shapes()


def _columns(cells: Cells, series: tuple[Column, ...]) -> tuple[float, Iterator[str]]:
    """Columns side by side; names under them, the numbers of a single series above."""
    count = len(cells) - 1
    step = 100 / count
    thick = step * 0.8 / len(series)

    def shapes() -> Iterator[str]:
        highest = _highest(series)
        for place, row in enumerate(cells[1:]):
            for n, column in enumerate(series, 1):
                number = column.values[place]
                if number is None:
                    continue
                high, x = round(number * 80 / highest, 2), round(place * step + (n - 1) * thick + step * 0.1, 2)
                yield f'<rect class="data-{n}" x="{x:g}%" y="{90 - high:g}%" width="{thick:.4g}%" height="{high:g}%"/>'
                if len(series) == 1 and count <= _NAMES:
                    middle = round(x + thick / 2, 2)
                    yield (
                        f'<text class="data-value data-middle" x="{middle:g}%" y="{90 - high:g}%" dy="-.35em">'
                        f"{escape(row[n])}</text>"
                    )
        yield from _axis(cells, lambda place: (place + 0.5) * step)

    return _HEIGHT, shapes()


def _lines(cells: Cells, series: tuple[Column, ...]) -> tuple[float, Iterator[str]]:
    """A line for each series; an empty cell breaks it."""
    count = len(cells) - 1

    def at(place: int) -> float:
        return 4 + place * 92 / max(1, count - 1)

    def shapes() -> Iterator[str]:
        highest = _highest(series)
        yield f'<text class="data-value" x="0" y="1em">{escape(_written(cells, series, highest))}</text>'
        yield '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">'
        for n, column in enumerate(series, 1):
            for run in _runs(column.values):
                points = " ".join(f"{at(place):.4g},{90 - number * 80 / highest:.4g}" for place, number in run)
                yield f'<polyline class="data-line data-{n}" points="{points}"/>'
        yield "</svg>"
        yield from _axis(cells, at)

    return _HEIGHT, shapes()


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
        yield run if len(run) > 1 else [*run, (run[0][0], run[0][1])]


def _axis(cells: Cells, at) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The line under a drawing, and as many names as a phone has room for: the first and the last always."""
    count = len(cells) - 1
    yield '<rect class="data-axis" x="0" y="90%" width="100%" height="1"/>'
    every = -(-count // _NAMES)
    named = {place for place in range(0, count, every) if not place or place + every < count or every == 1}
    for place in sorted({*named, count - 1}):
        name = escape(cells[place + 1][0])
        yield f'<text class="data-middle" x="{at(place):.4g}%" y="100%" dy="-.2em">{name}</text>'
