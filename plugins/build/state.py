"""The build state: what the last build read, made and released, so that the next one can tell what differs.

One file, written to a temporary name and renamed; a state that is damaged or foreign is no state.
"""

from __future__ import annotations

import marshal
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from ..system.cache_file import Remembered, load_cached, save_cached
from ..system.file_stamps import FileStamp, OutputRecord, file_stamp

if TYPE_CHECKING:
    from pathlib import Path

BUSY, NEXT = "spare.busy", "state.next"
"""Beside the state while trees are exchanged: the standby may be half done; the state that is right afterwards."""
LEFT = ("old.", "stage", BUSY, NEXT)
"""How names begin of what only a build that was killed leaves there."""
_MAGIC = b"column-state-6\n"
_EARLIER = {b"column-state-5\n": 20, b"column-state-4\n": 16}
"""Earlier versions → how many of today's fields they have, the first ones: what one knows of articles is not lost by an
upgrade."""
FamilyRecord = tuple[bytes, tuple[str, ...], tuple[str, ...]]
"""(digest of what it was planned from, files, families within) of one family of outputs."""


@dataclass(slots=True, kw_only=True)
class BuildState:
    """inputs: digest over options, code, theme, settings and library versions; sources: content files' stamps;
    tools: stamps of code and theme files; outputs: what stands in the output folder; metadata_digest: the column's
    (core/column/column.py); families: outputs planned together; loose: those of no family; folders: its folders'
    modification times; root: the output folder's inode; standby: likewise for the tree kept beside it; behind: files in
    which the standby tree differs; next_change: POSIX time at which the same files make another site; since: likewise
    the newest such time that has passed; counts: what the closing line says; addresses: id of each article that
    readers see → its slug, then every other it is known to have had; resting: likewise of articles that readers don't
    see now; places: source and publication (POSIX) of the articles of `addresses`, in its order; authority: of the ids
    in feeds; span: POSIX times from and until which these sources make this site; told: lines that every report
    repeats until what they ask for is done; holders: of pages that are no articles' (`lost_pages`)."""

    inputs: bytes = b""
    sources: dict[str, FileStamp] = field(default_factory=dict)
    tools: dict[str, FileStamp] = field(default_factory=dict)
    outputs: dict[str, OutputRecord] = field(default_factory=dict)
    metadata_digest: bytes = b""
    families: dict[str, FamilyRecord] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
    folders: dict[str, int] = field(default_factory=dict)
    root: int = 0
    standby: int = 0
    standby_folders: dict[str, int] = field(default_factory=dict)
    behind: tuple[str, ...] = ()
    next_change: float = 0.0
    since: float = 0.0
    counts: tuple[int, int, int] = (0, 0, 0)
    addresses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    resting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[tuple[str, ...], tuple[float, ...]] = ((), ())
    authority: str = ""
    span: tuple[float, float] = (0.0, 0.0)
    told: tuple[str, ...] = ()
    holders: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write the state so that a reader sees the old one or this one."""
        body = marshal.dumps(tuple(getattr(self, name) for name in _FIELDS))
        save_cached(path, _MAGIC, body, lasting=True)


_FIELDS = tuple(BuildState.__slots__)
_read: Remembered[BuildState] = Remembered()
"""By the file's stamp: the quick answer and the build itself both ask for it."""


def load_build_state(path: Path) -> tuple[BuildState | None, str]:
    """The state at `path`, or None with the reason in Vietnamese ("" when there simply is none)."""
    try:
        output_stamp = file_stamp(os.stat(path))
        if (known := _read.of(output_stamp)) is not None:
            return known, ""
        body, fields = _body(path)
    except OSError:
        return None, ""
    except StoreError:
        return None, "trạng thái của lần dựng trước bị hỏng; dựng lại toàn bộ"
    if body is None:
        return None, ""
    try:
        values = marshal.loads(body)  # noqa: S302 — digest checked
        return _read.keep(output_stamp, BuildState(**dict(zip(fields, values, strict=True)))), ""
    except (ValueError, EOFError, TypeError):
        return None, "trạng thái của lần dựng trước thuộc phiên bản khác; dựng lại toàn bộ"


def _body(path: Path) -> tuple[bytes | None, tuple[str, ...]]:
    """What was saved there, and the fields it has."""
    try:
        return load_cached(path, _MAGIC), _FIELDS
    except StoreError:
        for mark, count in _EARLIER.items():
            with suppress(StoreError):
                return load_cached(path, mark), _FIELDS[:count]
        raise
