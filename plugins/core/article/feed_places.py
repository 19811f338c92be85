"""How many places an article takes in a feed: what keeps every feed below 512 KB, known before any feed is made.

A feed has PLACES of them. An ordinary article takes one; a longer text takes one for every PLACE bytes begun, so the
oldest of a feed go to the archive earlier. It depends on the article alone, in steps that most edits don't cross.
"""

from __future__ import annotations

from collections.abc import Iterable

PLACES = 40
"""Of a feed, and of a closed part of its archive."""
PLACE = 12_500
"""Bytes of an item, in the format that takes most."""
_AROUND = 2_000
"""Bytes of addresses, dates and tags."""
_REFERENCE = 250
"""Bytes that a link to another file, a picture or an attachment grows by at most, as a rule: a whole address."""


def more_places(html: bytes, words: Iterable[str], references: int) -> int:
    """The places an article takes beyond the first. html: its cleaned text; words: what else items print of it, each
    of them twice; references: how many links, pictures and attachments are addressed."""
    marks = 3 * (html.count(b"<") + html.count(b">")) + 4 * html.count(b"&")  # Atom writes &lt; &gt; &amp;
    size = len(html) + marks + _REFERENCE * references + 2 * len("".join(words).encode())
    return (size + _AROUND - 1) // PLACE


def room_of(items: int) -> int:
    """What a feed has room for that holds so many articles at most: their number and its bytes on one scale."""
    return PLACES * items


def need_of(more: int, items: int) -> int:
    """What an article takes of that room: one of the articles, or its places. One that would fill a feed alone stands
    there with its summary."""
    return PLACES if is_too_long(more) else max(PLACES, (1 + more) * items)


def is_too_long(more: int) -> bool:
    """Whether feeds carry the article's summary and a link to its page in place of its text."""
    return more >= PLACES
