"""How long the tests go on: few seeded rounds in every run, all of them in `tasks.py test --long`."""

from __future__ import annotations

import os

LONG = os.environ.get("COLUMN_TEST_LONG") == "1"
"""Whether this is `test --long`: full rounds of property tests, and the tests marked `long`."""


def rounds(normal: int, long: int) -> int:
    """How often a test tries something, e.g. `@settings(max_examples=rounds(20, 800))`."""
    return long if LONG else normal
