"""The files of a release on a disk: linked, moved, settled, compared; and what the system says when it can't."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ..core.errors import PublishError
from .backend import Progress
from .built import NO_LINK, digest_of
from .owners import missing_right

_TOLD = 100
"""Files read between two reports of how far it is."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """System errors as one line that says what became of the site."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            what = "hết chỗ trên đĩa"
        elif isinstance(error, PermissionError):
            what = missing_right(error.filename or path)
        else:
            what = error.strerror or str(error)
        raise PublishError(f"{error.filename or path}: {what}") from error


def differing(folder: str, sums: Mapping[str, str], progress: Progress) -> Iterator[str]:
    """Every file of the sums that is missing or not what its sum says."""
    for number, (file, digest) in enumerate(sums.items(), 1):
        try:
            if digest_of(f"{folder}/{file}") != digest:
                yield file
        except OSError:
            yield file
        if number % _TOLD == 0 or number == len(sums):
            progress("kiểm", number, len(sums))


def _with_folder(do: Callable[[str, str], Any], source: str, target: str) -> None:
    try:
        do(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), mode=0o755, exist_ok=True)
        do(source, target)


def link(source: str, target: str) -> None:
    """A hard link, or a copy where the file system knows none or the count is full."""
    try:
        _with_folder(_link_itself, source, target)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _link_itself(source: str, target: str) -> None:
    os.link(source, target, follow_symlinks=False)


def copy(source: str, target: str) -> None:
    """The content alone."""
    _with_folder(shutil.copyfile, source, target)


def move(source: str, target: str) -> None:
    """A rename, or a copy onto another file system."""
    try:
        _with_folder(os.rename, source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _with_folder(shutil.copy2, source, target)
        os.unlink(source)


def settle(stage: str, files: Sequence[str]) -> None:
    """What was written must be on the disk before readers are sent there. Few files are settled by themselves, because
    settling the whole file system waits for everybody else's work too; several at once, for which the disk is waited
    for once. What can't be opened is left to who reads it."""
    if len(files) > 500:
        os.sync()
        return
    with ThreadPoolExecutor(16) as waiting:
        for _ in waiting.map(_settle_one, [f"{stage}/{file}" for file in files]):
            pass


def _settle_one(path: str) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_LINK | os.O_NONBLOCK)
    except OSError:
        return
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes) -> None:
    """A small file, so that a reader finds the old one or this one, also after a power cut; a link that lies in the way
    is replaced, never followed."""
    temporary = path.with_name(half_written(path.name))
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK, 0o644)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)


def read_plain(path: str, size: int) -> bytes | None:
    """A plain file of this size; None for one that is not there, of another size, or a link, pipe or folder."""
    try:
        with _plain(path) as file:
            return file.read(size) if os.fstat(file.fileno()).st_size == size else None
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        raise


def read_whole(path: str | os.PathLike[str]) -> bytes:
    """A plain file; FileNotFoundError where none is, but a link, pipe, folder or nothing."""
    try:
        with _plain(path) as file:
            return file.read()
    except OSError as error:
        if error.errno in _NOT_THERE - {errno.EACCES, errno.ENOENT}:
            raise FileNotFoundError(errno.ENOENT, "không phải tệp thường", os.fspath(path)) from None
        raise


@contextmanager
def _plain(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a plain file, not through a link; nothing is waited for, as opening a pipe waits for who writes."""
    descriptor = os.open(path, os.O_RDONLY | NO_LINK | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), os.fspath(path))
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            yield file
    finally:
        os.close(descriptor)


_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.EACCES})
"""What the system says where no plain file is that we may read."""


def half_written(name: str) -> str:
    """What a file is called until it is whole; a kill may leave it."""
    return f".{name}.new"


def drop(folder: Path, file: str) -> None:
    """Take a file away, and the folders that held nothing else; not through a link that leads elsewhere."""
    path, parents = folder / file, Path(file).parents[:-1]
    if any((folder / parent).is_symlink() for parent in parents):
        return
    path.unlink(missing_ok=True)
    for parent in parents:
        try:
            os.rmdir(folder / parent)
        except OSError:
            return


def remove(path: Path) -> None:
    """Take a file, a link or a folder away, whichever it is."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        _remove_folder(os.fspath(path))


def _remove_folder(path: str) -> None:
    """In half of the time of `shutil.rmtree`, which guards against strangers who move folders meanwhile: here nobody
    else may write."""
    with os.scandir(path) as found:
        entries = list(found)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _remove_folder(entry.path)
        else:
            os.unlink(entry.path)
    os.rmdir(path)


def strangers(folder: str, sums: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(file, kind) of what lies in a release and was not published: files, links, empty folders; and of published files
    that are no plain files any more or that a web server can't read."""
    for parent, folders, names in os.walk(folder):
        if not folders and not names and parent != folder:
            yield os.path.relpath(parent, folder) + "/", "added"
        for name in (*folders, *names):
            path = f"{parent}/{name}"
            file = os.path.relpath(path, folder)
            try:
                mode = os.lstat(path).st_mode
            except FileNotFoundError:
                continue  # it went meanwhile; who reads the files of the sums says so of those
            if file in sums:
                if not stat.S_ISREG(mode) or mode & 0o444 != 0o444:
                    yield file, "changed"
            elif not stat.S_ISDIR(mode):
                yield file, "added"
            elif mode & 0o555 != 0o555:
                yield f"{file}/", "changed"
