"""Which lock a verb needs: one file of pinned packages per purpose, each whole by itself."""

from __future__ import annotations

BUILD, PUBLISH, DIGEST, IMPORT, DESK, DEVELOPMENT = (
    "requirements.lock",
    "requirements-publish.lock",
    "requirements-digest.lock",
    "requirements-import.lock",
    "requirements-desk.lock",
    "requirements-dev.lock",
)
SOURCE = "requirements-source.lock"
"""What builds the packages that come as source only; installed before any of the others."""
_VERBS = {
    PUBLISH: ("publish", "diff", "rollback", "release", "releases", "purge", "status", "verify"),
    DIGEST: ("digest", "kit"),
    IMPORT: ("import",),
    DESK: ("desk",),
    DEVELOPMENT: ("test", "lint", "lock", "bench", "screens"),
}
LOCK_OF = {verb: lock for lock, verbs in _VERBS.items() for verb in verbs}
"""Verb → its lock; a verb that is not here needs what `build` needs."""


REUSE = "--reuse"
"""The option with which `build` asks a target, for which it needs what publishing needs."""


def lock_of(arguments: list[str]) -> str:
    """The lock file of the verb on a command line."""
    if any(argument.partition("=")[0] == REUSE for argument in arguments[1:]):
        return PUBLISH
    return LOCK_OF.get(arguments[0], BUILD) if arguments else BUILD
