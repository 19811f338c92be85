"""What trees of files are made and moved with: hard links, exchanges in one step, folders and their times."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..system import workers

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER_MODE = 0o755
_DESCRIPTORS = 65_536
"""More than a process has open."""
_syncing: list[int] = []
"""Processes that may not have ended yet: one that builds again and again must take leave of each."""


def sync(folder: Path) -> None:
    """Bring what was written to the disk before it is shown: a site must survive a loss of power as a whole."""
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if not hasattr(libc, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        libc.syncfs(descriptor)  # type: ignore[union-attr]
    finally:
        os.close(descriptor)


def sync_beside(folder: Path) -> None:
    """Begin to bring what other programs wrote to the disk, in a process that nobody waits for: `sync` has little more
    than a build's own files to wait for then. A build that is killed, or refused, leaves it to end by itself."""
    _syncing[:] = [child for child in _syncing if not _has_ended(child)]
    if workers.available() < 2:
        return
    with suppress(OSError):  # as many processes as there may be: then `sync` waits for all
        child = os.fork()
        if child:
            _syncing.append(child)
            return
        try:
            os.closerange(0, _DESCRIPTORS)  # locks, and pipes that somebody reads to their end
            sync(folder)
        finally:
            os._exit(0)


def _has_ended(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] != 0
    except ChildProcessError:  # who started this process has the system take leave of children
        return True


def exchange(one: Path, other: Path) -> None:
    """Swap two folders in one step where the system can (Linux renameat2, macOS renamex_np), else by two renames."""
    first, second = os.fsencode(one), os.fsencode(other)
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        result = libc.renameat2(-100, first, -100, second, 2)  # type: ignore[union-attr]
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        result = libc.renamex_np(first, second, 2)  # type: ignore[union-attr]
    else:
        result = -1
        ctypes.set_errno(errno.ENOSYS)
    if result == 0:
        return
    code = ctypes.get_errno()
    if code not in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        raise OSError(code, os.strerror(code), os.fspath(other))
    away = other.with_name(f"{other.name}.away")
    os.rename(other, away)
    os.rename(one, other)
    os.rename(away, one)


def make_folder(root: str, folder: str, made: set[str]) -> None:
    """A folder of a tree, with those above it, unless it is among `made`; other processes may be making the same."""
    if folder in made:
        return
    make_folder(root, folder.rpartition("/")[0], made)
    with suppress(FileExistsError):
        os.mkdir(f"{root}/{folder}", FOLDER_MODE)
    made.add(folder)


def inode_of(path: Path) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_ino
    except OSError:
        return 0


def parents_of(file: str) -> list[str]:
    """Every folder above a file, "" for the root."""
    parts = file.split("/")[:-1]
    return ["", *("/".join(parts[: n + 1]) for n in range(len(parts)))]


def folders_of(files: Iterable[str]) -> list[str]:
    """Every folder that holds one of the files, parents first."""
    found = {file.rpartition("/")[0] for file in files}
    every: set[str] = {""}
    for folder in found:
        while folder not in every:
            every.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(every)


def times_of(root: Path, folders: Iterable[str]) -> dict[str, int]:
    base = os.fspath(root)
    return {folder: os.stat(f"{base}/{folder}").st_mtime_ns for folder in folders}


def link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), mode=FOLDER_MODE, exist_ok=True)
        os.link(source, target)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(source, target)


def unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
