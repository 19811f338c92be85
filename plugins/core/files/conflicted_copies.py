"""Copies that sync clients, phones and file managers make of an article, known by their names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_SURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(.+?) ?\([^()]*(?:conflicted copy|case conflict|xung đột|sfconflict)[^()]*\)",  # Dropbox, Nextcloud, Seafile
        r"(.+)[._ -]sync-conflict-\d{8}-\d{6}(?:-\w+)?",  # Syncthing
        r"(.+)_conflict-\d{8}-\d{6}",  # ownCloud
        r"(.+)\.conflict(?:ed)?\d*",  # Resilio, Unison
        r"(.+?)[ _-]*\[conflict(?:ed)?[^\[\]]*\]",
        r"(.+?)(?: - copy| - bản sao| - sao chép| copy)(?: ?\(?\d+\)?)?",  # Windows, macOS
        r"(?:copy of|bản sao của) (.+?)(?: ?\(\d+\))?",  # Google Drive
        r"(.+)_(?:base|local|remote|backup)_\d+",  # merge tools
    )
)
"""The copy's name without its ending; the group is the original's."""
_LIKELY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(.+?) ?\(\d{1,2}\)",  # browsers, Google Drive
        r"(.+) \d{1,2}",  # iCloud
        r"(.+)-(?:desktop|laptop|win|pc|may|macbook)[\w-]*",  # OneDrive: the computer's name
        r"(.+)~\d",
    )
)
"""Names that an article of its own may have too: told only where the original lies beside it."""


def conflicted_copies(paths: Collection[str]) -> Iterator[tuple[str, str]]:
    """(path of the copy, name of the original) among Markdown files, sorted. paths: of all files of the folder."""
    for path in sorted(paths):
        folder, slash, name = path.rpartition("/")
        stem, dot, ending = name.rpartition(".")
        if stem.isascii() and stem.replace("-", "").isalnum() and stem.islower() and not _MACHINE.search(stem):
            continue  # as most names are
        for pattern in _SURE:
            if match := pattern.fullmatch(stem):
                yield path, f"{match[1]}{dot}{ending}"
                break
        else:
            for pattern in _LIKELY:
                match = pattern.fullmatch(stem)
                if match and f"{folder}{slash}{match[1]}{dot}{ending}" in paths:
                    yield path, f"{match[1]}{dot}{ending}"
                    break


_MACHINE = re.compile(r"-(?:desktop|laptop|win|pc|may|macbook)|sync-conflict|conflict-")
