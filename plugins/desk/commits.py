"""Commits by git's plumbing: exactly the files that were given, whatever else lies changed in the work tree, and no
hook; the gate was asked before."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..core.errors import ColumnError
from .people import Person

NAME, EMAIL = "Bàn biên tập", "ban-bien-tap@localhost"
"""Who commits; the author is the person."""
_TRIES = 20
_SECONDS = 60
_NOTHING = "0" * 40
_BLOB = re.compile(r"[0-9a-f]{40,64}")


class GitError(ColumnError):
    """Raised when git refuses; its text is git's last line."""


class Commit(NamedTuple):
    """One commit of a file's history. when: POSIX seconds; path: the file's name then, from the repository's root."""

    id: str
    when: int
    author: str
    subject: str
    path: str


class Repository:
    """The repository that holds content/; `here` is False where there is none, and then nothing else is asked."""

    def __init__(self, content: Path) -> None:
        self.content = content
        top = _run(content, ["rev-parse", "--show-toplevel"], check=False)
        self.here = bool(top)
        self.root = Path(top.decode().strip()) if top else content
        within = os.path.relpath(os.path.realpath(content), os.path.realpath(self.root))
        self.prefix = "" if within == "." else f"{within}/"

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    def git(self, *arguments: str, data: bytes | None = None, environment: Mapping[str, str] | None = None) -> str:
        """What git says; GitError when it refuses."""
        return _run(self.root, arguments, data=data, environment=environment).decode("utf-8", "replace").strip()

    def ask(self, *arguments: str) -> str:
        """The same, "" when it refuses."""
        return _run(self.root, arguments, check=False).decode("utf-8", "replace").strip()

    def head(self) -> str:
        """The commit that the branch stands at, "" before the first."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def show(self, commit: str, source: str) -> bytes | None:
        """A file of content/ as a commit has it, None when it has none. commit: a name of hex digits."""
        done = subprocess.run(
            [*_GIT, "-C", str(self.root), "cat-file", "blob", f"{commit}:{self.prefix}{source}"],
            capture_output=True,
            env=_environment(),
            timeout=_SECONDS,
            check=False,
        )
        return done.stdout if done.returncode == 0 else None

    def blob_at(self, name: str) -> bytes | None:
        """The bytes that git keeps under a name of hex digits, None when it has none."""
        if not _BLOB.fullmatch(name):
            return None
        command = [*_GIT, "-C", str(self.root), "cat-file", "blob", name]
        done = subprocess.run(command, capture_output=True, env=_environment(), timeout=_SECONDS, check=False)
        return done.stdout if done.returncode == 0 else None

    def history(self, source: str, most: int = 200) -> list[Commit]:
        """The commits that changed a file, the newest first, under its earlier names too."""
        form = "%x1e%H%x1f%at%x1f%an%x1f%s"
        said = self.ask(
            "-c", "core.quotePath=false", "log", "--follow", f"--max-count={most}", f"--format={form}", "--name-only",
            "--", self.prefix + source,
        )  # fmt: skip
        found = []
        for entry in filter(None, said.split("\x1e")):  # the first separator counts as white space and is gone
            line, _, names = entry.partition("\n")
            commit, when, author, subject = line.split("\x1f")
            found.append(
                Commit(commit, int(when), author, subject, names.strip().splitlines()[-1] if names.strip() else "")
            )
        return found

    def changed_elsewhere(self) -> list[str]:
        """Files of content/ that differ from the last commit, or that it does not know."""
        said = self.ask(
            "-c", "core.quotePath=false", "status", "--porcelain", "--untracked-files=all", "--", self.prefix or "."
        )
        return [line[3:].strip('"') for line in said.splitlines()]

    # ── committing ───────────────────────────────────────────────────────────────────────────────────────────────

    def commit(self, files: Mapping[str, bytes | None], person: Person, message: str) -> str:
        """Commit these files of content/ on top of the branch, None for one that goes; returns the commit, "" when the
        branch has them all already."""
        blobs = {self.prefix + source: self.keep(data) if data is not None else "" for source, data in files.items()}
        for _ in range(_TRIES):
            head = self.head()
            tree = self.tree_with(head, blobs)
            if head and tree == self.git("rev-parse", f"{head}^{{tree}}"):
                return ""
            made = self.commit_tree(tree, [head] if head else [], person, message)
            if self.advance(head, made, message):
                self._note_in_index(blobs)
                return made
            time.sleep(0.02)
        raise GitError("nhánh git đổi liên tục; hãy lưu lại sau ít giây")

    def commit_tree(self, tree: str, parents: Sequence[str], person: Person, message: str, date: str = "") -> str:
        """A commit that no branch knows yet."""
        who = {
            "GIT_AUTHOR_NAME": person.name,
            "GIT_AUTHOR_EMAIL": person.email,
            "GIT_COMMITTER_NAME": NAME,
            "GIT_COMMITTER_EMAIL": EMAIL,
            **({"GIT_AUTHOR_DATE": date} if date else {}),
        }
        names = [part for parent in parents for part in ("-p", parent)]
        tree = self.git("rev-parse", f"{tree}^{{tree}}")
        return self.git("commit-tree", tree, *names, "-F", "-", data=message.encode(), environment=who)

    def advance(self, old: str, new: str, why: str) -> bool:
        """Let the branch stand at another commit; False when it stands elsewhere than `old` by now."""
        line = f"desk: {why.splitlines()[0]}"
        try:
            self.git("update-ref", "-m", line, "HEAD", new, old or _NOTHING)
        except GitError:
            return False
        return True

    def keep(self, data: bytes) -> str:
        """The name under which git keeps these bytes from now on."""
        return self.git("hash-object", "-w", "--no-filters", "--stdin", data=data)

    def merge_tree(self, ours: str, theirs: str) -> str:
        """What `git merge-tree` says of two commits: the tree, the files in which they clash, an empty name, words."""
        command = [*_GIT, "-C", str(self.root), "merge-tree", "--write-tree", "--name-only", "-z", ours, theirs]
        done = subprocess.run(command, capture_output=True, env=_environment(), timeout=_SECONDS, check=False)
        if done.returncode not in {0, 1}:
            raise GitError(f"git: {done.stderr.decode('utf-8', 'replace').strip()[:300]}")
        return done.stdout.decode("utf-8", "surrogateescape")

    def tree_with(self, head: str, blobs: Mapping[str, str]) -> str:
        """The tree of a commit or tree with some files (path from the root → blob) exchanged, in an index apart."""
        with tempfile.TemporaryDirectory(prefix="desk-") as folder:
            own = {"GIT_INDEX_FILE": f"{folder}/index"}
            if head:
                self.git("read-tree", head, environment=own)
            self.git("update-index", "-z", "--index-info", data=_index_info(blobs), environment=own)
            return self.git("write-tree", environment=own)

    def _note_in_index(self, blobs: Mapping[str, str]) -> None:
        """Tell git's own index of what was committed, so that nobody sees it as a change; what else stands there stays.
        Somebody else may hold it: then git finds out by itself."""
        for _ in range(5):
            with suppress(GitError):
                self.git("update-index", "-z", "--index-info", data=_index_info(blobs))
                return
            time.sleep(0.05)


def _index_info(blobs: Mapping[str, str]) -> bytes:
    rows = (f"100644 {blob}\t{path}\0" if blob else f"0 {_NOTHING}\t{path}\0" for path, blob in blobs.items())
    return "".join(rows).encode("utf-8", "surrogateescape")


_GIT = ("git", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "gc.auto=0")


def _environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    kept = {
        name: os.environ[name] for name in ("GIT_SSH_COMMAND", "GIT_SSH", "GIT_CONFIG_GLOBAL") if name in os.environ
    }
    return {**clean, **kept, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8", **(more or {})}


def _run(
    folder: Path,
    arguments: Sequence[str],
    *,
    data: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    check: bool = True,
) -> bytes:
    try:
        done = subprocess.run(
            [*_GIT, "-C", str(folder), *arguments],
            input=data if data is not None else b"",
            capture_output=True,
            env=_environment(environment),
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        if check:
            raise GitError(f"git không chạy được: {type(error).__name__}") from None
        return b""
    if done.returncode:
        if check:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise GitError(f"git: {''.join(said)[:300]}")
        return b""
    return done.stdout
