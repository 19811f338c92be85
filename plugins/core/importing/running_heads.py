"""Running heads and feet: which of them are more than the number of a page."""

from __future__ import annotations

import re

_PAGE_NUMBER = re.compile(r"(?:trang|page)?[-–—\s\d/.|]*+(?:(?:of|trên)\s*+\d*+\s*+)?$", re.IGNORECASE)


def is_page_number(words: str) -> bool:
    """Whether a head or foot says nothing but where a page is: `Trang 3 / 7`."""
    return bool(_PAGE_NUMBER.fullmatch(" ".join(words.split())))
