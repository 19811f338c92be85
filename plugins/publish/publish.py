"""The verbs that change a target: publish and rollback; and what they prepare for its place."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ..core.errors import PublishError
from ..core.plan import site_file
from ..core.plan.placeholders import WANTED, unfilled
from ..core.publishing.manifest import FILE, identity, parse, render
from ..core.publishing.release import Changes, Release
from ..core.toml.lines import Lines
from .backend import Progress, TargetState
from .backends import backend_of
from .built import Built, build_for, home, make_manifest
from .serving_files import write_includes
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
    allow_deletions: bool = False,
) -> Outcome:
    """Build, stage, verify, switch, keep n. The live release stays when any step fails.

    force: stage and verify even when nothing differs; again: publish a release that was rolled back.
    """
    started = time.monotonic()
    _refuse_placeholders(content, target.url)
    backend = backend_of(target)
    with backend.lock():
        built = build_for(target, content, at, allow_deletions=allow_deletions)
        standing = backend.standing()
        live = standing.live
        served = backend.sums(live.name) if live else {}
        notes: list[str] = []
        todo = what_to_do(target, built, served, standing)
        if todo.is_empty and live and not force:
            return Outcome(release=live, changes=None, seconds=time.monotonic() - started)
        manifest = make_manifest(built, target.url)
        if not manifest.clean:
            notes.append("nội dung có thay đổi chưa commit: bản này không dựng lại được từ git")
        data = render(manifest)
        if identity(data) in standing.withdrawn and not again:
            raise PublishError(
                "đúng bản này đã bị thu hồi bằng rollback; sửa nội dung rồi đăng, hoặc thêm --again nếu vẫn muốn đăng"
            )
        outgoing = home(target.name) / "outgoing"
        try:
            release, todo, healed = ship(target, backend, built, data, standing, served, outgoing, progress)
        finally:
            shutil.rmtree(outgoing, ignore_errors=True)
        if healed:
            few = ", ".join(healed[:5]) + (" …" if len(healed) > 5 else "")
            notes.append(f"{len(healed)} tệp trên đích đã bị sửa hoặc hỏng, được thay lại: {few}")
        if again and release.id in standing.withdrawn:
            backend.withdraw(standing.withdrawn - {release.id})
        backend.switch(release, progress)
        (home(target.name) / FILE).write_bytes(data)
        notes += [*write_includes(backend, manifest.redirects), *_expiring(built)]
        doomed = [old.name for old in standing.releases if old.number <= release.number - target.keep]
        backend.remove([name for name in doomed if name != release.name])
        return Outcome(release=release, changes=todo, seconds=time.monotonic() - started, notes=tuple(notes))


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


def rollback(target: PublishTarget, name: str, progress: Progress) -> Outcome:
    """Make an earlier release live, by name or number, "" for the one before; what is left behind won't come back by
    itself: `publish` refuses the very same release."""
    started = time.monotonic()
    backend = backend_of(target)
    with backend.lock():
        standing = backend.standing()
        release = _chosen(standing, name)
        left = {other.id for other in standing.releases if other.number > release.number}
        backend.withdraw((standing.withdrawn | left) - {release.id})
        backend.switch(release, progress)
        data = backend.read(release.name, FILE)
        home(target.name).mkdir(parents=True, exist_ok=True)
        (home(target.name) / FILE).write_bytes(data)
        notes = write_includes(backend, parse(data).redirects)
    return Outcome(release=release, changes=None, seconds=time.monotonic() - started, notes=tuple(notes))


def _chosen(standing: TargetState, name: str) -> Release:
    others = [release for release in standing.releases if release.name != standing.current]
    if not standing.live:
        raise PublishError("đích chưa có bản nào được đăng")
    if not name:
        earlier = [release for release in others if release.number < standing.live.number]
        if not earlier:
            raise PublishError("không còn bản nào cũ hơn để quay lại")
        return earlier[-1]
    for release in others:
        if name in {release.name, str(release.number)} or (len(name) >= 6 and release.id.startswith(name)):
            return release
    known = ", ".join(release.name for release in others) or "không có bản nào khác"
    raise PublishError(f"không có bản “{name}” khác bản đang phục vụ; trên đích có: {known}")
