"""A process that reads foreign files, with bounds on time, memory and files, and without a network where Linux can."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

CPU_SECONDS = 20
MEMORY = 1 << 30
_FILES = 200 << 20
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_PARENT_DEATH, _NO_NEW_PRIVILEGES, _KILL = 1, 38, 9


def confine(seconds: int = CPU_SECONDS, memory: int = MEMORY) -> bool:
    """Bound this process and its children; whether they are cut off from every network. seconds: of the processor;
    memory: bytes of address space."""
    if os.name != "posix":
        return False
    import resource

    for which, soft in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _FILES),
    ):
        _, hard = resource.getrlimit(which)
        with contextlib.suppress(ValueError, OSError):  # a hard limit below ours stands
            resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_PARENT_DEATH, _KILL, 0, 0, 0)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if os.geteuid() == 0 and library.unshare(_NEW_NET) == 0:
        return True
    user, group = os.geteuid(), os.getegid()
    if library.unshare(_NEW_USER | _NEW_NET) != 0:
        return False
    for file, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{file}", "w", encoding="ascii") as stream:
            stream.write(line)
    return True


def unbounded_memory() -> None:
    """For a child that needs more address space than it uses, as LibreOffice does: back to the hard limit."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = 4 << 30
    soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
