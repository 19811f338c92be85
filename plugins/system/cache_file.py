"""Files of the cache: whole or not there, and told from damaged and foreign ones by a mark and a digest.

Imported before Pelican, by the answer to "has anything changed?", so it stays small and stdlib-only.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from ..core.errors import StoreError
from .cache_places import clear_place

_DIGEST = 16
V = TypeVar("V")


def write_whole(path: Path | str, *parts: bytes, lasting: bool = False) -> None:
    """Write a file so that a reader sees the old one or this one, never half of it. lasting: it must survive a loss of
    power as well, so it is on the disk before this returns. OSError names the file."""
    temporary = f"{path}.{os.getpid()}"
    try:
        file = open(temporary, "wb")  # noqa: SIM115 — closed below, once the folder is there
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = open(temporary, "wb")  # noqa: SIM115
    try:
        with file:
            file.writelines(parts)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        try:
            os.replace(temporary, path)
        except OSError:
            if not os.path.isdir(path):
                raise
            clear_place(path)
            os.replace(temporary, path)
        if lasting:
            sync_folder(Path(path).parent)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        error.filename = error.filename or os.fspath(path)
        raise


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def save_cached(path: Path | str, mark: bytes, body: bytes, *, lasting: bool = False) -> None:
    """Write a body for `load_cached`. mark: what kind of file it is and which version, as bytes, with all that the body
    is right for and does not say itself: one file in another's place is then told as well."""
    write_whole(path, mark, digest(body), body, lasting=lasting)


def load_cached(path: Path | str, mark: bytes) -> bytes | None:
    """The body that `save_cached` wrote under this mark, None when there is no file; StoreError when it is not that.

    A body is believed when its mark is the asked one, byte for byte (so it is of this kind and version, and of the key
    that the caller put into it), and its digest is right (so it is whole). Whether it is still *of these inputs* is the
    caller's to ask: by a digest of them in the mark or in the body. Whoever gets StoreError goes on as without a file.
    """
    found = load_with_digest(path, mark)
    return None if found is None else found[0]


def load_with_digest(path: Path | str, mark: bytes) -> tuple[bytes, bytes] | None:
    """The same with the body's digest, which others name it by."""
    try:
        with open(path, "rb", buffering=0) as file:  # the body is read into its place, and never copied
            head, body = file.read(len(mark) + _DIGEST), file.readall()
    except FileNotFoundError:
        return None
    right = digest(body)
    if head != mark + right:
        raise StoreError(f"{path} is damaged or of another version")
    return body, right


class Remembered(Generic[V]):
    """What was read last from a place, by its stamp: a process that builds again and again reads it once.

    One value and no more: a process works on one folder. Whoever holds the value shares it with the next who asks.
    """

    def __init__(self) -> None:
        self._last: tuple[object, V] | None = None

    def of(self, stamp: object) -> V | None:
        """The value, if it was read or written under this very stamp."""
        return self._last[1] if self._last and self._last[0] == stamp else None

    def keep(self, stamp: object, value: V) -> V:
        """Remember this one instead of the one before."""
        self._last = (stamp, value)
        return value

    def forget(self) -> None:
        """Read anew next time."""
        self._last = None


def digest(body: bytes) -> bytes:
    """SHA-256, cut short: it is against damage; processors have instructions for it, so megabytes cost little."""
    return sha256(body).digest()[:_DIGEST]
