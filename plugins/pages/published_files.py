"""The theme's assets, the pictures and attachments that published articles use.

The first of the output modules: pages find every picture made.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

from ..build.context import from_metadata, without_theme
from ..build.generator import outputs
from ..core.output import Output

if TYPE_CHECKING:
    from ..build.context import BuildContext, DataContext


def asset_outputs(context: BuildContext) -> Iterator[Output]:
    """One output per file; each is named after its content."""
    for file, data in context.bundle.files.items():
        yield Output(file, blake2b(data, digest_size=16).digest(), lambda data=data: data)  # type: ignore[misc]


@without_theme
@from_metadata
def picture_outputs(context: DataContext) -> Iterator[Output]:
    """Pictures, cards and attached files; the slow ones are made here, on all cores."""
    context.notes.extend(context.pictures.encode_missing())
    yield from context.pictures.outputs()


def register() -> None:
    """Connect to the build."""
    outputs.connect(asset_outputs)
    outputs.connect(picture_outputs)
