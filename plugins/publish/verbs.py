"""The command line's side of publishing: read the targets file, do, and say in Vietnamese what was done."""

from __future__ import annotations

import gc
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..core.errors import ColumnError
from ..core.publishing.release import Release
from .progress_bar import bar
from .target_file import load_target

if TYPE_CHECKING:
    from .publish import Outcome

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def run_publish(
    targets: Path,
    name: str,
    content: Path,
    at: datetime | None,
    *,
    force: bool,
    again: bool,
    form: str,
    read_mark: Path | None,
    **allows: bool,
) -> int:
    """`publish TARGET`. What became of it is kept for `status`. allows: the words for losses, as Python writes them;
    read_mark: a file that is made once content/ was read."""
    from .last_run import note_run, state_of
    from .publish import publish

    gc.disable()  # as in a build: what is made lives to the end, and so does this process
    os.umask(0o022)  # a web server reads what we write
    target = load_target(targets, name)
    allowed = [f"--{word.replace('_', '-')}" for word, given in allows.items() if given]
    try:
        with bar() as progress:
            read = read_mark.touch if read_mark else lambda: None
            outcome = publish(target, content, progress, at=at, force=force, again=again, allowed=allowed, read=read)
    except ColumnError as error:
        note_run(name, state_of(error), str(error))
        if form != "json":
            raise
        report = {"target": name, "outcome": state_of(error), "error": str(error)}
        print(json.dumps(report, ensure_ascii=False))
        return error.code
    note_run(name, "ok", "")
    release = outcome.release
    if form == "json":
        print(json.dumps(_report(name, outcome), ensure_ascii=False))
        return 0
    if outcome.changes is None:
        print(f"{name}: không có gì đổi, bản {release.name} vẫn đang phục vụ, {outcome.seconds:.2f} giây")
    else:
        print(
            f"{name}: đã đăng bản {release.name}: thêm {release.added}, đổi {release.changed}, xoá {release.removed} "
            f"tệp, gửi {_size(release.sent)}, {outcome.seconds:.2f} giây"
        )
    for note in outcome.notes:
        print(f"  lưu ý: {note}")
    return 0


def _report(name: str, outcome: Outcome) -> dict[str, Any]:
    """One publish for programs; keys are added, never changed."""
    release, done = outcome.release, outcome.changes is not None
    return {
        "target": name,
        "outcome": "published" if done else "unchanged",
        "release": release.name,
        "commit": release.commit,
        "added": release.added if done else 0,
        "changed": release.changed if done else 0,
        "removed": release.removed if done else 0,
        "sent": release.sent if done else 0,
        "seconds": round(outcome.seconds, 3),
        "notes": list(outcome.notes),
    }


def run_rollback(targets: Path, name: str, release: str, why: str) -> int:
    """`rollback TARGET [RELEASE]`."""
    from .rollback import rollback

    os.umask(0o022)
    target = load_target(targets, name)
    with bar() as progress:
        outcome = rollback(target, release, why, progress)
    took = f"{outcome.seconds:.2f} giây"
    print(f"{name}: đang phục vụ bản {outcome.release.name} ({_when(outcome.release.published)}), {took}")
    for note in outcome.notes:
        print(f"  lưu ý: {note}")
    return 0


def run_release(targets: Path, name: str) -> int:
    """`release TARGET`: lift the hold that a rollback left."""
    from .rollback import lift

    target = load_target(targets, name)
    with bar() as progress:
        print(f"{name}: {lift(target, progress)}")
    return 0


def run_purge(targets: Path, name: str, addresses: list[str], content: Path, at: datetime | None) -> int:
    """`purge TARGET ADDRESS…`: files leave every kept release."""
    from .purge import purge

    os.umask(0o022)
    target = load_target(targets, name)
    with bar() as progress:
        purged = purge(target, content, addresses, at, progress)
    print(f"{name}: đã xoá hẳn {len(purged.files)} tệp khỏi {purged.releases} bản")
    for file in purged.files:
        print(f"  {file}")
    for note in purged.notes:
        print(f"  lưu ý: {note}")
    return 0


def run_releases(targets: Path, name: str) -> int:
    """`releases TARGET`."""
    from .backends import backend_of

    standing = backend_of(load_target(targets, name)).standing()
    if not standing.releases:
        print(f"{name}: chưa có bản nào được đăng")
    for release in reversed(standing.releases):
        withdrawn = release.id in standing.notes.withdrawn
        mark = "→" if release.name == standing.current else "✗" if withdrawn else " "
        counts = f"thêm {release.added}, đổi {release.changed}, xoá {release.removed}"
        when = _when(release.published)
        print(f"{mark} {release.name}  {when}  {counts}, gửi {_size(release.sent)}, commit {_commit(release)}")
    for hold in standing.notes.holds:
        why = f": {hold.why}" if hold.why else ""
        print(f"đang giữ ở bản {hold.back_to} từ {_when(hold.since)} bởi {hold.by}{why}")
    for gone in standing.notes.gone:
        print(f"đã xoá hẳn từ {_when(gone.since)}: {gone.file}")
    return 0


def run_diff(targets: Path, name: str, content: Path, at: datetime | None) -> int:
    """`diff TARGET`: what publishing would change."""
    from .diff import differences

    target = load_target(targets, name)
    text = differences(target, content, at)
    print(text or f"{name}: không có gì đổi")
    return 0


def run_verify(targets: Path, what: str, *, rebuild: str, manifest: str, rate: float, key: str) -> int:
    """`verify URL`, `verify TARGET`, `verify --rebuild COMMIT TARGET|URL`."""
    from . import verify

    with bar() as progress:
        if rebuild:
            return verify.verify_rebuild(rebuild, what, targets, manifest, progress)
        if what.startswith(("http://", "https://")):
            return verify.verify_site(what, targets, manifest, key, rate, progress)
        return verify.verify_target(load_target(targets, what), key, progress)


def run_serving(targets: Path, name: str, server: str, *, brotli: bool, entrance: bool) -> int:
    """`serving TARGET nginx|caddy`: print the configuration."""
    from .server_config import configuration

    target = load_target(targets, name, _Anything())
    sys.stdout.write(configuration(target, server, brotli=brotli, entrance=entrance))
    return 0


class _Anything(dict[str, str]):
    """An environment in which every variable is set: for verbs that use no secret."""

    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override]
        return "set"


def _when(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, ZONE):%d/%m/%Y %H:%M:%S}"


def _commit(release: Release) -> str:
    return release.commit[:10] or "không có"


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} byte"
    if count < 1_000_000:
        return f"{count / 1000:.1f} KB".replace(".", ",")
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
