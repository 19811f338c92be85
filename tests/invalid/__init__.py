"""The corpus of bad and hostile content, by group; see README.md."""

from __future__ import annotations

from . import (
    characters,
    collisions,
    data,
    encodings,
    feeds,
    files,
    headers,
    leaks,
    metadata,
    paths,
    pictures,
    resources,
    xss,
)
from .case import Case

CASES: tuple[Case, ...] = tuple(
    case
    for module in (
        characters,
        collisions,
        data,
        encodings,
        feeds,
        files,
        headers,
        leaks,
        metadata,
        paths,
        pictures,
        resources,
        xss,
    )
    for case in module.GROUP.cases
)
"""Every case, by group."""
