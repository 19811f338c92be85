"""The verb `publish`: build, hold it against what is live, stage, verify, switch, and finish what follows."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from ..core.errors import HeldError, LossError, PublishError, UnfinishedError
from ..core.plan import site_file
from ..core.plan.placeholders import WANTED, unfilled
from ..core.publishing import live_record
from ..core.publishing.losses import DELETIONS
from ..core.publishing.manifest import FILE, Manifest, identity, render
from ..core.publishing.release import Changes, Release
from ..core.toml.lines import Lines
from .backend import Amendment, Backend, Progress, TargetState
from .backends import backend_of
from .built import Built, build_for, home, make_manifest
from .guard import live_manifest, refuse_losses
from .holds import refuse_held
from .settle import settle
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
) -> Outcome:
    """Build, hold against what is live, stage, verify, switch, keep n. The live release stays when any step before the
    switch fails.

    force: stage and verify even when nothing differs; again: publish what a rollback holds; allowed: the words for
    losses that readers may suffer (core/publishing/losses.py).
    """
    started = time.monotonic()
    _refuse_placeholders(content, target.url)
    with stands():
        backend = backend_of(target)
        with backend.lock():
            return _publish(target, backend, content, progress, at, started, allowed, force=force, again=again)


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
    *,
    force: bool,
    again: bool,
) -> Outcome:
    standing = backend.standing()
    notes = _adopted(standing) + settle(target, backend, standing, again=False)
    now = time.time()
    built = build_for(target, content, at, allow_deletions=DELETIONS in allowed)
    standing = backend.standing()
    live = standing.live
    served = backend.sums(live.name) if live else {}
    todo = what_to_do(target, built, served, standing)
    if todo.is_empty and live and not force:
        notes += _renewed(target, backend, standing, now, progress)
        return Outcome(release=live, changes=None, seconds=time.monotonic() - started, notes=tuple(notes))
    manifest = make_manifest(built, target.url)
    data = render(manifest)
    if not manifest.clean:
        notes.append("nội dung có thay đổi chưa commit: bản này không dựng lại được từ git")
    notes += _refuse(target, backend, standing, built, manifest, now, allowed, again=again)
    gone = tuple(entry for entry in standing.notes.gone if entry.file not in manifest.files)
    free = replace(standing.notes, hold=None, gone=gone, adopted=True)
    before = live_record_of(backend, standing)
    least = live.number + 1 if live else 1
    own = manifest_files(target, data)
    own |= record_files(target, data, manifest.commit, now, time.time(), before, gone, least)
    outgoing = home(target.name) / "outgoing"
    try:
        release, todo, healed = ship(target, backend, built, own, standing, served, outgoing, progress, force=force)
    finally:
        shutil.rmtree(outgoing, ignore_errors=True)
    if healed:
        few = ", ".join(healed[:5]) + (" …" if len(healed) > 5 else "")
        notes.append(f"{len(healed)} tệp trên đích đã bị sửa hoặc hỏng, được thay lại: {few}")
    free = replace(free, withdrawn=free.withdrawn - {release.id})
    if free != standing.notes:
        backend.note(free)
    backend.switch(release, progress)
    notes += [*finish(target, backend, release), *_expiring(built)]
    return Outcome(release=release, changes=todo, seconds=time.monotonic() - started, notes=tuple(notes))


def finish(target: PublishTarget, backend: Backend, release: Release) -> list[str]:
    """What follows the switch; UnfinishedError, which says what is live, when it breaks off."""
    try:
        return settle(target, backend, backend.standing(), again=True)
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
    now: float,
    allowed: Collection[str],
    *,
    again: bool,
) -> list[str]:
    """HeldError or LossError unless it may go out; notes otherwise."""
    live = live_manifest(backend, standing, target.name)
    if live is None or standing.live is None:
        return []
    if identity(render(manifest)) in standing.notes.withdrawn and not again:
        raise HeldError(
            "đúng bản này đã bị thu hồi bằng rollback; sửa nội dung rồi đăng, chạy release để bỏ lệnh giữ, hoặc thêm "
            "--again nếu vẫn muốn đăng"
        )
    lifted = "" if again else refuse_held(backend, standing, built.content, manifest)
    record = live_record_of(backend, standing)
    published = max(standing.live.published, live_record.parse(record).published if record else 0.0)
    refuse_losses(backend, standing, live, built, manifest, now, published, allowed)
    return [lifted] if lifted else []


def _renewed(
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


def _adopted(standing: TargetState) -> list[str]:
    if not standing.releases or standing.notes.adopted:
        return []
    return ["đích do phiên bản trước lập, nay được nhận và đánh dấu"]


def _refuse_placeholders(content: Path, url: str) -> None:
    """What is still to be filled in never leaves the machine: readers would take it for the agency's word, and ids
    can't be mended later. A rehearsal that is served on this very machine may do without an authority."""
    rehearsal = urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
    path = content / site_file.FILE
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    site, _ = site_file.read_site(text)
    lines = Lines(text)
    rows = []
    for name in unfilled(site):
        if rehearsal and name == "authority" and not site.authority:
            continue
        table, _, key = name.rpartition(".")
        rows.append(f"  {site_file.FILE}:{lines.find(table, 0, key)}: {name}: {WANTED[key]}")
    if rows:
        raise PublishError("chưa đăng gì: còn chỗ chưa điền, điền rồi đăng lại\n" + "\n".join(rows))


def _expiring(built: Built) -> Iterator[str]:
    """security.txt is void after its day (RFC 9116): told a month ahead."""
    try:
        text = (built.root / ".well-known/security.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        if line.startswith("Expires: ") and datetime.fromisoformat(line[9:]).timestamp() < time.time() + 30 * 86_400:
            yield f"security.txt hết hạn ngày {line[9:19]}: sửa [security] expires trong content/site.toml"
