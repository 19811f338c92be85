"""Workspaces of the cache that nobody needs any more: which folder each belongs to, and when it may go.

A workspace is named after a digest of its folder's path, so the path is noted beside it. One whose folder is gone holds
as much as the folder held; it goes when nobody has worked in it for a day, one without a note after a quarter.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from . import build_inputs
from .cache_places import clear_place, ensure_folder
from .file_lock import held

KINDS = ("outputs", "articles", "search")
"""Folders of the cache that hold a workspace per folder."""
GONE = 86_400
"""Seconds after which the workspace of a folder that is gone goes; a disk may be unmounted for a while."""
UNKNOWN = 90 * 86_400
"""Seconds after which one goes that an earlier version made and whose folder is not noted."""


def note_place(folder: Path) -> None:
    """Note which folder the workspaces of its name belong to."""
    note = _note(build_inputs.name_of(folder))
    if not note.is_file():
        ensure_folder(note.parent, build_inputs.cache())
        clear_place(note)
        note.write_text(os.path.realpath(folder), encoding="utf-8", errors="surrogateescape")


def prune_workspaces() -> list[Path]:
    """Take away what nobody needs; returns it. What somebody works in stays."""
    doomed, standing = [], set()
    for kind in KINDS:
        for home in _homes(build_inputs.cache() / kind):
            if _is_over(home):
                doomed.append(home)
            else:
                standing.add(home.name)
    gone = [home for home in doomed if _remove(home)]
    for name in {home.name for home in gone} - standing:
        _note(name).unlink(missing_ok=True)
    return gone


def _homes(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _is_over(home: Path) -> bool:
    try:
        place = _note(home.name).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        place = ""
    if place and os.path.lexists(place):
        return False
    return _touched(home) < time.time() - (GONE if place else UNKNOWN)


def _touched(home: Path) -> float:
    """When somebody last worked there, POSIX."""
    times = [os.stat(home).st_mtime]
    with suppress(OSError):
        times += [entry.stat(follow_symlinks=False).st_mtime for entry in os.scandir(home)]
    return max(times)


def _remove(home: Path) -> bool:
    try:
        with held(home / "lock", 0, lambda: None):
            shutil.rmtree(home)
    except (TimeoutError, OSError):
        return False
    return True


def _note(name: str) -> Path:
    return build_inputs.cache() / "places" / name
