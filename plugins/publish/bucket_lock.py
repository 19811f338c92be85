"""Who is publishing to a bucket: one small object each, renewed while they work, judged by the storage's own clock.

Object storage has no lock, but it lists what was written: everybody first writes a note, then looks, and gives way when
there is another's. So two never both go on; if both look at once, both give way and say so. A note that nobody renews
for some minutes is void and is taken away by whoever comes next; a publisher that slept through that finds its note
gone before it changes anything more, and stops.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from ..core.errors import BusyError
from ..system.processes import is_running
from .bucket import Bucket, Unreachable

STALE = 300
"""Seconds after which a note that nobody renews is void."""
RENEWED = 60
TRUSTED = 5
"""Seconds for which a look at the notes is good; far less than STALE."""


class Lease:
    """This publisher's note. skew: the storage's clock minus this machine's, seconds."""

    def __init__(self, bucket: Bucket, folder: str) -> None:
        self.bucket, self.folder = bucket, folder
        self.key = f"{folder}{uuid4().hex}"
        self.skew = 0.0
        self._note = json.dumps({"host": socket.gethostname(), "pid": os.getpid()}).encode()
        self._looked = (0.0, 0.0)
        self._turn = threading.Lock()
        self._lost = False

    def write(self) -> None:
        """Put the note down, again and again while it stands."""
        self.bucket.put(self.key, self._note)

    def check(self) -> None:
        """BusyError unless the note still stands and nobody else's does."""
        with self._turn:
            if not self._lost and max(now - then for now, then in zip(_clocks(), self._looked, strict=True)) < TRUSTED:
                return
            moment = _clocks()
            notes = {key: written for key, _, written in self.bucket.listed(self.folder)}
            self._lost = self._lost or self.key not in notes or self._others(notes)
            if self._lost:
                raise BusyError(
                    f"{self.bucket.where}: khoá của lần đăng này đã mất (máy ngủ hoặc mạng đứt lâu) và một lần đăng "
                    "khác có thể đã chạy; chạy lại lệnh"
                )
            self._looked = moment

    def _others(self, notes: dict[str, float]) -> bool:
        newest = max(notes.values())
        return any(key != self.key and written > newest - STALE for key, written in notes.items())

    def renew(self, stop: threading.Event) -> None:
        """Until told to stop; a note that somebody took away is not written again."""
        while not stop.wait(RENEWED):
            with suppress(*Unreachable):
                try:
                    self._looked = (0.0, 0.0)
                    self.check()
                except BusyError:
                    return
                self.write()


@contextmanager
def held(bucket: Bucket, folder: str) -> Iterator[Lease]:
    """Hold the bucket, whose notes lie in `folder`; leaves `bucket.etags` freshly listed."""
    lease = Lease(bucket, folder)
    lease.write()
    written = time.time()
    stop = threading.Event()
    try:
        bucket.look()
        now = bucket.written.get(lease.key, written)
        lease.skew = now - written
        others = [key for key in bucket.etags if key.startswith(folder) and key != lease.key]
        for key in others:
            if holder := _holder(bucket, key, now - bucket.written[key]):
                raise BusyError(f"{bucket.where}: một lần đăng khác đang chạy ({holder})")
        bucket.delete(others)
        bucket.fence = lease.check
        threading.Thread(target=lease.renew, args=(stop,), daemon=True).start()
        yield lease
    finally:
        stop.set()
        bucket.fence = lambda: None
        with suppress(*Unreachable):  # void in a few minutes by itself
            bucket.delete([lease.key])


def _clocks() -> tuple[float, float]:
    """Two clocks, for each stands still in some kind of sleep: a stopped process or a suspended machine."""
    return time.monotonic(), time.time()


def _holder(bucket: Bucket, key: str, age: float) -> str:
    """Whose note it is, "" for one that is void: nobody renews it, or its process on this machine is gone."""
    if age > STALE:
        return ""
    try:
        note = json.loads(bucket.get(key) or b"null")
        if note is None:
            return ""
        if note["host"] == socket.gethostname() and not is_running(int(note["pid"])):
            return ""
        return str(note["host"]) if str(note["host"]).isprintable() else "máy khác"
    except (KeyError, ValueError, TypeError, OSError):
        return "máy khác"
