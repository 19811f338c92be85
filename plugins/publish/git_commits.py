"""Commits ↔ kept releases: a commit's tree is what a release serves, its message holds the facts and the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.errors import PublishError
from ..core.publishing.release import Release, parse_facts, render_facts
from ..core.publishing.target_notes import NONE, TargetNotes, old_notes, parse_notes, render_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """release: its facts; tree: what git calls its files."""

    release: Release
    tree: str


def message_of(release: Release, notes: TargetNotes) -> str:
    """A release's commit message. The line `withdrawn` is for earlier versions, which know no notes."""
    facts = render_facts(release).decode().strip()
    withdrawn = "withdrawn: " + " ".join(sorted(notes.withdrawn))
    noted = f"notes: {render_notes(notes).decode().strip()}"
    return f"{release.name}: {release.commit[:12] or 'no commit'}\n\n{facts}\n{withdrawn}\n{noted}\n"


def read_commits(commits: Iterable[tuple[str, str]]) -> tuple[list[Kept], TargetNotes]:
    """Our releases, oldest first, and the newest notes, from (tree, message), the tip first. Commits that the host or
    somebody else put on top of ours are looked through."""
    kept: list[Kept] = []
    notes = NONE
    for tree, message in commits:
        lines = message.strip().splitlines()
        try:
            release = parse_facts(lines[2].encode())
            if not kept:
                notes = _notes_in(lines[3:])
        except (IndexError, PublishError):
            if kept:
                break
            continue
        kept.append(Kept(release=release, tree=tree))
    return kept[::-1], notes


def _notes_in(lines: Sequence[str]) -> TargetNotes:
    for line in lines:
        if line.startswith("notes: "):
            return parse_notes(line.removeprefix("notes: ").encode())
    return old_notes(lines[0].removeprefix("withdrawn:"))
