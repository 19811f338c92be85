"""Files of content/goc/ at the top of the site, as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata, without_theme
from ..build.generator import outputs
from ..core.digests import combine, digest_text
from ..core.files.root_files import FOLDER
from ..core.output import Output

if TYPE_CHECKING:
    from ..build.context import DataContext


@without_theme
@from_metadata
def root_file_outputs(context: DataContext) -> Iterator[Output]:
    """One output per file, of the bytes that stand there now; the gate has judged every name."""
    folder = context.content / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name[0] != "." and path.name[-1] != "~":
            data = path.read_bytes()
            yield Output(path.name, combine(digest_text(path.name, data.hex())), lambda data=data: data)  # type: ignore[misc]


def register() -> None:
    """Connect to the build."""
    outputs.connect(root_file_outputs)
