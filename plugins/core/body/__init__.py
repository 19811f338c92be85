"""The text of an article: Markdown to clean HTML in one pass, with references, headings and every problem.

May import text and what lies below.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """What this package offered when it was one module, for code of a newsroom's own."""
    if name not in {"Body", "BodyParser", "fill"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import parser

    return getattr(parser, name)
