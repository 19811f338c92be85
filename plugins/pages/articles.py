"""An article's own page: the text, what it carries out of the plan, older news of its topic and the next newer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..build.generator import outputs
from ..build.typesetting import set_text
from ..core.addresses import article_path, language_path, output_file, term_path
from ..core.column.collections import Articles
from ..core.column.neighbours import FEWEST, OLDER, others
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.views.jsonld import article_jsonld
from ..core.views.labels import words
from ..core.views.view_models import Crumb, Head

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.article.article import Article
    from ..core.column.series import SeriesPlace
    from ..core.output import Family
    from ..core.views.view_models import ArticleView, FeedLink

_NOTHING_AT_ONCE = Part(b"", lambda: "")
"""For a page whose lead picture is fetched, or that has none."""
PIECE = 200
"""Articles planned together, counted from the oldest of a topic: an edit looks at so many pages and no more."""


def article_outputs(context: BuildContext) -> Iterator[Family]:
    """One page per published article, topic by topic."""
    for topic, articles in context.column.lists["strand"].items():
        for end in range(len(articles), 0, -PIECE):
            start = max(end - PIECE, 0)
            name = f"articles:{topic}:{len(articles) - end}"
            yield context.texts(name, articles[start:end], partial(_piece, context, f"{name}:", topic, start, end))


def _piece(context: BuildContext, name: str, topic: str, start: int, end: int) -> Iterator[Family]:
    """The same by what the pages show, for when any header changed."""
    column, present = context.column, context.present
    listed = column.lists["strand"][topic].positions
    own, around = listed[start:end], listed[max(start - 1, 0) : end + OLDER]
    digests = [*map(present.digest_at, own), *map(present.cards.__getitem__, around)]
    for position in own:
        if place := column.series_places.get(position):
            digests.append(_place_digest(context, place))
        if near := column.related_to(position):
            digests.append(column.by_position.wholes[position])  # whose they are
            digests += map(present.cards.__getitem__, near)
    for at in range(max(start, len(listed) - FEWEST), end):
        digests += map(present.cards.__getitem__, others(column.index, listed, at))
    yield context.family(name, combine(*digests), partial(_pages, context, topic, start, end))


def _pages(context: BuildContext, topic: str, start: int, end: int) -> Iterator[Output]:
    articles = context.column.lists["strand"][topic]
    for place in range(start, end):
        article = articles[place]
        yield _page(context, article, f"topic:{topic}", _lists(context, articles, place))


def page_of(context: BuildContext, article: Article) -> Output:
    """One article's page alone."""
    articles = context.column.lists["strand"][article.topic]
    place = list(articles.positions).index(article.position)
    return _page(context, article, f"topic:{article.topic}", _lists(context, articles, place))


def _lists(context: BuildContext, articles: Articles, place: int) -> dict[str, Sequence[Article]]:
    """What a page shows of others. articles: of its topic, newest first; place: the article's among them."""
    column = context.column
    return {
        # Only the next newer one: a new article then touches one old page, that of its predecessor.
        "newer": articles[place - 1 : place] if place else (),
        "older": Articles(column.by_position, others(column.index, articles.positions, place)),
        "related": column.related(articles[place]),
    }


def _place_digest(context: BuildContext, place: SeriesPlace) -> bytes:
    """Covers what a page shows of its series."""
    name = context.present.term_name("series", place.slug)
    cards = map(context.present.cards.__getitem__, (*place.before, *place.after))
    return combine(digest_text(name, repr(place[1:])), *cards)


def _series(context: BuildContext, article: Article) -> dict[str, Part]:
    """The article's place in its series; nothing for an article that is part of none."""
    place = context.column.series_places.get(article.position)
    if place is None:
        return {}
    present, by_position = context.present, context.column.by_position
    link = present.series(article.series)
    return {
        "series": Part(_place_digest(context, place), lambda: (link, place.number)),
        "part_before": context.renderer.cards(Articles(by_position, place.before), "mini"),
        "part_after": context.renderer.cards(Articles(by_position, place.after), "mini"),
    }


def _page(context: BuildContext, article: Article, section: str, lists: dict[str, Sequence[Article]]) -> Output:
    present, renderer = context.present, context.renderer
    digest = present.article_digest(article)
    parts = {
        "article": Part(digest, lambda: present.article(article)),
        "at_once": context.pictures.at_once(article.lead.file) if article.lead else _NOTHING_AT_ONCE,
        "body": Part(digest, lambda: set_text(context.body(article))),
        **{name: renderer.cards(articles, "mini") for name, articles in lists.items()},
        **_series(context, article),
    }
    path = article_path(article.slug)
    return renderer.page(output_file(path), "article.html", lambda: article_head(context, article), parts, section)


def article_head(context: BuildContext, article: Article) -> Head:
    """The <head> of an article: what search engines, social networks and feed readers look for."""
    present = context.present
    view = present.article(article)
    path = article_path(article.slug)
    origin = present.base_url.removesuffix(present.prefix)
    image = context.pictures.card(article, view)
    trail = crumbs(context, view)
    return Head(
        title=article.title,
        description=article.sapo,
        path=view.url,
        canonical=present.absolute(path),
        section=f"topic:{article.topic}",
        kind="article",
        image=image and origin + image,
        image_alt=view.picture.alt if view.picture and image == view.picture.full else article.title,
        lang=article.lang,
        jsonld=article_jsonld(present, view, context.column.site, trail),
        feeds=_feeds(context, view, article),
        alternates=tuple((lang, origin + url) for lang, _, url in _languages(view)),
        crumbs=trail,
    )


def _feeds(context: BuildContext, view: ArticleView, article: Article) -> tuple[FeedLink, ...]:
    """The feeds beside the whole column's in which the article stands."""
    site = context.column.site
    if article.lang == site.language:
        return context.feeds(view.topic.name, term_path("topic", article.topic))
    return context.feeds(f"{site.name} – {words(article.lang).language}", language_path(article.lang))


def crumbs(context: BuildContext, view: ArticleView) -> tuple[Crumb, ...]:
    """Front page → topics → topic → article."""
    return (
        Crumb(name="Trang nhất", url=context.present.href("/")),
        Crumb(name=view.topic.name, url=view.topic.url),
        Crumb(name=view.article.title),
    )


def _languages(view: ArticleView) -> tuple[tuple[str, str, str], ...]:
    article = view.article
    return ((article.lang, article.title, view.url), *view.translations) if view.translations else ()


def register() -> None:
    """Connect to the build."""
    outputs.connect(article_outputs)
