"""What plugins of others' staged, or may have changed of what the column staged: known by its bytes alone."""

from __future__ import annotations

import os
from pathlib import Path

from ..system.file_stamps import OutputRecord, output_stamp_of

_SECOND = 1_000_000_000


def staged_files(staging: Path) -> list[str]:
    """Every file of the staging folder."""
    root = os.fspath(staging)
    found = []
    for folder, _, names in os.walk(root):
        inside = folder[len(root) + 1 :].replace(os.sep, "/")
        found += [f"{inside}/{name}" if inside else name for name in names]
    return found


def adopt(staging: Path, live: Path, file: str) -> tuple[OutputRecord, bool]:
    """The record of a staged file, without a fingerprint, and whether it is the live file, which then stays in its
    place; else it gets a newer time than that one, by the whole seconds of HTTP."""
    new, old = staging / file, live / file
    same = False
    if not new.is_symlink() and not old.is_symlink() and old.is_file():
        same = new.read_bytes() == old.read_bytes()
        past = os.stat(old).st_mtime_ns // _SECOND
        if same:
            new.unlink()
        elif os.stat(new).st_mtime_ns // _SECOND <= past:
            os.utime(new, ns=((past + 1) * _SECOND, (past + 1) * _SECOND))
    return bytes(16) + output_stamp_of(os.stat(old if same else new, follow_symlinks=False)), same
