"""After a rollback the target is held: what was taken back does not return with somebody's next edit."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..core.errors import HeldError, PublishError
from ..core.publishing.http_headers import site_path
from ..core.publishing.manifest import FILE, FileSum, Manifest, parse
from ..core.publishing.release import Release
from ..core.publishing.target_notes import Hold, holds_after
from .ancestry import Repository
from .backend import Backend, TargetState

_SHOWN = 8


class _Cause(NamedTuple):
    """still: what was taken back and is as it was; known: whether this content once had it, so that it was changed on
    purpose where it is something else now."""

    still: tuple[str, ...]
    known: bool


def holds_of(standing: TargetState, live: Release, back_to: Release, why: str, now: float) -> tuple[Hold, ...]:
    """The target's holds once `back_to` is live instead of `live`."""
    fresh = Hold(
        since=now,
        by=who(),
        why=why,
        release=live.name,
        commit=live.commit,
        back_to=back_to.name,
        back_commit=back_to.commit,
    )
    return holds_after(standing.notes.holds, live.name, back_to.name, back_to.commit, fresh)


def who() -> str:
    """The user and the machine that do something."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}@{socket.gethostname()}"


def refuse_held(
    backend: Backend, standing: TargetState, content: Path, wanted: Manifest
) -> tuple[tuple[Hold, ...], list[str]]:
    """HeldError while the new site still contains what was taken back; otherwise (holds that go on, notes).

    A hold ends when the cause was changed by somebody who had it before them. A clone that never had it may publish,
    but says nothing about the cause: the hold goes on for everybody else."""
    left, notes = [], []
    for hold in standing.notes.holds:
        cause = _cause(backend, hold, content, wanted)
        if cause.still:
            raise HeldError(_refusal(hold, cause.still))
        if cause.known:
            notes.append(f"hết giữ: những gì bản {hold.release} mang vào và bị thu hồi nay đã khác")
        else:
            left.append(hold)
            notes.append(
                f"vẫn giữ: nội dung này chưa từng có những gì bản {hold.release} mang vào và bị thu hồi, nên không "
                "biết chúng đã được sửa chưa; git pull, hoặc chạy release để bỏ lệnh giữ"
            )
    return tuple(left), notes


def _refusal(hold: Hold, still: Sequence[str]) -> str:
    few = ", ".join(still[:_SHOWN]) + (" …" if len(still) > _SHOWN else "")
    why = f" (“{hold.why}”)" if hold.why else ""
    return (
        f"bản {hold.release} đã bị thu hồi bởi {hold.by}{why} và đích đang được giữ ở bản {hold.back_to}; nội dung này "
        f"vẫn chứa những gì bị thu hồi: {few}; sửa chúng rồi đăng, hoặc chạy release để bỏ lệnh giữ"
    )


def _cause(backend: Backend, hold: Hold, content: Path, wanted: Manifest) -> _Cause:
    """What the held release brought in, held against the new site: as source files where git knows both commits, else
    as files of the site."""
    withdrawn, base = (_manifest(backend, name) for name in (hold.release, hold.back_to))
    repository = Repository(content)
    exact = withdrawn is not None and withdrawn.clean and (base is None or base.clean)
    if (
        exact
        and hold.commit != hold.back_commit
        and repository.knows(hold.commit)
        and repository.knows(hold.back_commit)
    ):
        changed = repository.changed(hold.back_commit, hold.commit)
        now = repository.blobs(sorted(changed))
        if changed:
            still = tuple(file for file, blob in changed.items() if now[file] == blob)
            return _Cause(still, repository.relation(hold.commit, wanted.commit) in {"same", "newer"})
    if withdrawn is None or base is None:
        return _Cause((hold.release,), known=True)
    files = _changes(base.files, withdrawn.files)
    return _Cause(
        tuple(site_path(file) for file in files if _digest(withdrawn.files, file) == _digest(wanted.files, file)),
        all(_digest(base.files, file) != _digest(wanted.files, file) for file in files),
    )


def _manifest(backend: Backend, name: str) -> Manifest | None:
    try:
        return parse(backend.read(name, FILE))
    except (FileNotFoundError, PublishError):
        return None


def _changes(base: Mapping[str, FileSum], withdrawn: Mapping[str, FileSum]) -> list[str]:
    """Files that the withdrawn site changed; of articles and pages where any of these changed, for all others follow
    from them."""
    files = base.keys() | withdrawn.keys()
    changed = [file for file in sorted(files) if _digest(base, file) != _digest(withdrawn, file)]
    return [file for file in changed if (withdrawn.get(file) or base[file]).sources] or changed


def _digest(files: Mapping[str, FileSum], file: str) -> str:
    entry = files.get(file)
    return entry.sha256 if entry else ""
