"""A lock on a file that goes with the process that holds it: flock where there is one, Windows' locking elsewhere.

Standard library only: the environment is set up under such a lock, before anything is installed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.05  # seconds between two tries


def take(descriptor: int) -> bool:
    """Lock an open file for this process alone, until it is closed; False when another holds it."""
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    try:
        import msvcrt
    except ImportError:  # neither: nothing here can lock, and nothing else could either
        return True
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


@contextmanager
def held(path: Path, seconds: float, waiting: Callable[[], object]) -> Iterator[None]:
    """Hold the lock file `path`, made where it is missing. `waiting` is called once when another holds it;
    TimeoutError after so many seconds, OSError when the file can't be opened."""
    deadline = time.monotonic() + seconds
    descriptor = _open(path)
    told = False
    try:
        while not take(descriptor):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} is held by another process")
            if not told:
                waiting()
                told = True
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:  # another user's: reading is enough to lock it
        if not path.exists():
            raise
        return os.open(path, os.O_RDONLY)
