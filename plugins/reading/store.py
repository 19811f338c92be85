"""The store of parsed articles: source bytes + everything that shapes the result → record, HTML, plain text.

Files: `index` (all entries with their packed records, read at once), `recent` (the entries that changed since the index
was written, so that an edit does not write ten thousand others again), and `text-N` (HTML and plain text, read per
article by offset, so that a build loads the text only of pages it renders). An entry is right by its key alone: the
digest of the source's path and bytes and of the shape (code, libraries, settings). The index is written to a temporary
name and renamed, text files are only ever appended to under a new name; a store that is damaged, foreign or of another
version is empty, and says so. Every text carries a digest as well: one that is damaged is read from its source again.
"""

from __future__ import annotations

import marshal
import os
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..core.article.record import Reading, Record
from ..core.errors import StoreError
from ..core.events.event import EventRecord
from ..core.problem import Problem
from ..core.text.system_errors import reason
from ..system.cache_file import Remembered, digest, load_cached, load_with_digest, save_cached
from ..system.cache_places import clear_place
from ..system.file_stamps import FileStamp, file_stamp
from .sources import is_article, is_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_MAGIC = b"column-store-7\n"
_DAMAGED = "damaged"
"""A file that says a text was found damaged: the next build trusts none of them."""
_SUM = 16
_PLAIN = 2
"""The marshal format without back references, which is read a fifth faster: hardly a value stands in two records."""
AnyReading = Reading[Record] | Reading[EventRecord]
_Row = tuple[str, int, str, str, str, Literal["error", "warning"]]


