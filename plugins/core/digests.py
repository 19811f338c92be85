"""Digests: sixteen bytes over texts, and over other digests."""

from __future__ import annotations

from hashlib import blake2b


def combine(*digests: bytes) -> bytes:
    """One digest over several of 16 bytes each, in order."""
    return blake2b(b"".join(digests), digest_size=16).digest()


def digest_text(*texts: str) -> bytes:
    """A digest over strings; the separator can't stand in any of them."""
    return blake2b("\x00".join(texts).encode(), digest_size=16).digest()
