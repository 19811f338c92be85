"""The table of rules: what names and documents each check of the gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. group: heading in the editors' guide; text: the rule, in Vietnamese."""

    slug: str
    group: str
    text: str


RULES: dict[str, Rule] = {}
"""Every rule by slug, in the order the modules declare them."""


def rule(slug: str, group: str) -> Callable[[F], F]:
    """Register the decorated function's docstring as the rule's text."""

    def register(function: F) -> F:
        text = " ".join((function.__doc__ or "").split())
        assert text, f"rule {slug} has no docstring"
        RULES[slug] = Rule(slug=slug, group=group, text=text)
        return function

    return register


def declare(slug: str, group: str, text: str) -> None:
    """Register a rule whose check lives in a parser (decoding, Markdown, pictures)."""
    RULES[slug] = Rule(slug=slug, group=group, text=text)
