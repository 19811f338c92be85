"""The store → which content file is behind each folder of the site, and which articles were taken back; of ten thousand
sources those that were read anew are unpacked."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..core.addresses import article_path, output_file
from ..core.article.record import Record
from ..core.article.visibility import is_withdrawn
from ..core.errors import StoreError
from ..reading.sources import is_article
from ..system.cache_file import load_cached, save_cached

if TYPE_CHECKING:
    from ..reading.store import StoredFile

_MAGIC = b"column-behind-1\n"
_Row = tuple[bytes, str, bool]
"""The key under which the source's parsed form is right; its site path; whether it says that it was taken back."""


class Behind(NamedTuple):
    """owners: folder of the output, with "/" at its end → content file; taken_back: site paths of articles that readers
    could see once."""

    owners: Mapping[str, str]
    taken_back: tuple[str, ...]


def behind(entries: Mapping[str, StoredFile], memory: Path, instant: datetime) -> Behind:
    """What a build's sources became. memory: file that keeps what was unpacked; instant: of the build."""
    known, rows = _remembered(memory), {}
    for source, entry in entries.items():
        row = known.get(source)
        if row is None or row[0] != entry.key:
            record = entry.record(source)
            if record is None:
                continue
            path = f"/{record.slug}/" if source.startswith("pages/") else article_path(record.slug)
            row = entry.key, path, isinstance(record, Record) and bool(record.withdrawn)
        rows[source] = row
    if rows != known:
        save_cached(memory, _MAGIC, marshal.dumps(rows))
    said = (source for source, (_, _, withdrawn) in rows.items() if withdrawn and is_article(source))
    return Behind(
        {output_file(path).removesuffix("index.html"): source for source, (_, path, _) in rows.items()},
        tuple(rows[source][1] for source in said if _is_taken_back(entries[source], source, instant)),
    )


def _is_taken_back(entry: StoredFile, source: str, instant: datetime) -> bool:
    record = entry.record(source)
    return isinstance(record, Record) and is_withdrawn(record, instant)


def _remembered(memory: Path) -> Mapping[str, _Row]:
    try:
        body = load_cached(memory, _MAGIC)
    except (OSError, StoreError):
        return {}
    return marshal.loads(body) if body else {}  # noqa: S302 — digest checked
