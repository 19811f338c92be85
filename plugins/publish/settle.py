"""What follows the switch, and what an interrupted publish owes: redirect tables, old releases, this machine's copy.

Each step may be done again at any time, so the next run finishes what a kill left, whatever else it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..core.publishing.http_headers import site_path
from ..core.publishing.live_record import RECORD
from ..core.publishing.manifest import FILE, Manifest, parse
from .backend import Backend, TargetState
from .built import home
from .serving_files import write_includes
from .targets import PublishTarget


def is_settled(standing: TargetState) -> bool:
    """Whether nothing is owed to the live release, if there is one."""
    return standing.live is None or standing.notes.settled == standing.live.name


def settle(
    target: PublishTarget,
    backend: Backend,
    standing: TargetState,
    *,
    own: Mapping[str, bytes] | None = None,
    manifest: Manifest | None = None,
) -> list[str]:
    """Finish what belongs to the live release, whether or not it was finished before; notes for people. own: the files
    that publishing has just added to it, manifest: what the one among them says; None to read them from the target."""
    live = standing.live
    if live is None:
        return []
    data = own[FILE] if own else backend.read(live.name, FILE)
    _keep_copy(target.name, FILE, data)
    try:
        _keep_copy(target.name, RECORD, own[RECORD] if own else backend.read(live.name, RECORD))
    except FileNotFoundError:
        (home(target.name) / RECORD).unlink(missing_ok=True)
    manifest = manifest or parse(data)
    gone = [site_path(entry.file) for entry in standing.notes.gone if entry.file not in manifest.files]
    told = write_includes(backend, manifest.redirects, sorted({*gone, *manifest.gone}))
    newest = standing.newest
    last = (newest.number if newest else live.number) - target.keep
    spared = {live.name} | standing.notes.held
    backend.remove([old.name for old in standing.releases if old.number <= last and old.name not in spared])
    backend.note(replace(standing.notes, settled=live.name, adopted=True))
    return told


def _keep_copy(target: str, name: str, data: bytes) -> None:
    """What this machine knows was live, for `verify` of the site over HTTP."""
    path = home(target) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)
