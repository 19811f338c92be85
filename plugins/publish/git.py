"""A branch of a git repository as a target, for pages hosting: each kept release is one commit, the live one the tip.

The branch is written anew from its kept releases and pushed in one step, on condition that nobody else has moved it:
git itself switches whole or not at all. What travels is what the remote does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from ..core.errors import PublishError
from ..core.publishing.manifest import FileSum
from ..core.publishing.release import Changes, Release, parse_sums, render_sums
from ..core.publishing.target_notes import NONE, TargetNotes
from ..system import build_inputs
from .backend import Amendment, Progress, Shipment, TargetState
from .built import home
from .git_commits import Kept, message_of, read_commits
from .git_repository import GitRepository
from .targets import GitTarget

SUMS = ".sums"
NO_JEKYLL = ".nojekyll"
"""Tells a host to publish files as they are, also those whose names begin with an underscore."""
HOST_FILE = "CNAME"
"""A file that pages hosts put on the branch by themselves."""
FOREIGN = 20
"""Commits of others on top of ours that are looked through."""


class GitPlace:
    """`target.branch` of `target.remote`, worked on in a bare repository of our own."""

    def __init__(self, target: GitTarget) -> None:
        self.target = target
        self._where = f"{target.remote} {target.branch}"
        self._repository = GitRepository(home(target.name) / "git", target.remote, target.branch)
        self._tip = ""
        self._kept: list[Kept] = []
        self._notes = NONE
        self._foreign: dict[str, str] = {}
        self._strange: list[str] = []
        self._read_tip = False

    @contextmanager
    def lock(self) -> Iterator[None]:
        """On this machine a file lock; between machines the push's condition."""
        with build_inputs.locked(home(self.target.name) / "git.lock.d", seconds=0):
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
        data = self._repository.read(self._tree(name), file)
        if data is None:
            raise FileNotFoundError(file)
        return data

    def read_many(self, name: str, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """Blob after blob, out of this machine's copy of the branch."""
        tree = self._tree(name)
        return ((file, self._repository.read(tree, file)) for file in wanted)

    def expect(self, base: Release | None, *, force: bool) -> None:
        """Nothing takes long elsewhere."""

    def begin(self, changes: Changes, base: Release | None, *, force: bool) -> None:
        """Nothing takes long elsewhere."""

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """A tree in an index of its own: what stands by name, what is sent as new blobs."""
        if self._strange and not shipment.force:
            few = ", ".join(self._strange[:5]) + (" …" if len(self._strange) > 5 else "")
            raise PublishError(
                f"{self._where}: có người khác sửa nhánh này: {few}; ghi tên tệp cần giữ vào files của đích, hoặc thêm "
                "--force để bỏ thay đổi ấy"
            )
        base = self._tree(shipment.base.name) if shipment.base else ""
        standing = shipment.changes.kept.keys() | self._foreign.keys()
        gone = [file for file in (self._repository.files(base) if base else ()) if file not in standing]
        extra = {SUMS: render_sums(shipment.sums), NO_JEKYLL: b""}
        for file, data in extra.items():
            (shipment.outgoing / file).write_bytes(data)
        sends = [*shipment.sends, *extra]
        blobs = self._repository.add_files(shipment.outgoing / file for file in sends)
        tree = self._repository.tree(base, dict(zip(sends, blobs, strict=True)), gone)
        progress("gửi", len(sends), len(sends))
        self._kept.append(Kept(release=shipment.release, tree=tree))

    def switch(self, release: Release, progress: Progress, notes: TargetNotes | None = None) -> None:
        """Write the branch anew with this release last, and push it if the remote is as we saw it."""
        self._notes = replace(notes or self._notes, settled=release.name, adopted=True)
        chosen = next(kept for kept in self._kept if kept.release.name == release.name)
        last = max(kept.release.number for kept in self._kept) - self.target.keep
        ordered = sorted((kept for kept in self._kept if kept is not chosen), key=lambda kept: kept.release.number)
        chain = [kept for kept in ordered if kept.release.number > last or kept.release.name in self._notes.held]
        chain.append(Kept(release=release, tree=self._with_foreign(chosen.tree)))
        tip = ""
        for kept in chain:
            message = message_of(kept.release, self._notes)
            tip = self._repository.commit(kept.tree, tip, message, int(kept.release.published))
        self._repository.push(tip, self._tip)
        self._tip, self._kept = tip, chain
        self._repository.tidy(tip)

    def note(self, notes: TargetNotes) -> None:
        """Written into the commits by the next switch."""
        self._look()
        self._notes = notes

    def amend(self, amendment: Amendment) -> None:
        """Another tree for the same release; the next switch shows it."""
        old = next(kept for kept in self._kept if kept.release.name == amendment.release.name)
        own = {**amendment.own, SUMS: render_sums(amendment.sums)}
        blobs = {file: self._repository.add(data) for file, data in own.items()}
        tree = self._repository.tree(old.tree, blobs, amendment.drop)
        self._kept[self._kept.index(old)] = Kept(release=amendment.release, tree=tree)

    def clock(self) -> float | None:
        """A repository has none."""
        return None

    def remove(self, names: Sequence[str]) -> None:
        """The switch has left them out already."""

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """Every blob of the tip against the sums it was published with."""
        self._look()
        if not self._kept:
            raise PublishError(f"{self._where}: chưa có bản nào được đăng")
        live = self._kept[-1]
        sums = self.sums(live.release.name)
        listed = self._repository.files(live.tree).keys()
        found = [(file, "added") for file in listed if file not in {*sums, SUMS, NO_JEKYLL, *self._foreign}]
        found += [(file, "removed") for file in sums.keys() - listed]
        for number, file in enumerate(sorted(sums.keys() & listed), 1):
            if sha256(self.read(live.release.name, file)).hexdigest() != sums[file]:
                found.append((file, "changed"))
            progress("kiểm", number, len(sums))
        return sorted(found)

    def _look(self) -> None:
        """Ask the remote where the branch stands, once, and read its commits."""
        if self._read_tip:
            return
        count = self.target.keep + FOREIGN
        self._tip = self._repository.tip(count)
        if self._tip:
            self._kept, self._notes = read_commits(self._repository.log(self._tip, count))
            if not self._kept:
                raise PublishError(f"{self._where}: nhánh có commit không do lệnh publish tạo; chọn nhánh khác")
            self._read_foreign(self._kept[-1].tree)
        self._read_tip = True

    def _read_foreign(self, ours: str) -> None:
        """Files on the tip that are not as our last release left them: the host's own stay, others are told."""
        tip, left = self._repository.files(self._tip), self._repository.files(ours)
        sums = parse_sums(self._repository.read(ours, SUMS) or b"")
        theirs = {HOST_FILE, *self.target.files} - sums.keys()
        self._foreign = {file: blob for file, blob in tip.items() if file in theirs}
        self._strange = sorted(
            file for file in tip.keys() | left.keys() if tip.get(file) != left.get(file) and file not in theirs
        )

    def _with_foreign(self, tree: str) -> str:
        """A release's tree with the host's own files as they stand now."""
        return self._repository.tree(tree, self._foreign) if self._foreign else tree

    def _tree(self, name: str) -> str:
        self._look()
        for kept in self._kept:
            if kept.release.name == name:
                return kept.tree
        raise PublishError(f"{self.target.remote}: không có bản {name}")
