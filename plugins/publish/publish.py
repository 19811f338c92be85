"""The verbs that change a target: publish and rollback; and what they prepare for its place."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ..core.errors import DamagedError, PublishError, SettingsError
from ..core.manifest import FILE, SIGNATURE, FileSum, identity, parse, render
from ..core.release import Plan, Release, plan
from .built import Built, build_for, home, make_manifest
from .place import Place, Progress, Shipment, Standing
from .places import place_of
from .serving_files import write_includes
from .targets import Target

NAMESPACE = "dua-nghi-quyet"
"""What signatures are made for: one made for something else does not pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """release: what is live now; plan: what was done, None when nothing was; seconds: how long it took; notes: what
    people should know beside."""

    release: Release
    plan: Plan | None
    seconds: float
    notes: tuple[str, ...] = ()


def publish(
    target: Target,
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
    place = place_of(target)
    with place.lock():
        built = build_for(target, content, at, allow_deletions=allow_deletions)
        standing = place.standing()
        live = standing.live
        served = place.sums(live.name) if live else {}
        notes: list[str] = []
        todo = _plan(target, built.sums, served, standing)
        if todo.is_empty and live and not force:
            return Outcome(release=live, plan=None, seconds=time.monotonic() - started)
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
            release, todo, healed = _stage(target, place, built, data, standing, served, outgoing, progress)
        finally:
            shutil.rmtree(outgoing, ignore_errors=True)
        if healed:
            few = ", ".join(healed[:5]) + (" …" if len(healed) > 5 else "")
            notes.append(f"{len(healed)} tệp trên đích đã bị sửa hoặc hỏng, được thay lại: {few}")
        if again and release.id in standing.withdrawn:
            place.withdraw(standing.withdrawn - {release.id})
        place.switch(release, progress)
        (home(target.name) / FILE).write_bytes(data)
        notes += [*write_includes(place, manifest.redirects), *_expiring(built)]
        doomed = [old.name for old in standing.releases if old.number <= release.number - target.keep]
        place.remove([name for name in doomed if name != release.name])
        return Outcome(release=release, plan=todo, seconds=time.monotonic() - started, notes=tuple(notes))


def _expiring(built: Built) -> Iterator[str]:
    """security.txt is void after its day (RFC 9116): told a month ahead."""
    try:
        text = (built.root / ".well-known/security.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        if line.startswith("Expires: ") and datetime.fromisoformat(line[9:]).timestamp() < time.time() + 30 * 86_400:
            yield f"security.txt hết hạn ngày {line[9:19]}: sửa [security] expires trong content/site.toml"


def rollback(target: Target, name: str, progress: Progress) -> Outcome:
    """Make an earlier release live, by name or number, "" for the one before; what is left behind won't come back by
    itself: `publish` refuses the very same release."""
    started = time.monotonic()
    place = place_of(target)
    with place.lock():
        standing = place.standing()
        release = _chosen(standing, name)
        left = {other.id for other in standing.releases if other.number > release.number}
        place.withdraw((standing.withdrawn | left) - {release.id})
        place.switch(release, progress)
        data = place.read(release.name, FILE)
        home(target.name).mkdir(parents=True, exist_ok=True)
        (home(target.name) / FILE).write_bytes(data)
        notes = write_includes(place, parse(data).redirects)
    return Outcome(release=release, plan=None, seconds=time.monotonic() - started, notes=tuple(notes))


def _chosen(standing: Standing, name: str) -> Release:
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


def _plan(target: Target, sums: Mapping[str, FileSum], served: Mapping[str, str], standing: Standing) -> Plan:
    return plan(sums, served, standing.live, compress=target.compress, keep=target.keep)


def _stage(
    target: Target,
    place: Place,
    built: Built,
    data: bytes,
    standing: Standing,
    served: dict[str, str],
    outgoing: Path,
    progress: Progress,
) -> tuple[Release, Plan, tuple[str, ...]]:
    """Prepare what is sent and have it staged; files found damaged on the target are sent anew, once."""
    healed: tuple[str, ...] = ()
    for attempt in range(2):
        todo = _plan(target, built.sums, served, standing)
        sums = _fill(target, built, data, todo, outgoing, standing, progress)
        release = _release(built, data, todo, sums, outgoing, standing)
        release = replace(release, newest=_settle_times(built, outgoing, release.newest))
        shipment = Shipment(release=release, plan=todo, sums=sums, outgoing=outgoing, base=standing.live)
        try:
            place.stage(shipment, progress)
        except DamagedError as error:
            if attempt or not set(error.files) & todo.kept.keys():
                raise
            healed = error.files
            served = {file: "" if file in healed else digest for file, digest in served.items()}
            continue
        return release, todo, healed
    raise AssertionError  # the second attempt returns or raises


def _release(
    built: Built, data: bytes, todo: Plan, sums: Mapping[str, str], outgoing: Path, standing: Standing
) -> Release:
    manifest = parse(data)
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


def _fill(
    target: Target, built: Built, data: bytes, todo: Plan, outgoing: Path, standing: Standing, progress: Progress
) -> dict[str, str]:
    """Copy and compress what is sent into `outgoing`; returns the sums of everything the release will serve."""
    shutil.rmtree(outgoing, ignore_errors=True)
    outgoing.mkdir(parents=True)
    sums = dict(todo.kept)
    for file in todo.sent:
        path = outgoing / file
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built.root / file, path)
        sums[file] = built.sums[file].sha256
    if todo.packed:
        from .compressing import compress

        with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
            packed = workers.map(lambda copy: compress(built.root, copy, outgoing), todo.packed)
            for number, (copy, digest) in enumerate(zip(todo.packed, packed, strict=True), 1):
                sums[copy] = digest
                progress("nén", number, len(todo.packed))
    (outgoing / FILE).write_bytes(data)
    sums[FILE] = sha256(data).hexdigest()
    if target.sign_key_env:
        signature = sign(data, os.environ[target.sign_key_env])
        (outgoing / SIGNATURE).write_bytes(signature)
        sums[SIGNATURE] = sha256(signature).hexdigest()
    return sums


def _settle_times(built: Built, outgoing: Path, newest: int) -> int:
    """Give every file that is sent a modification time newer than any before, so that a server never answers "not
    modified" for bytes that differ; compressed copies get the time of their file."""
    latest = newest
    for parent, _, names in os.walk(outgoing):
        for name in names:
            path = f"{parent}/{name}"
            file = os.path.relpath(path, outgoing)
            own = built.times.get(file) or built.times.get(file.rpartition(".")[0]) or time.time_ns()
            moment = max(own // 1_000_000_000, newest + 1)
            os.utime(path, (moment, moment))
            latest = max(latest, moment)
    return latest


def sign(data: bytes, key: str) -> bytes:
    """An OpenSSH signature over the data with the private key in the file `key`."""
    try:
        made = subprocess.run(
            ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", key], input=data, capture_output=True
        )
    except FileNotFoundError:
        raise SettingsError("ký bản kê khai cần ssh-keygen (OpenSSH 8.2 trở lên)") from None
    if made.returncode or not made.stdout:
        raise PublishError("không ký được bản kê khai: ssh-keygen từ chối khoá")
    return made.stdout
