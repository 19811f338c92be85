"""What plans and units say of each other: chains that come back to where they began, units that follow none that
stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ..text.vietnamese import closest
from .plan import Unit


def unit_faults(unit: Unit, units: Mapping[str, Unit], *, whole: bool) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) of one unit. whole: whether all units are known."""
    for key, slugs in (("parent", (unit.parent,) if unit.parent else ()), ("successors", unit.successors)):
        for slug in slugs:
            if slug == unit.slug:
                yield key, "đơn vị không thể kế tục hay trực thuộc chính mình"
            elif slug not in units and whole:
                yield key, f"không có đơn vị “{slug}”{hint(slug, units)}"
        if unit.slug not in slugs and circle(unit.slug, partial(named, units, key)):
            yield key, f"đi vòng trở lại chính “{unit.slug}”"
    if unit.successors and unit.last is None:
        yield "successors", "có đơn vị kế tục mà thiếu last, ngày cuối cùng đơn vị này còn hoạt động"
    if unit.first and unit.last and unit.first > unit.last:
        yield "last", f"đơn vị kết thúc ({unit.last}) trước khi bắt đầu ({unit.first})"
    if unit.last:
        yield from _faults_at_the_end(unit, unit.last, [units[slug] for slug in unit.successors if slug in units])


def _faults_at_the_end(unit: Unit, last: dt.date, heirs: Iterable[Unit]) -> Iterator[tuple[str, str]]:
    for former in unit.former_names:
        if former.last > last:
            yield "former_names", f"tên cũ “{former.name}” dùng đến {former.last}, sau ngày cuối của đơn vị ({last})"
    for heir in heirs:
        if heir.last and heir.last < last:
            yield "successors", f"đơn vị kế tục “{heir.slug}” đã kết thúc ({heir.last}) trước đơn vị này ({last})"


def named(rows: Mapping[str, Any], key: str, slug: str) -> tuple[str, ...]:
    """The slugs that a row gives for a key."""
    value = getattr(rows.get(slug), key, ())
    return (value,) if isinstance(value, str) else value


def circle(start: str, steps: Callable[[str], Iterable[str]]) -> bool:
    """Whether one comes back to where one started."""
    seen, waiting = set[str](), [*steps(start)]
    while waiting:
        slug = waiting.pop()
        if slug == start:
            return True
        if slug and slug not in seen:
            seen.add(slug)
            waiting += steps(slug)
    return False


def hint(word: str, candidates: Iterable[str]) -> str:
    near = closest(word, list(candidates))
    return f"; có phải ý bạn là {near}?" if near else ""
