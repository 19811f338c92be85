"""The list of all articles: one light row each, kept between states of the folder, and its filters."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ..core.plan.plan_names import written
from ..core.text.vietnamese import fold
from .files import key_of

if TYPE_CHECKING:
    from ..core.article.record import Record
    from .room import Room

STATES = {
    "loi": "có lỗi",
    "nhap": "nháp",
    "cho-duyet": "chờ duyệt",
    "hen-gio": "hẹn giờ",
    "dang-dang": "đang đăng",
    "sua-doi": "có sửa đổi chưa lên trang",
    "het-han": "hết hạn",
    "an": "ẩn",
}
"""What an article may be, by the word in addresses; the first that holds is told."""
PAGE = 50
"""Rows on one page."""


class Row(NamedTuple):
    """One article. state: a key of STATES; topic, units: slugs; date: ISO, "" for none; words: everything that a search
    in the list looks through, without accents."""

    source: str
    key: str
    title: str
    state: str
    topic: str
    units: tuple[str, ...]
    authors: tuple[str, ...]
    date: str
    errors: int
    words: str


class Filters(NamedTuple):
    """What is asked of a row; "" asks nothing. month: YYYY-MM; words: all of them somewhere in the row."""

    state: str = ""
    topic: str = ""
    unit: str = ""
    author: str = ""
    month: str = ""
    words: str = ""

    def among(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that were asked for."""
        words = fold(self.words).split()
        return [
            row
            for row in rows
            if (not self.state or row.state == self.state)
            and (not self.topic or row.topic == self.topic)
            and (not self.unit or self.unit in row.units)
            and (not self.author or self.author in row.authors)
            and row.date.startswith(self.month)
            and all(word in row.words for word in words)
        ]


class Facets(NamedTuple):
    """What all rows together may be filtered by. counts: state → how many, in the order of STATES; authors: the first
    300 by name; months: YYYY-MM, the newest first."""

    counts: Mapping[str, int]
    authors: tuple[str, ...]
    months: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Facets:
        """Those of some rows."""
        counts = dict.fromkeys(STATES, 0)
        for row in rows:
            counts[row.state] += 1
        authors = sorted({author for row in rows for author in row.authors})
        months = sorted({row.date[:7] for row in rows if row.date}, reverse=True)
        return cls(counts, tuple(authors[:300]), tuple(months))


def state_of(record: Record | None, errors: int, now: datetime, *, changed: bool = False) -> str:
    """A key of STATES. changed: the text differs from the one that was published."""
    if errors or record is None:
        return "loi"
    if record.status != "published":
        return {"draft": "nhap", "review": "cho-duyet"}.get(record.status, "an")
    if record.expires and datetime.fromisoformat(record.expires) <= now:
        return "het-han"
    if record.date and datetime.fromisoformat(record.date) > now:
        return "hen-gio"
    return "sua-doi" if changed else "dang-dang"


class Rows:
    """The rows of one room, newest first; those of files that did not change are kept."""

    def __init__(self, room: Room, changed: Callable[[], frozenset[str]]) -> None:
        self._room, self._changed = room, changed
        self._made: dict[str, tuple[object, Row]] = {}
        self._version = -1
        self._rows: list[Row] = []
        self._facets = Facets.of(())
        self._renewing = threading.Lock()

    def every(self) -> list[Row]:
        """All rows."""
        with self._renewing:
            version = self._room.version
            if self._version != version:
                self._rows = self._renewed()
                self._facets = Facets.of(self._rows)
                self._version = version
            return self._rows

    def facets(self) -> Facets:
        """What they may be filtered by."""
        self.every()
        return self._facets

    def find(self, filters: Filters) -> list[Row]:
        """Those asked for."""
        return filters.among(self.every())

    def forget(self) -> None:
        """What is published changed: look at all again."""
        with self._renewing:
            self._made.clear()
            self._version = -1

    def _renewed(self) -> list[Row]:
        checked, now, changed = self._room.checked, datetime.now(self._room.zone), self._changed()
        errors: dict[str, int] = {}
        for problem in checked.problems:
            if problem.severity == "error":
                errors[problem.path] = errors.get(problem.path, 0) + 1
        made: dict[str, tuple[object, Row]] = {}
        for source in self._room.articles:
            entry, count = checked.store.entries.get(source), errors.get(source, 0)
            mark = (id(entry), getattr(entry, "whole", b""), count, source in changed)
            known = self._made.get(source)
            if known and known[0] == mark and known[1].state != "hen-gio":
                made[source] = known
                continue
            record = checked.record(source)
            made[source] = (mark, self._row(source, record, count, now, changed=source in changed))
        self._made = made
        return sorted((row for _, row in made.values()), key=lambda row: (row.date, row.source), reverse=True)

    def _row(self, source: str, record: Record | None, errors: int, now: datetime, *, changed: bool) -> Row:
        key, state = key_of(source), state_of(record, errors, now, changed=changed)
        if record is None:
            return Row(source, key, source, state, "", (), (), "", errors, fold(source))
        names = self._room.checked.parts.names
        topics = names.slugs("topic", written(record, "category"))
        units = names.slugs("unit", written(record, "units"))
        words = fold(" ".join((record.title, record.sapo, source, *record.tags, *record.authors)))
        title = record.title or source
        return Row(source, key, title, state, "".join(topics[:1]), units, record.authors, record.date, errors, words)
