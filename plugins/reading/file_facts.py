"""Facts of pictures and attached files, kept by the file's stamp between runs.

One file in the store's folder; one that is damaged, foreign or of another version is none.
"""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import StoreError
from ..system import build_inputs
from ..system.cache_file import load_cached, save_cached

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..system.file_stamps import FileStamp

_MAGIC = b"column-files-3\n"
_JUDGES = ("core/files/*.py", "reading/file_checks.py")


class FileFacts(NamedTuple):
    """What is known of one file. digest: of its bytes; width, height: of a picture as it is seen, 0 for other files;
    drawing: published as PNG; fault: why it can't be published, "" when it can; hint: what is odd but allowed;
    seconds: how long a sound plays, as `sound_length` says, 0 for other files; table: the cells of a CSV file that is
    shown."""

    file_stamp: FileStamp
    digest: bytes
    size: int
    width: int
    height: int
    drawing: bool
    fault: str
    hint: str
    rule: str
    seconds: int = 0
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def picture(self) -> bool:
        """Whether it is published as a picture."""
        return self.width > 0


def shape() -> bytes:
    """Digest of what judges files: our code and the decoder's version."""
    digest = blake2b(build_inputs.distribution("pillow"), digest_size=16)
    for path in sorted(path for pattern in _JUDGES for path in (build_inputs.ROOT / "plugins").glob(pattern)):
        digest.update(path.read_bytes())
    return digest.digest()


def load(path: Path, shape: bytes) -> dict[str, FileFacts]:
    """What is kept; nothing when it is damaged, foreign or of another version."""
    try:
        body = load_cached(path, _MAGIC)
        kept_shape, rows = marshal.loads(body) if body else (b"", {})  # noqa: S302 — digest checked
        return {key: FileFacts(*row) for key, row in rows.items()} if kept_shape == shape else {}
    except (OSError, StoreError, ValueError, EOFError, TypeError):
        return {}


def save(path: Path, shape: bytes, rows: Mapping[str, FileFacts]) -> None:
    """Keep these facts and no others."""
    save_cached(path, _MAGIC, marshal.dumps((shape, {key: tuple(row) for key, row in rows.items()})))
