"""The XML of items: feedgen makes an item of each shape, the others of that shape are filled into it.

feedgen takes 0.1 ms for an item in a format; ten thousand articles stand in archives and feeds of two. What it makes
depends on the item's words in one way only: each stands, escaped, where feedgen put it. So it is given marks instead of
words, once for each set of parts that items have, and what stands between the marks is kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from functools import lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any, NamedTuple

from feedgen.entry import FeedEntry
from feedgen.util import formatRFC2822
from lxml import etree

from ..core.text.dates import iso, whole_minutes
from .extensions import ItemExtension, XmlItem

if TYPE_CHECKING:
    from ..core.feeds.item import FeedItem

_PUBLISHED, _CHANGED = dt.datetime(1901, 1, 1, tzinfo=dt.UTC), dt.datetime(1902, 2, 2, tzinfo=dt.UTC)
"""Marks of moments, which feedgen wants as such."""
_FIRST_MARK = 0xE000
_MARK = re.compile(b"\xee[\x80-\xbf]{2}|\xef[\x80-\xa3][\x80-\xbf]")
"""Marks of words: characters for private use."""
_ATTRIBUTE = re.compile(rb'="([^"<]*)"')

Build = Callable[[Any], Any]
"""A filled `FeedEntry` → its element."""


class Shape(NamedTuple):
    """What is alike in all items that have the same parts. fields: bytes before, number of the word, how it is
    escaped."""

    fields: list[tuple[bytes, int, Callable[[str], bytes]]]
    end: bytes

    def filled(self, words: list[str]) -> bytes:
        """The bytes of an item with these words."""
        out: list[bytes] = []
        for before, number, escaped in self.fields:
            out += (before, escaped(words[number]))
        out.append(self.end)
        return b"".join(out)


class ItemWriter:
    """Writes items of one format. build: takes the format's element from an entry; namespaces: what the document around
    the items declares; plain: elements of plain text, group 2 being the text."""

    def __init__(self, build: Build, namespaces: dict[str, str], plain: re.Pattern[bytes]) -> None:
        self._build = build
        self._namespaces = namespaces
        self._plain = plain
        self._shapes: dict[tuple[object, ...], Shape] = {}

    def write(self, item: FeedItem, *, full: bool, language: str) -> bytes:
        """One item. full: with the whole text; language: the feed's."""
        parts = xml_item(item, full, language)
        words = _flat(parts)
        form = (len(parts.authors), len(parts.picture), len(parts.file), *map(bool, words))
        shape = self._shapes.get(form)
        if shape is None:
            shape = self._shapes[form] = self._shape(_marked(parts))
        return shape.filled(words)

    def _shape(self, marks: XmlItem) -> Shape:
        data = serialised(self._build(_entry(marks)), self._namespaces)
        for moment, mark in _moments(marks):
            data = data.replace(moment.encode(), mark.encode())
        escapes = dict.fromkeys(_places(data, _ATTRIBUTE, 1), _in_attribute)
        escapes |= dict.fromkeys(_places(data, self._plain, 2), _in_plain)
        fields: list[tuple[bytes, int, Callable[[str], bytes]]] = []
        end = 0
        for match in _MARK.finditer(data):
            number = ord(match[0].decode()) - _FIRST_MARK
            fields.append((data[end : match.start()], number, escapes.get(match.start(), _in_text)))
            end = match.end()
        return Shape(fields, data[end:])


@lru_cache(maxsize=512)  # more than a feed has: its second format finds what the first asked for
def xml_item(item: FeedItem, full: bool, language: str) -> XmlItem:
    """The words of an item. full: with the whole text; language: the feed's."""
    picture, file = item.picture, item.enclosure
    published = whole_minutes(item.published)
    return XmlItem(
        id=item.id,
        url=item.url,
        title=item.title,
        posted=format_datetime(published),
        published=published.isoformat(),
        changed=iso(item.changed),
        updated=iso(item.updated) if item.updated else "",
        language=item.language if item.language != language else "",
        summary=item.summary,
        content=item.content if full else "",
        authors=item.authors,
        categories=item.categories,
        picture=(
            picture.url,
            picture.type,
            *(str(number or "") for number in (picture.length, picture.width, picture.height)),
            picture.alt,
            picture.caption or picture.alt,
            picture.credit,
        )
        if picture
        else (),
        file=(file.url, file.type, str(file.length), file.title) if file else (),
    )


def serialised(element: Any, namespaces: dict[str, str]) -> bytes:
    """The element's bytes as they stand inside a document that declares the namespaces."""
    root = etree.Element("root", nsmap=namespaces)
    root.append(element)
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    start, end, rest = data.partition(b">")
    for prefix, address in namespaces.items():
        start = start.replace(f' xmlns:{prefix}="{address}"'.encode(), b"", 1)
    return start + end + rest


def _entry(parts: XmlItem) -> FeedEntry:
    """What feedgen is told of an item."""
    entry = FeedEntry()
    entry.register_extension("column", ItemExtension)
    entry.column.item = parts
    entry.guid(parts.id, permalink=False)
    entry.title(parts.title)
    entry.link(href=parts.url)
    entry.author([{"name": name} for name in parts.authors])
    entry.published(_PUBLISHED)
    entry.updated(_CHANGED)
    entry.category([{"term": name, "scheme": address, "label": name} for name, address in parts.categories])
    entry.summary(parts.summary, type="html")
    if parts.content:
        entry.content(parts.content, type="html")
    return entry


_SCALARS = XmlItem._fields.index("authors")


def _flat(parts: XmlItem) -> list[str]:
    """All words of an item, in the order of their marks."""
    scalars: tuple[Any, ...] = parts[:_SCALARS]
    return [*scalars, *parts.authors, *chain.from_iterable(parts.categories), *parts.picture, *parts.file]


def _marked(parts: XmlItem) -> XmlItem:
    """An item of the same parts, of marks; what is empty stays so."""
    marks = map(chr, count(_FIRST_MARK))

    def mark(word: object) -> str:
        found = next(marks)
        return found if word else ""

    return XmlItem._make(
        (
            *map(mark, parts[:_SCALARS]),
            tuple(map(mark, parts.authors)),
            tuple((mark(name), mark(address)) for name, address in parts.categories),
            tuple(map(mark, parts.picture)),
            tuple(map(mark, parts.file)),
        )
    )


def _moments(marks: XmlItem) -> Iterator[tuple[str, str]]:
    """How feedgen writes its moments, and the marks of what stands there."""
    yield formatRFC2822(_PUBLISHED), marks.posted
    yield _PUBLISHED.isoformat(), marks.published
    yield _CHANGED.isoformat(), marks.changed


def _places(data: bytes, pattern: re.Pattern[bytes], group: int) -> Iterator[int]:
    """Where marks begin inside what the pattern finds."""
    for found in pattern.finditer(data):
        yield from (match.start() for match in _MARK.finditer(data, *found.span(group)))


@lru_cache(maxsize=512)  # the words of a feed's items stand in its second format too
def _in_text(words: str) -> bytes:
    """As lxml escapes text."""
    return _escaped(words).encode()


@lru_cache(maxsize=2048)  # names and addresses of lists come again and again
def _in_attribute(words: str) -> bytes:
    """As lxml escapes an attribute."""
    return _escaped(words).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;").encode()


@lru_cache(maxsize=2048)
def _in_plain(words: str) -> bytes:
    """Plain text with hexadecimal references, as RSS Advisory Board's profile asks: no reader takes it for markup."""
    words = words.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;").replace("\r", "&#13;")
    return words.encode()


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
