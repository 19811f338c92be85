"""An output: one file of the site, the digest of everything it is made from, and how to make it; and their families.

A page is handed named parts and nothing else; its digest is made from the same parts. So a template can't print a
value that its fingerprint forgot, and an output whose fingerprint stands need be neither rendered nor written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Part:
    """A value for a template: `make` gives it, `digest` covers everything that `make` looks at."""

    digest: bytes
    make: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Output:
    """file: path inside the output folder; digest: 16 bytes over all inputs; make: the bytes, pure; patch: the
    same made of the digest and the bytes of the file that stands, None when these are of no use."""

    file: str
    digest: bytes
    make: Callable[[], bytes]
    patch: Callable[[bytes, bytes], bytes | None] | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Outputs made from the same values, so that one look tells whether any of them needs planning.

    name: no other family of the build has it; digest: over everything that the digests of its outputs cover, and which
    outputs there are; list_outputs: gives them, or smaller families of them, asked only when the digest differs from
    the last build's.
    """

    name: str
    digest: bytes
    list_outputs: Callable[[], Iterable[Output | Family]]


def page_digest(base: bytes, template: bytes, parts: Mapping[str, Part]) -> bytes:
    """A page's digest: the site-wide base, the template's own name, and each part in the order given."""
    return blake2b(b"".join([base, template, *[part.digest for part in parts.values()]]), digest_size=16).digest()
