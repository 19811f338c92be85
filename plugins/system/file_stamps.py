"""What the system says of a file, packed into one value: ten thousand of them are read, kept and compared at once.

Imported before Pelican, by the answer to "has anything changed?", so it stays small and stdlib-only.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

_FOUR, _THREE = Struct("<4Q"), Struct("<3Q")
_ALL = (1 << 64) - 1  # times before 1970 are negative

FileStamp = bytes
"""Of a source: modification time (ns), change time (ns), size, inode. A copy, a checkout or an edit changes at least
one, even when the clock went backwards, because the change time can't be set."""
OutputStamp = bytes
"""Of an output: size, modification time (ns), inode."""
OutputRecord = bytes
"""An output's fingerprint (16 bytes), then its OutputStamp."""


def file_stamp(status: os.stat_result) -> FileStamp:
    """The stamp of one `stat`."""
    return _FOUR.pack(status.st_mtime_ns & _ALL, status.st_ctime_ns & _ALL, status.st_size, status.st_ino & _ALL)


def size_of(file_stamp: FileStamp) -> int:
    """The size it names, in bytes."""
    return int(_FOUR.unpack(file_stamp)[2])


def time_of(file_stamp: FileStamp) -> int:
    """The modification time it names, ns."""
    return int(_FOUR.unpack(file_stamp)[0])


def output_stamp(size: int, time: int, inode: int) -> OutputStamp:
    """The mark of an output. time: modification, ns."""
    return _THREE.pack(size, time & _ALL, inode & _ALL)


def output_stamp_of(status: os.stat_result) -> OutputStamp:
    """The mark of one `stat`."""
    return output_stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def fingerprint(made: OutputRecord) -> bytes:
    """What the output was made from."""
    return made[:16]


def stamp_in(made: OutputRecord) -> OutputStamp:
    """What the system said of it."""
    return made[16:]


def size_and_time(output_stamp: OutputStamp) -> tuple[int, int]:
    """Size in bytes and modification time in ns; times before 1970 don't come from us."""
    size, time, _ = _THREE.unpack(output_stamp)
    return size, time
