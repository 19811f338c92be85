"""Extensions of feedgen's own kind for what feedgen has not: hub and archive links, corrections, languages, credits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from ..core.feeds.item import tag_uri
from ..core.text.dates import iso, whole_minutes

if TYPE_CHECKING:
    from ..core.feeds.feed import FeedHead

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RSS_NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "dcterms": DCTERMS, "fh": HISTORY, "media": MEDIA}
ATOM_NAMESPACES = {"fh": HISTORY, "media": MEDIA}
TOMBSTONE_NAMESPACE = {"at": TOMBSTONES}
"""Only in feeds that have one: others stay as they are."""


class HeadExtension(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """WebSub's hub (W3C WebSub § 4) and the links of RFC 5005, as Atom links in both formats."""

    def __init__(self) -> None:
        self.head: FeedHead | None = None
        self.type = ""

    def extend_rss(self, feed: Any) -> Any:
        """Add the links to the channel."""
        self._extend(feed[0], f"{{{ATOM}}}link")
        return feed

    def extend_atom(self, feed: Any) -> Any:
        """Add the links to the feed, and what is gone (RFC 6721)."""
        self._extend(feed, "link")
        assert self.head is not None
        for entry in self.head.gone:
            said = {"ref": tag_uri(self.head.authority, entry.id), "when": iso(whole_minutes(entry.when))}
            gone = xml_elem(f"{{{TOMBSTONES}}}deleted-entry", feed, **said)
            xml_elem(f"{{{TOMBSTONES}}}comment", gone).text = entry.reason
        return feed

    def _extend(self, parent: Any, name: str) -> None:
        head = self.head
        assert head is not None
        if head.hub:
            xml_elem(name, parent, rel="hub", href=head.hub)
        if head.archive:
            xml_elem(f"{{{HISTORY}}}archive", parent)
        for relation, address in (
            ("current", head.current),
            ("prev-archive", head.previous),
            ("next-archive", head.following),
        ):
            if address:
                xml_elem(name, parent, rel=relation, href=address, type=self.type)


class XmlItem(NamedTuple):
    """What XML says of an item: words alone, "" for what it has not. posted: as RFC 5322 writes the moment it was
    published; published, changed, updated: moments of RFC 3339, the last one "" without a correction; language: "" for
    the feed's own; content: "" in a summary; categories: (name, address); picture: url, type, bytes, width, height,
    what is to be seen, caption, credit, or nothing; file: url, type, bytes, title, or nothing."""

    id: str
    url: str
    title: str
    posted: str
    published: str
    changed: str
    updated: str
    language: str
    summary: str
    content: str
    authors: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]
    picture: tuple[str, ...]
    file: tuple[str, ...]


class ItemExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen ships no types
    """Authors without e-mail, the time of a correction, the language where it differs, picture and file."""

    def __init__(self) -> None:
        self.item: XmlItem | None = None

    def extend_rss(self, entry: Any) -> Any:
        """Add to an RSS item."""
        item = self.item
        assert item is not None
        for author in item.authors:
            xml_elem(f"{{{DC}}}creator", entry).text = author
        if item.updated:
            xml_elem(f"{{{DCTERMS}}}modified", entry).text = item.updated
        if item.language:
            xml_elem(f"{{{DC}}}language", entry).text = item.language
        _add_picture(entry, item.picture)
        return entry

    def extend_atom(self, entry: Any) -> Any:
        """Add to an Atom entry."""
        item = self.item
        assert item is not None
        if item.language:
            entry.set(XML_LANG, item.language)
        if item.file:  # feedgen drops the attributes of an entry's links
            url, kind, length, title = item.file
            said = {"title": title} if title else {}
            xml_elem("link", entry, rel="enclosure", href=url, type=kind, length=length, **said)
        _add_picture(entry, item.picture)
        return entry


def _add_picture(entry: Any, picture: tuple[str, ...]) -> None:
    """Media RSS 1.5: one media:content; inside it what is to be seen, the caption, the credit."""
    if not picture:
        return
    url, kind, length, width, height, *words = picture
    content = xml_elem(f"{{{MEDIA}}}content", entry, url=url, type=kind, medium="image")
    for name, number in (("fileSize", length), ("width", width), ("height", height)):
        if number:
            content.set(name, number)
    for name, said in zip(("title", "description", "credit"), words, strict=True):
        if said:
            xml_elem(f"{{{MEDIA}}}{name}", content).text = said
