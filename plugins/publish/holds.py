"""After a rollback the target is held: what was taken back does not return with somebody's next edit."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Mapping
from pathlib import Path

from ..core.errors import HeldError, PublishError
from ..core.publishing.http_headers import site_path
from ..core.publishing.manifest import FILE, FileSum, Manifest, parse
from ..core.publishing.release import Release
from ..core.publishing.target_notes import Hold
from .ancestry import Repository
from .backend import Backend, TargetState

_SHOWN = 8


def hold_of(standing: TargetState, back_to: Release, why: str, now: float) -> Hold | None:
    """What a rollback to a release leaves behind; None when it leads to the newest that is kept."""
    newest = standing.newest
    if newest is None or newest.number <= back_to.number:
        return None
    return Hold(
        since=now,
        by=who(),
        why=why,
        release=newest.name,
        commit=newest.commit,
        back_to=back_to.name,
        back_commit=back_to.commit,
    )


def who() -> str:
    """The user and the machine that do something."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}@{socket.gethostname()}"


def refuse_held(backend: Backend, standing: TargetState, content: Path, wanted: Manifest) -> str:
    """HeldError while the new site still contains what was taken back; a note when it does not any more."""
    hold = standing.notes.hold
    if hold is None:
        return ""
    still = _still(backend, hold, content, wanted)
    if not still:
        return f"hết giữ: những gì bản {hold.release} mang vào và bị thu hồi nay đã khác"
    few = ", ".join(still[:_SHOWN]) + (" …" if len(still) > _SHOWN else "")
    why = f" (“{hold.why}”)" if hold.why else ""
    raise HeldError(
        f"bản {hold.release} đã bị thu hồi bởi {hold.by}{why} và đích đang được giữ ở bản {hold.back_to}; nội dung này "
        f"vẫn chứa những gì bị thu hồi: {few}; sửa chúng rồi đăng, hoặc chạy release để bỏ lệnh giữ"
    )


def _still(backend: Backend, hold: Hold, content: Path, wanted: Manifest) -> list[str]:
    """What the held release brought in and the new site still has: as source files where git knows both commits, else
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
            return [file for file, blob in changed.items() if now[file] == blob]
    if withdrawn is None or base is None:
        return [hold.release]
    return [site_path(file) for file in _kept_changes(base.files, withdrawn.files, wanted.files)]


def _manifest(backend: Backend, name: str) -> Manifest | None:
    try:
        return parse(backend.read(name, FILE))
    except (FileNotFoundError, PublishError):
        return None


def _kept_changes(
    base: Mapping[str, FileSum], withdrawn: Mapping[str, FileSum], wanted: Mapping[str, FileSum]
) -> list[str]:
    """Files that the withdrawn site changed and the wanted one has as there; of articles and pages where any of these
    changed, for all others follow from them."""
    files = base.keys() | withdrawn.keys()
    changed = [file for file in sorted(files) if _digest(base, file) != _digest(withdrawn, file)]
    own = [file for file in changed if (withdrawn.get(file) or base[file]).sources]
    return [file for file in own or changed if _digest(withdrawn, file) == _digest(wanted, file)]


def _digest(files: Mapping[str, FileSum], file: str) -> str:
    entry = files.get(file)
    return entry.sha256 if entry else ""
