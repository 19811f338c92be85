"""The files publishing adds to a site: its manifest, the record of what is live, and the signatures over both."""

from __future__ import annotations

import os
from hashlib import sha256

from ..core.errors import PublishError
from ..core.publishing import live_record
from ..core.publishing.live_record import RECORD, RECORD_SIGNATURE, Gone, LiveRecord
from ..core.publishing.manifest import FILE, SIGNATURE, identity
from .backend import Backend, TargetState
from .sign import sign
from .targets import PublishTarget

_DAY = 86_400


def manifest_files(target: PublishTarget, data: bytes) -> dict[str, bytes]:
    """The manifest, and its signature where the target signs."""
    return {FILE: data, **_signature(target, SIGNATURE, data)}


def record_files(
    target: PublishTarget,
    manifest: bytes,
    commit: str,
    built: float,
    now: float,
    before: bytes,
    gone: tuple[Gone, ...],
    least: int = 1,
) -> dict[str, bytes]:
    """The record that follows `before` (b"" for none), and its signature. least: the serial of a first record."""
    record = LiveRecord(
        site=target.url,
        serial=max(live_record.parse(before).serial + 1 if before else 1, least),
        commit=commit,
        built=built,
        published=now,
        manifest=identity(manifest),
        previous=sha256(before).hexdigest() if before else "",
        expires=now + target.fresh_days * _DAY if target.fresh_days else 0.0,
        gone=gone,
    )
    data = live_record.render(record)
    return {RECORD: data, **_signature(target, RECORD_SIGNATURE, data)}


def live_record_of(backend: Backend, standing: TargetState) -> bytes:
    """The record of what is live, b"" when an earlier version published it without one or it is damaged."""
    try:
        data = backend.read(standing.current, RECORD) if standing.live else b""
        if data:
            live_record.parse(data)
    except (FileNotFoundError, PublishError):
        return b""
    return data


def _signature(target: PublishTarget, name: str, data: bytes) -> dict[str, bytes]:
    return {name: sign(data, os.environ[target.sign_key_env])} if target.sign_key_env else {}
