"""The spare: what a release that goes has in common with the live one, and what the next release is made of.

Making a folder of tens of thousands of links, and taking another such folder away, costs more than all else that an
edit needs of a target; two releases differ in a few files.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Container
from pathlib import Path

from .tree_files import drop, link, remove

SPARE = "spare"
"""The folder beside the releases."""


def keep_as_spare(release: Path, spare: Path, lost: Collection[str], aside: Path) -> None:
    """A release goes. lost: its files that the live one has not, which go at once; aside: where a kill leaves the rest,
    to be cleared away."""
    remove(aside)
    os.rename(release, aside)
    if not aside.is_symlink():
        for file in lost:
            drop(aside, file)
        remove(spare)
        os.rename(aside, spare)
    remove(aside)


def link_tree(stage: Path, spare: Path, live: Path | None, wanted: Container[str]) -> None:
    """Make a folder of the live release's wanted files, those that are there; out of the spare, if there is one. live:
    None for none."""
    remove(stage)
    if live and spare.is_dir():
        os.rename(spare, stage)
    else:
        os.mkdir(stage, 0o755)
    if live and live.is_dir():
        _match(os.fspath(stage), os.fspath(live), "", wanted)


def _match(tree: str, live: str, prefix: str, wanted: Container[str]) -> bool:
    """Let a folder hold another's very files, those that are wanted, and nothing else, as if each had been linked anew;
    whether it holds any. prefix: of their paths in the release."""
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
                remove(Path(path))
                os.mkdir(path, 0o755)
            if not _match(path, entry.path, f"{file}/", wanted):
                os.rmdir(path)
                continue
        elif not entry.is_file(follow_symlinks=False) or file not in wanted:
            continue
        elif other is None or other.inode() != entry.inode():
            remove(Path(path))
            link(entry.path, path)
        standing.pop(name, None)
        holds = True
    for entry in standing.values():
        remove(Path(entry.path))
    return holds
