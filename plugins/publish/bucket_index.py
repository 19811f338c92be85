"""What lies where in a bucket, and its index: the kept releases, which one is live, what the target remembers."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from hashlib import sha256

from ..core.errors import PublishError
from ..core.publishing.http_headers import CACHE_TIMES, NAMED_TYPES, TYPES
from ..core.publishing.release import parse_facts
from ..core.publishing.target_notes import old_notes, parse_notes, render_notes
from .backend import TargetState

HOME = ".releases/"
OBJECTS = f"{HOME}objects/"
LOCKS = f"{HOME}lock/"
INDEX = f"{HOME}index.json"
TABLE = sha256(repr((CACHE_TIMES, TYPES, NAMED_TYPES)).encode()).hexdigest()
"""What readers are told of files, as one digest: when it changes, every object is put in place anew."""


def is_foreign(keys: Collection[str]) -> bool:
    """Whether a bucket holds something, and nothing that publishing put there."""
    ours = INDEX in keys or any(key.startswith(OBJECTS) for key in keys)
    return not ours and any(not key.startswith(HOME) for key in keys)


def render_index(standing: TargetState, table: str) -> bytes:
    """table: the digest of the table by which objects were put in place."""
    values = {
        "current": standing.current,
        "withdrawn": sorted(standing.notes.withdrawn),
        "notes": json.loads(render_notes(standing.notes)),
        "releases": [asdict(release) for release in standing.releases],
        "table": table,
    }
    return json.dumps(values, sort_keys=True).encode()


def parse_index(data: bytes) -> tuple[TargetState, str]:
    """What stands, and the digest of the table its objects were put in place by; PublishError."""
    try:
        values = json.loads(data)
        noted = values.get("notes")
        standing = TargetState(
            releases=tuple(parse_facts(json.dumps(row).encode()) for row in values["releases"]),
            current=str(values["current"]),
            notes=parse_notes(json.dumps(noted).encode()) if noted else old_notes(" ".join(values["withdrawn"])),
        )
        return standing, str(values.get("table", ""))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PublishError(f"index.json của kho bị hỏng ({type(error).__name__})") from None
