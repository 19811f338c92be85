"""The verbs that take back: `rollback` makes an earlier release live and holds the target, `release` lifts the hold."""

from __future__ import annotations

import time
from dataclasses import replace

from ..core.errors import PublishError
from ..core.publishing import live_record
from ..core.publishing.release import Release
from .backend import Backend, Progress, TargetState
from .backends import backend_of
from .holds import holds_of
from .publish import Outcome, finish, stands
from .renewal import rewrite_record
from .signed_record import live_record_of
from .targets import PublishTarget


def rollback(target: PublishTarget, name: str, why: str, progress: Progress) -> Outcome:
    """Make an earlier release live, by name or number, "" for the one before, and hold the target there."""
    started, now = time.monotonic(), time.time()
    with stands():
        backend = backend_of(target)
        with backend.lock():
            standing = backend.standing()
            live = standing.live
            if live is None:
                raise PublishError("đích chưa có bản nào được đăng")
            release = _chosen(standing, live, name)
            left = {other.id for other in standing.releases if other.number > release.number}
            notes = replace(
                standing.notes,
                withdrawn=(standing.notes.withdrawn | left) - {release.id},
                holds=holds_of(standing, live, release, why, now),
                adopted=True,
            )
            fresh = _prepare(target, backend, standing, release, now)
            backend.note(notes)
            backend.switch(fresh, progress)
            told = finish(target, backend, fresh)
    return Outcome(release=fresh, changes=None, seconds=time.monotonic() - started, notes=tuple(told))


def lift(target: PublishTarget, progress: Progress) -> str:
    """Let go of a held target; what is said of it."""
    backend = backend_of(target)
    with backend.lock():
        standing = backend.standing()
        hold, live = standing.notes.hold, standing.live
        if live is None or (hold is None and not standing.notes.withdrawn):
            return "đích không bị giữ"
        backend.note(replace(standing.notes, holds=(), withdrawn=frozenset(), adopted=True))
        backend.switch(live, progress)
    return f"đã bỏ lệnh giữ; lần đăng sau có thể đưa lại bản {hold.release}" if hold else "đã bỏ ghi nhớ thu hồi"


def _prepare(target: PublishTarget, backend: Backend, standing: TargetState, release: Release, now: float) -> Release:
    """Today's record and newer times for what differs from the live release: a reader that keeps what it has until
    something newer comes (If-Modified-Since) must not keep what was taken back."""
    assert standing.live
    there, here = backend.sums(release.name), backend.sums(standing.live.name)
    newer = tuple(sorted(file for file, digest in there.items() if here.get(file) != digest))
    newest = max(kept.newest for kept in standing.releases)
    moment = max(newest + 1, int(now))
    fresh = replace(release, newest=moment)
    old = _record_of(backend, release)
    rewrite_record(
        target, backend, standing, fresh, old.built if old else release.published, now, newer=newer, moment=moment
    )
    return fresh


def _record_of(backend: Backend, release: Release) -> live_record.LiveRecord | None:
    data = live_record_of(backend, TargetState(releases=(release,), current=release.name))
    return live_record.parse(data) if data else None


def _chosen(standing: TargetState, live: Release, name: str) -> Release:
    """By name, number or id; without one the release before that nobody took back."""
    others = [release for release in standing.releases if release is not live]
    if not name:
        withdrawn = standing.notes.withdrawn
        earlier = [release for release in others if release.number < live.number and release.id not in withdrawn]
        if not earlier:
            raise PublishError("không còn bản nào cũ hơn để quay lại, ngoài những bản đã bị thu hồi; xem releases")
        return earlier[-1]
    for release in others:
        if name in {release.name, str(release.number)} or (len(name) >= 6 and release.id.startswith(name)):
            return release
    known = ", ".join(release.name for release in others) or "không có bản nào khác"
    raise PublishError(f"không có bản “{name}” khác bản đang phục vụ; trên đích có: {known}")
