"""Commits by git's plumbing: exactly the files that were given, whatever else lies changed in the work tree, and no
hook; the gate was asked before."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..core.files.picture_facts import ENDINGS
from ..core.text.vietnamese import nfc
from .files import blob
from .git import GitError, run
from .people import Person

NAME, EMAIL = "Bàn biên tập", "ban-bien-tap@localhost"
"""Who commits; the author is the person."""
_TRIES = 20
_NOTHING = "0" * 40
_BLOB = re.compile(r"[0-9a-f]{40,64}")


class Commit(NamedTuple):
    """One commit of a file's history. when: POSIX seconds; path: the file's name then, from the repository's root."""

    id: str
    when: int
    author: str
    subject: str
    path: str


class Repository:
    """The repository that holds content/; `here` is False where there is none, and then nothing else is asked. root: of
    its files; own: git's own folder. named: a file's name → as it is on disk, and so in git."""

    def __init__(self, content: Path, named: Callable[[str], str] = str) -> None:
        self.content, self._named = content, named
        top = _asked(content, "rev-parse", "--show-toplevel")
        self.here = bool(top)
        self.root = Path(top) if top else content
        self.own = Path(_asked(content, "rev-parse", "--absolute-git-dir"))
        within = os.path.relpath(os.path.realpath(content), os.path.realpath(self.root))
        self.prefix = "" if within == "." else f"{within}/"

    def path(self, source: str) -> str:
        """Where a file of content/ lies from the root."""
        return self.prefix + self._named(source)

    def source(self, path: str) -> str:
        """The name in content/ of a file that lies somewhere from the root."""
        return nfc(path.removeprefix(self.prefix))

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    def git(self, *arguments: str, data: bytes | None = None, environment: Mapping[str, str] | None = None) -> str:
        """What git says; GitError when it refuses."""
        return run(self.root, arguments, data=data, environment=environment).stdout.decode("utf-8", "replace").strip()

    def ask(self, *arguments: str) -> str:
        """The same, "" when it refuses."""
        return _asked(self.root, *arguments)

    def head(self) -> str:
        """The commit that the branch stands at, "" before the first."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def branch(self) -> str:
        """The branch's name, "HEAD" on none."""
        return self.ask("rev-parse", "--abbrev-ref", "HEAD")

    def show(self, commit: str, source: str) -> bytes | None:
        """A file of content/ as a commit has it, None when it has none. commit: a name of hex digits."""
        return self._blob(f"{commit}:{self.path(source)}")

    def blob_at(self, name: str) -> bytes | None:
        """The bytes that git keeps under a name of hex digits, None when it has none."""
        return self._blob(name) if _BLOB.fullmatch(name) else None

    def _blob(self, name: str) -> bytes | None:
        done = run(self.root, ("cat-file", "blob", name), may_fail=True)
        return done.stdout if done.returncode == 0 else None

    def history(self, source: str, most: int = 200) -> list[Commit]:
        """The commits that changed a file, the newest first, under its earlier names too."""
        form = "%x1e%H%x1f%at%x1f%an%x1f%s"
        said = self.ask(
            "-c", "core.quotePath=false", "log", "--follow", f"--max-count={most}", f"--format={form}", "--name-only",
            "--", self.path(source),
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

    def unknown(self, sources: Iterable[str], read: Callable[[str], bytes | None]) -> dict[str, bytes]:
        """Those of some files of content/ that the last commit has not, or not as they are now. read: finds one."""
        files = {self.path(source): source for source in sources}
        if not files:
            return {}
        rows = self.ask("ls-tree", "-z", "HEAD", *map(literal, files)).split("\0") if self.head() else []
        known = {file: told.split()[2] for told, _, file in (row.partition("\t") for row in rows) if file}
        found = {}
        for file, source in files.items():
            if file in known and source.rpartition(".")[2].lower() not in ENDINGS:
                continue  # what is attached may be large, and the desk never changes it
            data = read(source)
            if data is None or known.get(file) == blob(data):
                continue
            if file not in known or self.ask("hash-object", "--", file) != known[file]:  # which knows of filters
                found[source] = data
        return found

    def changes(self, before: str, after: str) -> dict[str, tuple[str, str]]:
        """File that differs between two commits → the names of what it has in each, "" for none."""
        return self._differing("diff", before, after)

    def noted_otherwise(self) -> dict[str, str]:
        """File of which git's own index says something else than the last commit → the name of what it has there."""
        return {file: new for file, (new, _) in self._differing("diff-index", "--cached", "HEAD").items()}

    def _differing(self, *command: str) -> dict[str, tuple[str, str]]:
        verb, *rest = command
        said = run(self.root, (verb, "--raw", "--no-renames", "--no-abbrev", "-z", *rest)).stdout
        rows = said.decode("utf-8", "surrogateescape").split("\0")
        found = {}
        for told, file in zip(rows[::2], rows[1::2], strict=False):
            _, _, old, new, _ = told.split()
            found[file] = ("" if old == _NOTHING else old, "" if new == _NOTHING else new)
        return found

    def clear(self) -> None:
        """Take away what a desk that was killed has left, and git's locks of before this machine was started: nobody
        can hold them any more, and nothing could be committed beside them."""
        for path in self.own.glob("desk-*"):
            shutil.rmtree(path, ignore_errors=True)
        if not hasattr(time, "CLOCK_BOOTTIME"):
            return
        started = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
        for path in (*self.own.glob("*.lock"), *(self.own / "refs").rglob("*.lock")):
            with suppress(OSError):
                if path.stat().st_mtime < started:
                    path.unlink()

    # ── committing ───────────────────────────────────────────────────────────────────────────────────────────────

    def commit(self, files: Mapping[str, bytes | None], person: Person, message: str) -> str:
        """Commit these files of content/ on top of the branch, None for one that goes; returns the commit, "" when the
        branch has them all already."""
        blobs = {self.path(source): self.keep(data) if data is not None else "" for source, data in files.items()}
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
        arguments = ("merge-tree", "--write-tree", "--name-only", "-z", ours, theirs)
        done = run(self.root, arguments, may_fail=True)
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


def literal(file: str) -> str:
    """A file's name where git takes patterns."""
    return f":(literal){file}"


def _asked(folder: Path, *arguments: str) -> str:
    """What git says, "" when it refuses or is not there."""
    with suppress(GitError):
        return run(folder, arguments).stdout.decode("utf-8", "replace").strip()
    return ""
