"""`diff TARGET`: the pages, feed items and files that publishing would add, change or take away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from ..core.publishing.http_headers import site_path
from ..core.publishing.manifest import FILE, FileSum, compare, parse
from .backend import Backend
from .backends import backend_of
from .built import build_for
from .reuse import own_release
from .targets import PublishTarget

FEED = "rss.xml"
"""The feed of the whole column, whose items are compared."""
_MARKS = {"added": "+", "changed": "~", "removed": "-"}
_LARGEST_FEED = 20_000_000


def differences(target: PublishTarget, content: Path, at: datetime | None) -> str:
    """The report, "" when the target shows what a build would give."""
    backend = backend_of(target)
    built = build_for(target, content, at, allow_deletions=True, earlier=own_release(target, backend))
    standing = backend.standing()
    before = parse(backend.read(standing.current, FILE)).files if standing.current else {}
    lines = [_line(difference.kind, difference.file, built.sums, before) for difference in compare(before, built.sums)]
    if not lines:
        return ""
    items = list(_items(backend, standing.current, built.root))
    pages = [line for line in lines if line.partition(" ")[2].endswith("/") or ".html" in line]
    files = [line for line in lines if line not in pages]
    parts = [("Trang", pages), ("Mục trong nguồn tin RSS", items), ("Tệp khác", files)]
    return "\n".join(f"{name}:\n" + "\n".join(f"  {row}" for row in rows) for name, rows in parts if rows)


def _line(kind: str, file: str, after: dict[str, FileSum], before: dict[str, FileSum]) -> str:
    entry = after.get(file) or before[file]
    source = f"  ({', '.join(entry.sources)})" if entry.sources else ""
    return f"{_MARKS[kind]} {site_path(file)}{source}"


def _items(backend: Backend, current: str, root: Path) -> Iterator[str]:
    """Feed items that aggregators will see as new, changed or gone."""
    try:
        old = read_items(backend.read(current, FEED)) if current else {}
    except FileNotFoundError:
        old = {}
    path = root / FEED
    new = read_items(path.read_bytes()) if path.is_file() else {}
    for guid, (title, text) in new.items():
        if guid not in old:
            yield f"+ {title}"
        elif old[guid][1] != text:
            yield f"~ {title}"
    yield from (f"- {title}" for guid, (title, _) in old.items() if guid not in new)


def read_items(data: bytes) -> dict[str, tuple[str, str]]:
    """guid → (title, everything the item says); {} for what is no feed."""
    if len(data) > _LARGEST_FEED or b"<!DOCTYPE" in data[:1000]:
        return {}
    try:
        channel = ElementTree.fromstring(data).find("channel")  # noqa: S314 — our own feed, without a DTD
    except ElementTree.ParseError:
        return {}
    items = channel.findall("item") if channel is not None else []
    return {
        item.findtext("guid", ""): (item.findtext("title", ""), ElementTree.tostring(item, "unicode")) for item in items
    }
