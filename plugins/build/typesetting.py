"""Small matters of setting type in titles: what must not break across lines."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NUMBER = re.compile(r"(?<!\d)(?<!\d/)\d+(?:/\d+)*(?:[/-][^\W\d_]+)+")  # where no earlier start reads the same
"""The number of a document, such as 23-KH/ĐUK or 42/2022/NĐ-CP; browsers would break it after its slash."""
_LONGEST = 20
"""What is longer would not fit a phone's line, and is no number of a document."""


def unbroken(text: str) -> Markup:
    """The text as HTML with document numbers kept on one line."""
    if "/" not in text:
        return escape(text)
    html: list[str] = []
    end = 0
    for match in _NUMBER.finditer(text):
        if len(match[0]) > _LONGEST:
            continue
        html += [escape(text[end : match.start()]), '<span class="unbroken">', escape(match[0]), "</span>"]
        end = match.end()
    return Markup("".join([*html, escape(text[end:])]))  # noqa: S704 — every piece is escaped above
