"""A month's hand-out for oral communication: of each article the facts, the figures, the quotations and the source.

Nothing is written anew: every sentence stands in the article, so that a speaker can be asked where it comes from.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..article.article import Article, KeyFigure
from ..column.column import Column
from ..digests import combine
from ..plan.plan import Term
from ..short_addresses import short_path
from ..text.dates import month_name
from ..text.sentences import sentence_gap

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_FIGURES = 6
MOST_QUOTATIONS = 4
MOST_FIRSTS = 5
LONGEST = 400
"""A sentence or quotation longer than this is left out: nobody can say it aloud."""

_END = sentence_gap(".!?…")
_NO_FIGURE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}/\d{4}|\b(?:19|20)\d{2}(?:\s*[-–]\s*(?:19|20)\d{2})?\b"
    r"|\b\d+\s*-\s*[A-ZĐ]+/[A-ZĐ]+\w*|\b(?:5|10|20)\s+năm\s+(?:19|20)\d{2}|(?:ngày|tháng|Ngày|Tháng|khóa|Điều|COVID-)\s*\d+"
)
"""Numbers that are dates, years or the numbers of documents, and no figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article in the hand-out. path: its site path; short: that of its address for paper;
    points: its key points or, where the editors marked none
    (`marked`), the first sentences of its parts; figures: with their sources or, where none is marked, verbatim
    sentences; quotations: verbatim; discussion: questions."""

    title: str
    path: str
    short: str
    sapo: str
    date: dt.datetime
    minutes: int
    points: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    quotations: tuple[str, ...]
    units: tuple[str, ...]
    origin: str
    origin_url: str
    marked: bool = False
    discussion: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The articles of one topic, oldest first."""

    topic: Term
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthHandout:
    """All of one month, or of another subject: then `month` is its key. changed: the newest change of any of its
    articles."""

    month: str
    title: str
    sections: tuple[Section, ...]
    changed: dt.datetime

    @property
    def articles(self) -> int:
        """How many articles it draws on."""
        return sum(len(section.pieces) for section in self.sections)

    @property
    def minutes(self) -> int:
        """Time to read all of its articles in full."""
        return sum(piece.minutes for section in self.sections for piece in section.pieces)


def month_articles(column: Column, month: str) -> tuple[Article, ...]:
    """The month's articles, oldest first; samples and translations tell a speaker nothing."""
    articles = column.lists["month"].get(month, ())
    return tuple(article for article in reversed(articles) if not article.sample and not article.translation_of)


def months_with_articles(column: Column) -> tuple[str, ...]:
    """Months a hand-out can be made of, oldest first."""
    return tuple(month for month in sorted(column.lists["month"]) if month_articles(column, month))


def handout_digest(column: Column, month: str) -> bytes:
    """Covers everything a month's hand-out says that is not site-wide."""
    return combine(*(article.whole_digest for article in month_articles(column, month)))


def make_handout(
    column: Column, month: str, html: Callable[[Article], str], path: Callable[[Article], str]
) -> MonthHandout:
    """html: an article's cleaned body; path: its site path."""
    name = month_name(int(month[:4]), int(month[5:])).lower()
    return gather(column, month, f"Tài liệu tuyên truyền miệng {name}", month_articles(column, month), html, path)


def gather(
    column: Column,
    key: str,
    title: str,
    articles: Sequence[Article],
    html: Callable[[Article], str],
    path: Callable[[Article], str],
) -> MonthHandout:
    """A hand-out of any articles, oldest first. key: names its files, a month or another subject."""
    sections = []
    for slug, topic in column.plans.terms["topic"].items():
        mine = [article for article in articles if article.topic == slug]
        if mine:
            pieces = tuple(_piece(column, article, html(article), path(article)) for article in mine)
            sections.append(Section(topic=topic, pieces=pieces))
    return MonthHandout(
        month=key,
        title=title,
        sections=tuple(sections),
        changed=max((article.changed for article in articles), default=column.instant),
    )


def _piece(column: Column, article: Article, html: str, path: str) -> Piece:
    quotations, figures, firsts = read_body(html)
    units = column.plans.terms["unit"]
    return Piece(
        title=article.title,
        path=path,
        short=short_path(article.id),
        sapo=article.sapo,
        date=article.date,
        minutes=article.minutes,
        points=article.key_points or firsts,
        figures=article.key_figures or tuple(KeyFigure(sentence, "") for sentence in figures),
        quotations=quotations,
        units=tuple(units[slug].name for slug in article.units),
        origin=article.origin,
        origin_url=article.origin_url,
        marked=bool(article.key_points),
        discussion=article.discussion,
    )


def read_body(html: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(quotations, sentences with figures, first sentences of its parts) of a cleaned body, in its order."""
    if not html.strip():
        return (), (), ()
    from lxml.html import fragment_fromstring  # a build without published hand-outs never needs it

    body = fragment_fromstring(html, create_parent="div")
    quotations = []
    for quotation in body.iter("blockquote"):
        text = _text(quotation)
        if 0 < len(text) <= LONGEST:
            quotations.append(text)
    for element in list(body.iter("blockquote", "table", "pre", "figure", "sup")):
        element.drop_tree()
    figures = []
    for block in body.iter("p", "li"):
        if block.tag == "li" and block.find("p") is not None:
            continue
        figures += [sentence for sentence in _sentences(_text(block)) if has_figure(sentence)]
    return (
        tuple(quotations[:MOST_QUOTATIONS]),
        tuple(dict.fromkeys(figures))[:MOST_FIGURES],
        tuple(dict.fromkeys(_first_sentences(body)))[:MOST_FIRSTS],
    )


def _first_sentences(body: HtmlElement) -> Iterator[str]:
    """The first sentence of the body and of what follows each of its headings; where there is no heading, that of each
    paragraph."""
    headed = any(True for _ in body.iter("h2"))
    wanted = True
    for element in body.iter("h2", "p"):
        if element.tag == "h2":
            wanted = True
        elif wanted and (sentence := next(filter(_states, _sentences(_text(element))), "")):
            yield sentence
            wanted = not headed


def _states(sentence: str) -> bool:
    """Whether a sentence says something by itself: one that asks, or leads into a list, does not."""
    return not sentence.endswith((":", "?"))


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _sentences(text: str) -> Iterator[str]:
    for sentence in _END.split(text):
        if 0 < len(sentence) <= LONGEST:
            yield sentence


def has_figure(sentence: str) -> bool:
    """Whether a sentence holds a number that is no date, year or document's number."""
    return any(char.isdigit() for char in _NO_FIGURE.sub("", sentence))
