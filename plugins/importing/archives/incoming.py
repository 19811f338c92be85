"""A site of another program, read in a child process: who it is, then its articles one by one."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from ...core.importing.outcome import ImportRefusedError
from ..frames import import_of, receive, send
from ..incoming import child_process
from .finished import Placed
from .site import Site

_DIED = "Việc đọc bản xuất này bị dừng vì quá lâu hoặc quá nhiều bộ nhớ. Hãy nhập từng phần."


class Incoming:
    """site: what is known of it; what was skipped, counted and told is there after the last article."""

    def __init__(self, told: IO[bytes], heard: IO[bytes]) -> None:
        self._told, self._heard = told, heard
        head, _ = self._next()
        self.site = Site(program=head["program"], name=head["name"], address=head["address"])

    def articles(self, topics: Mapping[str, str], known: Mapping[str, str], taken: Collection[str]) -> Iterator[Placed]:
        """Every article, as `finished.convert` gives them. Raises ImportRefusedError when the child ended."""
        send(self._told, {"topics": dict(topics), "known": dict(known), "taken": sorted(taken)})
        while True:
            head, bodies = self._next()
            if "end" in head:
                end = head["end"]
                self.site.comments, self.site.skipped = end["comments"], Counter(end["skipped"])
                self.site.told = [(kind, text, where) for kind, text, where in end["told"]]
                return
            yield Placed(head["path"], head["origin"], import_of(head, bodies))

    def _next(self) -> tuple[dict[str, Any], list[bytes]]:
        said = receive(self._heard)
        if said is None:
            raise ImportRefusedError("died", _DIED)
        if "refused" in said[0]:
            raise ImportRefusedError(str(said[0]["refused"]), str(said[0]["words"]))
        return said


@contextlib.contextmanager
def incoming_site(path: Path) -> Iterator[Incoming]:
    """Open an archive. Raises ImportRefusedError."""
    with child_process("plugins.importing.archives.child", str(path)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Incoming(process.stdin, process.stdout)
