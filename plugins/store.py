"""The store of parsed articles: source bytes + everything that shapes the result → record, HTML, plain text.

Two files: `index` (all records, read at once) and `text-N` (HTML and plain text, read per article by offset, so that
a build loads the text only of pages it renders). An entry is right by its key alone: the digest of the source's
path and bytes and of the shape (code, libraries, settings). The index is written to a temporary name and renamed,
text files are only ever appended to under a new name; a store that is damaged, foreign or of another version is
empty, and says so.
"""

from __future__ import annotations

import marshal
import os
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from .core.event import EventRecord
from .core.problem import Problem
from .core.record import Reading, Record
from .sources import Signature, is_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MAGIC = b"column-store-1\n"


class Entry(NamedTuple):
    """One file's parsed form. where: (text file's number, offset, bytes of HTML, bytes of text)."""

    signature: Signature
    key: bytes
    record: Record | EventRecord | None
    where: tuple[int, int, int, int]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Store:
    """Open one with `Store.load`; look at `entries`; `put` what was parsed anew; `save` when it is worth keeping.

    note: why the store on disk was not used, "" when it was.
    """

    folder: Path
    shape: bytes
    entries: dict[str, Entry]
    note: str = ""
    _next: int = 0
    _garbage: int = 0

    @classmethod
    def load(cls, folder: Path, shape: bytes) -> Store:
        """Read the index; anything odd gives an empty store with a note."""
        path = folder / "index"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls(folder, shape, {})
        except OSError as error:
            return cls(folder, shape, {}, note=f"không đọc được bộ nhớ đệm ({error.strerror}); phân tích lại mọi bài")
        head = len(_MAGIC)
        if data[:head] != _MAGIC or blake2b(data[head + 16 :], digest_size=16).digest() != data[head : head + 16]:
            return cls(folder, shape, {}, note="bộ nhớ đệm bài viết bị hỏng; phân tích lại mọi bài")
        try:
            stored_shape, number, garbage, rows, sizes = marshal.loads(data[head + 16 :])  # noqa: S302 — digest checked
        except (ValueError, EOFError, TypeError):
            return cls(folder, shape, {}, note="bộ nhớ đệm bài viết thuộc phiên bản khác; phân tích lại mọi bài")
        if stored_shape != shape:
            return cls(
                folder, shape, {}, note="mã nguồn, thư viện hoặc thiết lập đã đổi; phân tích lại mọi bài", _next=number
            )
        for text, size in sizes.items():
            try:
                if os.stat(folder / f"text-{text}").st_size != size:
                    raise OSError
            except OSError:
                return cls(folder, shape, {}, note="bộ nhớ đệm nội dung bị hỏng; phân tích lại mọi bài", _next=number)
        make, make_event = Record._make, EventRecord._make
        entries = {
            path: Entry(
                signature,
                key,
                (make_event if is_event(path) else make)(record) if record else None,
                where,
                tuple(
                    Problem(path=p[0], line=p[1], field=p[2], message=p[3], rule=p[4], severity=p[5]) for p in problems
                )
                if problems
                else (),
            )
            for path, (signature, key, record, where, problems) in rows.items()
        }
        return cls(folder, shape, entries, _next=number, _garbage=garbage)

    def key(self, path: str, data: bytes) -> bytes:
        """The digest under which this file's parsed form is right."""
        digest = blake2b(self.shape, digest_size=16)
        digest.update(path.encode(errors="surrogateescape") + b"\0")
        digest.update(data)
        return digest.digest()

    def append(self, number: int, readings: Iterable[tuple[str, Signature, bytes, Reading]]) -> list[tuple[str, Entry]]:
        """Write the texts of some readings to a new text file `number` and return their entries.

        Workers call this in their own process; the parent keeps the entries.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        rows: list[tuple[str, Entry]] = []
        offset = 0
        with open(self.folder / f"text-{number}", "wb") as file:
            for path, signature, key, reading in readings:
                html, text = reading.html.encode(), reading.text.encode()
                file.write(html)
                file.write(text)
                where = (number, offset, len(html), len(text))
                offset += len(html) + len(text)
                rows.append((path, Entry(signature, key, reading.record, where, reading.problems)))
        return rows

    def numbers(self, count: int) -> list[int]:
        """Fresh text file numbers."""
        start = self._next
        self._next += count
        return list(range(start, self._next))

    def save(self, keep: Mapping[str, object]) -> None:
        """Write the index with the entries of the files in `keep`, and drop text files nobody refers to."""
        self.entries = {path: entry for path, entry in self.entries.items() if path in keep}
        used = {entry.where[0] for entry in self.entries.values()}
        sizes = {number: os.stat(self.folder / f"text-{number}").st_size for number in sorted(used)}
        rows = {
            path: (
                entry.signature,
                entry.key,
                tuple(entry.record) if entry.record else None,
                entry.where,
                tuple((p.path, p.line, p.field, p.message, p.rule, p.severity) for p in entry.problems),
            )
            for path, entry in self.entries.items()
        }
        body = marshal.dumps((self.shape, self._next, self._garbage, rows, sizes))
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f"index.{os.getpid()}"
        temporary.write_bytes(_MAGIC + blake2b(body, digest_size=16).digest() + body)
        os.replace(temporary, self.folder / "index")
        for name in os.listdir(self.folder):
            number = name.removeprefix("text-")
            if name.startswith("text-") and number.isdigit() and int(number) not in used:
                os.unlink(self.folder / name)

    def crowded(self) -> bool:
        """Whether so many small text files have gathered that they should be written together."""
        return len({entry.where[0] for entry in self.entries.values()}) > 200

    def html(self, path: str) -> str:
        """One article's cleaned HTML."""
        number, offset, length, _ = self.entries[path].where
        return self._read(number, offset, length)

    def text(self, path: str) -> str:
        """One article's plain text."""
        number, offset, before, length = self.entries[path].where
        return self._read(number, offset + before, length)

    def _read(self, number: int, offset: int, length: int) -> str:
        descriptor = os.open(self.folder / f"text-{number}", os.O_RDONLY)
        try:
            return os.pread(descriptor, length, offset).decode()
        finally:
            os.close(descriptor)

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
