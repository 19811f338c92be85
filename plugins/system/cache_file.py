"""Files of the cache: whole or not there, and told from damaged and foreign ones by a mark and a digest.

Imported before Pelican, by the answer to "has anything changed?", so it stays small and stdlib-only.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from ..core.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST = 16


def write_whole(path: Path, *parts: bytes) -> None:
    """Write a file so that a reader sees the old one or this one, never half of it."""
    temporary = f"{path}.{os.getpid()}"
    try:
        file = open(temporary, "wb")  # noqa: SIM115 — closed below, once the folder is there
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open(temporary, "wb")  # noqa: SIM115
    with file:
        file.writelines(parts)
    os.replace(temporary, path)


def save_cached(path: Path, mark: bytes, body: bytes) -> None:
    """Write a body for `load_cached`. mark: what kind of file it is and which version, as bytes."""
    write_whole(path, mark, digest(body), body)


def load_cached(path: Path, mark: bytes) -> bytes | None:
    """The body that `save_cached` wrote under this mark, None when there is no file; StoreError when it is not that."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    start = len(mark) + _DIGEST
    body = data[start:]
    if data[: len(mark)] != mark or data[len(mark) : start] != digest(body):
        raise StoreError(f"{path} is damaged or of another version")
    return body


def digest(body: bytes) -> bytes:
    """SHA-256, cut short: it is against damage; processors have instructions for it, so megabytes cost little."""
    return sha256(body).digest()[:_DIGEST]
