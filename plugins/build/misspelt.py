"""Settings that nobody reads and that are spelt nearly like one of Pelican's or the column's: a line for each.

A setting of another name is left alone: plugins and themes of others have settings of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from ..reading.settings_said import HEADERS
from .pelican_settings import SETTINGS

_OWN = ("COLUMN_SEARCH", HEADERS)
_ALIKE = 0.87
"""The part of their letters that two names have in common, in order: a letter more or less in a short one, two changed
places in a long one."""


def misspelt(settings: Mapping[str, Any]) -> Iterator[str]:
    """What was probably meant."""
    known = DEFAULT_CONFIG.keys() | SETTINGS.keys() | set(_OWN)
    strange = [name for name in settings if name.isupper() and name not in known]
    if not strange:
        return
    from difflib import get_close_matches  # only for who needs it

    for name in sorted(strange):
        if likely := get_close_matches(name, [*SETTINGS, *_OWN], 1, _ALIKE):
            yield f"{name}: không có thiết lập này; có phải {likely[0]} không?"
