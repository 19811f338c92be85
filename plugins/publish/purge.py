"""The verb `purge`: a file leaves every kept release, its address answers "gone", and the record says so."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..core.errors import PublishError, SettingsError
from ..core.publishing import live_record
from ..core.publishing.live_record import OWN_FILES, Gone
from ..core.publishing.release import ENDINGS
from .backend import Amendment, Backend, Progress, TargetState
from .backends import backend_of
from .built import build_for
from .guard import live_manifest
from .publish import finish
from .renewal import rewrite_record
from .reuse import own_release
from .signed_record import live_record_of
from .targets import GitTarget, PublishTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """files: what was taken away, without its compressed copies; releases: from how many; notes: for people."""

    files: tuple[str, ...]
    releases: int
    notes: tuple[str, ...]


def purge(
    target: PublishTarget, content: Path, addresses: Sequence[str], at: datetime | None, progress: Progress
) -> Purged:
    """Take files away for good. addresses: of the site, whole or from its "/" on; one that ends in "/" stands for
    everything below it."""
    wanted = [_file_of(address, target.url) for address in addresses]
    now = time.time()
    backend = backend_of(target)
    with backend.lock():
        standing = backend.standing()
        live = standing.live
        if live is None:
            raise PublishError("đích chưa có bản nào được đăng")
        served = {release.name: backend.sums(release.name) for release in standing.releases}
        every = {file for sums in served.values() for file in sums} - OWN_FILES
        doomed = {file for name in wanted for file in _matching(name, every)}
        notes = _refuse_used(target, backend, standing, content, at, doomed)
        missing = [address for name, address in zip(wanted, addresses, strict=True) if not set(_matching(name, every))]
        notes += [f"{address}: không bản nào còn giữ tệp này" for address in missing]
        known = {gone.file: gone for gone in standing.notes.gone}
        named = doomed | {name for name in wanted if not name.endswith("/")}
        entries = {file: Gone(file, now) for file in named if not _is_copy(file, every)}
        gone = tuple(sorted({**entries, **known}.values()))
        standing = replace(standing, notes=replace(standing.notes, gone=gone, adopted=True))
        touched = _take_away(target, backend, standing, served, frozenset(doomed), now)
        backend.note(standing.notes)
        backend.switch(live, progress)
        backend.remove(())
        notes += finish(target, backend, live)
    if isinstance(target, GitTarget):
        notes.append("kho git từ xa còn giữ commit cũ cho đến khi máy chủ dọn: nhờ nơi lưu trữ dọn (gc) nếu cần gấp")
    notes.append("bộ nhớ đệm của CDN: xoá các địa chỉ này ở đó (xem docs/publishing.md)")
    files = tuple(sorted(file for file in doomed if not _is_copy(file, every)))
    return Purged(files=files, releases=touched, notes=tuple(notes))


def _take_away(
    target: PublishTarget,
    backend: Backend,
    standing: TargetState,
    served: dict[str, dict[str, str]],
    doomed: frozenset[str],
    now: float,
) -> int:
    """From the live release first, for that is where it hurts; how many releases held something."""
    live = standing.live
    assert live
    before = live_record_of(backend, standing)
    built = live_record.parse(before).built if before else live.published
    touched = 0
    for release in sorted(standing.releases, key=lambda release: release is not live):
        drop = doomed & served[release.name].keys()
        touched += bool(drop)
        if release is live:
            rewrite_record(target, backend, standing, live, built, now, drop=drop)
        elif drop:
            sums = {file: digest for file, digest in served[release.name].items() if file not in drop}
            backend.amend(Amendment(release=release, sums=sums, drop=drop))
    return touched


def _refuse_used(
    target: PublishTarget,
    backend: Backend,
    standing: TargetState,
    content: Path,
    at: datetime | None,
    doomed: set[str],
) -> list[str]:
    """PublishError while the live site or the content at hand still has one of the files."""
    live = live_manifest(backend, standing, target.name)
    used = sorted(doomed & live.files.keys()) if live else []
    notes = []
    if not used:
        try:
            earlier = own_release(target, backend)
            built = build_for(target, content, at, allow_deletions=True, earlier=earlier)
            used = sorted(doomed & built.sums.keys())
        except PublishError:
            notes.append("nội dung ở máy này không dựng được nên không so được: tệp còn dùng trong đó sẽ lên lại")
    if used:
        few = ", ".join(used[:5]) + (" …" if len(used) > 5 else "")
        raise PublishError(f"nội dung vẫn dùng {few}: bỏ khỏi nội dung, publish, rồi purge")
    return notes


def _file_of(address: str, url: str) -> str:
    """The file at an address, with "/" at its end for everything below."""
    parts, site = urlsplit(address), urlsplit(url)
    if parts.netloc and (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        raise SettingsError(f"{address}: không thuộc {url}")
    path = unquote(parts.path)
    path = path.removeprefix(site.path) if parts.netloc or path.startswith(f"{site.path}/") else path
    file = path.lstrip("/")
    if not file or file in OWN_FILES or ".." in file.split("/") or not file.isprintable():
        raise SettingsError(f"{address}: phải là địa chỉ của một tệp hay thư mục trong trang, ví dụ /tep/tep.csv")
    return file


def _matching(name: str, every: set[str]) -> list[str]:
    if name.endswith("/"):
        return [file for file in every if file.startswith(name)]
    return [file for file in (name, *(f"{name}.{ending}" for ending in ENDINGS)) if file in every]


def _is_copy(file: str, every: set[str]) -> bool:
    name, _, ending = file.rpartition(".")
    return ending in ENDINGS and name in every
