"""Encoded pictures kept between builds, each under a key that covers source, encoder, size and format.

An entry that is damaged is no entry. Entries are written whole, so builds may share the folder; it may be deleted at
any time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from ..system.cache_file import load_cached, save_cached
from ..system.cache_places import ensure_folder

if TYPE_CHECKING:
    from collections.abc import Set

_MAGIC = b"column-picture-2\n"
SPARE = 4
"""One byte in so many may be of pictures that the site does not use: those of another branch, or of a text that is
about to be taken back."""
OLDEST = 30 * 86_400
"""Seconds after which an unused entry goes in any case."""


class PictureCache:
    """A folder of encoded pictures."""

    __slots__ = ("_base", "_folder")

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = os.fspath(folder)

    def _path(self, key: bytes) -> str:
        """A string: each of a photograph's forms is asked for four times, and a path costs as much as a look."""
        name = key.hex()
        return f"{self._base}/{name[:2]}/{name[2:]}"

    def holds(self, key: bytes) -> bool:
        """Whether there is an entry, damaged or not."""
        return os.path.exists(self._path(key))

    def get(self, key: bytes) -> bytes | None:
        """The entry's bytes; None when there is none or it is damaged."""
        try:
            return load_cached(self._path(key), _MAGIC + key)
        except (OSError, StoreError):
            return None

    def put(self, key: bytes, body: bytes) -> None:
        """Keep an entry; a reader sees all of it or nothing."""
        path = self._path(key)
        try:
            save_cached(path, _MAGIC + key, body)
        except (FileExistsError, NotADirectoryError):  # something else lies in a folder's place
            ensure_folder(Path(path).parent, self._folder.parent)
            save_cached(path, _MAGIC + key, body)

    def prune(self, used: Set[bytes]) -> int:
        """Delete what is not used, the oldest first, until little of it is left; returns how many went. An entry that
        another build still wants is made again."""
        wanted, spare = 0, []
        names = {key.hex() for key in used}
        for name, path, size, written in self._entries():
            if name in names:
                wanted += size
            else:
                spare.append((written, size, path))
        left, now, gone = sum(size for _, size, _ in spare), time.time(), 0
        for written, size, path in sorted(spare):
            if left * SPARE <= wanted and written > now - OLDEST:
                break
            with suppress(OSError):
                os.unlink(path)
                gone += 1
            left -= size
        return gone

    def _entries(self) -> Iterator[tuple[str, str, int, float]]:
        """(key in hexadecimal, path, bytes, when it was written) of everything kept."""
        try:
            folders = [entry for entry in os.scandir(self._folder) if entry.is_dir(follow_symlinks=False)]
        except OSError:
            return
        for folder in folders:
            with suppress(OSError), os.scandir(folder.path) as files:
                for file in files:
                    status = file.stat(follow_symlinks=False)
                    yield folder.name + file.name, file.path, status.st_size, status.st_mtime
