"""Encoded pictures kept between builds, each under a key that covers source, encoder, size and format.

An entry that is damaged is no entry. Entries are written to a temporary name and renamed, so builds may share the
folder; it may be deleted at any time.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"column-picture-1\n"
_HEAD = len(_MAGIC) + 16


class PictureCache:
    """A folder of encoded pictures."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = os.fspath(folder)

    def _path(self, key: bytes) -> str:
        name = key.hex()
        return f"{self._folder}/{name[:2]}/{name[2:]}"

    def holds(self, key: bytes) -> bool:
        """Whether there is an entry, damaged or not."""
        return os.path.exists(self._path(key))

    def get(self, key: bytes) -> bytes | None:
        """The entry's bytes; None when there is none or it is damaged."""
        try:
            with open(self._path(key), "rb") as file:
                data = file.read()
        except OSError:
            return None
        body = data[_HEAD:]
        sound = data[: len(_MAGIC)] == _MAGIC and _checksum(body) == data[len(_MAGIC) : _HEAD]
        return body if sound else None

    def put(self, key: bytes, body: bytes) -> None:
        """Keep an entry; a reader sees all of it or nothing."""
        path = self._path(key)
        temporary = f"{path}.{os.getpid()}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(_MAGIC + _checksum(body) + body)
        os.replace(temporary, path)


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()
