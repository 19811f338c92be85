"""S3-compatible object storage as a target.

    prefix/<file>                    what readers get: copies made inside the storage
    prefix/.releases/objects/<sum>   every file of every kept release, named by its SHA-256: uploaded once
    prefix/.releases/<name>.sums     what a release serves
    prefix/.releases/index.json      the kept releases and which one is live; written last
    prefix/.releases/lock/           who is publishing

No object storage can switch many objects at once. So everything is uploaded and verified first, where no reader looks;
then the changed files are copied into place within the storage, assets before pages before feeds, deletions last: each
file is whole at any moment, and no page ever refers to an asset that is not there yet. A publish that breaks off in
between is finished or undone by the next one, which sees by one listing what is in place.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import md5, sha256
from itertools import islice

from ..core.errors import DamagedError, PublishError
from ..core.publishing.manifest import FileSum
from ..core.publishing.release import Changes, Release, render_sums
from ..core.publishing.target_notes import TargetNotes
from .backend import Amendment, Progress, Shipment, TargetState
from .bucket import Bucket
from .bucket_index import HOME, INDEX, LOCKS, OBJECTS, TABLE, is_foreign, parse_index, render_index
from .bucket_lock import held
from .bucket_view import BucketView
from .kept_sums import KeptSums
from .targets import S3Target

READERS = 8
"""Objects that one process asks for at once."""
_NEAR = 0.001
"""Seconds. A storage that answers sooner is asked for one at a time: its answers come as fast as they are read, and
threads that wait for each other take half as much time again."""
_FIRST = 3
"""Questions of a process that tell how near it is."""


class S3Place:
    """A bucket, or a folder in one."""

    def __init__(self, target: S3Target) -> None:
        self.target = target
        self.bucket = Bucket(target)
        self._process = os.getpid()
        self._answers_in = 0.0
        self._view = BucketView(self.bucket)
        self._sums = KeptSums(target.name)
        self._index: TargetState | None = None
        self._table = TABLE
        self._skew: float | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One note, one listing; the listing is what everything after it compares with."""
        with self.bucket.told(), held(self.bucket, LOCKS) as lease:
            self._skew = lease.skew
            if is_foreign(self.bucket.etags):
                what = "kho có sẵn tệp mà không do lệnh publish tạo; chọn kho hoặc prefix trống"
                raise PublishError(f"{self.bucket.where}: {what}")
            yield

    def standing(self) -> TargetState:
        """One small object."""
        if self._index is None:
            with self.bucket.told():
                data = self.bucket.get(INDEX)
            self._index, self._table = parse_index(data) if data else (TargetState(), TABLE)
        return self._index

    def sums(self, name: str) -> dict[str, str]:
        """As published; for the live release without the files that are not in place now, so that they are sent."""
        with self.bucket.told():
            sums = self._published(name)
        if name != self.standing().current or not self.bucket.etags:
            return dict(sums)
        return {file: digest if self._in_place(file, digest) else "" for file, digest in sums.items()}

    def read(self, name: str, file: str) -> bytes:
        """From the kept objects."""
        with self.bucket.told():
            digest = self._published(name).get(file)
            data = self.bucket.get(OBJECTS + digest) if digest else None
        if data is None:
            raise FileNotFoundError(file)
        return data

    def read_many(self, name: str, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """The kept objects of these sums, over connections of this very process; several at once from far away."""
        if self._process != os.getpid():
            self.bucket, self._process, self._answers_in = Bucket(self.target), os.getpid(), 0.0
        bucket = self.bucket

        def read(entry: FileSum) -> bytes | None:
            key = OBJECTS + entry.sha256
            data = bucket.reader.get(key, entry.size)
            return bucket.get(key, entry.size) if data is None else data

        files = iter(wanted.items())
        with bucket.told():
            if not self._answers_in:
                times = []
                for file, entry in islice(files, _FIRST):
                    started = time.monotonic()
                    data = read(entry)
                    times.append(time.monotonic() - started)
                    yield file, data
                self._answers_in = min(times, default=0.0)
            if self._answers_in < _NEAR:
                yield from ((file, read(entry)) for file, entry in files)
                return
            rest = dict(files)
            with ThreadPoolExecutor(READERS) as readers:
                yield from zip(rest, readers.map(read, rest.values()), strict=True)

    def expect(self, base: Release | None, *, force: bool) -> None:
        """Nothing takes long elsewhere."""

    def begin(self, changes: Changes, base: Release | None, *, force: bool) -> None:
        """Nothing takes long elsewhere."""

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """Upload what the storage does not hold yet, under names that no reader asks for."""
        held_already = self.bucket.etags.keys()
        lost = [file for file in shipment.changes.kept if OBJECTS + shipment.sums[file] not in held_already]
        if lost:
            raise DamagedError(lost)
        sends = [file for file in shipment.sends if OBJECTS + shipment.sums[file] not in held_already]

        def upload(file: str) -> None:
            data = (shipment.outgoing / file).read_bytes()
            if sha256(data).hexdigest() != shipment.sums[file]:
                raise PublishError(f"{file}: đổi trong khi đăng; chạy lại")
            self.bucket.put(OBJECTS + shipment.sums[file], data)

        name = shipment.release.name
        with self.bucket.told():
            self.bucket.many(sends, upload, "gửi", progress)
            sums = render_sums(shipment.sums)
            self.bucket.put(f"{HOME}{name}.sums", sums)
        self._sums.keep(name, sums)
        before = self.standing()
        self._index = replace(before, releases=(*before.releases, shipment.release))

    def switch(self, release: Release, progress: Progress, notes: TargetNotes | None = None) -> None:
        """Copies in order, then deletions, then the index; finished by the next publish when the storage fails."""
        with self.bucket.told("; việc thay dở dang: chạy lại lệnh để hoàn tất"):
            wanted = self._published(release.name)
            copies = [file for file, digest in wanted.items() if not self._in_place(file, digest)]
            self._view.show_all(copies, wanted, progress)
            self._view.hide(self._view.files() - wanted.keys())
            self._table = TABLE
            before = self._standing_with(release)
            self._save_index(replace(before, current=release.name, notes=notes or before.notes))

    def note(self, notes: TargetNotes) -> None:
        """Kept in the index."""
        with self.bucket.told():
            self._save_index(replace(self.standing(), notes=notes))

    def amend(self, amendment: Amendment) -> None:
        """New objects and sums; of the live release also what readers get. Objects nobody needs go with `remove`."""
        release = amendment.release
        is_live = release.name == self.standing().current
        with self.bucket.told():
            if is_live:
                self._view.hide(amendment.drop)
            for file, data in amendment.own.items():
                self.bucket.put(OBJECTS + amendment.sums[file], data)
                if is_live:
                    self._view.show(file, amendment.sums[file])
            sums = render_sums(amendment.sums)
            self.bucket.put(f"{HOME}{release.name}.sums", sums)
        self._sums.keep(release.name, sums)
        self._index = self._standing_with(release)

    def clock(self) -> float | None:
        """By what the storage wrote beside this publisher's note."""
        return None if self._skew is None else time.time() + self._skew

    def remove(self, names: Sequence[str]) -> None:
        """Forget releases, then delete what no kept release needs, also what a broken publish left."""
        before = self.standing()
        kept = tuple(release for release in before.releases if release.name not in names)
        with self.bucket.told():
            self.bucket.fence()
            if len(kept) < len(before.releases):
                self._save_index(replace(before, releases=kept))
            needed = {INDEX, *(f"{HOME}{release.name}.sums" for release in kept)}
            for release in kept:
                needed.update(OBJECTS + digest for digest in self._published(release.name).values())
            private = [key for key in self.bucket.etags if key.startswith(HOME) and not key.startswith(LOCKS)]
            self.bucket.delete([key for key in private if key not in needed])
        self._sums.only({release.name for release in kept})

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """The listing's checksums of what is in place against those of the kept objects."""
        with self.bucket.told():
            self.bucket.look()
            current = self.standing().current
            if not current:
                raise PublishError(f"{self.bucket.where}: chưa có bản nào được đăng")
            sums = self._published(current)
        live = self._view.files()
        found = [(file, "added") for file in live - sums.keys()]
        found += [(file, "removed") for file in sums.keys() - live]
        found += [(file, "changed") for file in live & sums.keys() if not self._view.shows(file, sums[file])]
        if self._table != TABLE:
            found.append(("Content-Type, Cache-Control", "headers"))
        return sorted(found)

    # ── what lies where ──────────────────────────────────────────────────────────────────────────────────────────

    def _in_place(self, file: str, digest: str) -> bool:
        """Whether readers get what is kept under the sum and are told of it what the table says."""
        return self._table == TABLE and self._view.shows(file, digest)

    def _standing_with(self, release: Release) -> TargetState:
        """What stands, with new facts of one release."""
        before = self.standing()
        releases = tuple(release if kept.name == release.name else kept for kept in before.releases)
        return replace(before, releases=releases)

    def _published(self, name: str) -> dict[str, str]:
        """A release's sums; a copy on this machine is used while it is what the storage holds."""
        key = f"{HOME}{name}.sums"
        etag = self.bucket.etags.get(key)
        return self._sums.of(
            name,
            lambda data: md5(data, usedforsecurity=False).hexdigest() == etag,
            lambda: self.bucket.need(key),
        )

    def _save_index(self, standing: TargetState) -> None:
        """On condition that nobody else has written it since we looked."""
        self.bucket.fence()
        etag = self.bucket.etags.get(INDEX)
        condition = {"IfMatch": f'"{etag}"'} if etag else {"IfNoneMatch": "*"}
        self.bucket.put(INDEX, render_index(standing, self._table), **condition)
        self._index = standing
