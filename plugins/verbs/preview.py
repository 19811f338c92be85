"""`preview`: what a branch changes for readers, before and after, as one folder that a pipeline can show to reviewers.

It holds no draft and no scheduled article, no feed, sitemap or data, and asks search engines to stay away; it is meant
for an address of its own, where nothing of the real site can be reached with a reader's cookies or storage.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from ..build.attempt import Options, attempt
from ..core.errors import PublishError, SettingsError
from ..core.publishing.http_headers import is_immutable, site_path
from ..core.site_map import RSS
from ..publish.diff import read_items
from ..publish.rebuild import build_unpacked, unpack
from ..system import build_inputs

AFTER, BEFORE = "sau", "truoc"
"""Folders of the preview."""
_HEAD = re.compile(rb"<head[^>]*>", re.I)
_NOINDEX = b'<meta name="robots" content="noindex,nofollow">'
_ASSET = re.compile(rb"""(?:href|src|srcset|content)\s*+=\s*+"?([^">]{0,500}?(?:theme|anh|tep)/[^">]*)""")
_WORDS = {"+": "mới", "~": "đổi", "-": "bỏ"}


def run(content: Path, base: str, to: Path, site_url: str, at: datetime | None) -> int:
    """Build the base commit and what stands here as of one instant, and write the pages that differ."""
    target = Path(os.path.realpath(to))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SettingsError(f"{to}: phải là thư mục trống hoặc chưa có")
    if build_inputs.ROOT in target.parents and build_inputs.cache().resolve() not in target.parents:
        inside = target.relative_to(build_inputs.ROOT).parts[0]
        if inside in {"content", "plugins", "theme", "output"}:
            raise SettingsError(f"{to}: nằm trong {inside}/ của dự án; hãy chọn thư mục khác")
    moment = (at or datetime.now(UTC)).isoformat()
    with tempfile.TemporaryDirectory(prefix="column-preview-") as name:
        work = Path(name)
        commit = unpack(base, work)
        build_unpacked(work, site_url, moment, pictures=build_inputs.pictures_home())
        here = attempt(
            Options(content=content, output=work / "here", site_url=site_url, at=datetime.fromisoformat(moment))
        )
        if not here.ok:
            raise PublishError(f"không dựng được trang:\n{here.report.rstrip()}")
        changes = sorted(_changes(work / "site", work / "here"))
        items = list(_items(work / "site", work / "here"))
        target.mkdir(parents=True, exist_ok=True)
        for side, root, marks in ((BEFORE, work / "site", "~-"), (AFTER, work / "here", "~+")):
            _show(root, target / side, [file for mark, file in changes if mark in marks])
        _frame(target, commit, changes, items)
    sys.stdout.write(f"{to}: {len(changes)} trang khác với {commit[:12]}, {len(items)} mục nguồn tin\n")
    return 0


def _changes(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """(mark, file) of every page that differs."""
    old, new = ({path.relative_to(root).as_posix() for path in root.rglob("*.html")} for root in (before, after))
    yield from (("-", file) for file in old - new)
    yield from (("+", file) for file in new - old)
    yield from (("~", file) for file in old & new if (before / file).read_bytes() != (after / file).read_bytes())


def _items(before: Path, after: Path) -> Iterator[tuple[str, str, str, str]]:
    """(mark, title, text before, text after) of feed items."""
    old, new = (read_items((root / RSS).read_bytes()) if (root / RSS).is_file() else {} for root in (before, after))
    for guid in dict.fromkeys((*new, *old)):
        was, now = old.get(guid, ("", "")), new.get(guid, ("", ""))
        if was[1] != now[1]:
            yield "~" if was[1] and now[1] else "+" if now[1] else "-", now[0] or was[0], was[1], now[1]


def _show(root: Path, folder: Path, files: list[str]) -> None:
    """Copy pages with the assets they show; a page's links stay as they are on the site."""
    needed: set[str] = set()
    for file in files:
        data = (root / file).read_bytes()
        up = "../" * file.count("/")
        for found in _ASSET.findall(data):
            for part in found.decode("utf-8", "replace").split(","):
                needed |= _assets(part.strip().partition(" ")[0])
        data = _HEAD.sub(lambda head: head[0] + _NOINDEX, data, count=1)
        data = re.sub(rb'([" ,=])/((?:theme|anh|tep)/)', rb"\1" + up.encode() + rb"\2", data)
        _write(folder / file, data)
    for asset in sorted(needed):
        if (root / asset).is_file():
            _write(folder / asset, (root / asset).read_bytes())


def _assets(address: str) -> set[str]:
    file = address.partition("?")[0].partition("#")[0].lstrip("/")
    return {file} if is_immutable(file) else set()


def _frame(target: Path, commit: str, changes: list[tuple[str, str]], items: list[tuple[str, str, str, str]]) -> None:
    """The list of what changed, and what keeps search engines away."""
    rows = "".join(
        f"<li>{_WORDS[mark]}: {escape(site_path(file))} "
        + (f'<a href="{BEFORE}/{escape(file)}">trước</a> ' if mark in "~-" else "")
        + (f'<a href="{AFTER}/{escape(file)}">sau</a>' if mark in "~+" else "")
        + "</li>"
        for mark, file in changes
    )
    told = "".join(
        f"<h3>{_WORDS[mark]}: {escape(title)}</h3><pre>{escape(was)}</pre><pre>{escape(now)}</pre>"
        for mark, title, was, now in items
    )
    page = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        f"{_NOINDEX.decode()}<title>Xem trước</title></head><body><h1>Khác với {escape(commit[:12])}</h1>"
        f"<h2>Trang</h2><ul>{rows}</ul><h2>Mục nguồn tin, trước và sau</h2>{told}</body></html>\n"
    )
    _write(target / "index.html", page.encode())
    _write(target / "robots.txt", b"User-agent: *\nDisallow: /\n")
    _write(target / "_headers", b"/*\n  X-Robots-Tag: noindex, nofollow\n  Referrer-Policy: no-referrer\n")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
