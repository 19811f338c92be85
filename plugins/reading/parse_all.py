"""All of content/ read: unchanged files from the store, changed ones parsed on every core."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import compress, repeat
from operator import attrgetter, methodcaller, ne
from typing import TYPE_CHECKING, Any

from ..core.article.given_headers import NOTHING_GIVEN, GivenHeaders
from ..core.article.record import Reading, Record, read_article
from ..core.errors import BuildError
from ..core.events.event import EventRecord
from ..core.events.event_file import read_event
from ..core.problem import Problem
from ..core.text.limits import BYTES, CPU_SECONDS, MEMORY_BYTES
from ..core.text.system_errors import reason
from ..system import workers
from ..system.file_stamps import FileStamp, file_stamp
from .data_file import READ_PLAINLY
from .sources import OTHERS, Sources, is_event, is_parsed
from .store import AnyReading, StoredFile

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from ..core.body.parser import BodyParser
    from .store import Store

PIECE = 50
"""Files per piece of work: small enough to share out evenly, large enough not to drown in messages."""
MOST_PIECES = 1_000
"""Of larger sites the pieces are larger."""
ALONE = 24
"""Up to this many files one process is faster than forking."""
_SETTLE_NS, _EMPTY_NS = 30_000_000, 500_000_000
_RETRIES = 20
_BUFFER = 1 << 16
FILE_BYTES = 1 << 27
"""More than any picture or attached file may have; their own limits are judged by the size before."""
_UNREAD: FileStamp = b""
"""The stamp of a file that could not be read: never that of a real one, so it is tried again."""
_UNKNOWN = StoredFile(_UNREAD, b"", b"", b"", b"", (0, 0, 0, 0), b"", ())
"""Stands in for what the store does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """entries: source path → what the store keeps, for every file that was to be parsed; pages, events: their records;
    problems: of all files; flawed: sources of which one is an error; parsed: how many files were parsed anew."""

    entries: dict[str, StoredFile]
    pages: dict[str, Record]
    events: dict[str, EventRecord]
    problems: tuple[Problem, ...]
    flawed: frozenset[str]
    parsed: int

    def of_articles(self) -> Iterator[tuple[str, StoredFile]]:
        """Source path and entry of every article that could be read."""
        return ((path, e) for path, e in self.entries.items() if e.packed and not path.startswith(OTHERS))

    def articles(self) -> dict[str, Record]:
        """Source path → record of every article that could be read."""
        return {path: entry.record(path) for path, entry in self.of_articles()}  # type: ignore[misc]


def read_all(
    root: Path,
    sources: Sources,
    store: Store,
    zone: ZoneInfo,
    parser: BodyParser,
    progress: Callable[[int, int], None] = lambda done, total: None,
    given: GivenHeaders = NOTHING_GIVEN,
) -> Readings:
    """Bring the store up to date with the sources and return every record and problem."""
    store.again = partial(_read_again, root, sources, store, zone, parser, given)
    # Every article passes here on every build, so it does in C.
    entries = dict(zip(sources.files, map(store.entries.get, sources.files, repeat(_UNKNOWN)), strict=True))
    differs = map(ne, map(attrgetter("file_stamp"), entries.values()), sources.files.values())
    changed: list[str] = []
    for path in list(compress(sources.files, differs)):
        if is_parsed(path):
            changed.append(path)
        else:
            del entries[path]
    left = _touched_only(root, sources, store, changed)
    if left:
        _parse(root, sources, store, zone, parser, left, progress, given)
    entries.update((path, store.entries[path]) for path in changed)
    pages: dict[str, Record] = {}
    events: dict[str, EventRecord] = {}
    for path in filter(methodcaller("startswith", OTHERS), entries):
        record = entries[path].record(path)
        if isinstance(record, EventRecord):
            events[path] = record
        elif record is not None:
            pages[path] = record
    problems = [problem for entry in filter(attrgetter("found"), entries.values()) for problem in entry.problems]
    return Readings(
        entries=entries,
        pages=pages,
        events=events,
        problems=tuple(problems),
        flawed=frozenset(problem.path for problem in problems if problem.severity == "error"),
        parsed=len(left),
    )


def _touched_only(root: Path, sources: Sources, store: Store, changed: list[str]) -> list[str]:
    """Drop files whose bytes the store knows (a checkout, a touch): only their stamp is renewed."""
    if len(changed) > ALONE and not store.entries:
        return changed
    left = []
    for path in changed:
        entry = store.entries.get(path)
        if entry is not None:
            try:
                data, mark = read_whole(root, sources.names.get(path, path))
            except OSError:
                left.append(path)  # told when it is parsed
                continue
            if store.key(path, data) == entry.key:
                store.entries[path] = entry._replace(file_stamp=mark)
                sources.files[path] = mark
                continue
        left.append(path)
    return left


