"""RELATIVE_URLS: links that lead from the page itself, so that a site can be moved to another folder as it is.

Only addresses within the site change, in attributes of finished pages; scripts take theirs from the page's. What is
served at any depth (404.html) keeps its own.
"""

from __future__ import annotations

import re

from ..core.site_map import ROWS

_LINK = re.compile(rb'(?<=\s)(href|src|action|poster|srcset|imagesrcset)="(/(?!/)[^"]*)"')
_AT_ANY_DEPTH = ROWS["not_found"].path[1:]


def relative_links(html: bytes, file: str, root: str) -> bytes:
    """The page with its links made relative. file: where it lies; root: the site's folder, "" or "/folder"."""
    if file == _AT_ANY_DEPTH:
        return html
    up = b"../" * file.count("/") or b"./"
    start = root.encode() + b"/"

    def lead(address: bytes) -> bytes:
        return up + address[len(start) :] if address.startswith(start) else address

    def replaced(match: re.Match[bytes]) -> bytes:
        name, value = match[1], match[2]
        if name.endswith(b"srcset"):
            value = b", ".join(lead(candidate.strip()) for candidate in value.split(b","))
        else:
            value = lead(value)
        return name + b'="' + value + b'"'

    return _LINK.sub(replaced, html)
