"""What is being done, counted on one line of a terminal."""

from __future__ import annotations

import sys
import time

from .backend import Progress


class bar:  # noqa: N801 — reads as a word: `with bar() as progress`
    """A counting line on a terminal, nothing elsewhere; redrawn at most ten times a second."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._last = 0.0
        self._drawn = False

    def __enter__(self) -> Progress:
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")

    def _show(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._last < 0.1 and done < total) or not total:
            return
        self._last, self._drawn = now, True
        filled = 24 * done // total
        sys.stderr.write(f"\r\x1b[K{what:<6} {'█' * filled}{'░' * (24 - filled)} {done}/{total}")
        sys.stderr.flush()
