"""Where the tests' temporary files lie: in memory where that can be had, since a quarter of what a small site costs on
a disk is its file system's work, and every test writes some.

Root gets a file system of its own in a mount namespace of its own: nobody else sees it, and it goes with the last
process. (`/dev/shm` would be there for all, but nothing is published into `/dev`.) Everybody else has the system's
temporary folder, which may lie in memory as well.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import tempfile
from pathlib import Path

from .rounds import LONG

_NEEDED = 6 * 2**30
"""Bytes of memory that must be free, several times what a run has at once. Long runs have more."""
_OWN_MOUNTS = 0x20000  # CLONE_NEWNS
_PRIVATE = 0x4000 | 0x40000  # MS_REC, MS_PRIVATE: nothing that is mounted from now on is seen by others
_DETACH = 2  # MNT_DETACH: also while a server has a file open


class Room:
    """A folder in memory for all temporary files of this process and of those it starts. path: None where they lie on
    the disk: memory is short, rights are missing, or somebody said where (TMPDIR)."""

    def __init__(self) -> None:
        self.path: Path | None = None
        if LONG or os.environ.get("TMPDIR") or not hasattr(os, "geteuid") or os.geteuid() or _free() < _NEEDED:
            return
        libc = ctypes.CDLL(None)
        if libc.unshare(_OWN_MOUNTS) or libc.mount(None, b"/", None, _PRIVATE, None):
            return  # a container, or a root directory that is no mount point
        point = Path(tempfile.mkdtemp(prefix="tests-"))
        if libc.mount(b"tmpfs", os.fsencode(point), b"tmpfs", 0, b"mode=1777"):
            point.rmdir()
            return
        self.path = point
        os.environ["TMPDIR"] = tempfile.tempdir = str(point)

    def leave(self, *, failed: bool) -> str:
        """Give the memory back. When something failed, what tests left is brought to the disk; a line says where to."""
        if not self.path:
            return ""
        kept = Path(f"{self.path}-failed")
        if failed:
            subprocess.run(["cp", "-a", str(self.path), str(kept)], stderr=subprocess.DEVNULL, check=False)
        ctypes.CDLL(None).umount2(os.fsencode(self.path), _DETACH)
        self.path.rmdir()
        return f"temporary files: {kept}" if failed else ""


def _free() -> int:
    """Bytes of memory that programs may still take."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines() if os.path.exists("/proc/meminfo") else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
