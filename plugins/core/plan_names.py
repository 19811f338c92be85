"""What articles may call the plan's entries: slug or name, accents and case aside → slug."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .vietnamese import fold

if TYPE_CHECKING:
    from .plan import Plans
    from .record import Record

PLAN_FIELDS: dict[str, tuple[str, str]] = {
    "category": ("topic", "Category"),
    "form": ("form", "Form"),
    "units": ("unit", "Units"),
    "documents": ("document", "Documents"),
    "items": ("item", "Plan_items"),
    "priorities": ("priority", "Priorities"),
}
"""Record field → kind of plan entry, and the header as editors know it."""


def written(record: Record, field: str) -> tuple[str, ...]:
    """The values a record gives for one of PLAN_FIELDS, as written."""
    value = getattr(record, field)
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value)


class PlanNames:
    """Look-ups made once per build; `labels` lists the slugs of a kind for messages."""

    def __init__(self, plans: Plans) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self.labels: dict[str, list[str]] = {}
        entries: dict[str, Mapping[str, Any]] = {**plans.terms, "item": plans.items}
        for kind, terms in entries.items():
            table = {fold(term.name): slug for slug, term in reversed(terms.items())}
            self._known[kind] = {**table, **{slug: slug for slug in terms}}
            self.labels[kind] = list(terms)

    def find(self, kind: str, value: str) -> str:
        """The slug meant by a slug or a name; "" when there is none."""
        known = self._known[kind]
        slug = known.get(value)
        if slug is None:
            slug = known[value] = known.get(fold(value), "")
        return slug

    def resolve(self, record: Record) -> dict[str, tuple[str, ...]]:
        """The slugs a record names, by kind; names that lead nowhere are left out (a rule reports them)."""
        found: dict[str, tuple[str, ...]] = {}
        for field, (kind, _) in PLAN_FIELDS.items():
            values = written(record, field)
            if values:
                slugs = (self.find(kind, value) for value in values)
                found[kind] = tuple(dict.fromkeys(slug for slug in slugs if slug))
        return found
