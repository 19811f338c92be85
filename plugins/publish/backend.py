"""A backend: what every kind of target can do. The verbs in `publish.py` know targets only through this."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..core.publishing.manifest import FileSum
from ..core.publishing.release import Changes, Release
from ..core.publishing.target_notes import NONE, TargetNotes

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetState:
    """releases: kept on the target, oldest first; current: name of the one that is live, "" before the first; notes:
    what the target remembers beside them."""

    releases: tuple[Release, ...] = ()
    current: str = ""
    notes: TargetNotes = NONE

    @property
    def live(self) -> Release | None:
        """The release that readers see."""
        return next((release for release in self.releases if release.name == self.current), None)

    @property
    def newest(self) -> Release | None:
        """The release with the highest number, live or not."""
        return self.releases[-1] if self.releases else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What a new release is made from. release: its facts; changes: what to do; sums: every file it will serve;
    outgoing: folder with every file to send; base: the live release, None for the first; force: whether files that
    others put on the target go."""

    release: Release
    changes: Changes
    sums: Mapping[str, str]
    outgoing: Path
    base: Release | None
    force: bool = False

    @property
    def sends(self) -> list[str]:
        """The files in `outgoing`, sorted."""
        return sorted(file for file in self.sums if file not in self.changes.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """release: its facts from now on; sums: every file it will serve; drop: files to take away; own: files to write;
    newer: files that get `moment` (POSIX) as their modification time."""

    release: Release
    sums: Mapping[str, str]
    drop: frozenset[str] = frozenset()
    own: Mapping[str, bytes] = field(default_factory=dict)
    newer: Sequence[str] = ()
    moment: int = 0


class Backend(Protocol):
    """One target. Every method raises PublishError with a message for people; none leaves half a release behind."""

    def lock(self) -> AbstractContextManager[None]:
        """Hold the target; BusyError at once when somebody else does."""

    def standing(self) -> TargetState:
        """What is there."""

    def sums(self, name: str) -> dict[str, str]:
        """Every file a release serves, with its SHA-256 as it was published."""

    def read(self, name: str, file: str) -> bytes:
        """One file of a release; FileNotFoundError when it has no such file."""

    def read_many(self, name: str, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """Several files of a release, None for one that is not there whole; of each little more than its size is read.
        May be asked in processes forked from this one, several at once."""

    def expect(self, base: Release | None, *, force: bool) -> None:
        """Told before a build that something will be staged on this live release, most likely. Likewise."""

    def begin(self, changes: Changes, base: Release | None, *, force: bool) -> None:
        """Told of what will be staged unless something speaks against it: what takes long elsewhere may begin."""

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """Put the release together beside the live one and verify every file of it."""

    def switch(self, release: Release, progress: Progress, notes: TargetNotes | None = None) -> None:
        """Make a staged or kept release the live one. notes: what the target remembers from then on, not before: a
        kill in between leaves the former ones; None for no change."""

    def note(self, notes: TargetNotes) -> None:
        """Remember; where the notes are kept together with the releases they are written by the next switch."""

    def amend(self, amendment: Amendment) -> None:
        """Change a kept release in place, each file whole at any moment."""

    def clock(self) -> float | None:
        """The target's own time, POSIX; None where it has none."""

    def remove(self, names: Sequence[str]) -> None:
        """Delete kept releases."""

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """(file, "added", "changed" or "removed") for whatever on the target is not as published."""
