"""The spare: what a release that goes has in common with the live one, and what the next release is made of.

Making a folder of tens of thousands of links, and taking another such folder away, costs more than all else that an
edit needs of a target; two releases differ in a few files. So a first publish makes as many spares as there will be
releases before one goes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Container
from pathlib import Path

from .tree_files import drop, link, remove

SPARE = "spare"
"""The folder beside the releases; those of a first publish have a number behind their name."""


def spares(place: Path) -> list[Path]:
    """Those that a target's folder has."""
    return sorted(place.glob(f"{SPARE}*"))


def make_spares(stage: Path, place: Path, count: int, files: Container[str]) -> None:
    """Of a first release; fewer or none on a full disk, or where the file system knows no links."""
    for number in range(1, count + 1):
        spare = place / f"{SPARE}-{number}"
        remove(spare)
        try:
            os.mkdir(spare, 0o755)
            _match(os.fspath(spare), os.fspath(stage), "", files, os.link)
        except OSError:
            remove(spare)
            return


def drop_spares(place: Path) -> None:
    """Take all away."""
    for spare in spares(place):
        remove(spare)


def keep_as_spare(release: Path, place: Path, lost: Collection[str], aside: Path) -> None:
    """A release goes, and is the only spare from then on. lost: its files that the live one has not, which go at once;
    aside: where a kill leaves the rest, to be cleared away."""
    remove(aside)
    os.rename(release, aside)
    if not aside.is_symlink():
        for file in lost:
            drop(aside, file)
        drop_spares(place)
        os.rename(aside, place / SPARE)
    remove(aside)


def link_tree(stage: Path, place: Path, live: Path | None, wanted: Container[str]) -> None:
    """Make a folder of the live release's wanted files, those that are there; out of a spare, if there is one. live:
    None for none."""
    remove(stage)
    spare = next((spare for spare in spares(place) if spare.is_dir()), None)
    if live and spare:
        os.rename(spare, stage)
    else:
        os.mkdir(stage, 0o755)
    if live and live.is_dir():
        _match(os.fspath(stage), os.fspath(live), "", wanted)


def _match(tree: str, live: str, prefix: str, wanted: Container[str], put: Callable[[str, str], object] = link) -> bool:
    """Let a folder hold another's very files, those that are wanted, and nothing else, as if each had been linked anew;
    whether it holds any. prefix: of their paths in the release; put: makes the link."""
    with os.scandir(tree) as found:
        standing = {entry.name: entry for entry in found}
    with os.scandir(live) as found:
        entries = list(found)
    holds = False
    for entry in entries:
        name, path, file = entry.name, f"{tree}/{entry.name}", prefix + entry.name
        other = standing.get(name)
        if entry.is_dir(follow_symlinks=False):
            if other is None or not other.is_dir(follow_symlinks=False):
                _clear(other)
                os.mkdir(path, 0o755)
            if not _match(path, entry.path, f"{file}/", wanted, put):
                os.rmdir(path)
                continue
        elif not entry.is_file(follow_symlinks=False) or file not in wanted:
            continue
        elif other is None or other.inode() != entry.inode():
            _clear(other)
            put(entry.path, path)
        standing.pop(name, None)
        holds = True
    for entry in standing.values():
        _clear(entry)
    return holds


def _clear(entry: os.DirEntry[str] | None) -> None:
    if entry is not None:
        remove(Path(entry.path))
