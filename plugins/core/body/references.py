"""What a body points to inside the site, and where its headings are: the values that a parsed text leaves behind."""

from __future__ import annotations

import posixpath
import re
from typing import Literal, NamedTuple

_PLACE = re.compile(r"\A[{|](?:static|attach|filename)[}|]")
"""What Pelican puts before a path inside content/."""


class Reference(NamedTuple):
    """A link or picture in the body that points inside the site.

    The body holds `/~ref/N` where N is the index in `Article.references`; the address is filled in when the page is
    made, so that an article's parsed form never depends on another file.
    kind: "file" for `{filename}`/relative content paths, "static" for files to publish, "picture" for images,
    "path" for site paths such as /rss/; target: path inside content/, or the site path; fragment without "#".
    """

    kind: Literal["file", "static", "picture", "path"]
    target: str
    fragment: str = ""
    line: int = 0


class Heading(NamedTuple):
    """A heading of the body: level 2–6, its id, its plain text."""

    level: int
    id: str
    text: str


def content_path(value: str, source: str) -> str | None:
    """A path written in an article → a path inside content/, or None when it leads outside.

    "/x" starts at content/, anything else beside the article.
    """
    if "\x00" in value or "\\" in value:
        return None
    value = _PLACE.sub("", value)
    start = "" if value.startswith("/") else posixpath.dirname(source)
    path = posixpath.normpath(posixpath.join(start, value.lstrip("/")))
    return None if path in {"", ".", ".."} or path.startswith("../") else path


def is_table(file: str) -> bool:
    """Whether what is shown as a picture is a chart, drawn from a table."""
    return file.lower().endswith(".csv")
