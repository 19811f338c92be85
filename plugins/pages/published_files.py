"""The theme's assets, the pictures and attachments that published articles use."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

from ..core.output import Output
from ..generator import outputs

if TYPE_CHECKING:
    from ..work import Work


def plan_files(work: Work) -> Iterator[Output]:
    """One output per file; each is named after or hashed by its content."""
    for file, data in work.bundle.files.items():
        yield Output(file, blake2b(data, digest_size=16).digest(), lambda data=data: data)  # type: ignore[misc]
    yield from work.pictures.outputs()


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_files)
