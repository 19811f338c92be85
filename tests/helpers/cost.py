"""What work costs in the processor's time. Tests compare costs: seconds tell more of the machine than of the code."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from tests.helpers.processes import interpreters_of_their_own


def cost(work: Callable[[], object], times: int = 3) -> float:
    """The least that several runs took of the processor, with the processes they waited for; in seconds."""
    return min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    before = time.process_time() + sum(os.times()[2:4])
    with interpreters_of_their_own():
        work()
    return time.process_time() + sum(os.times()[2:4]) - before
