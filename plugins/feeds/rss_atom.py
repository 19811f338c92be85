"""Our frozen values → feedgen → bytes. An article is made into XML once per format and joined to every feed it is in.

feedgen builds whole feeds from entry objects and serialises each entry anew in each feed; a site of 10,000 articles
has an article in five feeds. So feedgen makes the head of a feed without entries, and each shape of an entry alone (see
xml_item.py), and the bytes are put together here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from ..core.text.dates import iso, whole_minutes
from .extensions import ATOM_NAMESPACES, DCTERMS, RSS_NAMESPACES, TOMBSTONE_NAMESPACE, HeadExtension
from .xml_item import ItemWriter, serialised

if TYPE_CHECKING:
    import datetime as dt

    from ..core.feeds.feed import FeedHead

GENERATOR = "dua-nghi-quyet-vao-cuoc-song"
RSS_TYPE, ATOM_TYPE = "application/rss+xml", "application/atom+xml"
_PLAIN_TEXT = re.compile(rb"(<(?:title|category|copyright|media:[a-z]+)(?: [^>]*)?>)([^<]+)(?=</)")
"""Plain-text elements of RSS items and channels. In them `<` and `&` are written as hexadecimal references: the form
that the RSS Advisory Board's profile asks for, because no reader takes it for markup."""
_MEDIA_TEXT = re.compile(rb"(<media:[a-z]+>)([^<]+)(?=</)")
"""Likewise in Atom, where the others have a type."""
_DESCRIPTION = re.compile(rb"(<description>)([^<]+)(?=</)")


def _rss_element(entry: Any) -> Any:
    if file := entry.column.item.file:
        url, kind, length, _ = file
        entry.enclosure(url, length, kind)
    return entry.rss_entry()


rss_item = ItemWriter(_rss_element, RSS_NAMESPACES, _PLAIN_TEXT).write
"""One `<item>`."""
atom_entry = ItemWriter(FeedEntry.atom_entry, ATOM_NAMESPACES, _MEDIA_TEXT).write
"""One `<entry>`."""


def rss_feed(head: FeedHead, items: Sequence[bytes], extension: type[HeadExtension] | None = None) -> bytes:
    """The whole RSS 2.0 document. extension: what writes the head's further elements, where it has more than others."""
    feed = _generator(head, head.self_url, RSS_TYPE, extension)
    if head.image:
        feed.image(head.image, title=head.title, link=head.page)
    return _joined(_as_text(feed.rss_str(pretty=False)), b"</channel></rss>", items)


def atom_feed(head: FeedHead, entries: Sequence[bytes]) -> bytes:
    """The whole Atom 1.0 document."""
    feed = _generator(head, head.self_url, ATOM_TYPE)
    feed.subtitle(head.description)
    feed.author({"name": head.author})
    return _joined(feed.atom_str(pretty=False), b"</feed>", entries)


def plain_item(
    entry: FeedEntry, changed: dt.datetime | None = None, namespaces: dict[str, str] = RSS_NAMESPACES
) -> bytes:
    """An `<item>` without pictures and text of its own. entry: its description is HTML that no reader takes for
    markup that it is not; changed: the newest edit, None without one; namespaces: that its feed declares."""
    element = entry.rss_entry()
    if changed:
        etree.SubElement(element, f"{{{DCTERMS}}}modified").text = iso(changed)
    return _as_text(serialised(element, namespaces))


def _generator(head: FeedHead, address: str, kind: str, extension: type[HeadExtension] | None = None) -> Any:
    feed = FeedGenerator()
    feed.register_extension("column", extension or _NamespacedHead[kind])
    feed.column.head, feed.column.type = head, kind
    feed.id(head.id)
    feed.title(head.title)
    feed.description(head.description)
    feed.link(href=address, rel="self", type=kind)
    feed.link(href=head.page, rel="alternate", type="text/html")
    feed.language(head.language)
    feed.generator(GENERATOR)
    feed.updated(whole_minutes(head.updated))
    if head.copyright:
        feed.rights(head.copyright)
    return feed


class _RssHead(HeadExtension):
    def extend_ns(self) -> dict[str, str]:
        return dict(RSS_NAMESPACES)


class _AtomHead(HeadExtension):
    def extend_ns(self) -> dict[str, str]:
        return {**ATOM_NAMESPACES, **(TOMBSTONE_NAMESPACE if self.head and self.head.gone else {})}


_NamespacedHead = {RSS_TYPE: _RssHead, ATOM_TYPE: _AtomHead}


def _as_text(document: bytes) -> bytes:
    """A document whose titles and descriptions no reader takes for markup that they are not."""
    return _DESCRIPTION.sub(_hexadecimal, _PLAIN_TEXT.sub(_hexadecimal, document))


def _hexadecimal(match: re.Match[bytes]) -> bytes:
    words = match[2].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")
    return match[1] + words


def _joined(document: bytes, ending: bytes, items: Sequence[bytes]) -> bytes:
    start, found, _ = document.rpartition(ending)
    assert found, "feedgen's document ends in another way"
    return b"\n".join([start, *items, ending]) + b"\n"
