"""Encoded pictures kept between builds, each under a key that covers source, encoder, size and format.

An entry that is damaged is no entry. Entries are written whole, so builds may share the folder; it may be deleted at
any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import StoreError
from ..system.cache_file import load_cached, save_cached

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"column-picture-2\n"


class PictureCache:
    """A folder of encoded pictures."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: bytes) -> Path:
        name = key.hex()
        return self._folder / name[:2] / name[2:]

    def holds(self, key: bytes) -> bool:
        """Whether there is an entry, damaged or not."""
        return self._path(key).exists()

    def get(self, key: bytes) -> bytes | None:
        """The entry's bytes; None when there is none or it is damaged."""
        try:
            return load_cached(self._path(key), _MAGIC + key)
        except (OSError, StoreError):
            return None

    def put(self, key: bytes, body: bytes) -> None:
        """Keep an entry; a reader sees all of it or nothing."""
        save_cached(self._path(key), _MAGIC + key, body)
