"""Where one sentence ends and the next begins."""

from __future__ import annotations

import re


def sentence_gap(ends: str) -> re.Pattern[str]:
    """What stands between two sentences: closing marks, and spaces before a capital letter, which may have an opening
    mark. ends: the signs that end a sentence."""
    return re.compile(rf"(?<=[{ends}])[”\"’)]*\s+(?=[“\"‘(]?[^\W\d_a-zà-ỹđ])")
