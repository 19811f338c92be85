"""What subscribers will see this time: items added, updated and removed per feed, told after each build.

Compared with a small record of the last released build; the record is written only once the new site stands.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from ..core.feeds.item import tag_uri
from ..system.cache_file import load_cached, save_cached

if TYPE_CHECKING:
    from pathlib import Path

    from ..build.context import DataContext
    from ..core.column.column import Column
    from .feed import Feed

_FILE = "feeds"
_MAGIC = b"column-feeds-3\n"
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """items: guid → (digest of its own words, published, newest change; POSIX times; slug); feeds: path → guids."""

    items: dict[str, tuple[bytes, float, float, str]]
    feeds: dict[str, tuple[str, ...]]


def report(context: DataContext, feeds: Sequence[Feed]) -> None:
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
    edited, guid = column.edited, partial(tag_uri, column.site.authority)
    held = dict.fromkeys(chain.from_iterable(feed.articles for feed in feeds))
    items = {
        guid(a.id): (a.whole_digest, a.stamp, a.changed.timestamp() if a in edited else a.stamp, a.slug) for a in held
    }
    return FeedRecord(items, {feed.path: tuple(guid(article.id) for article in feed.articles) for feed in feeds})


def _lines(before: FeedRecord, now: FeedRecord, feeds: Sequence[Feed], column: Column) -> Iterator[str]:
    """One line per feed that differs; an article that only makes room for a newer one is not removed."""
    for feed in feeds:
        path, ids = feed.path, now.feeds[feed.path]
        earlier = before.feeds.get(path)
        if earlier is None:
            yield f"RSS {path}: nguồn tin mới, {len(ids)} bài"
            continue
        known = set(earlier)
        added = [id_ for id_ in ids if id_ not in known]
        updated = sum(id_ in known and before.items[id_][0] != now.items[id_][0] for id_ in ids)
        missing = known.difference(ids)
        listed = column.lists[feed.kind][feed.slug] if feed.kind else column.articles
        if missing:
            missing.difference_update(tag_uri(column.site.authority, column.index.ids[p]) for p in listed.positions)
        again = len({before.items[id_][3] for id_ in missing}.intersection(now.items[id_][3] for id_ in added))
        counts = (
            (len(added) - again, "bài mới"),
            (updated, "bài sửa"),
            (len(missing) - again, "bài gỡ"),
            (again, "bài đổi mã số (guid), người đăng ký nhận lại như bài mới"),
        )
        told = ", ".join(f"{count} {words}" for count, words in counts if count)
        if told:
            yield f"RSS {path}: {told}"
    for path in before.feeds:
        if path not in now.feeds:
            yield f"RSS {path}: nguồn tin không còn"


def _silent_changes(before: FeedRecord, now: FeedRecord) -> Iterator[str]:
    """Changes that subscribers may miss or misread."""
    for guid, (own, published, changed, _) in now.items.items():
        earlier, id_ = before.items.get(guid), guid.split(":", 2)[2]
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
