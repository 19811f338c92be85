"""Whether a text is the full address of a web page that may be linked to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_UNFIT = re.compile(r"[\s<>\"'\\^`{|}\x00-\x20\x7f]")


def is_web_address(text: str) -> bool:
    """http(s), a host, and no user's name before it: `https://chinhphu.vn@example.org/` leads to example.org."""
    if _UNFIT.search(text):
        return False
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 — raises where the port is no number
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.username is None
