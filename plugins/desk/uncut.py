"""Pictures as they were before somebody cut them, so that they can be cut otherwise: kept beside the drafts, by git's
name of what came of them. Where one is missing, what stands is cut further."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .files import blob


class Uncut(NamedTuple):
    """data: the picture's bytes; sides: parts of width and height that were cut off at left, top, right, bottom."""

    data: bytes
    sides: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)


class UncutPictures:
    """One folder: for each picture that was cut, its whole and how it was cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, cut: bytes, whole: bytes, sides: list[float]) -> None:
        """Remember what a picture was cut from."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = blob(cut)
        self._put(blob(whole), whole)
        self._put(f"{name}.json", json.dumps({"whole": blob(whole), "sides": sides}).encode())

    def find(self, cut: bytes) -> Uncut:
        """What a picture was cut from; itself when nobody knows."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads((self._folder / f"{blob(cut)}.json").read_bytes())
            whole = (self._folder / str(told["whole"])).read_bytes()
            if blob(whole) == told["whole"]:
                return Uncut(whole, tuple(map(float, told["sides"])))
        return Uncut(cut)

    def _put(self, name: str, data: bytes) -> None:
        fresh = self._folder / f"{name}.{os.getpid()}.tmp"
        fresh.write_bytes(data)
        os.replace(fresh, self._folder / name)
