"""Where the socket of a connection lies while a publish runs, and what killed publishes left there."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ..system.processes import is_running

_PREFIX = "dnq-"
_LEFT = re.compile(rf"{_PREFIX}(?:(\d+)-)?\w{{8}}")
_OLD = 86_400
"""Seconds after which a folder of an earlier version, which names no process, is nobody's any more."""
_LONGEST = 60
"""The system allows a socket's path about a hundred characters, of which ssh needs some itself."""


@contextmanager
def socket_folder() -> Iterator[str]:
    """A private folder for as long as the block runs; those of processes that are gone are taken away first."""
    folders = (tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp")  # noqa: S108 — 0700
    short = (folder for folder in folders if 0 < len(folder) <= _LONGEST and os.access(folder, os.W_OK))
    parent = next(short, folders[0])
    _clear_away(parent)
    prefix = f"{_PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as folder:
        yield folder


def _clear_away(parent: str) -> None:
    with suppress(OSError):
        for entry in list(os.scandir(parent)):
            left = _LEFT.fullmatch(entry.name)
            if not left or not entry.is_dir(follow_symlinks=False):
                continue
            status = entry.stat(follow_symlinks=False)
            gone = not is_running(int(left[1])) if left[1] else status.st_mtime < time.time() - _OLD
            if gone and status.st_uid == os.geteuid():
                shutil.rmtree(entry.path, ignore_errors=True)
