"""Compressed copies: gzip and Brotli, the same bytes for the same file, made once per changed file."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import brotli

from ..core.publishing.http_headers import freshness

GZIP_LEVEL = 9
LASTING, PASSING = 10, 6
"""Qualities of Brotli. LASTING: for pages and assets, made once and read for years; 11 takes three times as long for
about one per cent. PASSING: for feeds and data, which most edits change: a twentieth of the time for an eighth more
bytes; with 10 they took more than half of what an edit costs."""


def compress(root: Path, copy: str, outgoing: Path) -> str:
    """Make `copy` (a file's name with .br or .gz) in `outgoing`; returns its SHA-256."""
    file, _, ending = copy.rpartition(".")
    data = (root / file).read_bytes()
    if ending == "gz":
        packed = gzip.compress(data, GZIP_LEVEL, mtime=0)
    else:
        packed = brotli.compress(data, mode=brotli.MODE_TEXT, quality=_quality(file))
    path = outgoing / copy
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    return sha256(packed).hexdigest()


def _quality(file: str) -> int:
    return LASTING if freshness(file) in {"page", "immutable"} else PASSING
