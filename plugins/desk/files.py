"""The files of content/ as the desk reads and writes them: nothing outside the folder, nothing half, nothing over what
somebody else wrote meanwhile."""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b, sha1
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..core.errors import ColumnError
from ..core.files.picture_facts import ENDINGS
from ..core.text.decoding import DecodingError, decode, line_ends
from ..core.text.limits import BYTES
from ..core.text.vietnamese import is_slug
from ..reading.sources import MARKDOWN
from ..system.processes import is_running

_WRITABLE = frozenset({*(ending[1:] for ending in MARKDOWN), *ENDINGS})
"""Endings of files that the desk writes."""
_NAME = re.compile(r"[^\x00-\x1f\x7f/\\]{1,200}")
_LEFT = re.compile(r"\.desk-(\d{1,9})-[0-9a-f]{16}\.tmp")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = _NO_LINK | getattr(os, "O_DIRECTORY", 0)


class OutsideError(ColumnError):
    """Raised when a path is none that the desk may touch."""


class ConflictError(ColumnError):
    """Raised when a file is not what the writer began from. theirs: what stands there, None when it is gone."""

    def __init__(self, theirs: Opened | None) -> None:
        super().__init__("bài đã được người khác hoặc chương trình khác sửa sau khi bạn mở")
        self.theirs = theirs


class Opened(NamedTuple):
    """A file's text as it is edited. base: git's name of its bytes; text: NFC with "\\n"; windows: its lines end as on
    Windows; fault: why it is no text, "" when it is; suggestion: what it may say in an encoding of old."""

    base: str
    text: str
    windows: bool = False
    fault: str = ""
    suggestion: str = ""


def blob(data: bytes) -> str:
    """The name that git gives to these bytes."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def key_of(source: str) -> str:
    """The name of an article in the desk's addresses: readable where the file's is, and nobody else's."""
    stem = PurePosixPath(source).stem
    mark = blake2b(source.encode("utf-8", "surrogateescape"), digest_size=5).hexdigest()
    return f"{stem}.{mark}" if is_slug(stem) else mark


def opened(data: bytes) -> Opened:
    """Bytes as they are edited."""
    base = blob(data)
    if len(data) > BYTES:
        return Opened(base, "", fault=f"tệp lớn quá {BYTES // 1_000_000} MB; không mở để sửa ở đây")
    try:
        return Opened(base, decode(data), windows=b"\r\n" in data and data.count(b"\n") == data.count(b"\r\n"))
    except DecodingError as error:
        for encoding in (*_wide(data), "cp1258", "cp1252"):
            with suppress(UnicodeError):
                return Opened(base, "", fault=str(error), suggestion=decode(data.decode(encoding).encode()))
        return Opened(base, "", fault=str(error))


def _wide(data: bytes) -> tuple[str, ...]:
    """Encodings of two bytes a letter that a file may be in: any file of even length can be read as one, so it has to
    say so, or to have the empty bytes that Latin letters leave."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    found = (("utf-16-le", data[1::2]), ("utf-16-be", data[::2]))
    return tuple(name for name, half in found if half.count(0) * 3 > len(half))


def written(text: str, *, windows: bool = False) -> bytes:
    """The bytes of an edited text: its own line ends, one at its end."""
    lines = line_ends(text).rstrip("\n") + "\n"
    return (lines.replace("\n", "\r\n") if windows else lines).encode("utf-8")


class Folder:
    """content/: reads by name, writes whole files by exchange. named: a file's name → as it is on disk."""

    def __init__(self, content: Path, named: Callable[[str], str] = str) -> None:
        self.content, self._named = content, named
        self._writing = threading.Lock()

    def clear(self) -> None:
        """Take away what a desk that was killed while it wrote has left; what another one writes just now stays."""
        for path in self.content.rglob(".desk-*.tmp"):
            if (match := _LEFT.fullmatch(path.name)) and not is_running(int(match[1])):
                path.unlink(missing_ok=True)

    def read(self, path: str) -> bytes | None:
        """A file's bytes, None when there is none. Raises OutsideError."""
        try:
            with self._parent(path) as (parent, name):
                descriptor = os.open(name, os.O_RDONLY | _NO_LINK, dir_fd=parent)
                with os.fdopen(descriptor, "rb") as file:
                    return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def open(self, path: str) -> Opened | None:
        """A file's text, None when there is none."""
        data = self.read(path)
        return None if data is None else opened(data)

    def write(self, path: str, data: bytes, base: str) -> str:
        """Put a file in the place of the one with that base, "" for none; returns the new base. ConflictError when
        another stands there; OSError leaves the old one whole."""
        with self._writing, self._parent(path, make=True) as (parent, name):
            standing = self.read(path)
            if standing == data:
                return blob(data)
            if (blob(standing) if standing is not None else "") != base:
                raise ConflictError(opened(standing) if standing is not None else None)
            self._exchange(parent, name, data)
        return blob(data)

    def _exchange(self, parent: int, name: str, data: bytes) -> None:
        fresh = f".desk-{os.getpid()}-{secrets.token_hex(8)}.tmp"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o644, dir_fd=parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(fresh, name, src_dir_fd=parent, dst_dir_fd=parent)
        except BaseException:
            with suppress(OSError):
                os.unlink(fresh, dir_fd=parent)
            raise
        os.fsync(parent)

    @contextmanager
    def _parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The folder that a file lies in, reached step by step from content/ without following a link."""
        steps = self._named(path).split("/")
        if not all(_NAME.fullmatch(step) and step[0] != "." for step in steps):
            raise OutsideError(f"“{path}” không phải tên tệp trong content")
        if make and steps[-1].rpartition(".")[2].lower() not in _WRITABLE:
            raise OutsideError(f"“{path}”: bàn biên tập chỉ ghi bài .md và ảnh")
        if make and len(steps) < 2:
            raise OutsideError(f"“{path}”: bài nằm trong một thư mục của content")
        here = os.open(self.content, _FOLDER)
        try:
            for step in steps[:-1]:
                try:
                    below = self._below(here, step, make=make)
                except FileNotFoundError:
                    raise
                except OSError:
                    raise OutsideError(f"“{path}” đi qua một liên kết hoặc một thứ không phải thư mục") from None
                os.close(here)
                here = below
            yield here, steps[-1]
        finally:
            os.close(here)

    def _below(self, here: int, step: str, *, make: bool) -> int:
        if make:
            with suppress(FileExistsError):
                os.mkdir(step, 0o755, dir_fd=here)
        return os.open(step, _FOLDER, dir_fd=here)
