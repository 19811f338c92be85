"""What people typed and have not saved: kept beside the file, never over it, by person and article."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple


class Kept(NamedTuple):
    """base: of the file that the words began from; text: the whole file as it would be; when: POSIX seconds."""

    base: str
    text: str
    when: float


class Drafts:
    """One folder: PERSON/ARTICLE.json, exchanged whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, person: str, source: str, kept: Kept) -> None:
        """Put words aside, in place of earlier ones."""
        path = self._path(person, source)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        with open(fresh, "w", encoding="utf-8", errors="surrogatepass") as file:
            json.dump(kept._asdict(), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)

    def find(self, person: str, source: str) -> Kept | None:
        """What was put aside, None when there is nothing or it can't be read."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            found = json.loads(self._path(person, source).read_text(encoding="utf-8", errors="surrogatepass"))
            return Kept(str(found["base"]), str(found["text"]), float(found["when"]))
        return None

    def drop(self, person: str, source: str) -> None:
        """Forget it: it was saved, or thrown away."""
        self._path(person, source).unlink(missing_ok=True)

    def _path(self, person: str, source: str) -> Path:
        return self._folder / _name(person) / f"{_name(source)}.json"


def _name(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
