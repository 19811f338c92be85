"""The work of one build: what output modules plan from.

What no template makes is planned from a `DataContext`, which knows no theme: a new style sheet or template asks for
none of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING, TypeVar

from ..core.body.parser import fill
from ..core.digests import combine, digest_text
from ..core.output import Family, Output
from ..core.site_map import FEED_FILES, ROWS
from ..core.site_map import RSS as RSS_FILE
from ..core.views.jsonld import list_jsonld
from ..core.views.view_models import Crumb, FeedLink, Head

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.article.article import Article
    from ..core.column.collections import Articles
    from ..core.column.column import Column
    from ..core.events.event import Event
    from ..core.views.presenter import Presenter
    from ..core.views.view_models import Frame
    from ..pictures.published import PublishedImages
    from ..reading.store import Store
    from .assets import Bundle
    from .renderer import Renderer

RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataContext:
    """Frozen values and the few services that make bytes of them. content: its folder; base: digest of all that is
    site-wide; metadata_digest: digest of all that planners know of articles but their texts, and of the settings; home:
    the workspace of this output; notes: lines for the closing report; after: called once the new site stands; search:
    whether the site has one; rewritten: the body of a source as plugins of others' left it, None where they left it
    alone; exists: whether a site path has a page, when not all are the column's; left_out: modules of plugins/ whose
    outputs the site goes without."""

    content: Path
    column: Column
    present: Presenter
    base: bytes
    metadata_digest: bytes
    store: Store
    pictures: PublishedImages
    home: Path
    notes: list[str]
    after: list[Callable[[], None]]
    search: bool
    rewritten: Callable[[str], str | None] | None = None
    exists: Callable[[str], bool] | None = None
    left_out: frozenset[str] = frozenset()

    def output(self, file: str, digest: bytes, make: Callable[[], bytes]) -> Output:
        """An output that is not a template's page; digest covers what it shows beyond the site-wide base."""
        return Output(file, combine(self.base, digest_text(file), digest), make)

    def family(self, name: str, digest: bytes, list_outputs: Callable[[], Iterable[Output | Family]]) -> Family:
        """Outputs that stand or fall together; digest covers what they are made from beyond the site-wide base."""
        return Family(name, combine(self.base, digest_text(name), digest), list_outputs)

    def texts(
        self, name: str, articles: Articles | None, list_outputs: Callable[[], Iterable[Output | Family]], *more: bytes
    ) -> Family:
        """Outputs made from the texts of some articles, and from what the headers of all articles tell. more: digests
        of what else they show."""
        wholes = articles.whole_digests() if articles else ()
        return self.family(name, combine(self.metadata_digest, *more, *wholes), list_outputs)

    def body(self, article: Article | Event) -> str:
        """An article's or event's cleaned HTML with every reference filled in."""
        if self.rewritten is not None and (changed := self.rewritten(article.source)) is not None:
            return changed
        html = self.store.html(article.source)
        if not article.references:
            return html
        return fill(html, article.references, self.present.reference_url, self.pictures.markup)

    def text(self, article: Article) -> str:
        """The article's plain text."""
        return self.store.text(article.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildContext(DataContext):
    """The same with the theme, which its base covers. data: without it."""

    renderer: Renderer
    frame: Frame
    bundle: Bundle
    data: DataContext

    def head(
        self,
        title: str,
        description: str,
        path: str,
        section: str,
        *,
        crumbs: Sequence[Crumb] = (),
        feeds: Sequence[FeedLink] = (),
        robots: str = "",
        canonical: str = "",
        lang: str = "vi",
        jsonld: str = "",
    ) -> Head:
        """The <head> of any page that is not an article."""
        return Head(
            title=title,
            description=description,
            path=self.present.href(path),
            canonical=self.present.absolute(canonical or path),
            section=section,
            robots=robots,
            lang=lang,
            image=self.pictures.site_image,
            image_alt=self.column.site.name,
            jsonld=jsonld or (list_jsonld(self.present, crumbs) if crumbs else ""),
            feeds=tuple(feeds),
            crumbs=tuple(crumbs),
        )

    def feeds(self, title: str, newest: str) -> tuple[FeedLink, ...]:
        """The feeds of the list at site path `newest`."""
        return feed_links(self.present, title, newest)

    def page_feeds(self, name: str) -> tuple[FeedLink, ...]:
        """The feed of a page beside the articles, while there is one. name: of its row in the site map."""
        row = ROWS[name]
        if not self.column.has(row.feed_needs):
            return ()
        return (FeedLink(title=f"{row.title} (RSS)", url=self.present.href(row.path + RSS_FILE), type=RSS),)


def feed_links(present: Presenter, title: str, newest: str) -> tuple[FeedLink, ...]:
    """The feeds of the list at site path `newest`, as pages announce them."""
    return tuple(
        FeedLink(title=f"{title} ({name})", url=present.href(newest + file), type=kind)
        for file, name, kind in zip(FEED_FILES, ("RSS", "Atom", "JSON"), (RSS, ATOM, JSON), strict=True)
    )


AnyContext = TypeVar("AnyContext", bound=DataContext)


def from_metadata(
    list_outputs: Callable[[AnyContext], Iterable[Output | Family]],
) -> Callable[[AnyContext], Iterator[Family]]:
    """A planner whose outputs show of articles only what their headers say: it is not asked while no header changed.

    Headers are every field but the text and its length; of pages, events, registers and files it is everything.
    """

    @wraps(list_outputs)
    def planned(context: AnyContext) -> Iterator[Family]:
        yield context.texts(f"{list_outputs.__module__}.{list_outputs.__name__}", None, partial(list_outputs, context))

    return planned


def apart(
    list_outputs: Callable[[AnyContext], Iterable[Output | Family]],
) -> Callable[[AnyContext], Iterable[Output | Family]]:
    """A planner that leaves nothing in its process but outputs: a process of its own may plan and make them."""
    list_outputs.apart = True  # type: ignore[attr-defined]
    return list_outputs


def is_apart(planner: object) -> bool:
    """Whether a planner is one of these."""
    return getattr(planner, "apart", False)


def without_theme(
    list_outputs: Callable[[DataContext], Iterable[Output | Family]],
) -> Callable[[BuildContext], Iterable[Output | Family]]:
    """A planner of outputs that no template makes."""

    @wraps(list_outputs)
    def planned(context: BuildContext) -> Iterable[Output | Family]:
        return list_outputs(context.data)

    return planned
