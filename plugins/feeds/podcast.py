"""/nghe/rss.xml: what can be heard, as a podcast: RSS 2.0 with what Apple's directory and Podcasting 2.0 ask for.

The episodes have the ids of the articles, so that whoever follows both knows them again; the transcript of an episode
is the page of its article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from ..build.context import from_metadata, without_theme
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import combine, digest_text
from ..core.feeds.feed import FeedHead
from ..core.feeds.item import sound_line, tag_uri
from ..core.feeds.item_body import absolute_url
from ..core.output import Output
from ..core.site_map import ROWS, RSS
from ..core.views.labels import words
from .article_feeds import site_base

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article

EPISODES = 100
"""Newest episodes that the feed holds."""
_ROW = ROWS["listening"]


@without_theme
@from_metadata
def podcast_outputs(context: DataContext) -> Iterator[Output]:
    """The feed, while there is an article that can be heard."""
    articles = list(islice(context.column.having("audio"), EPISODES))
    if articles:
        digest = combine(digest_text(context.pictures.cover), *map(context.present.article_digest, articles))
        yield context.output(
            output_file(_ROW.path + RSS), digest, lambda: build_podcast(context, _ROW.path + RSS, articles)
        )


def build_podcast(context: DataContext, path: str, articles: Sequence[Article]) -> bytes:
    """The feed's bytes; articles newest first, at least one."""
    from .podcast_elements import Channel
    from .rss_atom import rss_feed

    site, base = context.column.site, site_base(context.present)
    head = FeedHead(
        id=tag_uri(site.authority, f"feed:{_ROW.path}"),
        title=f"{site.name}: {_ROW.title}",
        description=site.description or _ROW.about,
        page=base + _ROW.path,
        self_url=(site.feed_domain or base) + path,
        updated=max(article.changed for article in articles),
        language=site.language,
        copyright=site.copyright,
        author=site.agency.name or site.name,
        image=context.pictures.cover,
        hub=site.hub,
        email=site.agency.email,
    )
    return rss_feed(head, [_item(context, article, base) for article in articles], Channel)


def _item(context: DataContext, article: Article, base: str) -> bytes:
    from feedgen.entry import FeedEntry

    from .podcast_elements import NAMESPACES, Episode
    from .rss_atom import plain_item

    site, origin = context.column.site, base.removesuffix(context.present.prefix)
    page, said = origin + context.present.url(article), words(article.lang)
    sound = context.pictures.offered(article.audio[0])
    note = f"<p><em>{escape(said.sample_note, quote=False)}</em></p>" if article.sample else ""
    entry = FeedEntry()
    entry.register_extension("episode", Episode)
    entry.guid(tag_uri(site.authority, article.id), permalink=False)
    entry.title(article.title)
    entry.link(href=page)
    heard = sound_line(article, sound, page, said.download_sound)
    entry.description(f"{note}<p>{escape(article.sapo, quote=False)}</p>{heard}")
    entry.pubDate(article.date)
    entry.enclosure(absolute_url(page, sound.url), str(sound.length), sound.type)
    entry.episode.facts = {
        "duration": str(sound.seconds),
        "explicit": "false",
        "episodeType": "full",
        "author": "; ".join(article.authors) or site.name,
    }
    entry.episode.transcript = {"url": page, "type": "text/html", "language": article.lang}
    return plain_item(entry, article.corrected, NAMESPACES)


def register() -> None:
    """Connect to the build."""
    outputs.connect(podcast_outputs)
