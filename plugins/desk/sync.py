"""Commits on their way to the newsroom's repository and back, in the background: what can't go waits and is counted.

Others' commits are joined by a merge of git's own, made without touching the work tree; nothing is rewritten. Where two
changed one place of an article, nothing is joined until a person chose. What changes code (anything outside content/)
is joined in git and not put on this machine's disk, which publishes with that code, until somebody looked at it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..core.errors import ColumnError
from ..core.text.system_errors import reason
from ..reading.sources import is_article
from .commits import Repository
from .files import ConflictError, Folder, blob
from .git import GitError
from .landing import Clash, Landing, land, landing, note_landed
from .people import ADMIN, Person

EVERY = 120.0
"""Seconds between two looks at what others sent."""
OFFLINE_EVERY = 20.0
"""Seconds between two tries while the line is down."""
_TRIES = 3
_DESK = Person("Bàn biên tập", "ban-bien-tap@localhost", ADMIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """kind: "none" without a place to send to, "sent", "waiting", "offline", "clash"; waiting: commits that are not
    there yet; said: git's last words when something failed; clashes: by source; foreign: files outside content/ that
    others changed and nobody has looked at."""

    kind: Literal["none", "sent", "waiting", "offline", "clash"] = "none"
    waiting: int = 0
    said: str = ""
    clashes: dict[str, Clash] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()


class Sync:
    """One thread; `begin` it, `wake` it after a commit. saving: held while branch and files change; joined: called
    after others' work came in."""

    def __init__(
        self,
        repository: Repository,
        folder: Folder,
        home: Path,
        saving: threading.RLock,
        joined: Callable[[], object],
    ) -> None:
        self._git, self._folder, self._saving, self._joined = repository, folder, saving, joined
        self._memory = home / "foreign.json"
        self._wake, self._stop, self._turn = threading.Event(), threading.Event(), threading.Lock()
        self._chosen: dict[str, str] = {}
        self.state = State(foreign=self._remembered())
        self._thread: threading.Thread | None = None

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Start to work in the background."""
        if self._git.here:
            self._thread = threading.Thread(target=self._run, name="desk-sync", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Something is to be sent."""
        if self._git.here:
            self.counted()
            self._wake.set()

    def end(self) -> None:
        """Stop; what was not sent waits for the next time."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            with suppress(ColumnError):
                self.once()
            self._wake.wait(OFFLINE_EVERY if self.state.kind == "offline" else EVERY)
            self._wake.clear()

    # ── one turn ─────────────────────────────────────────────────────────────────────────────────────────────────

    def once(self) -> State:
        """Send what waits, take in what others sent; one turn at a time."""
        with self._turn:
            return self._once()

    def _once(self) -> State:
        upstream = self._upstream()
        if not upstream:
            self.state = replace(self.state, kind="none", waiting=0, said="")
            return self.state
        try:
            clashes = self._exchanged(upstream)
        except (GitError, OSError) as error:
            said = reason(error) if isinstance(error, OSError) else str(error)
            self.state = replace(self._counted(self.state), kind="offline", said=said)
            return self.state
        self.state = self._counted(replace(self.state, said="", clashes=clashes, kind="clash" if clashes else "sent"))
        return self.state

    def _exchanged(self, upstream: str) -> dict[str, Clash]:
        """Fetch, join and push; again when somebody else pushed in between. Returns what keeps both sides apart."""
        remote, _, branch = upstream.removeprefix("refs/remotes/").partition("/")
        for left in reversed(range(_TRIES)):
            self._git.git("fetch", "--quiet", "--no-tags", remote, f"+refs/heads/{branch}:{upstream}")
            clashes = self._join(upstream)
            if clashes or not self._count(upstream):
                return clashes
            try:
                self._git.git("push", "--quiet", remote, f"HEAD:refs/heads/{branch}")
                break
            except GitError:
                if not left:
                    raise
        return {}

    def counted(self) -> State:
        """The state, with what waits counted now: somebody may have committed by hand."""
        if self._git.here:
            self.state = self._counted(self.state)
        return self.state

    def choose(self, source: str, theirs: str) -> None:
        """A person has seen both versions of an article that clashed, and saved what it is to say: that, and whatever
        is saved over it, goes on. theirs: the blob that was seen."""
        self._chosen[source] = theirs
        self.wake()

    def accept(self) -> None:
        """Somebody looked at what others changed outside content/: put it on this machine's disk."""
        with self._saving:
            known = set(self._git.ask("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0"))
            put = tuple(file for file in self.state.foreign if file in known)
            gone = tuple(file for file in self.state.foreign if file not in known)
            land(self._git, self._folder, "HEAD", Landing(put, gone, {}, {}))
            note_landed(self._git, self.state.foreign)
            self._remember(())

    def _upstream(self) -> str:
        return self._git.ask("rev-parse", "--symbolic-full-name", "@{upstream}")

    def _count(self, upstream: str) -> int:
        return int(self._git.ask("rev-list", "--count", f"{upstream}..HEAD") or 0)

    def _counted(self, state: State) -> State:
        upstream = self._upstream()
        if not upstream:
            return replace(state, kind="none", waiting=0)
        waiting = self._count(upstream)
        kind = state.kind if state.kind in {"offline", "clash"} else "waiting" if waiting else "sent"
        return replace(state, waiting=waiting, kind=kind)

    # ── joining ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _join(self, upstream: str) -> dict[str, Clash]:
        """Bring others' commits into the branch; returns what keeps them apart."""
        with self._saving:
            head, theirs = self._git.head(), self._git.git("rev-parse", upstream)
            base = self._git.ask("merge-base", head, theirs)
            if base == theirs:
                return {}
            new = theirs
            if base != head:
                tree, clashes = self._merged(head, theirs, base)
                if clashes:
                    return clashes
                new = self._git.commit_tree(tree, [head, theirs], _DESK, "Nối bài của người khác gửi lên")
            foreign = [
                file for file in self._git.changes(base, theirs) if not file.startswith(self._git.prefix or "\0")
            ]
            if self._git.prefix and foreign:
                self._remember(tuple(sorted({*self.state.foreign, *foreign})))
            found = landing(self._git, self._folder, head, new, self.state.foreign)
            if found.clashes:
                return dict(found.clashes)
            try:
                land(self._git, self._folder, new, found)
            except ConflictError:
                return {}
            if not self._git.advance(head, new, "nối"):
                return {}
            note_landed(self._git, [file for file in self._git.changes(head, new) if file not in self.state.foreign])
            self._chosen.clear()
        self._joined()
        return {}

    def _merged(self, ours: str, theirs: str, base: str) -> tuple[str, dict[str, Clash]]:
        """The tree that both make, or the articles in which they clash. GitError where other files do."""
        said = self._git.merge_tree(ours, theirs)
        tree, *rows = said.split("\0")
        files = [row for row in rows[: rows.index("")] if row] if "" in rows else []
        resolved: dict[str, str] = {}
        clashes: dict[str, Clash] = {}
        for file in dict.fromkeys(files):
            source = self._git.source(file)
            if not file.startswith(self._git.prefix) or not is_article(source):
                raise GitError(f"{file}: hai nơi cùng sửa tệp này; người quản trị cần nối bằng git")
            data, mine = self._git.show(theirs, source) or b"", self._git.show(ours, source)
            if mine is not None and self._chosen.get(source) == blob(data):
                resolved[file] = self._git.keep(mine)
            else:
                began = (self._git.show(base, source) if base else None) or b""
                clashes[source] = Clash(source, _text(data), blob(data), _text(began))
        return (self._git.tree_with(tree, resolved) if resolved and not clashes else tree), clashes

    # ── what others changed outside content/ ─────────────────────────────────────────────────────────────────────

    def _remembered(self) -> tuple[str, ...]:
        with suppress(OSError, ValueError, TypeError):
            return tuple(map(str, json.loads(self._memory.read_text(encoding="utf-8"))))
        return ()

    def _remember(self, files: tuple[str, ...]) -> None:
        self.state = replace(self.state, foreign=files)
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        self._memory.write_text(json.dumps(files, ensure_ascii=False), encoding="utf-8")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")
