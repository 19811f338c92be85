"""Who is publishing to a bucket: one small object each, renewed while they work.

Object storage has no lock, but it lists what was written: everybody first writes a note, then looks, and gives way when
there is another's. So two never both go on; if both look at once, both give way and say so.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from ..core.errors import PublishError
from .bucket import Bucket, Unreachable

STALE = 300
"""Seconds after which a note that nobody renews is void."""
_RENEWED = 60


@contextmanager
def held(bucket: Bucket, folder: str) -> Iterator[None]:
    """Hold the bucket, whose notes lie in `folder`; leaves `bucket.etags` freshly listed."""
    mine = f"{folder}{uuid4().hex}"
    note = json.dumps({"host": socket.gethostname(), "pid": os.getpid()}).encode()
    bucket.put(mine, note)
    stop = threading.Event()
    try:
        bucket.look()
        others = [key for key in bucket.etags if key.startswith(folder) and key != mine]
        for key in others:
            if holder := _holder(bucket, key):
                raise PublishError(
                    f"{bucket.where}: một lần đăng khác đang chạy ({holder}); bản đang phục vụ giữ nguyên"
                )
        bucket.delete(others)
        threading.Thread(target=_renew, args=(bucket, mine, note, stop), daemon=True).start()
        yield
    finally:
        stop.set()
        with suppress(*Unreachable):  # void in a few minutes by itself
            bucket.delete([mine])


def _renew(bucket: Bucket, key: str, note: bytes, stop: threading.Event) -> None:
    while not stop.wait(_RENEWED):
        with suppress(*Unreachable):
            bucket.put(key, note)


def _holder(bucket: Bucket, key: str) -> str:
    """Whose note it is, "" for one that is void: nobody renews it, or its process on this machine is gone."""
    if bucket.ages.get(key, 0) > STALE:
        return ""
    try:
        note = json.loads(bucket.get(key) or b"null")
        if note is None:
            return ""
        if note["host"] == socket.gethostname():
            os.kill(int(note["pid"]), 0)
        return str(note["host"])
    except ProcessLookupError:
        return ""
    except (KeyError, ValueError, TypeError, OSError):
        return "máy khác"
