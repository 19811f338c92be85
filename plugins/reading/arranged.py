"""The arrangement kept between runs: right as long as no header of any file differs, within its span of time; and that
of a column to which only new articles were added.

One file in the store's folder; one that is damaged, foreign or of another version is none. It is kept only of content
without a problem across files: such problems name lines, and may pass with time.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, NamedTuple

from ..core.additions import Claims, claims_of, stand_apart
from ..core.arrangement import Arrangement, join
from ..core.errors import StoreError
from ..kept import keep, kept
from ..marks import signature
from .file_gate import Use, find_uses
from .sources import is_article

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..core.arrangement import Parts
    from ..core.record import Record
    from ..marks import Signature

_FILE = "arranged"
_MAGIC = b"column-arranged-3\n"


class Arranged(NamedTuple):
    """headers: digest of all that the rest was made from; uses: file → where content first refers to it; claims: what
    its articles hold."""

    headers: bytes
    arrangement: Arrangement
    uses: dict[str, Use]
    claims: Claims


_read: dict[Path, tuple[Signature, Arranged]] = {}
"""The one read or kept last: a process that builds again and again reads it once."""


def last(home: Path, now: float) -> Arranged | None:
    """What is kept, if it still holds at this instant (POSIX seconds)."""
    found = _load(home / _FILE)
    if found is None:
        return None
    since, until = found.arrangement.since, found.arrangement.next_change
    return found if (since is None or since <= now) and (until is None or now < until) else None


def added_to(before: Arranged, headers: bytes, added: Mapping[str, Record], parts: Parts) -> Arranged | None:
    """The same with new articles, None when that takes a look at all others. headers: of them all; parts: likewise."""
    if not stand_apart(added, before.arrangement, before.claims, parts):
        return None
    uses = find_uses(added.items())
    if any(not _stays(before.uses[file], uses[file]) for file in before.uses.keys() & uses.keys()):
        return None
    arrangement = join(before.arrangement, parts, added)
    if arrangement is None:
        return None
    return Arranged(headers, arrangement, uses | before.uses, claims_of(added, arrangement, before.claims))


def _stays(known: Use, new: Use) -> bool:
    """Whether the known use of a file is the first one beside a new one."""
    return is_article(known.source) and known.source < new.source and known.picture >= new.picture


def _load(path: Path) -> Arranged | None:
    try:
        mark = signature(path.stat())
        if path in _read and _read[path][0] == mark:
            return _read[path][1]
        body = kept(path, _MAGIC)
        if body is None:
            return None
        headers, arrangement, uses, claims = marshal.loads(body)  # noqa: S302 — digest checked
        found = Arranged(
            headers,
            Arrangement._make(arrangement),
            {file: Use._make(use) for file, use in uses.items()},
            Claims._make(claims),
        )
    except (OSError, StoreError, ValueError, EOFError, TypeError):
        return None
    _read.clear()
    _read[path] = (mark, found)
    return found


def keep_arranged(home: Path, arranged: Arranged) -> None:
    """Keep this one and no other."""
    path = home / _FILE
    uses = {file: tuple(use) for file, use in arranged.uses.items()}
    keep(path, _MAGIC, marshal.dumps((arranged.headers, tuple(arranged.arrangement), uses, tuple(arranged.claims))))
    _read.clear()
    _read[path] = (signature(path.stat()), arranged)
