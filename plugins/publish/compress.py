"""Compressed copies: gzip and Brotli, the same bytes for the same file, made once per changed file."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import brotli

from ..core.publishing.http_headers import freshness


class Level(NamedTuple):
    """What each format is asked for."""

    brotli: int
    gzip: int


LASTING = Level(10, 9)
"""For pages and assets, made once and read for years; Brotli 11 takes three times as long for about one per cent."""
PASSING = Level(6, 6)
"""For feeds and data, which most edits change: a tenth of the time for a sixteenth more bytes; as lasting ones they
took more than half of what an edit costs."""


def compress(root: Path, copy: str, outgoing: Path) -> str:
    """Make `copy` (a file's name with .br or .gz) in `outgoing`; returns its SHA-256."""
    file, _, ending = copy.rpartition(".")
    level = LASTING if freshness(file) in {"page", "immutable"} else PASSING
    data = (root / file).read_bytes()
    if ending == "gz":
        packed = gzip.compress(data, level.gzip, mtime=0)
    else:
        packed = brotli.compress(data, mode=brotli.MODE_TEXT, quality=level.brotli)
    path = outgoing / copy
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    return sha256(packed).hexdigest()
