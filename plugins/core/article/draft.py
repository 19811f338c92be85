"""A draft: one article's headers while the metadata rules read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..problem import Problem, Severity

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from .front_matter import Header


@dataclass(slots=True, kw_only=True)
class Draft:
    """Mutable on purpose and short-lived: rules take headers from it, leave values and problems in it. further: keys of
    headers that are let pass."""

    source: str
    zone: ZoneInfo
    headers: tuple[Header, ...]
    further: frozenset[str] = frozenset()
    first: dict[str, Header] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for header in self.headers:
            self.first.setdefault(header.key, header)

    @property
    def page(self) -> bool:
        """Whether the file is one of the editors' own pages rather than an article."""
        return self.source.startswith("pages/")

    def text(self, key: str) -> str:
        """The header's value, "" when it is absent."""
        header = self.first.get(key)
        return header.value if header else ""

    def every(self, key: str) -> list[Header]:
        """All headers with this key, in order."""
        return [header for header in self.headers if header.key == key]

    def listed(self, key: str) -> tuple[str, ...]:
        """A header's entries: YAML items, or split at ";" when there is one, else at ",". Doubles are dropped."""
        header = self.first.get(key)
        if header is None:
            return ()
        if header.items is not None:
            parts = header.items
        else:
            parts = tuple(header.value.split(";" if ";" in header.value else ","))
        return tuple(dict.fromkeys(part for part in (raw.strip() for raw in parts) if part))

    def complain(self, rule: str, key: str, message: str, *, line: int = 0, severity: Severity = "error") -> None:
        """Note a problem at the header `key` (or at `line`)."""
        header = self.first.get(key)
        name = header.name if header else key[:1].upper() + key[1:]
        self.problems.append(
            Problem(
                path=self.source,
                line=line or (header.line if header else 1),
                field=name,
                message=message,
                rule=rule,
                severity=severity,
            )
        )
