"""Builds asked for one after another on standard input, in one process, as `serve` makes them.

Each line is a JSON list [content, output, cache, [options…]]; the answer is one JSON line {"ok", "report"}. Options:
"--force", "--at" with an ISO instant, and "--settings" with a file.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path


def main() -> None:
    """Answer until the input ends."""
    from plugins.build.attempt import Options, attempt
    from tests.helpers.building import ROOT

    for line in sys.stdin:
        content, output, cache, options = json.loads(line)
        os.environ["COLUMN_CACHE"] = cache
        at = datetime.fromisoformat(options[options.index("--at") + 1]) if "--at" in options else None
        told = attempt(
            Options(
                content=Path(content),
                output=Path(output),
                site_url="https://column.example",
                at=at,
                force="--force" in options,
                allow_deletions=True,
                settings=Path(options[options.index("--settings") + 1])
                if "--settings" in options
                else ROOT / "pelicanconf.py",
            )
        )
        print(json.dumps({"ok": told.ok, "report": told.report}), flush=True)


if __name__ == "__main__":
    main()
