"""What a target remembers beside its releases: what was rolled back, who holds it, what is gone for good.

The file that holds these notes is the mark by which a folder is known as ours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..errors import PublishError
from .live_record import Gone
from .release import number_of

NOTES = "column-target.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A rollback that nobody has undone yet. since: POSIX time; by: who; why: in their words; release, commit: what
    was taken back; back_to, back_commit: what became live instead."""

    since: float
    by: str
    why: str
    release: str
    commit: str
    back_to: str
    back_commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNotes:
    """withdrawn: ids of releases that were rolled back; holds: oldest first, empty when anything may go out; gone:
    files no release serves any more; settled: name of the release after whose switch everything was finished; adopted:
    whether the target carries these notes, False for one that an earlier version filled."""

    withdrawn: frozenset[str] = frozenset()
    holds: tuple[Hold, ...] = ()
    gone: tuple[Gone, ...] = ()
    settled: str = ""
    adopted: bool = True

    @property
    def hold(self) -> Hold | None:
        """The newest hold, which people are told of."""
        return self.holds[-1] if self.holds else None

    @property
    def held(self) -> frozenset[str]:
        """Names of the releases that holds compare with, which stay as long."""
        return frozenset(name for hold in self.holds for name in (hold.release, hold.back_to))


NONE = TargetNotes(adopted=False)
"""Of a target that has no notes yet."""


def render_notes(notes: TargetNotes) -> bytes:
    """One line of JSON."""
    values: dict[str, Any] = {"version": VERSION, "withdrawn": sorted(notes.withdrawn), "settled": notes.settled}
    if notes.hold:
        values["hold"] = asdict(notes.hold)  # an earlier version reads this one alone
        values["holds"] = [asdict(hold) for hold in notes.holds]
    if notes.gone:
        values["gone"] = [list(gone) for gone in notes.gone]
    return (json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n").encode()


def parse_notes(data: bytes) -> TargetNotes:
    """The notes, or PublishError."""
    try:
        values = json.loads(data)
        only = [values["hold"]] if values.get("hold") else []
        return TargetNotes(
            withdrawn=frozenset(map(str, values["withdrawn"])),
            holds=tuple(Hold(**hold) for hold in values.get("holds", only)),
            gone=tuple(Gone(str(file), float(since)) for file, since in values.get("gone", ())),
            settled=str(values.get("settled", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PublishError(f"{NOTES}: ghi chép của đích bị hỏng ({type(error).__name__})") from None


def old_notes(withdrawn: str) -> TargetNotes:
    """From the list of ids that earlier versions kept."""
    return replace(NONE, withdrawn=frozenset(withdrawn.split()))


def holds_after(holds: Sequence[Hold], live: str, release: str, commit: str, fresh: Hold) -> tuple[Hold, ...]:
    """The holds once readers get another kept release than the one that is live. live, release: their names; commit:
    that other release's; fresh: what going back leaves behind. Going forward again undoes what went back before: a hold
    on what becomes live ends, and one on what is newer still goes back no further than this."""
    here, there = number_of(live), number_of(release)
    if there < here:
        return (*holds, fresh)
    kept = []
    for hold in holds:
        newest, base = number_of(hold.release), number_of(hold.back_to)
        if base < here or base >= there:
            kept.append(hold)  # of another rollback than those that led from there to here
        elif newest > there:
            kept.append(replace(hold, back_to=release, back_commit=commit))
    return tuple(kept)
