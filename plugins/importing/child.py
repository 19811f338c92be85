"""The child process: a file on standard input → one line of JSON and the pictures' bytes on standard output."""

from __future__ import annotations

import json
import sys

from ..core.importing.outcome import ImportRefusedError
from .confine import confine


def main() -> int:
    """Arguments: the file's name, "shared" where it comes from somebody else, "piece" where it goes into a text."""
    name, shared, piece = sys.argv[1], "shared" in sys.argv[2:], "piece" in sys.argv[2:]
    isolated = confine()
    data = sys.stdin.buffer.read()
    try:
        from .importer import read

        found = read(data, name, office_allowed=isolated or not shared, piece=piece)
    except ImportRefusedError as refusal:
        _answer({"refused": refusal.kind, "words": str(refusal)})
        return 0
    except (MemoryError, RecursionError):
        words = "Tệp quá lớn hoặc quá phức tạp để đọc trong giới hạn bộ nhớ. Hãy chia nhỏ văn bản rồi nhập lại."
        _answer({"refused": "too-large", "words": words})
        return 0
    head: dict[str, object] = {
        "slug": found.slug,
        "text": found.text,
        "pictures": [[picture.name, len(picture.data)] for picture in found.pictures],
        "losses": found.losses,
        "guesses": found.guesses,
        "unaccounted": found.unaccounted,
        "aside": found.aside,
    }
    _answer(head, *(picture.data for picture in found.pictures))
    return 0


def _answer(head: dict[str, object], *bodies: bytes) -> None:
    stream = sys.stdout.buffer
    stream.write(json.dumps(head).encode("ascii") + b"\n")
    for body in bodies:
        stream.write(body)
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