class StoredFile(NamedTuple):
    """One file's parsed form, as it is kept: plain values, so that ten thousand are read in a blink.

    metadata_digest: the record's `digest`, and its whole digest where others show its text (pages, events); whole: its
    whole digest; packed: the record itself, "" of a file that could not be opened or took too long; where: (text file's
    number, offset, bytes of HTML, bytes of text); sums: digests of HTML and text; found: the file's problems.
    """

    file_stamp: FileStamp
    key: bytes
    metadata_digest: bytes
    whole: bytes
    packed: bytes
    where: tuple[int, int, int, int]
    sums: bytes
    found: tuple[_Row, ...]

    @classmethod
    def of(
        cls,
        path: str,
        file_stamp: FileStamp,
        key: bytes,
        reading: AnyReading,
        where: tuple[int, int, int, int],
        sums: bytes,
    ) -> StoredFile:
        """What is kept of one file that was read."""
        record = reading.record
        found = tuple([(p.path, p.line, p.field, p.message, p.rule, p.severity) for p in reading.problems])
        if record is None:
            return cls(file_stamp, key, b"", b"", b"", where, sums, found)
        metadata_digest = record.digest if is_article(path) else record.whole_digest
        packed = marshal.dumps(tuple(record), _PLAIN)
        return cls(file_stamp, key, metadata_digest, record.whole_digest, packed, where, sums, found)

    def record(self, path: str) -> Record | EventRecord | None:
        """The record, unpacked."""
        if not self.packed:
            return None
        return (EventRecord if is_event(path) else Record)._make(marshal.loads(self.packed))  # noqa: S302 — digest checked

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file."""
        return tuple(
            Problem(path=path, line=line, field=name, message=message, rule=rule, severity=severity)
            for path, line, name, message, rule, severity in self.found
        )


class StoredRecords(dict[str, Record]):
    """Source → record, each unpacked from the store when it is first asked for; what iterates sees only those."""

    def __init__(self, entries: Mapping[str, StoredFile]) -> None:
        super().__init__()
        self._entries = entries

    def __missing__(self, path: str) -> Record:
        record = self._entries[path].record(path)
        assert isinstance(record, Record), f"{path} has no record of an article or page"
        self[path] = record
        return record

    def get(self, path: str, default: Record | None = None) -> Record | None:  # type: ignore[override]
        """The record of an article, unpacked like any other; the default where there is none."""
        entry = self._entries.get(path)
        return self[path] if entry is not None and entry.packed and is_article(path) else default


@dataclass(slots=True)
class Store:
    """Open one with `Store.load`; look at `entries`; add what was parsed anew; `save` when it is worth keeping.

    note: why the store on disk was not used, "" when it was; again: reads a source anew, for texts that are damaged.
    """

    folder: Path
    shape: bytes
    entries: dict[str, StoredFile]
    note: str = ""
    again: Callable[[str], AnyReading] | None = None
    _next: int = 0
    _base: bytes = b""
    _index: dict[str, StoredFile] = field(default_factory=dict)
    _kept: dict[str, StoredFile] = field(default_factory=dict)
    _texts: _OpenTexts = field(default_factory=lambda: _OpenTexts())

    @classmethod
    def load(cls, folder: Path, shape: bytes) -> Store:
        """Read the index; anything odd gives an empty store with a note. An empty shape takes what is there."""
        damaged = folder / _DAMAGED
        if damaged.exists():
            clear_place(damaged)
            _saved.forget()
            return cls(folder, shape, {}, note=_BROKEN, _next=_unused(folder))
        marks = _marks(folder)
        last = _saved.of((folder, marks)) if marks else None
        if last is not None and last.shape == shape:
            entries = dict(last._kept)
            return cls(folder, shape, entries, _next=last._next, _base=last._base, _index=last._index, _kept=last._kept)
        try:
            found = load_with_digest(folder / "index", _MAGIC)
            if found is None:
                return cls(folder, shape, {})
            body, base = found
            stored_shape, number, rows, sizes = marshal.loads(body)  # noqa: S302 — digest checked
            if shape and stored_shape != shape:
                note = "mã nguồn, thư viện hoặc thiết lập đã đổi; phân tích lại mọi bài"
                return cls(folder, shape, {}, note=note, _next=number)
            changed: dict[str, Any] = {}
            gone: tuple[str, ...] = ()
            recent = load_cached(folder / "recent", _MAGIC)
            if recent is not None:
                over, *now = marshal.loads(recent)  # noqa: S302 — digest checked
                if over == base:
                    number, changed, gone, sizes = now
            if any(os.stat(folder / f"text-{text}").st_size != size for text, size in sizes.items()):
                raise StoreError("a text file has another size than the index says")
        except OSError as error:
            note = f"không đọc được bộ nhớ đệm ({reason(error)}); phân tích lại mọi bài"
            return cls(folder, shape, {}, note=note, _next=_unused(folder))
        except (StoreError, ValueError, EOFError, TypeError):
            return cls(folder, shape, {}, note=_BROKEN, _next=_unused(folder))
        index = _entries(rows)
        entries = index | _entries(changed)
        for path in gone:
            entries.pop(path, None)
        return cls(folder, shape, entries, _next=number, _base=base, _index=index, _kept=dict(entries))

    def key(self, path: str, data: bytes) -> bytes:
        """The digest under which this file's parsed form is right."""
        digest = blake2b(self.shape, digest_size=16)
        digest.update(path.encode(errors="surrogateescape") + b"\0")
        digest.update(data)
        return digest.digest()

    def append(
        self, number: int, readings: Iterable[tuple[str, FileStamp, bytes, AnyReading]], *, more: bool = False
    ) -> list[tuple[str, StoredFile]]:
        """Write the texts of some readings to the text file `number`, new or once `more`, and return their entries.

        Workers call this in their own process; the parent keeps the entries.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        rows: list[tuple[str, StoredFile]] = []
        with open(self.folder / f"text-{number}", "ab" if more else "wb") as file:
            offset = file.tell()
            for path, file_stamp, key, reading in readings:
                html, text = reading.html.encode(), reading.text.encode()
                file.write(html)
                file.write(text)
                where = (number, offset, len(html), len(text))
                offset += len(html) + len(text)
                rows.append((path, StoredFile.of(path, file_stamp, key, reading, where, digest(html) + digest(text))))
        return rows

    def numbers(self, count: int) -> list[int]:
        """Fresh text file numbers."""
        start = self._next
        self._next += count
        return list(range(start, self._next))

    def save(self, wanted: Mapping[str, object]) -> None:
        """Write what is not kept yet, and drop text files nobody refers to."""
        self.entries = {path: entry for path, entry in self.entries.items() if path in wanted}
        kept_now = self._kept
        if len(kept_now) == len(self.entries) and all(kept_now.get(path) is e for path, e in self.entries.items()):
            return
        before = self._index
        changed = {path: entry for path, entry in self.entries.items() if before.get(path) is not entry}
        gone = tuple(sorted(before.keys() - self.entries.keys()))
        self.folder.mkdir(parents=True, exist_ok=True)
        used = {entry.where[0] for entry in self.entries.values()}
        sizes = {number: os.stat(self.folder / f"text-{number}").st_size for number in sorted(used)}
        if self._base and (len(changed) + len(gone)) * 20 < len(before):
            rows = {path: tuple(entry) for path, entry in changed.items()}
            save_cached(self.folder / "recent", _MAGIC, marshal.dumps((self._base, self._next, rows, gone, sizes)))
        else:
            rows = {path: tuple(entry) for path, entry in self.entries.items()}
            body = marshal.dumps((self.shape, self._next, rows, sizes), _PLAIN)
            save_cached(self.folder / "index", _MAGIC, body)
            clear_place(self.folder / "recent")  # it belonged to an earlier index, or was damaged
            self._base, self._index = digest(body), dict(self.entries)
        self._kept = dict(self.entries)
        for name in os.listdir(self.folder):
            number = name.removeprefix("text-")
            left = name.rpartition(".")[2].isdigit()  # of a write that was killed
            if left or (name.startswith("text-") and number.isdigit() and int(number) not in used):
                clear_place(self.folder / name)
        _saved.keep((self.folder, _marks(self.folder)), self)

    def crowded(self) -> bool:
        """Whether so many small text files have gathered that they should be written together."""
        return len({entry.where[0] for entry in self.entries.values()}) > 200

    def html(self, path: str) -> str:
        """One article's cleaned HTML."""
        entry = self.entries[path]
        number, offset, length, _ = entry.where
        found = self._read(number, offset, length, entry.sums[:_SUM])
        return self._anew(path).html if found is None else found

    def text(self, path: str) -> str:
        """One article's plain text."""
        entry = self.entries[path]
        number, offset, before, length = entry.where
        found = self._read(number, offset + before, length, entry.sums[_SUM:])
        return self._anew(path).text if found is None else found

    def _read(self, number: int, offset: int, length: int, right: bytes) -> str | None:
        """The text that lies there, None when it is not the one whose digest is `right`."""
        try:
            data = _read_at(self._texts.descriptor(self.folder, number), length, offset)
        except OSError:
            return None
        return data.decode() if digest(data) == right else None

    def _anew(self, path: str) -> AnyReading:
        """An article whose text here is damaged, as its source says it now; the next build trusts no text here."""
        with suppress(OSError):
            (self.folder / _DAMAGED).touch()
        if self.again is None:
            raise StoreError(f"{path}: {_BROKEN}")
        return self.again(path)

    def gather(self) -> None:
        """Write all texts into one new file, so that hundreds of edits don't leave hundreds of files."""
        (number,) = self.numbers(1)
        offset = 0
        with open(self.folder / f"text-{number}", "wb") as file:
            for path, entry in sorted(self.entries.items()):
                _, _, html, text = entry.where
                data = (self.html(path) + self.text(path)).encode()
                file.write(data)
                self.entries[path] = entry._replace(where=(number, offset, html, text))
                offset += len(data)


