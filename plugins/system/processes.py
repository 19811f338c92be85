"""Processes of this machine, known by their numbers alone."""

from __future__ import annotations

import os


def is_running(process: int) -> bool:
    """Whether a process of that number runs, whoever's it is."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True
