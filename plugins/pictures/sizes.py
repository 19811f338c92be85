"""Which files a picture becomes: formats, widths and addresses, known from its facts alone."""

from __future__ import annotations

import functools
from typing import NamedTuple

from ..core.text.vietnamese import slugify

WIDTHS: dict[str, tuple[int, ...]] = {
    "avif": (320, 640, 960, 1280),  # nearly all readers
    "webp": (640, 1280),
    "jpg": (640, 1280),  # the fallback, feeds and social networks
    "png": (640, 1280),  # the same, for drawings
}
"""Format → widths in pixels. Every file costs each build a little, so rare readers get fewer sizes."""
NEAR = 0.15
"""A width that is within this part of the picture's own is left out in favour of its own."""
NAME_LIMIT = 60


class Variant(NamedTuple):
    """One published form of a picture. ending: of WIDTHS; width, height: in pixels."""

    ending: str
    width: int
    height: int


@functools.lru_cache(maxsize=4096)
def variants(width: int, height: int, drawing: bool) -> tuple[Variant, ...]:
    """All forms of a picture of this size, widths ascending within a format; never larger than it is."""
    fallback = "png" if drawing else "jpg"
    found = []
    for ending in ("avif", "webp", fallback):
        most = min(width, WIDTHS[ending][-1])
        chosen = [step for step in WIDTHS[ending] if step < most * (1 - NEAR)]
        found += [Variant(ending, step, max(1, round(height * step / width))) for step in (*chosen, most)]
    return tuple(found)


def published_name(file: str) -> str:
    """The readable part of a published file's address: its own name in ASCII, "tep" when nothing is left."""
    stem = file.rsplit("/", 1)[-1].rpartition(".")[0] or file.rsplit("/", 1)[-1]
    return slugify(stem)[:NAME_LIMIT].strip("-") or "tep"
