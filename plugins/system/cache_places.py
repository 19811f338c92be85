"""What lies in the cache where something else belongs: a file in a folder's place, a folder or a link in a file's.

No build leaves that, but backups, copies and sync clients do; it goes, since all of the cache can be made anew.
Imported before Pelican, so it stays small and stdlib-only.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def clear_place(path: str | os.PathLike[str]) -> None:
    """Delete what lies there, be it a file, a link or a folder with all it holds; nothing is as good."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError:  # a folder: which error it is differs from system to system
        if os.path.islink(path) or not os.path.isdir(path):
            raise
        import shutil

        shutil.rmtree(path)


def ensure_folder(folder: Path, cache: Path) -> None:
    """Make a folder of the cache, and those above it. What lies in the place of one goes, but never the cache's own or
    what is above it: then this is the OSError that the system gives."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        inside = [place for place in (folder, *folder.parents) if cache in place.parents]
        for place in inside:
            with suppress(NotADirectoryError):  # one above it is in the way
                if os.path.lexists(place) and not place.is_dir():
                    os.unlink(place)
        folder.mkdir(parents=True, exist_ok=True)
