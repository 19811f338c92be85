"""Which mount a path lies on: nothing can be renamed or linked from one to another, even on one disk (bind mounts). So
it decides where the next site is put together."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..core.errors import SettingsError

_TABLE = "/proc/self/mountinfo"
_INSIDE = ".column-stage"
"""Where the next site is put together inside a mount point; there only while a build runs."""
OF_THE_DISK = {_INSIDE, "lost+found"}
"""What lies in a mount point and is no page: ours, and the file system's own."""
_OCTAL = re.compile(rb"\\([0-7]{3})")


def is_mount(path: Path) -> bool:
    """Whether the folder is itself a mount point, which the system renames for nobody."""
    real = os.path.realpath(path)
    return os.path.ismount(real) or os.fsencode(real) in _points()


def refuse_mounts_within(folder: Path) -> None:
    """SettingsError when there is a mount point below an output folder."""
    inside = os.path.join(os.fsencode(os.path.realpath(folder)), b"")
    for point in sorted(_points()):
        if point.startswith(inside) and point != inside:
            raise SettingsError(
                f"{os.fsdecode(point)}: là điểm gắn ổ đĩa (mount) nằm trong thư mục đích {folder}, không thể thay "
                "trang ở đó; hãy gỡ ra, hoặc gắn cả thư mục đích"
            )


def room_for_trees(live: Path, home: Path) -> Path:
    """Trees are exchanged by renaming, so they must lie on the mount of the output folder."""
    if is_mount(live):
        return live / _INSIDE
    stands = next(folder for folder in (live, *live.parents) if folder.exists())
    if mount_of(stands) == mount_of(home):
        return home
    return live.parent / f".{live.name}.trees"


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
