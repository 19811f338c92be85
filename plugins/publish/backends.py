"""Target → place; each kind is imported only when it is used."""

from __future__ import annotations

from .backend import Backend
from .targets import FolderTarget, GitTarget, PublishTarget, S3Target, SshTarget


def backend_of(target: PublishTarget) -> Backend:
    """The place that a target names."""
    match target:
        case SshTarget():
            from .ssh import SshPlace

            return SshPlace(target)
        case FolderTarget():
            from .folder import FolderPlace

            return FolderPlace(target.name, target.path, target.keep)
        case S3Target():
            from .s3 import S3Place

            return S3Place(target)
        case GitTarget():
            from .git import GitPlace

            return GitPlace(target)
    raise TypeError(target)
