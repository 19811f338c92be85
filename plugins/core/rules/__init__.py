"""The gate's rules: one table of small functions; each function's docstring is the rule, in the editors' language.

`docs/huong-dan-bien-tap.md` prints this table, and a test holds both together.
"""

from __future__ import annotations

from . import agenda, body, column, elsewhere, event, files, ledger, metadata, text
from .registry import RULES, Rule

__all__ = [
    "RULES",
    "Rule",
    "agenda",
    "body",
    "column",
    "elsewhere",
    "event",
    "files",
    "ledger",
    "metadata",
    "text",
]
