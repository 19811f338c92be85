"""What every feed says of an article: one frozen value, whatever the format and whichever feed it stands in.

The identity is a `tag:` URI (RFC 4151) made from the site's authority and the article's permanent id, so that a new
title, address, topic or date never makes a reader show the article twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import NamedTuple

from ..article.article import Article, KeyFigure
from ..plan.site import Link
from ..text.dates import length_words
from ..views.labels import words
from ..views.view_models import OfferedFile
from .item_body import absolute_url, feed_body, text

NO_AUTHORITY = "localhost,2021"
"""Stands in for site.authority while the agency has not chosen one; the build says so."""
_COMMA = "\N{SINGLE LOW-9 QUOTATION MARK}"
"""Reads like a comma. FreshRSS and tt-rss cut the name of a category at real ones."""
LARGE = 1200
"""Pixels of width that aggregators ask of a picture."""


class FeedPicture(NamedTuple):
    """A picture. url: absolute; length: bytes; width, height: pixels."""

    url: str
    type: str
    width: int
    height: int
    length: int
    alt: str
    caption: str = ""
    credit: str = ""


class FeedEnclosure(NamedTuple):
    """A file beside the text. url: absolute; length: bytes; title: what it is called, plain text;
    seconds: how long it plays, 0 for what is no sound."""

    url: str
    type: str
    length: int
    title: str
    seconds: int = 0


class FeedItem(NamedTuple):
    """id: tag URI; url: the page's canonical address; updated: the newest correction, None without one; categories:
    (name, absolute address of its list); summary: sapo with the lead picture, HTML; content: the whole text, HTML,
    "" in a summary; lead: the picture in the text; card: what stands for the article without its text; attachment: the
    first of its files; points: its key points, plain; sound: what
    it can be heard from."""

    id: str
    url: str
    title: str
    published: dt.datetime
    updated: dt.datetime | None
    language: str
    authors: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]
    sapo: str
    summary: str
    content: str
    lead: FeedPicture | None
    card: FeedPicture | None
    attachment: FeedEnclosure | None
    points: tuple[str, ...] = ()
    sound: FeedEnclosure | None = None

    @property
    def picture(self) -> FeedPicture | None:
        """The one to show with a link: the lead picture if it is large enough for that, else the card."""
        if self.lead and (self.lead.width >= LARGE or not self.card):
            return self.lead
        return self.card

    @property
    def enclosure(self) -> FeedEnclosure | None:
        """One file, as readers take no more: its sound, else the attached one, else the picture. The text shows a lead
        picture from the same address, so that readers who show enclosures below it know it again."""
        picture, file = self.picture, self.sound or self.attachment
        if file or picture is None:
            return file
        return FeedEnclosure(picture.url, picture.type, picture.length, picture.alt)

    @property
    def changed(self) -> dt.datetime:
        """The instant of the newest change."""
        return self.updated or self.published


def tag_uri(authority: str, name: str) -> str:
    """A permanent id. name: what is unique and permanent under the authority."""
    return f"tag:{authority or NO_AUTHORITY}:{name}"


def feed_item(
    article: Article,
    *,
    url: str,
    authority: str,
    categories: tuple[tuple[str, str], ...],
    lead: OfferedFile | None,
    card: OfferedFile | None,
    attachments: Sequence[Link] = (),
    attached: OfferedFile | None = None,
    sound: OfferedFile | None = None,
    body: str | None,
) -> FeedItem:
    """The article for feeds. url: its absolute address; lead, card: its pictures; attached: the first attachment;
    sound: what it can be heard from; body: its HTML as the page shows it, None for a summary."""
    shown = None
    if lead and article.lead:
        shown = _picture(lead, url, article.lead.alt, article.lead.caption, article.lead.credit)
    said = words(article.lang)
    sample = f"<p><em>{text(said.sample_note)}</em></p>" if article.sample else ""
    content = ""
    if body is not None:
        content = sample + _whole(article, shown, sound, attachments, feed_body(body, url), url, said)
    return FeedItem(
        id=tag_uri(authority, article.id),
        url=url,
        title=article.title,
        published=article.date,
        updated=article.corrected,
        language=article.lang,
        authors=article.authors,
        categories=tuple((name.replace(",", _COMMA), address) for name, address in categories),
        sapo=article.sapo,
        summary="".join([sample, _image_paragraph(shown), f"<p>{text(article.sapo)}</p>", *_notices(article, said)]),
        content=content,
        lead=shown,
        card=_picture(card, url, article.title) if card else None,
        attachment=_enclosure(attached, url, attachments[0].name) if attached else None,
        points=article.key_points,
        sound=_enclosure(sound, url, said.listen)._replace(seconds=sound.seconds) if sound else None,
    )


def _picture(file: OfferedFile, page: str, *said: str) -> FeedPicture:
    return FeedPicture(absolute_url(page, file.url), file.type, file.width, file.height, file.length, *said)


def _enclosure(file: OfferedFile, page: str, title: str) -> FeedEnclosure:
    return FeedEnclosure(absolute_url(page, file.url), file.type, file.length, title)


def _image(picture: FeedPicture) -> str:
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    return f'<img src="{text(picture.url)}" alt="{text(picture.alt)}"{size}>'


def _image_paragraph(picture: FeedPicture | None) -> str:
    return f"<p>{_image(picture)}</p>" if picture else ""


def _whole(
    article: Article,
    picture: FeedPicture | None,
    sound: OfferedFile | None,
    attachments: Sequence[Link],
    body: str,
    url: str,
    said: SimpleNamespace,
) -> str:
    """Lead picture, sapo, sound, body, attachments, corrections, source: what the page itself shows of the article."""
    parts = []
    if picture:
        between = " " if picture.caption.endswith((".", "!", "?", "…")) else ". "
        line = text(between.join(filter(None, (picture.caption, picture.credit))))
        caption = f"<figcaption>{line}</figcaption>" if line else ""
        parts.append(f"<figure>{_image(picture)}{caption}</figure>")
    heard = sound_line(article, sound, url, said.listen) if sound else ""
    parts += [f"<p><strong>{text(article.sapo)}</strong></p>", heard, *_key_points(article, url, said), body]
    if article.discussion:
        parts.append(_listed(said.discussion, map(text, article.discussion), "ol"))
    if attachments:
        rows = "".join(f"<li>{_link(url, link.url, link.name)}{_note(link)}</li>" for link in attachments)
        parts.append(f"<p>{said.attachments}:</p><ul>{rows}</ul>")
    parts += _notices(article, said)
    if article.origin:
        source = _link(url, article.origin_url, article.origin) if article.origin_url else text(article.origin)
        parts.append(f"<p>{said.source} {source}</p>")
    return "\n".join(part for part in parts if part)


def sound_line(article: Article, sound: OfferedFile, page: str, label: str) -> str:
    """Where the article can be heard, how long, and by whose voice. A reader that takes an item for changed by its text
    alone learns so of another recording: FreshRSS would keep the old file."""
    _, voice = article.audio
    length = length_words(sound.seconds, article.lang)
    return f"<p>{_link(page, sound.url, label)} ({length}){f'<br>{text(voice)}' if voice else ''}</p>"


def _key_points(article: Article, url: str, said: SimpleNamespace) -> Iterator[str]:
    """What the page shows of it before the text."""
    if article.key_points:
        yield _listed(said.key_points, map(text, article.key_points))
    if article.key_figures:
        yield _listed(said.key_figures, (_figure(figure, url, said) for figure in article.key_figures))


def _figure(figure: KeyFigure, url: str, said: SimpleNamespace) -> str:
    source = _link(url, figure.url, figure.source) if figure.url else text(figure.source)
    return f"{text(figure.text)} ({said.of_source} {source})"


def _listed(heading: str, rows: Iterable[str], kind: str = "ul") -> str:
    return f"<p><strong>{heading}</strong></p><{kind}>{''.join(f'<li>{row}</li>' for row in rows)}</{kind}>"


def _notices(article: Article, said: SimpleNamespace) -> list[str]:
    """Its corrections, which stand in summaries too: some readers show nothing else of an item."""
    return [
        f'<p><em>{said.corrected_on} <time datetime="{correction.date.isoformat()}">{correction.date:%d/%m/%Y}</time>: '
        f"{text(correction.text)}</em></p>"
        for correction in article.corrections
    ]


def _note(link: Link) -> str:
    return f" ({text(link.note)})" if link.note else ""


def _link(page: str, address: str, words: str) -> str:
    return f'<a href="{text(absolute_url(page, address))}">{text(words)}</a>'
