"""/feeds.opml: every feed of the site for a reader's "import subscriptions" (OPML 2.0, opml.org/spec2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ..build.context import from_metadata, without_theme
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import digest_text
from ..core.output import Output
from ..core.site_map import ROWS, RSS
from ..core.text.collation import collation_key
from .article_feeds import list_feeds, site_base
from .feed import Feed

if TYPE_CHECKING:
    from ..build.context import DataContext

FILE = output_file(ROWS["opml"].path)
WHOLE = "Toàn chuyên mục"


@without_theme
@from_metadata
def opml_outputs(context: DataContext) -> Iterator[Output]:
    """One output; it changes only when a term comes or goes, not with articles."""
    feeds = list(list_feeds(context.present))
    none = context.column.articles[:0]
    feeds += [
        Feed(
            path=row.path,
            kind=heading,
            slug="",
            title=row.title,
            description=row.about,
            articles=none,
            full=True,
            language=context.column.site.language,
        )
        for heading, rows in context.column.page_feeds.items()
        for row in rows
    ]
    digest = digest_text(*(text for feed in feeds for text in (feed.path, feed.title, feed.description)))
    yield context.output(FILE, digest, lambda: build_opml(feeds, context.column.site.name, site_base(context.present)))


def build_opml(feeds: list[Feed], name: str, base: str) -> bytes:
    """The document: one group per kind of list, tags in the order of the alphabet, then pages beside the
    articles under their headings."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = f"Nguồn tin của {name}"
    body = etree.SubElement(root, "body")
    for kind, group in groupby(feeds, key=lambda feed: feed.kind):
        heading = (ROWS[kind].title if kind in ROWS else kind) or WHOLE
        parent = etree.SubElement(body, "outline", text=heading)
        for feed in sorted(group, key=lambda feed: collation_key(feed.title)) if kind == "tag" else group:
            etree.SubElement(
                parent,
                "outline",
                type="rss",
                text=feed.title,
                title=feed.title,
                description=feed.description,
                xmlUrl=f"{base}{feed.path}{RSS}",
                htmlUrl=base + (feed.page or feed.path),
                language=feed.language,
                version="RSS2",
            )
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def register() -> None:
    """Connect to the build."""
    outputs.connect(opml_outputs)
