"""Extensions of feedgen's own kind for podcasts: what Apple's directory and Podcasting 2.0 ask beyond RSS."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import lxml.etree
from feedgen.ext.base import BaseEntryExtension

from .extensions import RSS_NAMESPACES, HeadExtension

if TYPE_CHECKING:
    from collections.abc import Mapping

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
NAMESPACES = {**RSS_NAMESPACES, "itunes": ITUNES, "podcast": PODCAST}
CATEGORY = "Government"
"""Of Apple's categories."""
_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace in which Podcasting 2.0 makes a feed's guid from its address."""


class Channel(HeadExtension):
    """The channel's elements."""

    def extend_ns(self) -> dict[str, str]:
        """The prefixes that the document declares."""
        return dict(NAMESPACES)

    def extend_rss(self, feed: Any) -> Any:
        """Add them."""
        super().extend_rss(feed)
        channel, head = feed[0], self.head
        assert head is not None
        bare = head.self_url.partition("://")[2].rstrip("/")
        _texts(
            channel,
            ITUNES,
            {"author": head.author, "summary": head.description, "type": "episodic", "explicit": "false"},
        )
        _element(f"{{{ITUNES}}}category", channel, text=CATEGORY)
        if head.image:
            _element(f"{{{ITUNES}}}image", channel, href=head.image)
        if head.email:
            owner = _element(f"{{{ITUNES}}}owner", channel)
            _texts(owner, ITUNES, {"name": head.author, "email": head.email})
        _texts(channel, PODCAST, {"guid": str(uuid.uuid5(_GUIDS, bare)), "locked": "no", "medium": "podcast"})
        return feed


class Episode(BaseEntryExtension):  # type: ignore[misc]  # feedgen ships no types
    """An episode's elements. facts: Apple's; transcript: attributes of the page where its words stand."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.transcript: dict[str, str] = {}

    def extend_rss(self, entry: Any) -> Any:
        """Add them."""
        _texts(entry, ITUNES, self.facts)
        _element(f"{{{PODCAST}}}transcript", entry, **self.transcript)
        return entry


def _element(name: str, parent: Any, **attributes: str) -> Any:
    """What feedgen's `xml_elem` does, which takes lxml.etree for loaded; in a cold process it is not."""
    return lxml.etree.SubElement(parent, name, attributes)


def _texts(parent: Any, namespace: str, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        _element(f"{{{namespace}}}{name}", parent).text = text
