"""Which mount a path lies on: nothing can be renamed or linked from one to another, even on one disk (bind mounts)."""

from __future__ import annotations

import os
import re
from pathlib import Path

_TABLE = "/proc/self/mountinfo"
_OCTAL = re.compile(rb"\\([0-7]{3})")


def is_mount(path: Path) -> bool:
    """Whether the folder is itself a mount point, which the system renames for nobody."""
    real = os.path.realpath(path)
    return os.path.ismount(real) or os.fsencode(real) in _points()


def mount_of(path: Path) -> tuple[int, bytes]:
    """What tells the mount on which an existing path lies from every other."""
    real = os.path.realpath(path)
    points, folder = _points(), os.fsencode(real)
    while folder not in points and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return os.stat(real).st_dev, folder


def _points() -> set[bytes]:
    """Every mount point; none where the system keeps no such table."""
    try:
        with open(_TABLE, "rb") as table:
            return {_OCTAL.sub(lambda found: bytes([int(found[1], 8)]), line.split(b" ")[4]) for line in table}
    except (OSError, IndexError):
        return set()
