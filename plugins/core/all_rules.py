"""The gate's rules: one table of small functions; each function's docstring is the rule, in the editors' language.

`docs/huong-dan-bien-tap.md` prints this table, and a test holds both together. Importing this module fills it: every
module that declares rules is imported here, in the order of the guide.
"""

from __future__ import annotations

from . import file_rules
from .article import draft_errors, unfinished
from .article import rules as article_rules
from .body import rules as body_rules
from .column import event_and_register_rules
from .column import rules as column_rules
from .events import rules as event_rules
from .files import root_files
from .files import rules as attachment_rules
from .registers import question_rules
from .rules import RULES, Rule
from .text import rules as text_rules

__all__ = [
    "RULES",
    "Rule",
    "article_rules",
    "attachment_rules",
    "body_rules",
    "column_rules",
    "draft_errors",
    "event_and_register_rules",
    "event_rules",
    "file_rules",
    "question_rules",
    "root_files",
    "text_rules",
    "unfinished",
]
