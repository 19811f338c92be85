"""Forked workers: run a function over numbered pieces of work on every core, results in order of their numbers.

Workers inherit the parent's memory, so work is described by numbers alone; they take the next number from one
shared pipe (a piece can be slow without holding the others up) and answer through pipes of their own. Results do
not depend on how many workers there are. Where the system can't fork, everything runs in this process.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import selectors
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TypeVar

from ..core.errors import BuildError, ColumnError
from .failures import told

T = TypeVar("T")
_FRAME = struct.Struct("<IQ")  # number of the piece, length of its pickled result
_NUMBER = struct.Struct("<I")
_FAILED = 0xFFFFFFFF
_GARBAGE = 20_000
"""New objects after which a worker looks for cycles; what it makes is mostly bytes and goes without that."""
_NAMED = 1_024
"""Bytes of the name of what a worker is at."""
_MOST_PIECES = 8_000  # the queue pipe holds 64 KiB; more pieces would block the parent before workers start


class Child(NamedTuple):
    """A worker. slot: memory shared with it, where it names what it is at."""

    pid: int
    slot: mmap.mmap


_own_slot: mmap.mmap | None = None
_doing = ""


def working_on(name: str) -> None:
    """Say which file is being worked on from now, so that whatever goes wrong can be told with its name."""
    global _doing
    _doing = name
    if _own_slot is not None:
        data = name.encode(errors="replace")[: _NAMED - 1]
        _own_slot[: len(data) + 1] = data + b"\0"


def doing() -> str:
    """The file that this process is at, "" for none."""
    return _doing


def available() -> int:
    """How many workers make sense here; `COLUMN_WORKERS` overrides the number of cores."""
    if not hasattr(os, "fork"):
        return 1
    asked = os.environ.get("COLUMN_WORKERS", "")
    if asked.isdigit() and int(asked) > 0:
        return min(int(asked), 64)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[int], T], pieces: int, *, workers: int | None = None, seconds: float | None = None
) -> Iterator[tuple[int, T]]:
    """Yield (number, function(number)) for 0 … pieces-1, in the order they are finished.

    seconds: for work that somebody else may hold up: what is not finished by then is broken off, wherever it hangs, and
    not yielded. Where the system can't fork nothing is broken off.

    A ColumnError raised in a worker is raised here; any other failure, or a worker that dies, is a BuildError that
    names the file it was at.
    """
    count = min(workers or available(), pieces)
    if count < 2 and (seconds is None or not pieces or not hasattr(os, "fork")):
        for number in range(pieces):
            yield number, function(number)
        return
    if pieces > _MOST_PIECES:
        raise BuildError(f"{pieces} phần việc là quá nhiều; nhiều nhất {_MOST_PIECES}")
    children: dict[int, Child] = {}
    try:
        children.update(_start(function, pieces, count))
        yield from _collect(children, pieces, None if seconds is None else time.monotonic() + seconds)
    finally:
        _end(children)


def aside(function: Callable[[], T]) -> Callable[[], T]:
    """Start `function` beside this process and return what waits for its result; with one core it is run then."""
    if available() < 2:
        return function
    children = _start(lambda _: function(), 1, 1)

    def result() -> T:
        try:
            return _only(children)  # type: ignore[no-any-return]
        finally:
            _end(children)

    return result


@contextmanager
def beside(function: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Run `function` beside the block, which is handed what waits for its result; it ends with the block, done or not.
    For systems that can fork (`available` says 1 elsewhere)."""
    children = _start(lambda _: function(), 1, 1)
    try:
        yield lambda: _only(children)
    finally:
        _end(children)


def _only(children: dict[int, Child]) -> Any:
    ((_, value),) = _collect(children, 1)
    return value


def _start(function: Callable[[int], Any], pieces: int, count: int) -> dict[int, Child]:
    """Fork the workers; returns the read end of each one's answers → the worker."""
    sys.stdout.flush()
    sys.stderr.flush()
    queue_read, queue_write = os.pipe()
    os.write(queue_write, b"".join(_NUMBER.pack(number) for number in range(pieces)))
    os.close(queue_write)
    children: dict[int, Child] = {}
    for _ in range(count):
        read, write = os.pipe()
        slot = mmap.mmap(-1, _NAMED)
        pid = os.fork()
        if pid == 0:
            os.close(read)
            for other in children:
                os.close(other)
            _work(function, queue_read, write, slot)
        os.close(write)
        children[read] = Child(pid, slot)
    os.close(queue_read)
    return children


def _end(children: dict[int, Child]) -> None:
    for read, child in children.items():
        os.close(read)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
        child.slot.close()
    children.clear()


def _how_they_ended(children: dict[int, Child]) -> str:
    """Why workers that are all gone left work undone."""
    for read, child in list(children.items()):
        _, status = os.waitpid(child.pid, 0)
        name = bytes(child.slot[:_NAMED]).partition(b"\0")[0].decode(errors="replace")
        del children[read]
        os.close(read)
        if status:
            at = f" khi đang làm {name}" if name else ""
            if os.WIFSIGNALED(status):
                number = os.WTERMSIG(status)
                return f"một tiến trình con bị dừng (tín hiệu {number}, thường vì máy hết bộ nhớ){at}"
            return f"một tiến trình con dừng giữa chừng{at}"
    return "một tiến trình con dừng giữa chừng"


def _collect(children: dict[int, Child], pieces: int, until: float | None = None) -> Iterator[tuple[int, Any]]:
    """Results as they come. until: on the monotonic clock, when those that have not come are given up."""
    buffers = {read: bytearray() for read in children}
    done = 0
    with selectors.DefaultSelector() as selector:
        for read in children:
            selector.register(read, selectors.EVENT_READ)
        while done < pieces:
            if not selector.get_map():
                raise BuildError(f"{_how_they_ended(children)}; trang cũ được giữ nguyên")
            ready = selector.select(None if until is None else max(0.0, until - time.monotonic()))
            if not ready:
                return
            for key, _ in ready:
                data = os.read(key.fd, 1 << 20)
                if not data:
                    selector.unregister(key.fd)
                    continue
                buffer = buffers[key.fd]
                buffer += data
                while len(buffer) >= _FRAME.size:
                    number, length = _FRAME.unpack_from(buffer)
                    if len(buffer) < _FRAME.size + length:
                        break
                    value = pickle.loads(buffer[_FRAME.size : _FRAME.size + length])  # noqa: S301 — from our own fork
                    del buffer[: _FRAME.size + length]
                    if number == _FAILED:
                        raise value
                    done += 1
                    yield number, value


def _work(function: Callable[[int], Any], queue: int, answers: int, slot: mmap.mmap) -> None:
    """The worker's whole life; never returns."""
    global _own_slot
    _own_slot, code = slot, 0
    working_on("")
    try:
        gc.freeze()  # keeps the parent's objects out of collections here, so their pages stay shared
        gc.set_threshold(_GARBAGE)
        gc.enable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        while piece := os.read(queue, _NUMBER.size):
            (number,) = _NUMBER.unpack(piece)
            _send(answers, number, function(number))
    except ColumnError as error:
        _send(answers, _FAILED, error)
    except BaseException as error:
        _send(answers, _FAILED, BuildError(f"{told(error, _doing)}; trang cũ được giữ nguyên"))
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _send(answers: int, number: int, value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    view = memoryview(_FRAME.pack(number, len(data)) + data)
    while view:
        view = view[os.write(answers, view) :]
