"""From articles to what templates show: the Presenter turns frozen articles into frozen views, with digests.

Everything here is cheap and pure; addresses get the site's folder prefix here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol
from urllib.parse import urlsplit

from ..addresses import article_path, item_path, list_path, plan_path
from ..article.article import NO_POSITION, Article
from ..body.references import Reference
from ..column.column import Column
from ..column.index import files_of
from ..digests import combine, digest_text
from ..files.file_types import size_words
from ..plan.plan import Item, Plan, Unit
from ..plan.site import Link
from ..short_addresses import short_path
from ..site_map import UNIT_LISTS
from ..text.dates import length_words, month_name
from ..text.vietnamese import slugify
from .view_models import ArticleView, Card, NamedLink, OfferedFile, Picture, Sound, TermLink

_NONE = bytes(16)


class Pictures(Protocol):
    """What the presenter needs to know of pictures and attached files; paths are inside content/."""

    def view(self, file: str, *, alt: str, caption: str = "", credit: str = "") -> Picture:
        """The picture with its published sizes."""

    def digest(self, file: str) -> bytes:
        """16 bytes over the picture's content and how it is published."""

    def address(self, file: str) -> str:
        """Site path of a file that is offered for download."""

    def about(self, file: str) -> str:
        """Kind and size of such a file, for readers."""

    def offered(self, file: str) -> OfferedFile:
        """Such a file as programs are told of it."""

    def offered_card(self, article: Article) -> OfferedFile | None:
        """The card that social networks show with an article, None where it has none."""


