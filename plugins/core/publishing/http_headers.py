"""How the site is served: one table of headers, types and cache times, from which every server's configuration is made.

`_headers` and `_redirects` (static hosts), nginx, Caddy and the upload to object storage all read these functions, so
that they can't drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..site_map import ATOM, JSON, ROWS, RSS
from ..text.web_address import origin

Freshness = Literal["immutable", "page", "feed", "asked"]
"""immutable: named after its content; page: read by people; feed: polled by programs; asked: always checked anew."""

CACHE_TIMES: dict[Freshness, str] = {
    "immutable": "public, max-age=31536000, immutable",
    "page": "public, max-age=60",
    "feed": "public, max-age=300",
    "asked": "no-cache",
}
"""Cache-Control per kind of file: a new release reaches every reader within a minute, every aggregator within five."""

TYPES: dict[str, str] = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "sig": "text/plain; charset=utf-8",
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "opus": "audio/ogg",
}
"""File ending → Content-Type; what is not here is served as bytes to download."""

FEED_NAMES: dict[str, str] = {
    RSS: "application/rss+xml; charset=utf-8",
    ATOM: "application/atom+xml; charset=utf-8",
    JSON: "application/feed+json; charset=utf-8",
}
"""Last part of a feed's address → Content-Type; a further archive of a month has a number (`rss-2.xml`)."""

NAMED_TYPES: dict[str, str] = {**FEED_NAMES, "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8"}
"""Files whose name, not their ending, says what they are."""

NAME_PATTERNS: dict[str, str] = {
    name: ("(?:-[0-9]+)?[.]" if name in FEED_NAMES else "[.]").join(name.split(".")) for name in NAMED_TYPES
}
"""Name → the rule that finds it and its numbered kin, as servers write it."""
FEED_ADDRESS = f"/(?:{'|'.join(map(NAME_PATTERNS.__getitem__, FEED_NAMES))})$"
"""The rule over the address of a feed."""
_FEED_NUMBER = re.compile(r"-[0-9]+(?=[.])")

PRIVATE_NAMES = ("_headers", "_redirects")
"""Files that speak to a static host and that no server of ours hands out."""

ASKED_NAMES = ("manifest.json", "manifest.json.sig", "trang-thai.json", "trang-thai.json.sig")
"""Files by which a release is known: always checked anew, and programs of other sites may read them."""

OPEN_FOLDERS = tuple(row.folder for row in ROWS.values() if row.open)
"""Folders whose files pages of other sites may read by script; feeds and the manifest may be read likewise."""

HASHED_FOLDERS = tuple(row.folder for row in ROWS.values() if row.hashed)
"""Folders whose files are named after their content."""
_RULE = rf"(?:{'|'.join(HASHED_FOLDERS)})/(?:.*[./-])?[0-9a-f]{{10,64}}(?:[.-][A-Za-z0-9_.-]{{0,99}})?\.[A-Za-z0-9]+"
_HASHED = re.compile(_RULE)
HASHED_ADDRESS = f"^/{_RULE}$"
"""The same rule as `is_immutable`, as servers write it: over the address."""

_MONTH_FOLDER = f"{ROWS['months'].path}:year/:month/"
_MOST_NUMBERED = 9
"""Archives of one month for which `_headers`, which knows no patterns, names the type: 360 articles."""
_FEED_FOLDERS = ("/", "/:kind/", "/:kind/:term/", "/:kind/:term/:part/")
"""How deep feeds lie, as `_headers` writes it: the whole column's, a register's, a list's, a month's archive."""

_COMPRESSIBLE = frozenset(
    {"html", "css", "js", "mjs", "json", "xml", "txt", "csv", "md", "ics", "opml", "svg", "webmanifest"}
)
SMALLEST_COMPRESSED = 1024
"""Bytes below which a compressed copy gains nothing: the answer fits one packet anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the headers depend on. form_url: the agency's own feedback form, "" when there is none; secure:
    served over HTTPS; hub: WebSub hub or ""; url: where the site is read, without a trailing "/"; style: the one inline
    style that pages have, as a source of the Content-Security-Policy, "" for none."""

    form_url: str = ""
    secure: bool = True
    hub: str = ""
    url: str = ""
    style: str = ""


