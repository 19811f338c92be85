"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the same items for programs that would rather not read XML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..core.text.dates import iso

if TYPE_CHECKING:
    from ..core.feeds.feed import FeedHead
    from ..core.feeds.item import FeedItem

VERSION = "https://jsonfeed.org/version/1.1"


def json_item(item: FeedItem, *, full: bool, language: str) -> bytes:
    """One item. full: with the whole text; language: the feed's."""
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.content if full else item.summary,
        "summary": item.sapo,
        "date_published": iso(item.published),
    }
    if item.updated:
        data["date_modified"] = iso(item.updated)
    if item.picture:
        data["image"] = item.picture.url
    if file := item.enclosure:
        attached = {"url": file.url, "mime_type": file.type, "title": file.title, "size_in_bytes": file.length}
        data["attachments"] = [{**attached, "duration_in_seconds": file.seconds} if file.seconds else attached]
    if item.authors:
        data["authors"] = [{"name": name} for name in item.authors]
    if item.categories:
        data["tags"] = [name for name, _ in item.categories]
    if item.language != language:
        data["language"] = item.language
    return _dump(data)


def json_feed(head: FeedHead, items: Sequence[bytes]) -> bytes:
    """The whole document; one item a line, so that a change of one article is a change of one line."""
    data: dict[str, Any] = {
        "version": VERSION,
        "title": head.title,
        "home_page_url": head.page,
        "feed_url": head.self_url,
        "description": head.description,
        "language": head.language,
        "authors": [{"name": head.author}],
    }
    if head.previous:
        data["next_url"] = head.previous
    if head.image:
        data["icon"] = head.image
    if head.hub:
        data["hubs"] = [{"type": "WebSub", "url": head.hub}]
    start = _dump(data).removesuffix(b"}")
    return start + b',"items":[\n' + b",\n".join(items) + b"\n]}\n"


def _dump(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
