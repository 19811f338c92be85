"""Old addresses of articles and pages, from this site or the one before it: slugs, whole paths, paths with a query."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

from ..site_map import ROWS

MOST = 500
"""Longest old address, in characters as it is stored."""
_SAFE = "/-._~!()*+:@"
_UNFIT = re.compile(r"""[\\\x00-\x1f\x7f-\x9f\ufffd;,$"'{}<>|^`]|//""")
_QUERY = re.compile(r"[\w.~%=&+-]{1,200}", re.ASCII)
_ARTICLES = ROWS["article"].path.partition("{")[0]
_OWN = frozenset(part for row in ROWS.values() if "{" not in (part := row.path.strip("/").partition("/")[0]) and part)
"""First parts of addresses that the site itself makes."""


class AddressError(ValueError):
    """Raised when an old address can't be kept; its text is for editors."""


def is_whole(alias: str) -> bool:
    """Whether an entry of Aliases is a path, and not the slug of an article."""
    return alias.startswith(("/", "?"))


def canonical(written: str) -> str:
    """`/2019/03/ten-bai`, `?p=101` → the form in which it is stored and written into tables: percent-encoded, folders
    with their last slash; a slug when it is an address of an article here. Raises AddressError."""
    parts = urlsplit(written if written.startswith("/") else f"/{written}")
    path = unicodedata.normalize("NFC", unquote(parts.path, errors="replace"))
    if written.startswith(("//", "/\\")) or _UNFIT.search(path) or ".." in path.split("/"):
        raise AddressError(f"“{written[:80]}” không phải đường dẫn đúng; ví dụ /2019/03/ten-bai/ hoặc /?p=101")
    if parts.query and not _QUERY.fullmatch(parts.query):
        raise AddressError(f"“{written[:80]}”: phần sau “?” chỉ gồm chữ không dấu, số và . ~ % = & + - _")
    path = re.sub(r"/index\.html?$", "/", path)
    if "." not in path.rpartition("/")[2] and not path.endswith("/") and not parts.query:
        path += "/"
    if not parts.query:
        slug = path.removeprefix(_ARTICLES).strip("/")
        if path.startswith(_ARTICLES) and re.fullmatch("[a-z0-9-]+", slug):
            return slug
        first = path.strip("/").partition("/")[0]
        if not first or first in _OWN or first.startswith((".", "_")):
            raise AddressError(f"“{written[:80]}” là chỗ của chính trang này, không thể là địa chỉ cũ")
    whole = encoded(path) + (f"?{parts.query}" if parts.query else "")
    if len(whole) > MOST:
        raise AddressError(f"“{written[:80]}…” dài {len(whole)} ký tự; tối đa {MOST}")
    return whole


def encoded(path: str) -> str:
    """A site path as tables of redirects write it."""
    return quote(path, safe=_SAFE)


def has_page(address: str) -> bool:
    """Whether a small page can stand at an old address, for hosts that know no tables: a query has no file, and a file
    of another type than HTML would not be shown."""
    path = address.partition("?")[0]
    folders, _, name = path.rpartition("/")
    return "?" not in address and ".html" not in folders and (not name or name.endswith(".html"))
