"""What the reader of another site's archive gives: its posts, where its files lie, what of it is no article."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

Told = tuple[str, str, str]
"""(kind, text, where) of something left out or changed; kind "": of markup, which needs no attention."""
MOST_FILE = 40 << 20


@dataclass(slots=True, kw_only=True)
class Post:
    """source: its place in the archive; html: its body; raw: its body as it was written, for the account; addresses:
    old site paths with queries, the main one first; folder: where files named without a path lie; texts: further values that came in; aside: values that need no attention."""

    source: str
    title: str
    html: str
    raw: str
    date: str = ""
    modified: str = ""
    status: str = "published"
    page: bool = False
    slug: str = ""
    lang: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    picture: str = ""
    picture_alt: str = ""
    picture_caption: str = ""
    source_url: str = ""
    addresses: tuple[str, ...] = ()
    folder: str = ""
    texts: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Site:
    """program: whose archive it is; address: where readers found it, "" when not known; roots: folders in which the
    files of its addresses lie; skipped: kind of thing that is no article → how many; comments: how many there were."""

    program: str
    name: str
    address: str = ""
    roots: tuple[Path, ...] = ()
    posts: list[Post] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    told: list[Told] = field(default_factory=list)

    @property
    def host(self) -> str:
        """The site's host in lower case without "www."."""
        return (urlsplit(self.address).hostname or "").lower().removeprefix("www.")

    def file(self, path: str, post: Post) -> bytes | None:
        """The bytes of a file of the site by its address's path, or by a path beside the post; None when it is not
        in the archive. Never leaves the archive's folders, not by links either."""
        places = [unquote(path), path]
        if not path.startswith("/"):
            places = [*(f"{post.folder}/{place}" for place in places), *places]
        for root in self.roots:
            for place in places:
                data = read_inside(root, place.lstrip("/"))
                if data is not None:
                    return data
        return None


def read_inside(root: Path, place: str) -> bytes | None:
    """The bytes of a file in a folder; None when there is none, when it lies outside or is too large."""
    if "\x00" in place or len(place) > 1000:
        return None
    base = root.resolve()
    file = (base / place).resolve()
    try:
        inside = file.is_relative_to(base) and file.is_file() and file.stat().st_size <= MOST_FILE
        return file.read_bytes() if inside else None
    except OSError:
        return None


def path_key(address: str) -> str:
    """The form in which old addresses are compared: path and query without host, index.html and last slash."""
    parts = urlsplit(address)
    path = unquote(parts.path).lower()
    path = re.sub(r"/index\.html?$", "/", path).rstrip("/") or "/"
    return path + (f"?{parts.query}" if parts.query else "")
