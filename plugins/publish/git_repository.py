"""A bare repository of our own that mirrors one branch of a remote: blobs, trees and commits in, one push out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..core.errors import BusyError, PublishError

LOOSE = 3000
"""Loose objects after which git packs the repository."""
_ALLOWED = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_CONFIG_GLOBAL"})
"""Variables by which a user tells git how to reach a remote; the others would point it at another repository."""
_NAMES = {
    "GIT_AUTHOR_NAME": "publish",
    "GIT_AUTHOR_EMAIL": "publish@localhost",
    "GIT_COMMITTER_NAME": "publish",
    "GIT_COMMITTER_EMAIL": "publish@localhost",
}
_MOVED = ("stale info", "fetch first", "cannot lock ref", "failed to update ref")
"""What git says when the remote's branch is not where we saw it."""


class GitRepository:
    """In `folder`, for a branch of a remote."""

    def __init__(self, folder: Path, remote: str, branch: str) -> None:
        self._folder, self._remote = folder, remote
        self._ref = f"refs/heads/{branch}"
        self._where = f"{remote} {branch}"

    def tip(self, depth: int) -> str:
        """The commit that the remote's branch stands at, "" when there is none; fetched, with so many before it, when
        it is news."""
        if not (self._folder / "HEAD").is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._run("init", "--quiet", "--bare")
        answer = self._run("ls-remote", self._remote, self._ref).decode().split()
        tip = answer[0] if answer else ""
        if tip and self._try("cat-file", "-e", f"{tip}^{{commit}}") is None:
            self._run("fetch", "--quiet", "--no-tags", f"--depth={depth}", self._remote, self._ref)
        return tip

    def log(self, tip: str, count: int) -> Iterator[tuple[str, str]]:
        """(tree, message) of commits from the tip back."""
        text = self._run("log", "--first-parent", "--format=%T%x00%B%x01", f"-n{count}", tip).decode()
        for row in text.split("\x01\n")[:-1]:
            tree, _, message = row.strip("\n\x01").partition("\0")
            yield tree, message

    def files(self, tree: str) -> dict[str, str]:
        """File → blob."""
        rows = self._run("ls-tree", "-r", "-z", tree).decode().split("\0")[:-1]
        return {row[53:]: row[12:52] for row in rows}

    def read(self, tree: str, file: str) -> bytes | None:
        """One blob, None when there is no such file."""
        return self._try("cat-file", "blob", f"{tree}:{file}")

    def add(self, data: bytes) -> str:
        """A new blob."""
        return self._run("hash-object", "-w", "--stdin", stdin=data).decode().strip()

    def add_files(self, paths: Iterable[Path]) -> list[str]:
        """New blobs of files, in order."""
        listed = "".join(f"{path}\n" for path in paths).encode()
        return self._run("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=listed).decode().split()

    def tree(self, base: str, blobs: Mapping[str, str], gone: Iterable[str] = ()) -> str:
        """The tree `base` ("" for an empty one) with other blobs in it and without some files."""
        rows = [f"0 {'0' * 40}\t{file}" for file in gone]
        rows += [f"100644 {blob}\t{file}" for file, blob in blobs.items()]
        with self._index() as index:
            self._run("read-tree", base or "--empty", more=index)
            self._run(
                "update-index", "-z", "--index-info", stdin="".join(f"{row}\0" for row in rows).encode(), more=index
            )
            return self._run("write-tree", more=index).decode().strip()

    def commit(self, tree: str, parent: str, message: str, moment: int) -> str:
        """A new commit; parent: "" for none; moment: POSIX time."""
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{moment} +0700")
        parents = ["-p", parent] if parent else []
        made = self._run("commit-tree", tree, *parents, stdin=message.encode(), more={**_NAMES, **dates})
        return made.decode().strip()

    def push(self, commit: str, seen: str) -> None:
        """Make a commit the branch's tip on the remote; BusyError unless it stands where it was seen."""
        lease = f"--force-with-lease={self._ref}:{seen}"
        command = [*self._command(), "push", "--quiet", "--porcelain", lease, self._remote, f"{commit}:{self._ref}"]
        done = subprocess.run(command, capture_output=True, env=_environment({}))
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            if any(words in said for words in _MOVED):
                raise BusyError(f"{self._where}: một lần đăng khác vừa đổi nhánh này")
            raise PublishError(f"{self._where}: kho từ chối hoặc mất kết nối")

    def tidy(self, tip: str) -> None:
        """The repository grows with every commit until git packs it and lets go of those that nothing leads to."""
        self._run("update-ref", self._ref, tip)
        tidy = ["git", "--git-dir", str(self._folder), "-c", f"gc.auto={LOOSE}", "gc", "--auto", "--quiet"]
        subprocess.run([*tidy, "--prune=1.day"], capture_output=True, env=_environment({}), check=False)

    @contextmanager
    def _index(self) -> Iterator[dict[str, str]]:
        """An index of our own, for as long as a tree is put together."""
        file = self._folder / f"index.{os.getpid()}"
        try:
            yield {"GIT_INDEX_FILE": str(file)}
        finally:
            file.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        return ["git", "--git-dir", str(self._folder), "-c", "gc.auto=0"]

    def _run(self, *arguments: str, stdin: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        done = self._started(arguments, stdin, more or {})
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise PublishError(f"git {arguments[0]}: {said[-1] if said else done.returncode}")
        return done.stdout

    def _try(self, *arguments: str) -> bytes | None:
        """None when git has no answer."""
        done = self._started(arguments, b"", {})
        return None if done.returncode else done.stdout

    def _started(
        self, arguments: Sequence[str], stdin: bytes, more: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        command = [*self._command(), *arguments]
        try:
            return subprocess.run(command, input=stdin, capture_output=True, env=_environment(more), check=False)
        except FileNotFoundError:
            raise PublishError("cần lệnh git trên máy này") from None


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _ALLOWED}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **more}
