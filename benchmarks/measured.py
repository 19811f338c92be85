"""One command, measured with all the processes it starts.

It is started by a small process that does nothing else: Linux counts what the starting process holds among the largest
memory of the started one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_STARTER = """
import json, os, subprocess, sys, time
started = time.monotonic()
process = subprocess.Popen(sys.argv[2:], close_fds=True)
_, status, usage = os.wait4(process.pid, 0)
wall = time.monotonic() - started
told = [os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]
os.write(int(sys.argv[1]), json.dumps(told).encode())
"""


class Measured(NamedTuple):
    """code: how it ended; wall, cpu: seconds; megabytes: of the largest process; said: its standard output."""

    code: int
    wall: float
    cpu: float
    megabytes: float
    said: str


def run(
    command: Sequence[str], cwd: Path | None = None, env: Mapping[str, str] | None = None, given: str = ""
) -> Measured:
    """Run to the end. given: its standard input."""
    reading, writing = os.pipe()
    try:
        started = [sys.executable, "-S", "-E", "-c", _STARTER, str(writing), *map(str, command)]
        pipes = {"input": given, "stdout": subprocess.PIPE, "text": True}
        done = subprocess.run(started, cwd=cwd, env=env, pass_fds=(writing,), check=False, **pipes)  # type: ignore[call-overload]
    finally:
        os.close(writing)
    with open(reading, encoding="utf-8") as told:
        code, wall, cpu, megabytes = json.loads(told.read())
    return Measured(code, wall, cpu, megabytes, done.stdout)
