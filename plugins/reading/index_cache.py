"""The index kept between runs: right as long as no header of any file differs, within its span of time; and that
of a column to which only new articles were added.

One file in the store's folder; one that is damaged, foreign or of another version is none. It is kept only of content
without a problem across files, but for LASTING notes: others may pass with time.
"""

from __future__ import annotations

import marshal
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ..core.column.additions import LASTING_OWN, notes_apart
from ..core.column.claims import Claims, claims_of
from ..core.column.index import ArticleIndex
from ..core.column.late import join
from ..core.errors import StoreError
from ..core.problem import Problem
from ..system.cache_file import Remembered, load_cached, save_cached
from ..system.file_stamps import file_stamp
from .file_checks import Use, find_uses
from .sources import is_article

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..core.article.record import Record
    from ..core.column.index import Parts

_FILE = "arranged"
LASTING = LASTING_OWN | {"one-author", "series-alone"}
"""Rules whose notes stand as long as headers and plans do."""
_MAGIC = b"column-arranged-10\n"
_FIELDS = tuple(field.name for field in fields(Problem))
_NOTE = attrgetter(*_FIELDS)


class CachedIndex(NamedTuple):
    """metadata_digest: digest of all that the rest was made from; uses: file → where content first refers to it;
    claims: what its articles hold; notes: what there is to say across files; placed: source → key of its bytes, of the
    files that lines of notes were looked for in."""

    metadata_digest: bytes
    article_index: ArticleIndex
    uses: dict[str, Use]
    claims: Claims
    notes: tuple[Problem, ...] = ()
    placed: Mapping[str, bytes] = {}


_read: Remembered[CachedIndex] = Remembered()
"""By path and stamp of its file."""


def last(home: Path, now: float) -> CachedIndex | None:
    """What is kept, if it still holds at this instant (POSIX seconds)."""
    found = _load(home / _FILE)
    if found is None:
        return None
    since, until = found.article_index.since, found.article_index.next_change
    return found if (since is None or since <= now) and (until is None or now < until) else None


def added_to(
    before: CachedIndex, metadata_digest: bytes, added: Mapping[str, Record], parts: Parts
) -> CachedIndex | None:
    """The same with new articles, None when that takes a look at all others. metadata_digest: of them all; parts:
    likewise."""
    notes = notes_apart(added, before.article_index, before.claims, parts)
    if notes is None:
        return None
    uses = find_uses(added.items())
    if any(not _stays(before.uses[file], uses[file]) for file in before.uses.keys() & uses.keys()):
        return None
    article_index = join(before.article_index, parts, added)
    if article_index is None:
        return None
    return CachedIndex(
        metadata_digest,
        article_index,
        uses | before.uses,
        claims_of(added, article_index, before.claims),
        before.notes + notes,
        before.placed,
    )


def _stays(known: Use, new: Use) -> bool:
    """Whether the known use of a file is the first one beside a new one."""
    return is_article(known.source) and known.source < new.source and known.rank >= new.rank


def _load(path: Path) -> CachedIndex | None:
    try:
        mark = file_stamp(path.stat())
        if (known := _read.of((path, mark))) is not None:
            return known
        body = load_cached(path, _MAGIC)
        if body is None:
            return None
        metadata_digest, article_index, uses, claims, notes, placed = marshal.loads(body)  # noqa: S302 — digest checked
        found = CachedIndex(
            metadata_digest,
            ArticleIndex._make(article_index),
            {file: Use._make(use) for file, use in uses.items()},
            claims,
            tuple(Problem(**dict(zip(_FIELDS, note, strict=True))) for note in notes),
            placed,
        )
    except (OSError, StoreError, ValueError, EOFError, TypeError):
        return None
    return _read.keep((path, mark), found)


def save_index(home: Path, indexed: CachedIndex) -> None:
    """Keep this one and no other."""
    path = home / _FILE
    uses = {file: tuple(use) for file, use in indexed.uses.items()}
    notes = [_NOTE(note) for note in indexed.notes]
    rows = indexed.metadata_digest, tuple(indexed.article_index), uses, indexed.claims, notes, dict(indexed.placed)
    save_cached(path, _MAGIC, marshal.dumps(rows))
    _read.keep((path, file_stamp(path.stat())), indexed)
