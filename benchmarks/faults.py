"""Figures on faults: how often a build that is killed, or whose disk is full, leaves anything but a whole site.

`python -m benchmarks.faults [kills] [sizes]`. Full disks are small tmpfs mounts, which takes root.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.site.faults import Site, files


def killed(times: int) -> str:
    """Builds ended by SIGKILL, evenly over the time one takes."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        old, new = site.states()
        started = time.monotonic()
        site.change(1)
        site.build("--allow-deletions")
        length = time.monotonic() - started
        chance, state, half, wrong, early, late = random.Random(9), 1, 0, 0, 0, 0
        for number in range(times):
            state = 1 - state
            site.change(state)
            site.interrupt((number % 50 + chance.random()) / 50 * 1.5 * length, signal.SIGKILL)
            live = files(site.output)
            half += live not in (old, new)
            early += live == (new, old)[state]
            late += live == (old, new)[state]
            site.build("--allow-deletions")
            if files(site.output) != (old, new)[state] or site.leavings():
                wrong += 1
                sys.stdout.write(f"kill {number}: {site.leavings()} {site.build('--allow-deletions')}\n")
                sys.stdout.flush()
        return (
            f"{times} kills over {length:.2f} s: {half} half sites, {wrong} wrong builds after; "
            f"{early} before the exchange, {late} after"
        )


def full(sizes: int) -> str:
    """Builds with output and cache on a disk of 64 KB more each time; where one fits, again once the disk is full."""
    refused, fitted, dirty, english = 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(sizes):
            site = Site(Path(folder) / str(number))
            disk = site.home / "disk"
            disk.mkdir()
            options = f"size={(number + 1) * 64}k"
            subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=True)
            try:
                site.output, site.cache = disk / "output", disk / "cache"
                code, report = site.build()
                english += "Traceback" in report or "Errno" in report or "No space" in report
                if code:
                    refused += 1
                    dirty += site.output.exists()
                else:
                    fitted += 1
                    before = files(site.output)
                    _fill(disk)
                    site.change(1)
                    code, report = site.build("--force")
                    english += "Traceback" in report or "Errno" in report or "No space" in report
                    refused += code != 0
                    dirty += code != 0 and files(site.output) != before
            finally:
                subprocess.run(["umount", str(disk)], check=True)
    return f"{sizes} disks: {refused} refusals, {fitted} first builds fitted, {dirty} half sites, {english} in English"


def _fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            continue


if __name__ == "__main__":
    sys.stdout.write(full(int(sys.argv[2]) if len(sys.argv) > 2 else 50) + "\n")
    sys.stdout.flush()
    sys.stdout.write(killed(int(sys.argv[1]) if len(sys.argv) > 1 else 500) + "\n")
