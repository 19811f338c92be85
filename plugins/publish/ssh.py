"""A folder of another machine as a target: the same layout as a local folder, reached by ssh and rsync.

The server needs sshd, rsync and the usual tools of a Linux system (flock, cp, awk, find, gzip, sha256sum). What is sent
follows the change: the new release starts as hard links to the live one, and only the difference of the two lists of
sums travels. One connection carries everything; the lock is held by it and goes with it.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from uuid import uuid4

from ..core.errors import DamagedError, PublishError
from ..core.publishing.manifest import FileSum
from ..core.publishing.release import Changes, Release, is_name, parse_facts, render_facts, render_sums
from ..core.publishing.target_notes import NOTES, TargetNotes, old_notes, parse_notes, render_notes
from . import remote, remote_stage
from .backend import Amendment, Progress, Shipment, TargetState
from .kept_sums import KeptSums
from .ssh_connection import SshConnection
from .targets import SshTarget

_SIGNS = {"+": "added", "-": "removed", "!": "changed"}


class SshPlace:
    """A folder on `target.host`."""

    def __init__(self, target: SshTarget) -> None:
        self.target = target
        self._server = SshConnection(target)
        self._sums = KeptSums(target.name)
        self._digest_of_sums = ""
        self._included: dict[str, str] = {}
        self._work = ""
        self._surveyed: tuple[str, bool, Callable[[], bytes]] | None = None
        self._begun: tuple[Changes, list[Callable[[], bytes]]] | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held by the connection."""
        with self._server.held():
            yield

    def standing(self) -> TargetState:
        """One question for everything."""
        lines = self._server.run(remote.STANDING, self.target.path, NOTES).decode().split("\n")[:-1]
        if not lines:
            return TargetState()
        self._digest_of_sums = lines[2]
        self._included = {row[66:]: row[:64] for row in lines[3].split("\t")}
        releases = tuple(parse_facts(line.encode()) for line in lines[4:])
        self._sums.only({release.name for release in releases})
        return TargetState(
            current=os.path.basename(lines[0]),
            notes=parse_notes(lines[1].encode()) if lines[1].startswith("{") else old_notes(lines[1]),
            releases=releases,
        )

    def sums(self, name: str) -> dict[str, str]:
        """From the file beside the release; a copy on this machine is used while it is what the server holds."""
        return self._sums.of(
            name,
            lambda data: sha256(data).hexdigest() == self._digest_of_sums,
            lambda: self._plain(f"{self.target.path}/releases/{name}.sums"),
        )

    def _plain(self, path: str) -> bytes:
        try:
            return gzip.decompress(self._server.run(remote.READ, path))
        except FileNotFoundError:
            raise PublishError(f"{self.target.host}:{path}: không phải tệp thường, hoặc không có") from None

    def read(self, name: str, file: str) -> bytes:
        """One file of a release."""
        return gzip.decompress(self._server.run(remote.READ, f"{self.target.path}/releases/{name}/{file}"))

    def read_many(self, name: str, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """All in one archive."""
        listed = "".join(f"{file}\n" for file in wanted).encode()
        packed = self._server.apart(remote.PACK, f"{self.target.path}/releases/{name}", stdin=listed)
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:") as archive:
            for entry in archive:
                if entry.isreg() and entry.name in wanted:
                    body = archive.extractfile(entry)
                    yield entry.name, body.read() if body else None

    def expect(self, base: Release | None, *, force: bool) -> None:
        """The server looks at what stands while this machine builds."""
        name = base.name if base else ""
        self._work = f".work-{uuid4().hex}"
        survey = self._server.begin(remote_stage.SURVEY, self._work, name, "again" if force else "")
        self._surveyed = name, force, survey

    def begin(self, changes: Changes, base: Release | None, *, force: bool) -> None:
        """The server links what stands while this machine packs what is sent."""
        name = base.name if base else ""
        if self._surveyed is None or self._surveyed[:2] != (name, force):
            self.expect(base, force=force)
        assert self._surveyed
        survey, self._surveyed = self._surveyed[2], None  # what comes next makes a folder of its own
        before = self.sums(name) if base else {}
        listed = "".join(f"{file}\n" for file in before if file not in changes.kept).encode()
        self._begun = changes, [survey, self._server.begin(remote_stage.PREPARE, self._work, name, stdin=listed)]

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """Link what stands, send what differs, verify everything, give it its name."""
        base, sends, path = shipment.base, shipment.sends, self.target.path
        if self._begun is None or self._begun[0] is not shipment.changes:
            self.begin(shipment.changes, base, force=shipment.force)
        assert self._begun
        _, answers = self._begun
        self._begun = None
        for answer in answers:
            answer()
        progress("gửi", 0, len(sends))
        basis = f"{path}/releases/{base.name}" if base else ""
        self._server.send(shipment.outgoing, f"{path}/releases/{self._work}/sent/", basis)
        progress("gửi", len(sends), len(sends))
        name, sums = shipment.release.name, render_sums(shipment.sums)
        words = (self._work, name, sha256(sums).hexdigest(), "0" if base else str(self.target.keep))
        told = render_facts(shipment.release) + render_sums({file: shipment.sums[file] for file in sends})
        wrong = self._server.change(remote_stage.FINISH, *words, stdin=told).decode().splitlines()
        if wrong == [""]:
            raise PublishError("bản dựng dở trên máy chủ không đúng bản kê khai")
        if wrong:
            raise DamagedError(wrong)
        self._sums.keep(name, sums)

    def switch(self, release: Release, progress: Progress, notes: TargetNotes | None = None) -> None:
        """One rename on the server."""
        self._server.change(remote.SWITCH, release.name)
        if notes:
            self.note(notes)

    def note(self, notes: TargetNotes) -> None:
        """Beside the releases; the list of an earlier version goes, for the notes hold it too."""
        self._server.change(remote.WRITE, NOTES, stdin=render_notes(notes))
        if not notes.adopted or notes.withdrawn:
            self._server.change(remote.FORGET)

    def amend(self, amendment: Amendment) -> None:
        """Everything in one archive, unpacked aside and then moved, file by file."""
        name, sums = amendment.release.name, render_sums(amendment.sums)
        parts = {
            "drop": "".join(f"{file}\n" for file in sorted(amendment.drop)).encode(),
            "newer": "".join(f"{file}\n" for file in amendment.newer).encode(),
            "sums": sums,
            "facts": render_facts(amendment.release),
            **{f"own/{file}": data for file, data in amendment.own.items()},
        }
        self._server.change(remote.AMEND, uuid4().hex, name, str(amendment.moment), stdin=_archive(parts))
        self._sums.keep(name, sums)

    def clock(self) -> float | None:
        """The server's, as it was when the lock was taken."""
        return None if self._server.skew is None else time.time() + self._server.skew

    def remove(self, names: Sequence[str]) -> None:
        """Facts first, then sums and folder."""
        doomed = [name for name in names if is_name(name)]
        if doomed:
            self._server.change(remote.REMOVE, uuid4().hex, *doomed)
            self._sums.forget(doomed)

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """The server reads every file of the live release and lists what nobody published."""
        current = self.standing().current
        if not current:
            raise PublishError(f"{self.target.host}:{self.target.path}: chưa có bản nào được đăng")
        lines = self._server.run(remote.CHECK, self.target.path, current).decode().splitlines()
        return sorted({line[1:]: _SIGNS[line[0]] for line in lines}.items())

    def include(self, files: Mapping[str, str]) -> set[str]:
        """Write what the web server includes; what changed since this target was last looked at."""
        known = self._included
        texts = {name: text.encode() for name, text in files.items()}
        fresh = {name: data for name, data in texts.items() if known.get(f"server/{name}") != sha256(data).hexdigest()}
        if not fresh:
            return set()
        packed = _archive(fresh)
        return set(self._server.change(remote.INCLUDE, uuid4().hex, stdin=packed).decode().split())


def _archive(parts: Mapping[str, bytes]) -> bytes:
    """A tar of small files that a web server may read."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(data), 0o644, int(time.time())
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()
