"""This machine's copies of what a target's releases serve, so that their sums travel once."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ..core.publishing.release import parse_sums
from .built import home


class KeptSums:
    """The sums of one target's releases by name, as of the last time each was read or written."""

    def __init__(self, target: str) -> None:
        self._folder = home(target)
        self._sums: dict[str, dict[str, str]] = {}

    def of(self, name: str, stands: Callable[[bytes], bool], fetch: Callable[[], bytes]) -> dict[str, str]:
        """A release's sums. stands: whether a copy is what the target holds; fetch: brings what it holds."""
        if name not in self._sums:
            copy = self._folder / f"{name}.sums"
            data = copy.read_bytes() if copy.is_file() else b""
            self.keep(name, data if data and stands(data) else fetch())
        return self._sums[name]

    def keep(self, name: str, data: bytes) -> None:
        """Remember what a release serves from now on."""
        self._sums[name] = parse_sums(data)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{name}.sums").write_bytes(data)

    def forget(self, names: Collection[str]) -> None:
        """Releases that the target has just let go of."""
        for name in names:
            self._sums.pop(name, None)
            (self._folder / f"{name}.sums").unlink(missing_ok=True)

    def only(self, names: Collection[str]) -> None:
        """Forget releases that the target does not hold any more, and those that never came to be."""
        self.forget([copy.stem for copy in self._folder.glob("*-*.sums") if copy.stem not in names])
