"""What templates are handed: one frozen class per kind of page, each piece with the digest that covers it.

A page's fingerprint is made from exactly these values (see `Renderer.page`), so a template can't show anything its
fingerprint forgot. Templates print these values and compute nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..article.article import Article
from ..article.record import Record
from ..plan.plan import Item, Plan, Term
from ..plan.site import Link, Site


class Picture(NamedTuple):
    """A picture ready to print: decoded, re-encoded, with sizes.

    src: the JPEG (or PNG) fallback's address; avif, webp, srcset: `srcset` values ("" when there is none);
    width, height: of src, in pixels; alt, caption, credit: plain text; full: address of the largest file; focus:
    classes that say which part a crop must keep.
    """

    src: str
    srcset: str
    avif: str
    webp: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""
    full: str = ""
    focus: str = ""


class OfferedFile(NamedTuple):
    """A file as programs are told of it. url: as pages link to it; length: bytes; width, height: in pixels, 0 for what
    is no picture; seconds: 0 for what is no sound."""

    url: str
    type: str
    length: int
    width: int = 0
    height: int = 0
    seconds: int = 0


class Sound(NamedTuple):
    """What an article can be heard from. length: as readers are told, "3 phút 20 giây"; size: likewise; voice: what is
    said of it, "" for nothing."""

    url: str
    type: str
    length: str
    size: str
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLink:
    """A plan term or tag as a link. count: articles in it (0 where not counted); now: what a unit that has another
    name by now is called, or the units that took over."""

    kind: str
    slug: str
    name: str
    url: str
    count: int = 0
    now: tuple[NamedLink, ...] = ()


class Card(NamedTuple):
    """An article in a list: title, address, sapo, time, topic, small picture."""

    id: str
    url: str
    title: str
    sapo: str
    date: dt.datetime
    topic: TermLink
    form: TermLink | None
    picture: Picture | None
    lang: str
    sample: bool


class Crumb(NamedTuple):
    """One step of the breadcrumbs; the last one has no url."""

    name: str
    url: str = ""


class FeedLink(NamedTuple):
    """A feed for `rel=alternate` and the RSS directory. type: MIME type."""

    title: str
    url: str
    type: str


class NavLink(NamedTuple):
    """An entry of the site's navigation; section: the key that marks the current one."""

    name: str
    url: str
    section: str


class Assets(NamedTuple):
    """Addresses of the theme's files, named after their content. more_css: the sheet of pages that are neither articles
    nor editors'; first: the style of a phone's first view, which stands in every page; wide: the media for which sheets
    stand in the head then, "" for all: a phone meets them below its first view."""

    css: str
    js: str
    icon: str
    files: dict[str, str]
    more_css: str = ""
    first: str = ""
    wide: str = ""


class Frame(NamedTuple):
    """What every page of the site shares: site data, navigation, assets. Rendered once per section.

    pages: the editors' own pages (about, contact …) by slug; feeds: the whole column's, which every page announces;
    extras: pages that other outputs make (open data …); plans: newest last; search: whether a search is built; root:
    the site's folder, "" or "/folder", before every path.
    """

    site: Site
    plans: tuple[Plan, ...]
    nav: tuple[NavLink, ...]
    pages: dict[str, NavLink]
    feeds: tuple[FeedLink, ...]
    assets: Assets
    search: bool
    root: str = ""
    extras: tuple[NavLink, ...] = ()


class Head(NamedTuple):
    """What goes into <head> of one page, beside the frame.

    path: the page's own site path ("/chu-de/x/"); canonical: absolute address, or path when the site has no url;
    kind: og:type; jsonld: JSON text, safe inside <script>; robots: "" or "noindex"; crumbs: the way to this page,
    itself last.
    """

    title: str
    description: str
    path: str
    canonical: str
    section: str
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    robots: str = ""
    lang: str = "vi"
    jsonld: str = ""
    feeds: tuple[FeedLink, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    crumbs: tuple[Crumb, ...] = ()


_OF_ARTICLE = frozenset({*Record._fields, "voiced"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article's own page: the article, and what is joined to it. short: its address for paper, with the site's;
    corrected: what machines are told of changes; items: with where they are listed and which of the plan's they are,
    "14/25".

    Templates find everything else that the file says (`Record`) by its own name, so that a new field is written once;
    the article's digest covers all of it. Code says `view.article.title`, which types can follow.
    """

    article: Article
    url: str
    short: str
    corrected: dt.datetime | None
    topic: TermLink
    form: TermLink | None
    phase: TermLink | None
    units: tuple[TermLink, ...]
    documents: tuple[TermLink, ...]
    priorities: tuple[TermLink, ...]
    tags: tuple[TermLink, ...]
    items: tuple[tuple[Item, str, str], ...]
    plan: Plan | None
    picture: Picture | None
    attachments: tuple[Link, ...]
    sound: Sound | None
    minutes: int
    translations: tuple[tuple[str, str, str], ...]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in _OF_ARTICLE:
                raise AttributeError(name)
            return getattr(self.article, name)


class ListView(NamedTuple):
    """A list of articles: newest page (number 0) or a numbered, never changing older page.

    older, newer: site paths, "" at the ends; newest: path of page 0; heading, intro: for readers; quote: the plan's
    words when the list is a term's; siblings: other terms of the same kind; facts: what is known of the term; around:
    (label, lists) that lie beside this one; ended: the day its plan ended, None while it runs.
    """

    heading: str
    kicker: str
    intro: str
    quote: str
    term: Term | None
    plan: Plan | None
    number: int
    older: str
    newer: str
    newest: str
    feed: str
    siblings: tuple[TermLink, ...]
    facts: tuple[Fact, ...] = ()
    around: tuple[tuple[str, tuple[TermLink, ...]], ...] = ()
    ended: dt.date | None = None


class Fact(NamedTuple):
    """One line of what is known of a unit, a document, a phase. url: where it leads, "" for nowhere."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A plan item, the number of articles that carry it out, and where they are listed. number: its place in the plan;
    newest: day of the newest article; spark: bars of its half-years."""

    item: Item
    count: int
    url: str
    number: int
    newest: dt.date | None
    spark: tuple[int, ...]


class FeedRow(NamedTuple):
    """One line of the RSS directory; atom, json: "" where there is only RSS."""

    title: str
    rss: str
    atom: str
    json: str
    about: str


class NamedLink(NamedTuple):
    """A link by its words, inside the site."""

    name: str
    url: str


class QuestionView(NamedTuple):
    """A reader's question in the ledger. anchor: its id on the page; url: where it stays for good; state: slug, for
    the style; state_name: for readers; answer: cleaned HTML, "" while there is none."""

    number: int
    anchor: str
    url: str
    received: dt.date
    state: str
    state_name: str
    question: str
    answered: dt.date | None
    answer: str
    article: NamedLink | None
    topic: TermLink | None
    sample: bool


class QuestionsPage(NamedTuple):
    """A page of the ledger. year: 0 for the newest questions; years: every year's page, newest first."""

    heading: str
    year: int
    questions: tuple[QuestionView, ...]
    years: tuple[NamedLink, ...]
    newest: str
