"""Run as a program: holds the page that the desk shows of every article against the one that a build made.

Arguments: content folder, output folder. Prints a line for each article that differs, then how many were equal.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.desk.opening import complete_settings
from plugins.desk.room import Room
from plugins.system import build_inputs


def main(content: Path, output: Path) -> None:
    """Look at every article."""
    room = Room(content, complete_settings(content, output, build_inputs.ROOT / "pelicanconf.py", ""))
    room.refresh()
    equal = 0
    for source in sorted(room.articles):
        looked = room.look(source, room.path(source).read_text(encoding="utf-8"), whole=True)
        if set(looked.problems) != set(room.problems_of(source)):
            print(f"{source}: other problems: {set(looked.problems) ^ set(room.problems_of(source))}")
        record = looked.reading.record
        page = output / "bai-viet" / (record.slug if record else "") / "index.html"
        made = room.page(source, looked.reading)
        if not page.exists():
            continue
        if made == page.read_bytes():
            equal += 1
        else:
            print(f"{source}: another page")
    print(f"{equal} equal")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
