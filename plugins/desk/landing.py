"""What others changed, put on this machine's disk: before the branch moves, so that a desk that is killed between both
finds its disk ahead of the branch and never behind it; file by file, each by exchange; and never over what somebody
changed here without committing it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..reading.sources import is_article
from .commits import Repository, literal
from .files import Folder, blob, opened, written
from .git import GitError
from .merging import merged


class Clash(NamedTuple):
    """An article that was changed here and elsewhere in one place. theirs: what stands there; blob: its name; began:
    what both were changed from."""

    source: str
    theirs: str
    blob: str
    began: str = ""


class Landing(NamedTuple):
    """What a commit brings. put: files to put there; gone: files to take away; joined: article → the text of both,
    with the base that it is written over; clashes: articles that a person has to look at first. Paths of put and gone
    are from the repository's root."""

    put: tuple[str, ...]
    gone: tuple[str, ...]
    joined: Mapping[str, tuple[bytes, str]]
    clashes: Mapping[str, Clash]


def landing(git: Repository, folder: Folder, before: str, after: str, held: Iterable[str] = ()) -> Landing:
    """What of one commit has to be put on a disk that stands at another. held: files that wait for somebody to look at
    them. GitError for a file that is no article and was changed in both places."""
    rows = git.changes(before, after)
    for file in held:
        rows.pop(file, None)
    put: list[str] = []
    gone: list[str] = []
    joined: dict[str, tuple[bytes, str]] = {}
    clashes: dict[str, Clash] = {}
    for file, (old, new) in rows.items():
        stands = _name_on_disk(git.root / file)
        if stands not in {old, new, ""}:
            stands = git.ask("hash-object", "--", file)  # which knows of filters that are set up for such files
        if stands == new:
            continue
        if stands in {old, ""}:
            (put if new else gone).append(file)
        elif new:  # taken away there and changed here, it stays
            source = git.source(file)
            if not (file.startswith(git.prefix) and is_article(source)):
                raise GitError(
                    f"{file}: tệp đang sửa dở ở máy này và nơi khác cũng sửa; người quản trị cần nối bằng git"
                )
            both = _joined(git, folder, source, old, new)
            if isinstance(both, Clash):
                clashes[source] = both
            else:
                joined[source] = both
    return Landing(tuple(put), tuple(gone), joined, clashes)


def _name_on_disk(path: Path) -> str:
    """The name that git gives to what stands there, "" for nothing."""
    if path.is_symlink():
        return blob(os.fsencode(os.readlink(path)))
    return blob(path.read_bytes()) if path.is_file() else ""


def _joined(git: Repository, folder: Folder, source: str, old: str, new: str) -> tuple[bytes, str] | Clash:
    """What stands on the disk with what came, or both of them for a person."""
    mine = opened(folder.read(source) or b"")
    began, theirs = (opened(git.blob_at(name) or b"") for name in (old, new))
    text, whole = merged(mine.text, began.text, theirs.text)
    if not whole or mine.fault or theirs.fault:
        return Clash(source, theirs.text, new, began.text)
    return written(text, windows=mine.windows), mine.base


def land(git: Repository, folder: Folder, commit: str, what: Landing) -> None:
    """Put it there. ConflictError when a file was changed at this very moment; the next turn sees that."""
    for file in what.gone:
        with suppress(OSError):
            _place(git.root, file).unlink()
    if what.put:
        with tempfile.TemporaryDirectory(prefix="desk-", dir=git.own) as name:
            own = {"GIT_INDEX_FILE": f"{name}/index"}
            git.git("read-tree", commit, environment=own)
            listed = "\0".join(what.put).encode("utf-8", "surrogateescape")
            git.git("checkout-index", "-z", "--stdin", f"--prefix={name}/files/", data=listed, environment=own)
            for file in what.put:
                place = _place(git.root, file)
                place.parent.mkdir(parents=True, exist_ok=True)
                if place.is_dir() and not place.is_symlink():
                    raise GitError(f"{file}: ở máy này là một thư mục")
                shutil.move(f"{name}/files/{file}", place)
    for source, (data, base) in what.joined.items():
        folder.write(source, data, base)


def note_landed(git: Repository, files: Iterable[str]) -> None:
    """Tell git's own index. Somebody else may hold it: then git finds out by itself."""
    listed = "\0".join(map(literal, files)).encode("utf-8", "surrogateescape")
    if not listed:
        return
    with suppress(GitError):
        git.git("reset", "--quiet", "HEAD", "--pathspec-from-file=-", "--pathspec-file-nul", data=listed)


def note_what_stands(git: Repository) -> None:
    """Tell git's index of what branch and disk agree about: a desk was killed before it could."""
    otherwise = git.noted_otherwise() if git.head() else {}
    note_landed(git, [file for file, name in otherwise.items() if _name_on_disk(git.root / file) == name])


def _place(root: Path, file: str) -> Path:
    """Where a file lies. GitError where a link on the way would lead it elsewhere."""
    place = root / file
    if os.path.realpath(place.parent) != os.path.join(os.path.realpath(root), os.path.dirname(file)).rstrip("/"):
        raise GitError(f"{file}: đường dẫn đi qua một liên kết")
    return place
