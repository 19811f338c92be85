"""Compressed copies: gzip and Brotli, made once per changed file, on every core."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import NamedTuple

import brotli

from ..core.publishing.http_headers import freshness
from ..system import workers


class Level(NamedTuple):
    """What each format is asked for."""

    brotli: int
    gzip: int


ASSET = Level(11, 9)
"""For the few files that every reader fetches once and keeps: as small as can be."""
PAGE = Level(10, 9)
"""For the pages of an edit: Brotli 11 takes twice as long for 3 % less."""
PAGE_OF_MANY = Level(7, 9)
"""For pages of a whole site or a new theme: an eleventh of the time for 5 % more bytes; the next edit of a page makes
its copies small."""
PASSING = Level(5, 4)
"""For feeds and data, which most edits change: as pages they took more than half of what an edit costs."""
FEW = 40
"""Pages up to which a publish takes its time for each."""
_MOST_IN_PIECE = 64
_PIECES = 32


def pack(root: str, copies: Sequence[str], outgoing: str) -> Iterator[dict[str, str]]:
    """Make copies (files' names with .br or .gz) in `outgoing`; yields their SHA-256, piece after piece."""
    endings: dict[str, list[str]] = {}
    for copy in copies:
        file, _, ending = copy.rpartition(".")
        endings.setdefault(file, []).append(ending)
    files = list(endings)
    page = PAGE if sum(freshness(file) == "page" for file in files) <= FEW else PAGE_OF_MANY
    levels = {"immutable": ASSET, "page": page}

    def work(start: int) -> dict[str, str]:
        made = {}
        for file in files[start : start + size]:
            with open(f"{root}/{file}", "rb") as source:
                data = source.read()
            level = levels.get(freshness(file), PASSING)
            for ending in endings[file]:
                packed = _packed(data, ending, level)
                _write(f"{outgoing}/{file}.{ending}", packed)
                made[f"{file}.{ending}"] = sha256(packed).hexdigest()
        return made

    size = max(1, min(_MOST_IN_PIECE, len(files) // _PIECES))
    with ThreadPoolExecutor(max_workers=workers.available()) as threads:  # both encoders let other threads run
        yield from threads.map(work, range(0, len(files), size))


def _packed(data: bytes, ending: str, level: Level) -> bytes:
    if ending == "gz":
        return gzip.compress(data, level.gzip, mtime=0)
    packed: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=level.brotli)
    return packed


def _write(path: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
