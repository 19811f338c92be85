"""What subscribers will see this time: items added, updated and removed per feed, told after each build.

Compared with a small record of the last released build; the record is written only once the new site stands.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from ..system.cache_file import load_cached, save_cached

if TYPE_CHECKING:
    from pathlib import Path

    from ..build.context import BuildContext
    from ..core.column.column import Column
    from .article_feeds import Feed

_FILE = "feeds"
_MAGIC = b"column-feeds-2\n"
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """items: article id → (digest of its own words, published, newest change; POSIX times); feeds: path → ids."""

    items: dict[str, tuple[bytes, float, float]]
    feeds: dict[str, tuple[str, ...]]


def report(context: BuildContext, feeds: Sequence[Feed]) -> None:
    """Add the lines to the closing report, and keep what the next report compares with."""
    path = context.home / _FILE
    before, now = _load(path), _record(feeds, context.column)
    if before is None:
        held = len({id_ for ids in now.feeds.values() for id_ in ids})
        context.notes.append(f"RSS: {len(now.feeds)} nguồn tin, {held} bài")
    elif before != now:
        lines = list(_lines(before, now, feeds, context.column))
        context.notes.extend(lines[:_MOST_LINES])
        if len(lines) > _MOST_LINES:
            context.notes.append(f"RSS: và {len(lines) - _MOST_LINES} nguồn tin khác")
        context.notes.extend(list(_silent_changes(before, now))[:_MOST_LINES])
    if before != now:
        context.after.append(lambda: _save(path, now))


def _record(feeds: Sequence[Feed], column: Column) -> FeedRecord:
    edited = column.edited
    held = dict.fromkeys(chain.from_iterable(feed.articles for feed in feeds))
    items = {a.id: (a.whole_digest, a.stamp, a.changed.timestamp() if a in edited else a.stamp) for a in held}
    return FeedRecord(items, {feed.path: tuple(map(attrgetter("id"), feed.articles)) for feed in feeds})


def _lines(before: FeedRecord, now: FeedRecord, feeds: Sequence[Feed], column: Column) -> Iterator[str]:
    """One line per feed that differs; an article that only makes room for a newer one is not removed."""
    for feed in feeds:
        path, ids = feed.path, now.feeds[feed.path]
        earlier = before.feeds.get(path)
        if earlier is None:
            yield f"RSS {path}: nguồn tin mới, {len(ids)} bài"
            continue
        known = set(earlier)
        added = sum(id_ not in known for id_ in ids)
        updated = sum(id_ in known and before.items[id_][0] != now.items[id_][0] for id_ in ids)
        missing = known.difference(ids)
        listed = column.lists[feed.kind][feed.slug] if feed.kind else column.articles
        removed = len(missing.difference(map(column.index.ids.__getitem__, listed.positions))) if missing else 0
        counts = ((added, "bài mới"), (updated, "bài sửa"), (removed, "bài gỡ"))
        told = ", ".join(f"{count} {words}" for count, words in counts if count)
        if told:
            yield f"RSS {path}: {told}"
    for path in before.feeds:
        if path not in now.feeds:
            yield f"RSS {path}: nguồn tin không còn"


def _silent_changes(before: FeedRecord, now: FeedRecord) -> Iterator[str]:
    """Changes that subscribers may miss or misread."""
    for id_, (own, published, changed) in now.items.items():
        earlier = before.items.get(id_)
        if earlier is None:
            continue
        if published != earlier[1]:
            yield f"RSS: bài {id_} đổi ngày đăng; pubDate đã phát không nên đổi, lần sửa được ghi bằng Modified"
        elif own != earlier[0] and changed == earlier[2]:
            yield f"RSS: bài {id_} được sửa mà không ghi Modified; người đăng ký có thể không được báo"


def _load(path: Path) -> FeedRecord | None:
    try:
        body = load_cached(path, _MAGIC)
        return FeedRecord(*marshal.loads(body)) if body else None  # noqa: S302 — digest checked
    except (OSError, StoreError, ValueError, EOFError, TypeError):
        return None


def _save(path: Path, record: FeedRecord) -> None:
    save_cached(path, _MAGIC, marshal.dumps((record.items, record.feeds)))
