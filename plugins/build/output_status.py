"""What became of the output folder and of the tree kept beside it since the build that made them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..system import workers
from ..system.file_stamps import output_stamp_of, stamp_in
from .mounts import room_for_trees
from .state import BuildState

_FEW = 2_000
"""Files that are looked at sooner than a process is forked and its parent's pages are copied."""


class OutputStatus(NamedTuple):
    """changed: files of the last build that are no longer as it left them; dirty: whether a folder isn't; sound:
    whether the standby tree is as it was left."""

    changed: list[str]
    dirty: bool
    sound: bool


def begin(live: Path, home: Path, state: BuildState | None) -> Callable[[], OutputStatus]:
    """What waits for the status, which is found out beside this process, or at once when little has to be looked at."""
    look = partial(output_status, live, home, state)
    if state and len(state.outputs) > _FEW:
        return workers.aside(look)
    found = look()
    return lambda: found


def output_status(live: Path, home: Path, state: BuildState | None) -> OutputStatus:
    """What became of the output folder and of its standby tree since the build that left this state."""
    if state is None:
        return OutputStatus([], False, False)
    root, behind = os.fspath(live), set(state.behind)
    changed, alone = [], False
    for file, made in state.outputs.items():
        status = _status(f"{root}/{file}")
        if status is None or output_stamp_of(status) != stamp_in(made):
            changed.append(file)
        elif status.st_nlink < 2 and file not in behind:
            alone = True
    try:
        dirty = any(
            os.stat(f"{root}/{folder}", follow_symlinks=False).st_mtime_ns != changed
            for folder, changed in state.folders.items()
        )
    except OSError:
        dirty = True
    sound = bool(state.standby) and not alone and _is_sound(room_for_trees(live, home) / "spare", state)
    return OutputStatus(changed, dirty, sound)


def _is_sound(standby: Path, state: BuildState) -> bool:
    """Whether nothing was changed in the standby tree, which is to be published with what differs. Its folders tell
    whether other files came into it; the files themselves are the live ones (the caller has seen that each has a second
    name), so whatever was written into them was written into the live tree."""
    root = os.fspath(standby)
    try:
        return all(
            os.stat(f"{root}/{folder}", follow_symlinks=False).st_mtime_ns == changed
            for folder, changed in state.standby_folders.items()
        )
    except OSError:
        return False


def _status(path: str) -> os.stat_result | None:
    """What the system says of a file, None when there is none."""
    try:
        return os.stat(path, follow_symlinks=False)
    except OSError:
        return None