def _parse(
    root: Path,
    sources: Sources,
    store: Store,
    zone: ZoneInfo,
    parser: BodyParser,
    changed: list[str],
    progress: Callable[[int, int], None],
    given: GivenHeaders,
) -> None:
    size = max(PIECE, len(changed) // MOST_PIECES) if len(changed) > ALONE else len(changed)
    pieces = [changed[start : start + size] for start in range(0, len(changed), size)]
    numbers = store.numbers(len(pieces))
    in_worker = len(pieces) > 1 and workers.available() > 1
    own = -1

    def work(piece: int) -> list[tuple[str, StoredFile]]:
        nonlocal own
        first = own < 0
        if first:
            own = numbers[piece]  # one text file for each process
        if in_worker:
            _bound_memory()

        def readings(timer: Callable[[float], object]) -> Iterator[tuple[str, FileStamp, bytes, AnyReading]]:
            for path in pieces[piece]:
                workers.working_on(path)
                try:
                    data, mark = read_whole(root, sources.names.get(path, path))
                except OSError as error:
                    yield path, _UNREAD, b"", _unreadable(path, error)
                    continue
                yield path, mark, store.key(path, data), _read_bounded(data, path, zone, parser, given, timer)

        with _timer() as timer:
            return store.append(own, readings(timer), more=not first)

    done = 0
    for piece, rows in workers.run(work, len(pieces)):
        for path, entry in rows:
            store.entries[path] = entry
            sources.files[path] = entry.file_stamp
        done += len(pieces[piece])
        progress(done, len(changed))


def _read_again(
    root: Path, sources: Sources, store: Store, zone: ZoneInfo, parser: BodyParser, given: GivenHeaders, path: str
) -> AnyReading:
    """A file that was read before, from its source; it must still be the one that was."""
    data, _ = read_whole(root, sources.names.get(path, path))
    if store.key(path, data) != store.entries[path].key:
        raise BuildError(f"{path}: tệp thay đổi trong lúc dựng; hãy dựng lại")
    with _timer() as timer:
        return _read_bounded(data, path, zone, parser, given, timer)


def read_whole(root: Path, name: str, most: int = BYTES + 1) -> tuple[bytes, FileStamp]:
    """The first `most` bytes of a file and the stamp they had, even while an editor is saving it."""
    path = os.path.join(root, name)
    for _ in range(_RETRIES):
        descriptor = os.open(path, READ_PLAINLY)
        try:
            before = os.fstat(descriptor)
            age = time.time_ns() - before.st_mtime_ns
            if 0 <= age < _SETTLE_NS:  # saved this instant: let the editor finish
                time.sleep((_SETTLE_NS - age) / 1e9)
            data = _read_up_to(descriptor, most)  # by default just past what an article may have: longer is refused
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if not data and 0 <= time.time_ns() - after.st_mtime_ns < _EMPTY_NS:  # emptied, and not yet written
            time.sleep(_SETTLE_NS / 1e9)
        elif file_stamp(before) == file_stamp(after) and len(data) == min(after.st_size, most):
            break
    return data, file_stamp(after)


def _read_up_to(descriptor: int, most: int) -> bytes:
    data = os.read(descriptor, min(most, _BUFFER))
    if len(data) < _BUFFER:
        return data
    parts = [data]
    left = most - len(data)
    while left and (data := os.read(descriptor, min(left, 1 << 24))):
        parts.append(data)
        left -= len(data)
    return b"".join(parts)


def _read_bounded(
    data: bytes,
    path: str,
    zone: ZoneInfo,
    parser: BodyParser,
    given: GivenHeaders,
    timer: Callable[[float], object],
) -> AnyReading:
    """Read one article within the limits of CPU time and memory; passing one is a problem, not a hang."""
    try:
        timer(CPU_SECONDS)
        try:
            if is_event(path):
                return read_event(data, path, zone, parser)
            return read_article(data, path, zone, parser, given)
        finally:
            timer(0)
    except _TooSlow:
        message = f"bài quá phức tạp: xử lý quá {CPU_SECONDS} giây; hãy chia nhỏ hoặc bỏ phần lồng nhau bất thường"
    except (MemoryError, RecursionError):
        parser.reset()
        message = "bài quá phức tạp: cần quá nhiều bộ nhớ hoặc lồng nhau quá sâu; hãy chia nhỏ"
    problem = Problem(path=path, line=1, field="nội dung", message=message, rule="limits")
    return Reading(None, "", "", (problem,))


def _unreadable(path: str, error: OSError) -> AnyReading:
    message = f"không đọc được tệp ({reason(error)})"
    return Reading(None, "", "", (Problem(path=path, line=0, field="tệp", message=message, rule="file-readable"),))


class _TooSlow(BaseException):
    """Raised by the timer; a BaseException so that no library swallows it."""


@contextmanager
def _timer() -> Iterator[Callable[[float], object]]:
    """A function that has _TooSlow raised after so many seconds of processor time, or with 0 no longer."""

    def expire(_number: int, _frame: Any) -> None:
        raise _TooSlow

    try:
        previous, start = signal.signal(signal.SIGVTALRM, expire), partial(signal.setitimer, signal.ITIMER_VIRTUAL)
    except (ValueError, AttributeError):  # not the main thread, or no such signal here: the static limits must do
        yield lambda _: None
        return
    try:
        yield start
    finally:
        signal.signal(signal.SIGVTALRM, previous)


def _bound_memory() -> None:
    """Keep a worker from eating the machine: allocation past the bound raises MemoryError in it. Where the system has
    no such bound, the limits on an article's size and nesting must do."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):  # macOS knows the limit and may refuse it
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, hard))
