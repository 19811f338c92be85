"""Series (hồ sơ): articles that follow one matter, in the order of their days; where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..problem import Problem
from ..rules import rule
from ..text.vietnamese import slugify
from .claims import GROUP
from .index import positions

if TYPE_CHECKING:
    from ..article.record import Record
    from .index import ArticleIndex


class SeriesPlace(NamedTuple):
    """The place of an article in its series. slug: of the series; number: 1 for the oldest; before, after: positions of
    its neighbours, none at the ends."""

    slug: str
    number: int
    before: tuple[int, ...]
    after: tuple[int, ...]


def series_places(index: ArticleIndex) -> dict[int, SeriesPlace]:
    """Position of each article that is part of a series → its place. How many parts there are stays untold, so that a
    new one touches the page of its predecessor alone."""
    found: dict[int, SeriesPlace] = {}
    for slug, packed in index.lists["series"].items():
        mine = tuple(positions(packed))
        for at, position in enumerate(mine):
            found[position] = SeriesPlace(slug, at + 1, mine[max(at - 1, 0) : at], mine[at + 1 : at + 2])
    return found


@rule("series-alone", GROUP)
def series_alone(records: Mapping[str, Record]) -> Iterator[Problem]:
    """Một hồ sơ nên có từ hai bài trở lên, kể cả bài nháp; hồ sơ mới có một bài được nhắc."""
    found: dict[str, list[str]] = {}
    for source, record in records.items():
        if record.series:
            found.setdefault(slugify(record.series), []).append(source)
    for sources in found.values():
        if len(sources) == 1:
            name = records[sources[0]].series
            message = f"hồ sơ “{name}” mới có một bài; ghi cùng tên ấy ở bài khác, hoặc bỏ dòng này"
            yield Problem(
                path=sources[0], line=0, field="Series", message=message, rule="series-alone", severity="warning"
            )
