"""A branch of a git repository as a target, for pages hosting: each kept release is one commit, the live one the tip.

The branch is written anew from its kept releases and pushed in one step, on condition that nobody else has moved it:
git itself switches whole or not at all. What travels is what the remote does not have.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256

from ..core.errors import BusyError, PublishError
from ..core.publishing.release import Release, parse_facts, parse_sums, render_facts, render_sums
from ..core.publishing.target_notes import NONE, TargetNotes, old_notes, parse_notes, render_notes
from ..system import build_inputs
from .backend import Amendment, Progress, Shipment, TargetState
from .built import home
from .targets import GitTarget

SUMS = ".sums"
NO_JEKYLL = ".nojekyll"
"""Tells a host to publish files as they are, also those whose names begin with an underscore."""
HOST_FILE = "CNAME"
"""A file that pages hosts put on the branch by themselves."""
LOOSE = 3000
"""Loose objects after which git packs our repository."""
FOREIGN = 20
"""Commits of others on top of ours that are looked through."""
_IDENTITY = {"GIT_AUTHOR_NAME": "publish", "GIT_AUTHOR_EMAIL": "publish@localhost"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    release: Release
    tree: str


class GitPlace:
    """`target.branch` of `target.remote`, worked on in a bare repository of our own."""

    def __init__(self, target: GitTarget) -> None:
        self.target = target
        self._folder = home(target.name) / "git"
        self._ref = f"refs/heads/{target.branch}"
        self._tip = ""
        self._kept: list[_Kept] = []
        self._notes = NONE
        self._foreign: dict[str, str] = {}
        self._strange: list[str] = []
        self._read_tip = False

    @contextmanager
    def lock(self) -> Iterator[None]:
        """On this machine a file lock; between machines the push's condition."""
        with build_inputs.locked(self._folder.parent / "git.lock.d", seconds=0):
            yield

    def standing(self) -> TargetState:
        """The branch's commits; fetched only when the remote has moved."""
        self._look()
        releases = tuple(sorted((kept.release for kept in self._kept), key=lambda release: release.number))
        current = self._kept[-1].release.name if self._kept else ""
        return TargetState(releases=releases, current=current, notes=self._notes)

    def sums(self, name: str) -> dict[str, str]:
        """From the release's own tree."""
        return parse_sums(self.read(name, SUMS))

    def read(self, name: str, file: str) -> bytes:
        """One blob."""
        tree = self._tree(name)
        done = self._git("cat-file", "blob", f"{tree}:{file}", check=False)
        if done is None:
            raise FileNotFoundError(file)
        return done

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """A tree in an index of its own: what stands by name, what is sent as new blobs."""
        if self._strange and not shipment.force:
            few = ", ".join(self._strange[:5]) + (" …" if len(self._strange) > 5 else "")
            raise PublishError(
                f"{self.target.remote} {self.target.branch}: có người khác sửa nhánh này: {few}; ghi tên tệp cần giữ "
                "vào files của đích, hoặc thêm --force để bỏ thay đổi ấy"
            )
        with self._index() as index:
            self._git("read-tree", self._tree(shipment.base.name) if shipment.base else "--empty", more=index)
            before = self._git("ls-files", "-z", more=index) or b""
            names = before.decode().split("\0")[:-1]
            standing = shipment.changes.kept.keys() | self._foreign.keys()
            gone = [f"0 {'0' * 40}\t{file}" for file in names if file not in standing]
            extra = {SUMS: render_sums(shipment.sums), NO_JEKYLL: b""}
            for file, data in extra.items():
                (shipment.outgoing / file).write_bytes(data)
            sends = [*shipment.sends, *extra]
            paths = "".join(f"{shipment.outgoing / file}\n" for file in sends).encode()
            blobs = (self._git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=paths) or b"").split()
            rows = [f"100644 {blob.decode()}\t{file}" for blob, file in zip(blobs, sends, strict=True)]
            lines = "".join(f"{row}\0" for row in (*gone, *rows)).encode()
            self._git("update-index", "-z", "--index-info", stdin=lines, more=index)
            tree = (self._git("write-tree", more=index) or b"").decode().strip()
        progress("gửi", len(sends), len(sends))
        self._kept.append(_Kept(release=shipment.release, tree=tree))

    def switch(self, release: Release, progress: Progress) -> None:
        """Write the branch anew with this release last, and push it if the remote is as we saw it."""
        chosen = next(kept for kept in self._kept if kept.release.name == release.name)
        newest = max(kept.release.number for kept in self._kept)
        chain = [
            kept
            for kept in sorted(self._kept, key=lambda kept: kept.release.number)
            if kept is not chosen and kept.release.number > newest - self.target.keep
        ]
        chain.append(_Kept(release=release, tree=self._with_foreign(chosen.tree)))
        self._notes = replace(self._notes, settled=release.name, adopted=True)
        parent = ""
        for kept in chain:
            parent = self._commit(kept, parent)
        self._push(parent)
        self._tip, self._kept = parent, chain
        self._tidy()

    def _tidy(self) -> None:
        """Our own repository grows with every release until git packs it and lets go of those no longer kept."""
        self._git("update-ref", self._ref, self._tip)
        tidy = ["git", "--git-dir", str(self._folder), "-c", f"gc.auto={LOOSE}", "gc", "--auto", "--quiet"]
        subprocess.run([*tidy, "--prune=1.day"], capture_output=True, env=self._environment({}), check=False)

    def note(self, notes: TargetNotes) -> None:
        """Written into the commits by the next switch."""
        self._look()
        self._notes = notes

    def amend(self, amendment: Amendment) -> None:
        """Another tree for the same release; the next switch shows it."""
        old = next(kept for kept in self._kept if kept.release.name == amendment.release.name)
        own = {**amendment.own, SUMS: render_sums(amendment.sums)}
        rows = [f"0 {'0' * 40}\t{file}" for file in amendment.drop]
        for file, data in own.items():
            blob = (self._git("hash-object", "-w", "--stdin", stdin=data) or b"").decode().strip()
            rows.append(f"100644 {blob}\t{file}")
        with self._index() as index:
            self._git("read-tree", old.tree, more=index)
            self._git(
                "update-index", "-z", "--index-info", stdin="".join(f"{row}\0" for row in rows).encode(), more=index
            )
            tree = (self._git("write-tree", more=index) or b"").decode().strip()
        self._kept[self._kept.index(old)] = _Kept(release=amendment.release, tree=tree)

    def clock(self) -> float | None:
        """A repository has none."""
        return None

    def remove(self, names: Sequence[str]) -> None:
        """The switch has left them out already."""

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """Every blob of the tip against the sums it was published with."""
        self._look()
        if not self._kept:
            raise PublishError(f"{self.target.remote} {self.target.branch}: chưa có bản nào được đăng")
        live = self._kept[-1]
        sums = parse_sums(self.read(live.release.name, SUMS))
        listed = (self._git("ls-tree", "-r", "-z", "--name-only", live.tree) or b"").decode().split("\0")[:-1]
        found = [(file, "added") for file in listed if file not in {*sums, SUMS, NO_JEKYLL, *self._foreign}]
        found += [(file, "removed") for file in sums.keys() - set(listed)]
        for number, file in enumerate(sorted(sums.keys() & set(listed)), 1):
            if sha256(self.read(live.release.name, file)).hexdigest() != sums[file]:
                found.append((file, "changed"))
            progress("kiểm", number, len(sums))
        return sorted(found)

    @contextmanager
    def _index(self) -> Iterator[dict[str, str]]:
        """An index of our own, for as long as a tree is put together."""
        file = self._folder / f"index.{os.getpid()}"
        try:
            yield {"GIT_INDEX_FILE": str(file)}
        finally:
            file.unlink(missing_ok=True)

    # ── git ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        """Ask the remote where the branch stands; read its commits when that is news."""
        if self._read_tip:
            return
        if not (self._folder / "HEAD").is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare")
        answer = (self._git("ls-remote", self.target.remote, self._ref) or b"").decode().split()
        self._tip = answer[0] if answer else ""
        if self._tip:
            if self._git("cat-file", "-e", f"{self._tip}^{{commit}}", check=False) is None:
                depth = f"--depth={self.target.keep + FOREIGN}"
                self._git("fetch", "--quiet", "--no-tags", depth, self.target.remote, self._ref)
            self._read_commits()
        self._read_tip = True

    def _read_commits(self) -> None:
        """Ours, oldest first; a commit that the host or somebody else put on top of them is looked through."""
        form = "--format=%T%x00%B%x01"
        text = (self._git("log", "--first-parent", form, f"-n{self.target.keep + FOREIGN}", self._tip) or b"").decode()
        kept: list[_Kept] = []
        for row in text.split("\x01\n")[:-1] if text else []:
            tree, _, message = row.strip("\n\x01").partition("\0")
            lines = message.strip().splitlines()
            try:
                release = parse_facts(lines[2].encode())
                if not kept:
                    self._notes = _notes_in(lines[3:])
            except (IndexError, PublishError):
                if kept:
                    break
                continue
            kept.append(_Kept(release=release, tree=tree))
        if not kept:
            where = f"{self.target.remote} {self.target.branch}"
            raise PublishError(f"{where}: nhánh có commit không do lệnh publish tạo; chọn nhánh khác")
        self._kept = kept[::-1]
        self._read_foreign(kept[0].tree)

    def _read_foreign(self, ours: str) -> None:
        """Files on the tip that are not as our last release left them: the host's own stay, others are told."""
        text = (self._git("ls-tree", "-r", "-z", self._tip) or b"").decode()
        before = (self._git("ls-tree", "-r", "-z", ours) or b"").decode()
        tip, left = ({row[53:]: row[12:52] for row in rows.split("\0")[:-1]} for rows in (text, before))
        sums = parse_sums(self._git("cat-file", "blob", f"{ours}:{SUMS}") or b"")
        theirs = {HOST_FILE, *self.target.files} - sums.keys()
        self._foreign = {file: blob for file, blob in tip.items() if file in theirs}
        self._strange = sorted(
            file for file in tip.keys() | left.keys() if tip.get(file) != left.get(file) and file not in theirs
        )

    def _with_foreign(self, tree: str) -> str:
        """A release's tree with the host's own files as they stand now."""
        if not self._foreign:
            return tree
        lines = "".join(f"100644 {blob}\t{file}\0" for file, blob in self._foreign.items()).encode()
        with self._index() as index:
            self._git("read-tree", tree, more=index)
            self._git("update-index", "-z", "--index-info", stdin=lines, more=index)
            return (self._git("write-tree", more=index) or b"").decode().strip()

    def _tree(self, name: str) -> str:
        self._look()
        for kept in self._kept:
            if kept.release.name == name:
                return kept.tree
        raise PublishError(f"{self.target.remote}: không có bản {name}")

    def _commit(self, kept: _Kept, parent: str) -> str:
        release = kept.release
        facts = render_facts(release).decode().strip()
        withdrawn = "withdrawn: " + " ".join(sorted(self._notes.withdrawn))
        notes = f"notes: {render_notes(self._notes).decode().strip()}"
        message = f"{release.name}: {release.commit[:12] or 'no commit'}\n\n{facts}\n{withdrawn}\n{notes}\n"
        moment = f"{int(release.published)} +0700"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        names = {**_IDENTITY, "GIT_COMMITTER_NAME": "publish", "GIT_COMMITTER_EMAIL": "publish@localhost"}
        parents = ["-p", parent] if parent else []
        made = self._git("commit-tree", kept.tree, *parents, stdin=message.encode(), more={**names, **dates})
        return (made or b"").decode().strip()

    def _push(self, commit: str) -> None:
        lease = f"--force-with-lease={self._ref}:{self._tip}"
        command = [
            *self._command(),
            "push",
            "--quiet",
            "--porcelain",
            lease,
            self.target.remote,
            f"{commit}:{self._ref}",
        ]
        done = subprocess.run(command, capture_output=True, env=self._environment({}))
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            if any(words in said for words in ("stale info", "fetch first", "cannot lock ref", "failed to update ref")):
                raise BusyError(f"{self.target.remote} {self.target.branch}: một lần đăng khác vừa đổi nhánh này")
            what = "kho từ chối hoặc mất kết nối"
            raise PublishError(f"{self.target.remote} {self.target.branch}: {what}")

    def _command(self) -> list[str]:
        return ["git", "--git-dir", str(self._folder), "-c", "gc.auto=0"]

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _ALLOWED}
        return {**kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **more}

    def _git(
        self, *arguments: str, stdin: bytes = b"", more: dict[str, str] | None = None, check: bool = True
    ) -> bytes | None:
        try:
            done = subprocess.run(
                [*self._command(), *arguments], input=stdin, capture_output=True, env=self._environment(more or {})
            )
        except FileNotFoundError:
            raise PublishError("cần lệnh git trên máy này") from None
        if done.returncode == 0:
            return done.stdout
        if not check:
            return None
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PublishError(f"git {arguments[0]}: {said[-1] if said else done.returncode}")


def _notes_in(lines: Sequence[str]) -> TargetNotes:
    """From the last lines of a commit's message."""
    for line in lines:
        if line.startswith("notes: "):
            return parse_notes(line.removeprefix("notes: ").encode())
    return old_notes(lines[0].removeprefix("withdrawn:"))


_ALLOWED = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_CONFIG_GLOBAL"})
"""Variables by which a user tells git how to reach a remote; the others would point it at another repository."""
