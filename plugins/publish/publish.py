"""The verb `publish`: build, hold it against what is live, stage, verify, switch, and finish what follows."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from ..core.errors import HeldError, LossError, PublishError, UnfinishedError
from ..core.publishing import live_record
from ..core.publishing.losses import DELETIONS
from ..core.publishing.manifest import Manifest, identity, render
from ..core.publishing.release import Changes, Release
from ..core.publishing.target_notes import Hold
from .backend import Backend, Progress, TargetState
from .backends import backend_of
from .built import Built, build_for, home, make_manifest
from .guard import live_manifest, refuse_losses
from .holds import refuse_held
from .publishable import expiring, refuse_placeholders
from .renewal import renewed
from .reuse import own_release
from .settle import is_settled, settle
from .signed_record import live_record_of, manifest_files, record_files
from .stage import ship, what_to_do
from .targets import PublishTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """release: what is live now; changes: what was done, None when nothing was; seconds: how long it took; notes: what
    people should know beside."""

    release: Release
    changes: Changes | None
    seconds: float
    notes: tuple[str, ...] = ()


def publish(
    target: PublishTarget,
    content: Path,
    progress: Progress,
    *,
    at: datetime | None = None,
    force: bool = False,
    again: bool = False,
    allowed: Collection[str] = (),
    read: Callable[[], object] = lambda: None,
) -> Outcome:
    """Build, hold against what is live, stage, verify, switch, keep n. The live release stays when any step before the
    switch fails.

    force: stage and verify even when nothing differs; again: publish what a rollback holds; allowed: the words for
    losses that readers may suffer (core/publishing/losses.py); read: called once content/ was read, which may change
    from then on.
    """
    started = time.monotonic()
    refuse_placeholders(content, target.url)
    with stands():
        backend = backend_of(target)
        with backend.lock():
            return _publish(target, backend, content, progress, at, started, allowed, read, force=force, again=again)


@contextmanager
def stands() -> Iterator[None]:
    """Say with every failure before the switch that readers still get what they got."""
    try:
        yield
    except (HeldError, LossError, UnfinishedError):
        raise
    except PublishError as error:
        error.add_note("bản đang phục vụ giữ nguyên")
        raise


def _publish(
    target: PublishTarget,
    backend: Backend,
    content: Path,
    progress: Progress,
    at: datetime | None,
    started: float,
    allowed: Collection[str],
    read: Callable[[], object],
    *,
    force: bool,
    again: bool,
) -> Outcome:
    now = time.time()
    earlier = own_release(target, backend)
    settled = cache(lambda: _settled(target, backend))

    def ready() -> None:
        backend.expect(settled()[0], force=force)

    built = build_for(target, content, at, allow_deletions=DELETIONS in allowed, earlier=earlier, ready=ready)
    _, notes = settled()
    standing = backend.standing()  # where no lock keeps others out they may have published while this machine built
    notes += [earlier.told] if earlier and earlier.told else []
    live = standing.live
    served = backend.sums(live.name) if live else {}
    todo = what_to_do(target, built, served, standing)
    if todo.is_empty and live and not force:
        notes += renewed(target, backend, standing, now, progress)
        notes += _lifted(target, backend, backend.standing(), built, progress)
        return Outcome(release=live, changes=None, seconds=time.monotonic() - started, notes=tuple(notes))
    before = live_record_of(backend, standing)
    backend.begin(todo, live, force=force)
    manifest = make_manifest(built, target.url)
    read()
    data = render(manifest)
    if not manifest.clean:
        notes.append("nội dung có thay đổi chưa commit: bản này không dựng lại được từ git")
    holds, told = _refuse(target, backend, standing, built, manifest, before, now, allowed, again=again)
    notes += told
    gone = tuple(entry for entry in standing.notes.gone if entry.file not in manifest.files)
    free = replace(standing.notes, holds=holds, gone=gone, adopted=True)
    least = live.number + 1 if live else 1
    own = manifest_files(target, data)
    own |= record_files(target, data, manifest.commit, now, time.time(), before, gone, least)
    outgoing = home(target.name) / "outgoing"
    try:
        release, todo, healed = ship(
            target, backend, built, manifest, own, standing, served, todo, outgoing, progress, force=force
        )
    finally:
        shutil.rmtree(outgoing, ignore_errors=True)
    if healed:
        few = ", ".join(healed[:5]) + (" …" if len(healed) > 5 else "")
        notes.append(f"{len(healed)} tệp trên đích đã bị sửa hoặc hỏng, được thay lại: {few}")
    free = replace(free, withdrawn=free.withdrawn - {release.id})
    backend.switch(release, progress, free if free != standing.notes else None)
    notes += [*finish(target, backend, release, own, manifest), *expiring(built.root)]
    return Outcome(release=release, changes=todo, seconds=time.monotonic() - started, notes=tuple(notes))


def _settled(target: PublishTarget, backend: Backend) -> tuple[Release | None, list[str]]:
    """What is live, once all is done that an earlier run owes, and notes of that."""
    standing = backend.standing()
    owed = [] if is_settled(standing) else settle(target, backend, standing)
    return standing.live, _adopted(standing) + owed


def finish(
    target: PublishTarget,
    backend: Backend,
    release: Release,
    own: Mapping[str, bytes] | None = None,
    manifest: Manifest | None = None,
) -> list[str]:
    """What follows the switch; UnfinishedError, which says what is live, when it breaks off. own, manifest: as in
    `settle`."""
    try:
        standing = backend.standing()
        if standing.current != release.name:
            own, manifest = None, None
        return settle(target, backend, standing, own=own, manifest=manifest)
    except (PublishError, OSError) as error:
        raise UnfinishedError(
            f"bản {release.name} ĐÃ được phục vụ, nhưng việc sau đó chưa xong ({error}); lần chạy sau làm nốt"
        ) from error


def _refuse(
    target: PublishTarget,
    backend: Backend,
    standing: TargetState,
    built: Built,
    manifest: Manifest,
    record: bytes,
    now: float,
    allowed: Collection[str],
    *,
    again: bool,
) -> tuple[tuple[Hold, ...], list[str]]:
    """HeldError or LossError unless it may go out; otherwise (holds that go on, notes for people). record: the live
    one, b"" for none."""
    live = live_manifest(backend, standing, target.name)
    if live is None or standing.live is None:
        return (), []
    if standing.notes.withdrawn and not again and identity(render(manifest)) in standing.notes.withdrawn:
        raise HeldError(
            "đúng bản này đã bị thu hồi bằng rollback; sửa nội dung rồi đăng, chạy release để bỏ lệnh giữ, hoặc thêm "
            "--again nếu vẫn muốn đăng"
        )
    holds, told = ((), []) if again else refuse_held(backend, standing, built.content, manifest)
    published = max(standing.live.published, live_record.parse(record).published if record else 0.0)
    refuse_losses(backend, standing, live, built, manifest, now, published, allowed)
    return holds, told


def _lifted(
    target: PublishTarget, backend: Backend, standing: TargetState, built: Built, progress: Progress
) -> list[str]:
    """Nothing changed, because what a rollback took back was taken back in the content too: then its hold ends."""
    if not standing.notes.holds or standing.live is None:
        return []
    try:
        left, told = refuse_held(backend, standing, built.content, make_manifest(built, target.url))
    except HeldError:
        return []  # the site is the same, its sources are not
    if left == standing.notes.holds:
        return []
    backend.switch(standing.live, progress, replace(standing.notes, holds=left))
    return told


def _adopted(standing: TargetState) -> list[str]:
    if not standing.releases or standing.notes.adopted:
        return []
    return ["đích do phiên bản trước lập, nay được nhận và đánh dấu"]
