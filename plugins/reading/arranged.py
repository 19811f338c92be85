"""The arrangement kept between runs: right as long as no header of any file differs, within its span of time.

One file in the store's folder; one that is damaged, foreign or of another version is none. It is kept only of content
without a problem across files: such problems name lines, and may pass with time.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, NamedTuple

from ..core.arrangement import Arrangement
from ..core.errors import StoreError
from ..kept import keep, kept
from ..marks import signature
from .file_gate import Use

if TYPE_CHECKING:
    from pathlib import Path

    from ..marks import Signature

_FILE = "arranged"
_MAGIC = b"column-arranged-1\n"


class Arranged(NamedTuple):
    """headers: digest of all that the rest was made from; uses: file → where content first refers to it."""

    headers: bytes
    arrangement: Arrangement
    uses: dict[str, Use]


_read: dict[Path, tuple[Signature, Arranged]] = {}
"""The one read or kept last: a process that builds again and again reads it once."""


def known(home: Path, headers: bytes, now: float) -> Arranged | None:
    """What is kept of these headers, if it still holds at this instant (POSIX seconds)."""
    found = _load(home / _FILE)
    if found is None or found.headers != headers:
        return None
    since, until = found.arrangement.since, found.arrangement.next_change
    return found if (since is None or since <= now) and (until is None or now < until) else None


def _load(path: Path) -> Arranged | None:
    try:
        mark = signature(path.stat())
        if path in _read and _read[path][0] == mark:
            return _read[path][1]
        body = kept(path, _MAGIC)
        if body is None:
            return None
        headers, arrangement, uses = marshal.loads(body)  # noqa: S302 — digest checked
        found = Arranged(headers, Arrangement._make(arrangement), {file: Use._make(use) for file, use in uses.items()})
    except (OSError, StoreError, ValueError, EOFError, TypeError):
        return None
    _read.clear()
    _read[path] = (mark, found)
    return found


def keep_arranged(home: Path, arranged: Arranged) -> None:
    """Keep this one and no other."""
    path = home / _FILE
    uses = {file: tuple(use) for file, use in arranged.uses.items()}
    keep(path, _MAGIC, marshal.dumps((arranged.headers, tuple(arranged.arrangement), uses)))
    _read.clear()
    _read[path] = (signature(path.stat()), arranged)
