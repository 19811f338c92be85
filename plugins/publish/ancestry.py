"""What git knows about two commits: whether one follows from the other, and what changed between them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

_SHAPING = ("content", "plugins", "theme", "pelicanconf.py", "requirements.lock")
"""What of the repository shapes the site."""
_HEAD = "# branch.oid "
"""Before the commit, in what `git status` says."""


class Repository:
    """The repository that holds a folder; every answer is "" or empty where there is none."""

    def __init__(self, folder: Path) -> None:
        self._start = folder

    @cached_property
    def root(self) -> Path | None:
        """Its top folder; None where there is none."""
        top = _asked(self._start, "rev-parse", "--show-toplevel")
        return Path(top.strip()) if top else None

    def knows(self, commit: str) -> bool:
        """Whether the commit is here; what is missing is fetched first."""
        if not commit or self.root is None:
            return False
        if self._ask("cat-file", "-e", f"{commit}^{{commit}}") is not None:
            return True
        shallow = (self._ask("rev-parse", "--is-shallow-repository") or "").strip() == "true"
        self._ask("fetch", "--quiet", *(["--unshallow"] if shallow else []))
        return self._ask("cat-file", "-e", f"{commit}^{{commit}}") is not None

    def relation(self, live: str, ours: str) -> Literal["same", "newer", "older", "other", "unknown"]:
        """How `ours` stands to `live`; "unknown" when the live commit can't be found even by fetching."""
        if live == ours:
            return "same"
        if self._follows(live, ours):
            return "newer"
        if not self.knows(live) or not self.knows(ours):
            return "unknown"
        if self._follows(live, ours):  # once what was missing is here
            return "newer"
        if (self._ask("rev-parse", "--is-shallow-repository") or "").strip() == "true":
            self._ask("fetch", "--quiet", "--unshallow")
            if self._follows(live, ours):
                return "newer"
        return "older" if self._follows(ours, live) else "other"

    def _follows(self, earlier: str, later: str) -> bool:
        return self._ask("merge-base", "--is-ancestor", earlier, later) is not None

    def changed(self, before: str, after: str) -> dict[str, str]:
        """Files that shape the site and differ between two commits → their blob in `after`, "" when gone there."""
        listed = (
            self._ask(
                "diff", "--raw", "-z", "--no-renames", "--no-abbrev", before, after, "--", *_SHAPING, self._content()
            )
            or ""
        )
        parts = listed.split("\0")
        rows = zip(parts[:-1:2], parts[1::2], strict=True)
        return {file: "" if row.split()[4].startswith("D") else row.split()[3] for row, file in rows}

    def _content(self) -> str:
        """The content folder as git names it, wherever the newsroom keeps it."""
        return os.path.relpath(os.path.realpath(self._start), self.root) if self.root else "content"

    def blobs(self, files: Sequence[str]) -> dict[str, str]:
        """Files of the working tree → their blob as git would name it now, "" for one that is not there."""
        assert self.root is not None
        standing = [file for file in files if os.path.isfile(self.root / file)]
        made = self._ask("hash-object", "--stdin-paths", stdin="".join(f"{self.root / file}\n" for file in standing))
        return {**dict.fromkeys(files, ""), **dict(zip(standing, (made or "").split(), strict=False))}

    def _ask(self, *arguments: str, stdin: str = "") -> str | None:
        return _asked(self.root or self._start, *arguments, stdin=stdin)


def _asked(folder: Path, *arguments: str, stdin: str = "") -> str | None:
    command = ["git", "-C", os.fspath(folder), "--no-optional-locks"]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*command, *arguments], input=stdin, capture_output=True, text=True, env=environment, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def commit_of(folder: Path) -> tuple[str, bool]:
    """(commit of the repository that holds the folder, whether nothing differs from it); ("", False) outside git."""
    command = ["git", "-C", os.fspath(folder), "--no-optional-locks", "status", "--porcelain=v2", "--branch"]
    command.append("--no-ahead-behind")  # which would walk through history
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return "", False
    commit = next((line.removeprefix(_HEAD) for line in said if line.startswith(_HEAD)), "")
    return ("", False) if commit in {"", "(initial)"} else (commit, all(line.startswith("#") for line in said))
