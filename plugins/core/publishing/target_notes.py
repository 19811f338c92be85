"""What a target remembers beside its releases: what was rolled back, who holds it, what is gone for good.

The file that holds these notes is the mark by which a folder is known as ours.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..errors import PublishError
from .live_record import Gone

NOTES = "column-target.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A rollback that nobody has undone yet. since: POSIX time; by: who; why: in their words; release, commit: what
    was taken back, the newest of it; back_to, back_commit: what became live instead."""

    since: float
    by: str
    why: str
    release: str
    commit: str
    back_to: str
    back_commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNotes:
    """withdrawn: ids of releases that were rolled back; hold: None when anything may go out; gone: files no release
    serves any more; settled: name of the release after whose switch everything was finished; adopted: whether the
    target carries these notes, False for one that an earlier version filled."""

    withdrawn: frozenset[str] = frozenset()
    hold: Hold | None = None
    gone: tuple[Gone, ...] = ()
    settled: str = ""
    adopted: bool = True


NONE = TargetNotes(adopted=False)
"""Of a target that has no notes yet."""


def render_notes(notes: TargetNotes) -> bytes:
    """One line of JSON."""
    values: dict[str, Any] = {"version": VERSION, "withdrawn": sorted(notes.withdrawn), "settled": notes.settled}
    if notes.hold:
        values["hold"] = asdict(notes.hold)
    if notes.gone:
        values["gone"] = [list(gone) for gone in notes.gone]
    return (json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n").encode()


def parse_notes(data: bytes) -> TargetNotes:
    """The notes, or PublishError."""
    try:
        values = json.loads(data)
        hold = values.get("hold")
        return TargetNotes(
            withdrawn=frozenset(map(str, values["withdrawn"])),
            hold=Hold(**hold) if hold else None,
            gone=tuple(Gone(str(file), float(since)) for file, since in values.get("gone", ())),
            settled=str(values.get("settled", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PublishError(f"{NOTES}: ghi chép của đích bị hỏng ({type(error).__name__})") from None


def old_notes(withdrawn: str) -> TargetNotes:
    """From the list of ids that earlier versions kept."""
    return replace(NONE, withdrawn=frozenset(withdrawn.split()))
