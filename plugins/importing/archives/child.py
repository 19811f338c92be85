"""The child process: the path of an archive → its site, then each of its articles, then what was told of it all."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from ...core.importing.outcome import ImportRefusedError
from ..confine import confine
from ..frames import receive, send, send_import
from .finished import convert
from .reading import read_site
from .site import Site

CPU_SECONDS = 1800
MEMORY = 4 << 30
_TOO_MUCH = "Bản xuất quá lớn hoặc quá phức tạp để đọc trong giới hạn bộ nhớ. Hãy nhập từng phần."


def main() -> int:
    """Argument: the path. Asks for what is there already before it converts."""
    confine(CPU_SECONDS, MEMORY)
    out = sys.stdout.buffer
    try:
        with tempfile.TemporaryDirectory(prefix="site-") as room:
            site = read_site(Path(sys.argv[1]), Path(room))
            send(out, {"program": site.program, "name": site.name, "address": site.address})
            asked = receive(sys.stdin.buffer)
            if asked is not None:
                for placed in convert(site, asked[0]["topics"], asked[0]["known"], asked[0]["taken"]):
                    send_import(out, placed.found, {"path": placed.path, "origin": placed.origin})
                send(out, {"end": _told(site)})
    except ImportRefusedError as refusal:
        send(out, {"refused": refusal.kind, "words": str(refusal)})
    except (MemoryError, RecursionError):
        send(out, {"refused": "too-large", "words": _TOO_MUCH})
    return 0


def _told(site: Site) -> dict[str, Any]:
    return {"comments": site.comments, "skipped": dict(site.skipped), "told": site.told}


if __name__ == "__main__":
    sys.exit(main())
