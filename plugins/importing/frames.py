"""What parent and child say to each other: a line of JSON, then the bytes that it announces."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

from ..core.importing.outcome import Guess, Imported, Loss, PictureFile


def send(stream: IO[bytes], head: Mapping[str, Any], bodies: Sequence[bytes] = ()) -> None:
    """Say one thing."""
    line = {**head, "sizes": [len(body) for body in bodies]}
    stream.write(json.dumps(line).encode("ascii") + b"\n")
    for body in bodies:
        stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """Hear one thing; None when the other side fell silent, in the middle or before."""
    try:
        head = json.loads(stream.readline())
        bodies = [stream.read(size) for size in head["sizes"]]
    except (ValueError, KeyError, TypeError):
        return None
    whole = all(len(body) == size for body, size in zip(bodies, head["sizes"], strict=True))
    return (head, bodies) if whole else None


def send_import(stream: IO[bytes], found: Imported, head: Mapping[str, Any] | None = None) -> None:
    """Say a finished import, with what else belongs to it."""
    whole = {
        **(head or {}),
        "slug": found.slug,
        "text": found.text,
        "pictures": [picture.name for picture in found.pictures],
        "losses": found.losses,
        "guesses": found.guesses,
        "unaccounted": found.unaccounted,
        "aside": found.aside,
    }
    send(stream, whole, [picture.data for picture in found.pictures])


def import_of(head: Mapping[str, Any], bodies: Sequence[bytes]) -> Imported:
    """The import that was said."""
    return Imported(
        slug=head["slug"],
        text=head["text"],
        pictures=tuple(PictureFile(name, data) for name, data in zip(head["pictures"], bodies, strict=True)),
        losses=tuple(Loss(*row) for row in head["losses"]),
        guesses=tuple(Guess(*row) for row in head["guesses"]),
        unaccounted=tuple(head["unaccounted"]),
        aside=tuple(head["aside"]),
    )