def content_type(file: str) -> str:
    """Content-Type of a file of the site, by its name."""
    name = file.rpartition("/")[2]
    return (
        feed_type(name)
        or NAMED_TYPES.get(name)
        or TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    )


def feed_type(name: str) -> str:
    """Content-Type of a feed or a part of its archive by the last part of its address, "" for any other file."""
    return FEED_NAMES.get(_FEED_NUMBER.sub("", name), "")


def hub_link(policy: Policy, address: str) -> str:
    """The `Link` header of the feed at an address (W3C WebSub § 4 and § 7: where hubs and subscribers look first), ""
    without a hub. address: "" where it can't be said."""
    if not policy.hub:
        return ""
    return f'<{policy.hub}>; rel="hub"' + (f', <{address}>; rel="self"' if address else "")


def freshness(file: str) -> Freshness:
    """How long a file may be kept by readers and by servers between."""
    name = file.rpartition("/")[2]
    if is_immutable(file):
        return "immutable"
    if file in ASKED_NAMES:
        return "asked"
    return "page" if name.endswith(".html") else "feed"


def is_immutable(file: str) -> bool:
    """Whether the file's name is made from its content, so that the address never shows anything else."""
    return _HASHED.fullmatch(file) is not None


def is_compressible(file: str, size: int) -> bool:
    """Whether compressed copies lie beside the file."""
    return size >= SMALLEST_COMPRESSED and file.rpartition(".")[2] in _COMPRESSIBLE and file not in PRIVATE_NAMES


def site_path(file: str) -> str:
    """The address of a file: `x/index.html` answers at `/x/`."""
    return "/" + (file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file)


def security_headers(policy: Policy) -> dict[str, str]:
    """The headers of every answer."""
    form = origin(policy.form_url)
    forms = f" {form}" if form else ""
    styles = f"'self' {policy.style}".rstrip()
    csp = (
        f"default-src 'none'; style-src {styles}; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'{forms}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": csp + ("; upgrade-insecure-requests" if policy.secure else ""),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if policy.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def headers_file(policy: Policy) -> str:
    """`_headers` for static hosts. No header is set by two rules: some hosts would join the values."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in security_headers(policy).items())]
    for folder in HASHED_FOLDERS:
        lines += [f"/{folder}/*", f"  Cache-Control: {CACHE_TIMES['immutable']}"]
    for path in _feed_paths():
        link = hub_link(policy, "" if ":" in path else policy.url + path)
        lines += [
            path,
            f"  Content-Type: {content_type(path)}",
            f"  Cache-Control: {CACHE_TIMES['feed']}",
            "  Access-Control-Allow-Origin: *",
            *([f"  Link: {link}"] if link else []),
        ]
    for folder in OPEN_FOLDERS:
        lines += [f"/{folder}/*", "  Access-Control-Allow-Origin: *"]
    for name in ASKED_NAMES:
        lines += [f"/{name}", f"  Cache-Control: {CACHE_TIMES['asked']}", "  Access-Control-Allow-Origin: *"]
    return "\n".join(lines) + "\n"


def _feed_paths() -> Iterator[str]:
    """Where feeds lie, as `_headers` writes it."""
    yield from (folder + name for name in FEED_NAMES for folder in _FEED_FOLDERS)
    for stem, ending in (name.split(".") for name in FEED_NAMES):
        yield from (f"{_MONTH_FOLDER}{stem}-{number}.{ending}" for number in range(2, _MOST_NUMBERED + 1))


def redirects_file(moved: Mapping[str, str]) -> str:
    """`_redirects` for static hosts: old address → new one, for good. A query stands after its path, as hosts read it
    that can: `/ p=101 /bai-viet/ten-bai/ 301`."""
    rows = ((old.replace("?", " ").replace("&", " "), new) for old, new in sorted(moved.items()))
    return "".join(f"{old} {new} 301\n" for old, new in rows)


def read_redirects(text: str) -> dict[str, str]:
    """The table that `redirects_file` wrote."""
    rows = (line.split(" ") for line in text.splitlines())
    return {"?".join(filter(None, (row[0], "&".join(row[1:-2])))): row[-2] for row in rows if len(row) >= 3}
