"""A release on a disk → the files in it that are wrong; what was read and found right is read again once touched.

Whatever touches a file gives it a new change time, which nobody can set as they can set the modification time. So a
file whose inode, size and both times are those it had when it was read is what was read.
"""

from __future__ import annotations

import marshal
import os
import platform
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..core.errors import StoreError
from ..system.cache_file import load_cached, save_cached
from ..system.file_stamps import file_stamp
from .backend import Progress
from .built import NO_LINK, digest_in
from .tree_files import settle

_KIND = b"column-found-right-1\n"
_FOR_READERS = 0o444
"""The rights without which a web server can't serve a file."""
_TOLD = 100
"""Files between two reports of how far it is."""

_Row = bytes
"""A file's stamp, then its SHA-256."""


class FoundRight:
    """What this machine has read in one place. memory: where that is kept; lost, damaged, or of another place or
    machine, it is nothing, and everything is read."""

    def __init__(self, memory: Path, place: Path) -> None:
        self._memory = memory
        self._mark = _KIND + f"{platform.node()}\n{os.path.realpath(place)}\n".encode()

    def wrong(self, folder: str, sums: Mapping[str, str], progress: Progress, *, again: bool) -> list[str]:
        """Every file of the sums that is missing, no plain file that all may read, or not what its sum says. again:
        whether to read also what was found right before. What is read lies on the disk from then on."""
        known = {} if again else self._load()
        right = {file: row for file, row in _rows(folder, sums) if known.get(file) == row}
        unread = [file for file in sums if file not in right]
        # Pages that somebody has mapped and written into are dated anew only once they lie on the disk.
        settle(folder, unread)
        now, wrong = _change_clock(folder), []
        for number, file in enumerate(unread, len(right) + 1):
            try:
                changed, row = _read(f"{folder}/{file}", sums[file])
            except OSError:
                changed, row = 0, b""
            if not row:
                wrong.append(file)
            elif changed < now:  # a later change might get the very same time otherwise
                right[file] = row
            if number % _TOLD == 0:
                progress("kiểm", number, len(sums))
        progress("kiểm", len(sums), len(sums))
        if right != known:
            save_cached(self._memory, self._mark, marshal.dumps(right))
        return wrong

    def _load(self) -> dict[str, _Row]:
        try:
            body = load_cached(self._memory, self._mark)
        except (OSError, StoreError):
            return {}
        return marshal.loads(body) if body else {}  # noqa: S302 — digest checked


def _rows(folder: str, sums: Mapping[str, str]) -> Iterator[tuple[str, _Row]]:
    """What the rows of the files would be if they were right."""
    for file, digest in sums.items():
        try:
            yield file, file_stamp(os.lstat(f"{folder}/{file}")) + digest.encode()
        except OSError:
            continue


def _read(path: str, digest: str) -> tuple[int, _Row]:
    """(change time in ns as of before the reading, row); an empty row for what is wrong."""
    descriptor = os.open(path, os.O_RDONLY | NO_LINK | os.O_NONBLOCK)
    try:
        status = os.fstat(descriptor)
        plain = stat.S_ISREG(status.st_mode) and status.st_mode & _FOR_READERS == _FOR_READERS
        right = plain and digest_in(descriptor, status.st_size) == digest
        return status.st_ctime_ns, file_stamp(status) + digest.encode() if right else b""
    finally:
        os.close(descriptor)


def _change_clock(folder: str) -> int:
    """The time by which the folder's file system dates changes from now on, ns; 0 where a program may set that date, as
    on file systems that keep none."""
    os.utime(folder, ns=(0, 0))
    status = os.stat(folder)
    if status.st_ctime_ns <= status.st_mtime_ns:
        return 0
    os.utime(folder)
    return os.stat(folder).st_ctime_ns
