"""The child process: a file on standard input → one line of JSON and the pictures' bytes on standard output."""

from __future__ import annotations

import sys

from ..core.importing.outcome import ImportRefusedError
from .confine import confine
from .frames import send, send_import


def main() -> int:
    """Arguments: the file's name, "shared" where it comes from somebody else, "piece" where it goes into a text."""
    name, shared, piece = sys.argv[1], "shared" in sys.argv[2:], "piece" in sys.argv[2:]
    isolated = confine()
    data = sys.stdin.buffer.read()
    try:
        from .importer import read

        send_import(sys.stdout.buffer, read(data, name, office_allowed=isolated or not shared, piece=piece))
    except ImportRefusedError as refusal:
        send(sys.stdout.buffer, {"refused": refusal.kind, "words": str(refusal)})
    except (MemoryError, RecursionError):
        words = "Tệp quá lớn hoặc quá phức tạp để đọc trong giới hạn bộ nhớ. Hãy chia nhỏ văn bản rồi nhập lại."
        send(sys.stdout.buffer, {"refused": "too-large", "words": words})
    return 0


if __name__ == "__main__":
    sys.exit(main())
