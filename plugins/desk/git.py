"""git as the desk calls it: no hook, no signing, no question on a terminal, nothing of the caller's own repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..core.errors import ColumnError

_GIT = ("git", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "gc.auto=0")
_SECONDS = 60
_KEPT = ("GIT_SSH_COMMAND", "GIT_SSH", "GIT_CONFIG_GLOBAL")
"""Of git's variables those that say how to reach others, and not which repository is meant."""


class GitError(ColumnError):
    """Raised when git refuses or can't run; its text is git's last line."""


def run(
    folder: Path,
    arguments: Sequence[str],
    *,
    data: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    may_fail: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """Run it to its end, also when the desk is killed meanwhile: git that is killed leaves locks behind. GitError
    unless it succeeds. may_fail: whatever it exits with is an answer."""
    try:
        done = subprocess.run(
            [*_GIT, "-C", str(folder), *arguments],
            input=data if data is not None else b"",
            capture_output=True,
            env=_environment(environment or {}),
            timeout=_SECONDS,
            check=False,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"git không chạy được: {type(error).__name__}") from None
    if done.returncode and not may_fail:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise GitError(f"git: {''.join(said)[:300]}")
    return done


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return {**clean, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8", **more}
