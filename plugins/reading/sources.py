"""The content folder as it is on disk now: every file with a stamp that changes when the file does.

Nothing outside the folder is ever looked at: symbolic links are not followed, dot files are left out. What would be
an article but can't be read as one (a folder or a pipe named x.md, a name that can't be shown) is kept to be told.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.plan.file_names import FILE, FOLDER
from ..system.file_stamps import FileStamp, file_stamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a scan found. files: path with "/" (NFC) → stamp; names: path → as it is on disk, where they differ;
    links: symbolic links that were passed over; odd: path as shown → why the entry can't be taken, a key of ODD."""

    files: dict[str, FileStamp]
    names: dict[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()


ODD = {
    "name": "tên tệp có ký tự điều khiển, ký tự ẩn hoặc không phải UTF-8; hãy đổi tên",
    "twin": "có hai tệp cùng tên, chỉ khác cách mã hoá dấu (Unicode dựng sẵn và tổ hợp); hãy giữ một",
    "folder": "là thư mục nhưng mang tên như một bài; hãy đổi tên thư mục",
    "data-folder": "là thư mục nhưng mang tên như một tệp dữ liệu; hãy đổi tên thư mục",
    "special": "không phải tệp thường (ống dẫn, socket hoặc thiết bị); hãy chép tệp thật vào",
}
"""Kinds of entries that can't be taken, in the editors' words."""


def scan(root: Path) -> Sources:
    """Walk the folder once. An unreadable folder raises OSError."""
    files: dict[str, FileStamp] = {}
    names: dict[str, str] = {}
    links: list[str] = []
    odd: list[tuple[str, str]] = []
    for path, entry in _walk(os.fspath(root), "", odd):
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            if stat.S_ISLNK(status.st_mode):
                links.append(path)
            else:
                odd.append((path, "special"))
            continue
        if not path.isprintable() and any(unicodedata.category(character) in _UNSEEN for character in path):
            odd.append((path, "name"))
            continue
        if path.isascii():
            files[path] = file_stamp(status)
            continue
        clean = unicodedata.normalize("NFC", path)
        if clean in files:
            odd.append((clean, "twin"))
        if clean != path:
            names[clean] = path
        files[clean] = file_stamp(status)
    return Sources(files=files, names=names, links=tuple(sorted(links)), odd=tuple(sorted(set(odd))))


_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
"""Categories of characters that a name can't be shown with."""


def _walk(folder: str, prefix: str, odd: list[tuple[str, str]]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        listed = list(entries)
    for entry in listed:
        name = entry.name
        if name[0] == "." or name[-1] == "~" or name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            if name.lower().endswith(MARKDOWN):
                odd.append((prefix + name, "folder"))
            elif name.lower().endswith(".toml"):
                odd.append((prefix + name, "data-folder"))
            yield from _walk(entry.path, f"{prefix}{name}/", odd)
        else:
            yield prefix + name, entry


MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
"""Endings that Pelican's Markdown reader takes; so do we."""
OTHERS = ("pages/", "su-kien/")
"""Folders whose Markdown files are no articles."""


def is_event(path: str) -> bool:
    """Whether the path is an event's source."""
    return path.startswith("su-kien/") and path.lower().endswith(MARKDOWN)


def plan_files(paths: Collection[str]) -> list[str]:
    """Of all files those that hold plans, in the order they are read: plan.toml first."""
    own = sorted(path for path in paths if path.startswith(FOLDER) and path.endswith(".toml") and path.count("/") == 1)
    return [*({FILE} & set(paths)), *own]


def plan_paths(content: Path) -> list[Path]:
    """The files of a content folder that hold plans."""
    own = sorted(path.name for path in (content / FOLDER).glob("*.toml"))
    found = {FILE: None, **dict.fromkeys(FOLDER + name for name in own)}
    return [content / path for path in plan_files(found) if (content / path).is_file()]


def is_article(path: str) -> bool:
    """Whether the path is an article's source: any Markdown file that is no page and no event, wherever it lies."""
    return path.lower().endswith(MARKDOWN) and not path.startswith(OTHERS)


def is_parsed(path: str) -> bool:
    """Whether the file's parsed form is kept in the store."""
    return path.lower().endswith(MARKDOWN)