class Presenter:
    """Makes views of one column. base_url: absolute, without a trailing "/", or ""."""

    def __init__(self, column: Column, pictures: Pictures, base_url: str) -> None:
        self.column = column
        self.pictures = pictures
        self.base_url = base_url.rstrip("/")
        self.prefix = urlsplit(self.base_url).path.rstrip("/")
        self._terms: dict[tuple[str, str], TermLink] = {}
        self._bare: dict[tuple[str, str], TermLink] = {}
        self._tag_slugs: dict[str, str] = {}
        self._plans = {plan.slug: plan for plan in column.plans.plans}
        self._places = {
            item.slug: f"{number}/{len(plan.items)}"
            for plan in column.plans.plans
            for number, item in enumerate(plan.items, 1)
        }
        self._article_digests: dict[int, bytes] = {}
        self._shown: tuple[Article, ArticleView] | None = None

    def href(self, path: str) -> str:
        """A site path as pages link to it."""
        return self.prefix + path

    def absolute(self, path: str) -> str:
        """A site path as feeds and search engines see it; stays a path while the site has no address."""
        return self.base_url + path

    # ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────

    def term(self, kind: str, slug: str) -> TermLink:
        """A plan term, tag or month as a link with its count."""
        key = (kind, slug)
        link = self._terms.get(key)
        if link is None:
            link = self._terms[key] = TermLink(
                kind=kind,
                slug=slug,
                name=self.term_name(kind, slug),
                url=self.href(list_path(kind, slug)),
                count=len(self.column.lists[kind].get(slug, ())),
            )
        return link

    def bare_term(self, kind: str, slug: str) -> TermLink:
        """A plan term as a link without its count, so that what shows it need not follow every article."""
        link = self._bare.get((kind, slug))
        if link is None:
            link = TermLink(kind=kind, slug=slug, name=self.term_name(kind, slug), url=self.href(list_path(kind, slug)))
            self._bare[kind, slug] = link
        return link

    def unit_then(self, slug: str, day: dt.date) -> TermLink:
        """A unit as it was called on a day, with what it is called, or followed by, today."""
        link = self.bare_term("unit", slug)
        unit = self.column.plans.terms["unit"][slug]
        assert isinstance(unit, Unit)
        name = unit.name_on(day)
        if name != unit.name:
            return replace(link, name=name, now=(NamedLink(unit.name, link.url),))
        if unit.over(self.column.today):
            return replace(link, now=tuple(self._successors(unit)))
        return link

    def _successors(self, unit: Unit) -> Iterator[NamedLink]:
        for slug in unit.successors:
            link = self.bare_term("unit", slug)
            yield NamedLink(link.name, link.url)

    def term_name(self, kind: str, slug: str) -> str:
        """The Vietnamese name of a term, tag or month."""
        if kind == "month":
            return month_name(int(slug[:4]), int(slug[5:]))
        if kind == "tag":
            return self.column.tags[slug]
        if kind == "series":
            return self.column.index.series[slug]
        if kind in UNIT_LISTS:
            unit, _, value = slug.partition("/")
            of = self.term_name("topic", value) if kind == "unit_topic" else f"năm {value}"
            return f"{self.term_name('unit', unit)}: {of}"
        return self.column.plans.terms[kind][slug].name

    def tag(self, name: str) -> TermLink:
        """A tag, by the name an article gives it."""
        slug = self._tag_slugs.get(name)
        if slug is None:
            slug = self._tag_slugs[name] = slugify(name)
        return self.bare_term("tag", slug)

    def series(self, name: str) -> TermLink:
        """A series, by the name an article gives it."""
        return self.bare_term("series", slugify(name))

    def item_url(self, item: Item) -> str:
        """Where a plan item's own list lives."""
        return self.href(item_path(item.plan, item.written))

    def plan_url(self, plan: Plan) -> str:
        """Where a plan's page lives."""
        return self.href(plan_path(plan.slug))

    # ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────

    def url(self, article: Article) -> str:
        """An article's address as pages link to it."""
        return self.prefix + article_path(article.slug)

    def card(self, article: Article) -> Card:
        """The article as lists show it."""
        return Card(
            id=article.id,
            url=self.url(article),
            title=article.title,
            sapo=article.sapo,
            date=article.date,
            topic=self.bare_term("topic", article.topic),
            form=self.bare_term("form", article.form) if article.form else None,
            picture=self.picture(article),
            lang=article.lang,
            sample=article.sample,
        )

    def card_digest(self, article: Article) -> bytes:
        """Covers everything `card` shows that is not site-wide."""
        return self._card_at(article.position)

    @cached_property
    def cards(self) -> list[bytes]:
        """The same of every article, by position; no record is looked into."""
        cards = list(self.column.index.cards)
        for position in self._pictured:
            cards[position] = self._card_at(position)
        return cards

    def _card_at(self, position: int) -> bytes:
        index = self.column.index
        digest = index.cards[position]
        if position not in self._pictured:
            return digest
        return combine(digest, self.pictures.digest(index.files[position][0]))  # the lead picture is the first

    @cached_property
    def _pictured(self) -> frozenset[int]:
        return frozenset(self.column.index.having["lead"])

    def picture(self, article: Article) -> Picture | None:
        """The article's lead picture."""
        lead = article.lead
        if lead is None:
            return None
        shown = self.pictures.view(lead.file, alt=lead.alt, caption=lead.caption, credit=lead.credit)
        return shown._replace(focus=" ".join(f"focus-{side}" for side in lead.focus))

    def article(self, article: Article) -> ArticleView:
        """The article as its own page shows it; the last one is kept, for its page and its head."""
        if self._shown is not None and self._shown[0] is article:
            return self._shown[1]
        view = self._view(article)
        self._shown = (article, view)
        return view

    def _view(self, article: Article) -> ArticleView:
        column = self.column
        phase = column.phase_of(article)
        items = [column.plans.items[slug] for slug in article.items]
        return ArticleView(
            article=article,
            url=self.url(article),
            short=self.absolute(short_path(article.id)),
            corrected=article.corrected,
            topic=self.bare_term("topic", article.topic),
            form=self.bare_term("form", article.form) if article.form else None,
            phase=self.bare_term("phase", phase.slug) if phase else None,
            units=tuple(self.unit_then(slug, article.date.date()) for slug in article.units),
            documents=tuple(self.bare_term("document", slug) for slug in article.documents),
            priorities=tuple(self.bare_term("priority", slug) for slug in article.priorities),
            tags=tuple(self.tag(name) for name in article.tags),
            items=tuple((item, self.item_url(item), self._places[item.slug]) for item in items),
            plan=self._plans.get(items[0].plan if items else article.plan),
            picture=self.picture(article),
            attachments=tuple(
                Link(name=name, url=self.href(self.pictures.address(file)), note=self.pictures.about(file))
                for file, name in article.attachments
            ),
            sound=self.sound(article),
            minutes=article.minutes,
            translations=tuple(
                (other.lang, other.title, self.url(other)) for other in self._translations.get(article.position, ())
            ),
        )

    def sound(self, article: Article) -> Sound | None:
        """What the article can be heard from."""
        if not article.audio:
            return None
        file, voice = article.audio
        offered = self.pictures.offered(file)
        return Sound(
            url=offered.url,
            type=offered.type,
            length=length_words(offered.seconds, article.lang),
            size=size_words(offered.length),
            voice=voice,
        )

    def article_digest(self, article: Article) -> bytes:
        """Covers everything `article` and the filled body show that is not site-wide.

        Tags need no digest of their own: the gate lets a tag be spelt in one way only.
        """
        if article.position != NO_POSITION:
            return self.digest_at(article.position)
        files = map(self.pictures.digest, files_of(article.record))
        return combine(article.whole_digest, self.references_digest(article.references), *files)

    def digest_at(self, position: int) -> bytes:
        """The same by position; no record is looked into."""
        known = self._article_digests.get(position)
        if known is None:
            known = self._article_digests[position] = self._digest(position)
        return known

    def _digest(self, position: int) -> bytes:
        column, index = self.column, self.column.index
        whole = column.by_position.wholes[position]
        links, files = index.links.get(position), index.files.get(position, ())
        others = self._translations.get(position, ())
        if not (links or files or others):
            return whole
        cards = [combine(other.card_digest, _NONE) for other in others]
        return combine(whole, links or _NONE, *map(self.pictures.digest, files), *cards)

    def references_digest(self, references: Sequence[Reference]) -> bytes:
        """Covers where the links and pictures of a body lead, beyond what the body's own digest says of them."""
        return combine(*(self._target_digest(reference.kind, reference.target) for reference in references))

    def _target_digest(self, kind: str, target: str) -> bytes:
        if kind == "path":
            return _NONE
        return digest_text(self._file_url(target)) if kind == "file" else self.pictures.digest(target)

    def reference_url(self, reference: Reference) -> str:
        """Where an internal link of a body leads."""
        fragment = f"#{reference.fragment}" if reference.fragment else ""
        if reference.kind == "path":
            return self.href(reference.target) + fragment
        if reference.kind == "file":
            return self._file_url(reference.target) + fragment
        return self.href(self.pictures.address(reference.target)) + fragment

    def _file_url(self, source: str) -> str:
        """Where a Markdown file's page is, the front page for one that isn't shown."""
        article = self.column.by_source.get(source)
        return self.url(article) if article else self.href(self.column.paths.get(source, "/"))

    @cached_property
    def _translations(self) -> dict[int, tuple[Article, ...]]:
        """Position → the same article in other languages, both ways."""
        groups: dict[str, list[Article]] = {}
        for article in self.column.translations:
            groups.setdefault(article.translation_of, []).append(article)
        found: dict[int, tuple[Article, ...]] = {}
        for original_id, others in groups.items():
            family: Sequence[Article] = (self.column.by_id[original_id], *sorted(others, key=lambda a: a.lang))
            for member in family:
                found[member.position] = tuple(other for other in family if other is not member)
        return found