def forget(folder: Path) -> None:
    """Delete all that is kept in a folder of the cache, but its lock; the next build reads nothing back."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        clear_place(folder)
        return
    for name in names:
        if name != "lock":
            clear_place(folder / name)


_BROKEN = "bộ nhớ đệm bài viết bị hỏng; phân tích lại mọi bài"


class _OpenTexts:
    """The text files of one store that were read last, kept open."""

    most = 16

    def __init__(self) -> None:
        self._open: dict[int, int] = {}

    def descriptor(self, folder: Path, number: int) -> int:
        """Of a file opened for reading."""
        found = self._open.get(number)
        if found is None:
            if len(self._open) == self.most:
                os.close(self._open.pop(next(iter(self._open))))
            found = self._open[number] = os.open(folder / f"text-{number}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
        return found

    def __del__(self) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)


def _read_at(descriptor: int, length: int, offset: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, length)


_saved: Remembered[Store] = Remembered()
"""The store saved last, by its folder and the stamps of its files then."""


def _marks(folder: Path) -> tuple[tuple[str, FileStamp], ...]:
    """The stamp of every file of a store; () when there is none, or one that can't be asked."""
    try:
        with os.scandir(folder) as files:
            own = [file for file in files if file.name.startswith(("index", "recent", "text-"))]
            return tuple(sorted((file.name, file_stamp(file.stat())) for file in own))
    except OSError:
        return ()


def _entries(rows: dict[str, tuple[Any, ...]]) -> dict[str, StoredFile]:
    return dict(zip(rows, map(tuple.__new__, repeat(StoredFile), rows.values()), strict=True))


def _unused(folder: Path) -> int:
    """A text file number that no file of a store we can't read has."""
    try:
        names = os.listdir(folder)
    except OSError:
        return 0
    numbers = [int(name[5:]) for name in names if name.startswith("text-") and name[5:].isdigit()]
    return max(numbers, default=-1) + 1
