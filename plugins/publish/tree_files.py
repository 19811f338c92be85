"""The files of a release on a disk: linked, moved, settled, compared; and what the system says when it can't."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..core.errors import PublishError
from .backend import Progress
from .built import digest_of
from .owners import missing_right


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
        raise PublishError(f"{error.filename or path}: {what}; bản đang phục vụ giữ nguyên") from error


def differing(folder: str, sums: Mapping[str, str], progress: Progress) -> Iterator[str]:
    """Every file of the sums that is missing or not what its sum says."""
    for number, (file, digest) in enumerate(sums.items(), 1):
        try:
            if digest_of(f"{folder}/{file}") != digest:
                yield file
        except OSError:
            yield file
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
        _with_folder(os.link, source, target)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(source, target)


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
    """What was written must be on the disk before readers are sent there; few files are settled one by one, because
    settling the whole file system waits for everybody else's work too."""
    if len(files) > 500:
        os.sync()
        return
    for file in files:
        descriptor = os.open(f"{stage}/{file}", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write(path: Path, data: bytes) -> None:
    """A small file, so that a reader finds the old one or this one, also after a power cut."""
    temporary = path.with_name(f".{path.name}.new")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)
