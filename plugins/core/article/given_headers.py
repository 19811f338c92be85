"""What settings say of the headers of all articles: values for those that lack one, and names that plugins need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .front_matter import Header
from .headers import HEADERS


class GivenHeaders(NamedTuple):
    """defaults: (key, value) of headers that files without them are taken to have; further: keys that the column has no
    use for and lets pass."""

    defaults: tuple[tuple[str, str], ...] = ()
    further: frozenset[str] = frozenset()

    def complete(self, headers: tuple[Header, ...], *, page: bool) -> tuple[Header, ...]:
        """The headers of a file and those it is taken to have; of an editors' page only what pages understand."""
        known = {header.key for header in headers}
        if known & _AUTHORS:
            known |= _AUTHORS
        return headers + tuple(
            Header(key.capitalize(), key, value, 1)
            for key, value in self.defaults
            if key not in known and (not page or key in _OF_PAGES)
        )


_AUTHORS = {"author", "authors"}
"""Two names of one header."""
_OF_PAGES = {key for key, kind in HEADERS.items() if kind.page}
NOTHING_GIVEN = GivenHeaders()


def given_headers(defaults: Mapping[str, object], further: Iterable[str]) -> GivenHeaders:
    """From names as settings write them; a list of values is joined as a header would hold it."""
    rows = ((_key(name), "; ".join(map(str, _listed(value)))) for name, value in sorted(defaults.items()))
    return GivenHeaders(tuple((key, value) for key, value in rows if value), frozenset(map(_key, further)))


def _key(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple)) else (value,)
