"""What readers get: the commit of the release that is live, as this desk published it, or as the site says that
somebody else did."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple

from ..core.errors import ColumnError
from ..core.publishing.live_record import RECORD, LiveRecord, parse
from ..publish.target_file import load_targets
from ..system.cache_file import write_whole
from .commits import Repository

EVERY = 300.0
"""Seconds between two looks at the site."""
_SECONDS, _MOST = 10, 1_000_000


class Known(NamedTuple):
    """target: which it is of those in targets.toml; at: when that release went out, POSIX seconds."""

    target: str = ""
    commit: str = ""
    at: float = 0.0


class Live:
    """One file that remembers it. changed: called when readers get something else. targets: targets.toml."""

    def __init__(self, home: Path, git: Repository, targets: Path | None, changed: Callable[[], object]) -> None:
        self._file, self._git, self._targets, self._told = home / "live.json", git, targets, changed
        self._changed: tuple[str, frozenset[str]] = ("", frozenset())

    def begin(self) -> None:
        """Ask the site in the background, now and then."""
        if self._git.here and self._targets:
            threading.Thread(target=self._follow, name="desk-live", daemon=True).start()

    def _follow(self) -> None:
        while True:
            with suppress(ColumnError, OSError, ValueError, HTTPException):
                self.ask()
            time.sleep(EVERY)

    def known(self) -> Known:
        """What is known now."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            found = json.loads(self._file.read_text(encoding="utf-8"))
            return Known(str(found["target"]), str(found["commit"]), float(found["at"]))
        return Known()

    def commit(self) -> str:
        """The commit that readers get, "" when nobody knows."""
        return self.known().commit if self._git.here else ""

    def note(self, target: str, commit: str, at: float = 0.0) -> None:
        """Remember what a target shows from now on."""
        write_whole(self._file, json.dumps(Known(target, commit, at or time.time())._asdict()).encode())
        self._told()

    def ask(self) -> None:
        """Ask the site that was published last, or the only one there is. OSError, ValueError or PublishError when it
        does not say; a release whose commit is not here yet is told of later."""
        known, targets = self.known(), load_targets(self._targets) if self._targets else {}
        name = known.target or (next(iter(targets)) if len(targets) == 1 else "")
        if name not in targets:
            return
        record = _record(targets[name].url)
        if record.commit and record.published > known.at and self._git.ask("cat-file", "-t", record.commit) == "commit":
            self.note(name, record.commit, record.published)

    def changed(self) -> frozenset[str]:
        """Files of content/ that differ from what readers get; none while nobody knows what they get."""
        live = self.commit()
        if not live:
            return frozenset()
        head = self._git.head()
        mark = f"{live} {head}"
        if self._changed[0] != mark:
            said = self._git.ask("diff", "--no-renames", "--name-only", "-z", live, head)
            self._changed = (mark, frozenset(self._git.source(file) for file in said.split("\0") if file))
        return self._changed[1]


def _record(url: str) -> LiveRecord:
    with urllib.request.urlopen(f"{url.rstrip('/')}/{RECORD}", timeout=_SECONDS) as answer:  # noqa: S310 — of targets.toml
        return parse(answer.read(_MOST))
