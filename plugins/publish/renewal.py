"""The record of what is live, written again for a release that stands: a rollback, a purge, a renewal in time."""

from __future__ import annotations

from hashlib import sha256

from ..core.publishing import live_record
from ..core.publishing.manifest import FILE
from ..core.publishing.release import Release
from .backend import Amendment, Backend, Progress, TargetState
from .signed_record import live_record_of, record_files
from .targets import PublishTarget


def renewed(
    target: PublishTarget, backend: Backend, standing: TargetState, now: float, progress: Progress
) -> list[str]:
    """Nothing changed, but a record that expires is renewed once half its time has passed."""
    live = standing.live
    before = live_record_of(backend, standing)
    if not target.fresh_days or live is None or not before:
        return []
    record = live_record.parse(before)
    if record.expires - now > target.fresh_days * 86_400 / 2:
        return []
    rewrite_record(target, backend, standing, live, record.built, now)
    backend.switch(live, progress)
    return ["bản ghi trang-thai.json được gia hạn"]


def rewrite_record(
    target: PublishTarget,
    backend: Backend,
    standing: TargetState,
    release: Release,
    built: float,
    now: float,
    *,
    drop: frozenset[str] = frozenset(),
    newer: tuple[str, ...] = (),
    moment: int = 0,
) -> None:
    """Give a kept release the record that follows the live one, before it becomes live or while it is."""
    data = backend.read(release.name, FILE)
    before = live_record_of(backend, standing)
    least = standing.newest.number + 1 if standing.newest else 1
    own = record_files(target, data, release.commit, built, now, before, standing.notes.gone, least)
    sums = {file: digest for file, digest in backend.sums(release.name).items() if file not in drop}
    sums |= {file: sha256(text).hexdigest() for file, text in own.items()}
    backend.amend(Amendment(release=release, sums=sums, drop=drop, own=own, newer=newer, moment=moment))
