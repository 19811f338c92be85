"""Social cards: what stands on the picture that social networks show with a link, and where it is published.

Drawing is `card_drawing`'s matter; addresses are needed by every page and must cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.digests import digest_text
from ..core.text.dates import short_day

if TYPE_CHECKING:
    from ..core.article.article import Article
    from ..core.column.column import Column

CARD_SIZE = 1200, 630
"""Width and height in pixels."""
COVER_SIZE = 1400, 1400
"""The same of a podcast's cover."""


class CardText(NamedTuple):
    """The words of a card, plain text; name: the readable part of its address; kicker, foot: "" when there is none;
    square: drawn as the cover of a podcast."""

    name: str
    column: str
    kicker: str
    title: str
    foot: str
    square: bool = False

    @property
    def digest(self) -> bytes:
        """16 bytes over the words, and the shape where it is not a card's own: addresses of cards must not change."""
        return digest_text(*self[:5], *(["square"] if self.square else []))


def size_of(text: CardText) -> tuple[int, int]:
    """Width and height in pixels."""
    return COVER_SIZE if text.square else CARD_SIZE


def article_text(article: Article, column: Column) -> CardText:
    """An article's card: topic, title, day."""
    topic = column.plans.terms["topic"][article.topic].name
    return CardText(article.slug, column.site.name, topic, article.title, short_day(article.date))


def site_text(column: Column) -> CardText:
    """The column's own card."""
    return CardText("chuyen-muc", column.site.agency.name, "", column.site.name, column.site.tagline)


def cover_text(column: Column) -> CardText:
    """The cover of the column's podcast."""
    return CardText("bia", column.site.agency.name, "", column.site.name, column.site.tagline, square=True)


def card_file(text: CardText) -> str:
    """Output file of a card; named after its words, because social networks keep what they fetched by address."""
    return f"anh/the/{text.name}.{text.digest[:5].hex()}.png"
