"""What articles may call the plan's entries: slug or name, accents and case aside → slug."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..text.vietnamese import fold

if TYPE_CHECKING:
    from ..article.record import Record
    from .plan import Item, Plans, Term

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


def named(record: Record) -> tuple[object, ...]:
    """All the plan's entries a record names, as written: most articles share theirs with many others."""
    return (record.category, record.form, record.units, record.documents, record.items, record.priorities)


class PlanNames:
    """Look-ups made once per build; `labels` lists the slugs of a kind for messages. Where the plan is not right, what
    an entry that can't be named may be called is taken for known."""

    def __init__(self, plans: Plans) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self.labels: dict[str, list[str]] = {}
        self._resolved: dict[tuple[object, ...], dict[str, tuple[str, ...]]] = {}
        self._unknown = plans.unknown
        entries: dict[str, Mapping[str, Term | Item]] = dict(plans.terms.items())
        for kind, terms in {**entries, "item": plans.items}.items():
            table = {fold(term.name): slug for slug, term in reversed(list(terms.items()))}
            self._known[kind] = {**table, **{slug: slug for slug in terms}}
            self.labels[kind] = list(terms)

    def find(self, kind: str, value: str) -> str:
        """The slug meant by a slug or a name; "" when there is none."""
        known = self._known[kind]
        slug = known.get(value)
        if slug is None:
            slug = known[value] = known.get(fold(value), value if kind in self._unknown else "")
        return slug

    def resolve(self, record: Record) -> dict[str, tuple[str, ...]]:
        """The slugs a record names, by kind; names that lead nowhere are left out (a rule reports them)."""
        key = named(record)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = {}
            for field, (kind, _) in PLAN_FIELDS.items():
                values = written(record, field)
                if values:
                    slugs = (self.find(kind, value) for value in values)
                    found[kind] = tuple(dict.fromkeys(slug for slug in slugs if slug))
        return found
