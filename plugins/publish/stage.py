"""A built site and what a target shows → a staged release: what is sent is copied, compressed, summed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ..core.errors import DamagedError
from ..core.publishing.manifest import FILE, Manifest, identity
from ..core.publishing.release import Changes, Release, compare
from .backend import Backend, Progress, Shipment, TargetState
from .built import Built
from .targets import PublishTarget
from .tree_files import copy


def what_to_do(target: PublishTarget, built: Built, served: Mapping[str, str], standing: TargetState) -> Changes:
    """The difference between the built site and what the live release serves."""
    return compare(built.sums, served, standing.live, compress=target.compress, keep=target.keep)


def ship(
    target: PublishTarget,
    backend: Backend,
    built: Built,
    manifest: Manifest,
    own: Mapping[str, bytes],
    standing: TargetState,
    served: dict[str, str],
    todo: Changes,
    outgoing: Path,
    progress: Progress,
    *,
    force: bool,
) -> tuple[Release, Changes, tuple[str, ...]]:
    """Prepare what is sent and have it staged; files found damaged on the target are sent anew, once. own: the files
    that publishing adds to the site, manifest among them; todo: how the site differs from what is served."""
    healed: tuple[str, ...] = ()
    for attempt in range(2):
        sums = _fill(built, own, todo, outgoing, progress)
        release = _release(manifest, own[FILE], todo, sums, outgoing, standing)
        release = replace(release, newest=_settle_times(built, outgoing, release.newest))
        shipment = Shipment(
            release=release, changes=todo, sums=sums, outgoing=outgoing, base=standing.live, force=force
        )
        try:
            backend.stage(shipment, progress)
        except DamagedError as error:
            if attempt or not set(error.files) & todo.kept.keys():
                raise
            healed = error.files
            served = {file: "" if file in healed else digest for file, digest in served.items()}
            todo = what_to_do(target, built, served, standing)
            continue
        return release, todo, healed
    raise AssertionError  # the second attempt returns or raises


def _release(
    manifest: Manifest,
    data: bytes,
    todo: Changes,
    sums: Mapping[str, str],
    outgoing: Path,
    standing: TargetState,
) -> Release:
    newest = standing.newest
    sent = sum(os.stat(f"{outgoing}/{file}").st_size for file in sums if file not in todo.kept)
    return Release(
        number=newest.number + 1 if newest else 1,
        id=identity(data),
        commit=manifest.commit,
        since=manifest.since,
        published=round(time.time(), 3),
        added=len(todo.added),
        changed=len(todo.changed),
        removed=len(todo.removed),
        sent=sent,
        newest=max((release.newest for release in standing.releases), default=0),
        carried=todo.carried,
    )


def _fill(built: Built, own: Mapping[str, bytes], todo: Changes, outgoing: Path, progress: Progress) -> dict[str, str]:
    """Copy and compress what is sent into `outgoing`; returns the sums of everything the release will serve."""
    shutil.rmtree(outgoing, ignore_errors=True)
    outgoing.mkdir(parents=True)
    sums = dict(todo.kept)
    for file in todo.sent:
        copy(f"{built.root}/{file}", f"{outgoing}/{file}")
        sums[file] = built.sums[file].sha256
    if todo.packed:
        from .compress import pack

        done = 0
        for made in pack(os.fspath(built.root), todo.packed, os.fspath(outgoing)):
            sums |= made
            done += len(made)
            progress("nén", done, len(todo.packed))
    for file, data in own.items():
        (outgoing / file).write_bytes(data)
        sums[file] = sha256(data).hexdigest()
    return sums


def _settle_times(built: Built, outgoing: Path, newest: int) -> int:
    """Give every file that is sent a modification time newer than any before, so that a server never answers "not
    modified" for bytes that differ; compressed copies get the time of their file."""
    latest, start = newest, len(os.fspath(outgoing)) + 1
    for parent, _, names in os.walk(outgoing):
        for name in names:
            path = f"{parent}/{name}"
            file = path[start:]
            own = built.times.get(file) or built.times.get(file.rpartition(".")[0]) or time.time_ns()
            moment = max(own // 1_000_000_000, newest + 1)
            os.utime(path, (moment, moment))
            latest = max(latest, moment)
    return latest
