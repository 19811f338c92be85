"""A script → the same one without the comments that begin a line, without indentation and empty lines.

What stands between two lines' ends stays as it is written, so that no string, pattern or division is read wrongly; the
scripts are our own and hold to it: no text in backquotes goes over a line's end.
"""

from __future__ import annotations

import re
from functools import lru_cache

_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/[ \t]*|//[^\n]*)$\n?", re.MULTILINE | re.DOTALL)
_EDGE = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_EMPTY = re.compile(r"\n{2,}")


@lru_cache(maxsize=16)  # as for sheets
def compact_script(text: str) -> str:
    """What browsers need of a script, line by line."""
    return _EMPTY.sub("\n", _EDGE.sub("", _COMMENT.sub("", text))).lstrip("\n")
