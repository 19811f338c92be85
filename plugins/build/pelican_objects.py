"""Pelican's own objects of the column's articles and pages, for plugins and themes of others'.

When PLUGINS or THEME hold something that is not the column's, Pelican's own generators are let read: they are shown
the files of what readers may see, and `ColumnReader` answers from the column instead of reading again. So articles,
categories, tags, authors and translations are Pelican's, their signals are sent by Pelican in its own order, and what
isn't public can't leak, because no generator hears of it: `drafts` and `hidden_articles` are always empty.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup
from pelican.contents import Author, Category, Tag
from pelican.settings import DEFAULT_CONFIG

from ..core.addresses import article_path
from ..core.article.record import read_front
from ..core.text.vietnamese import slugify
from .pelican_settings import ADDRESSES, FEEDS, NUMBERED

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.article.article import Article
    from ..core.column.column import Column
    from ..core.output import Family, Output
    from .context import BuildContext

_GROUP = "translation_group"
"""The metadata by which Pelican finds an article's translations: the address of the first of them."""


class FromRun(Protocol):
    """What of a run Pelican's objects are made from."""

    column: Column
    content: Path
    names: Mapping[str, str]
    foreign_theme: bool
    further_headers: frozenset[str]


class PelicanObjects:
    """Answers for Pelican's readers during one run. context: what bodies are filled with; ask: gives what each output
    module plans; shared: the context of all Pelican's generators. The column's generator sets them when it is made."""

    context: BuildContext
    ask: Callable[[], Iterable[Iterable[Output | Family]]]
    shared: dict[str, Any]

    def __init__(self, run: FromRun, settings: Mapping[str, Any]) -> None:
        self.run = run
        self.column = run.column
        self._settings = settings
        self._read: dict[str, str] = {}
        self._wrappers: dict[tuple[type, str], Any] = {}

    # ── what Pelican's generators are to find ────────────────────────────────────────────────────────────────────

    def settings(self) -> dict[str, Any]:
        """Settings for the run, beside pelican_settings.as_column."""
        site, names = self.column.site, self.run.names
        asked = self._settings
        found: dict[str, Any] = {
            "SITENAME": site.name,
            "SITESUBTITLE": site.tagline,
            "SITEURL": site.url.rstrip("/"),
            "FEED_DOMAIN": (site.feed_domain or site.url).rstrip("/"),
            "DEFAULT_LANG": site.language,
            "ARTICLE_PATHS": [names.get(article.source, article.source) for article in self.column.articles],
            "ARTICLE_EXCLUDES": [],
            "PAGE_PATHS": [names.get(page.article.source, page.article.source) for page in self.column.pages],
            "PAGE_EXCLUDES": [],
            "ARTICLE_TRANSLATION_ID": _GROUP,
            "PAGE_TRANSLATION_ID": None,
            "DEFAULT_METADATA": {},
            "FILENAME_METADATA": "",
            "PATH_METADATA": "",
            "USE_FOLDER_AS_CATEGORY": False,
            "PAGINATION_PATTERNS": _rules(),
        }
        if asked["DEFAULT_DATE_FORMAT"] == DEFAULT_CONFIG["DEFAULT_DATE_FORMAT"]:
            found["DEFAULT_DATE_FORMAT"] = "%d/%m/%Y"
        if self.run.foreign_theme:
            found |= {name: asked[name] or DEFAULT_CONFIG[name] for name in ("DIRECT_TEMPLATES", "THEME_STATIC_PATHS")}
            found["AUTHOR_SAVE_AS"] = ADDRESSES["AUTHOR_SAVE_AS"]
            found["DEFAULT_PAGINATION"] = asked["DEFAULT_PAGINATION"] or site.page_size
        return found

    def shown(self) -> dict[str, Any]:
        """What templates are told of the column's feeds; Pelican writes none of its own."""
        return {**FEEDS, "column": self.column}

    # ── what they are given ──────────────────────────────────────────────────────────────────────────────────────

    def read(self, source: str) -> tuple[str, dict[str, Any]]:
        """The HTML and metadata of a public article or page, by its path in content/."""
        article = self.column.by_source.get(source)
        if article is None:
            page = self._pages[source]
            return self._made(source, page), self._of_page(page)
        return self._made(source, article), self._of_article(article)

    def changed(self, source: str) -> str | None:
        """The body as plugins left it, None when they left it as it was."""
        content = self._contents.get(source)
        if content is None or source not in self._read:
            return None
        now = str(content.content)
        return None if now == self._read[source] else now

    def take(self, contents: Mapping[str, Any]) -> None:
        """Pelican's objects by source path, once all are there."""
        self._contents = {unicodedata.normalize("NFC", path): content for path, content in contents.items() if content}

    _contents: Mapping[str, Any] = {}

    def _made(self, source: str, article: Article) -> str:
        body = self._read[source] = self.context.body(article)
        return body

    @cached_property
    def _pages(self) -> dict[str, Article]:
        return {page.article.source: page.article for page in self.column.pages}

    @cached_property
    def _groups(self) -> dict[str, str]:
        """Address of an article with translations → the first address among them."""
        found: dict[str, str] = {}
        for article in self.column.translations:
            original = self.column.by_id[article.translation_of]
            found[article.slug] = found[original.slug] = article_path(original.slug)
        return found

    def _of_article(self, article: Article) -> dict[str, Any]:
        present = self.context.present
        picture = present.picture(article)
        metadata: dict[str, Any] = {
            **self._of_page(article),
            "date": article.date,
            "category": self._wrapper(Category, article.topic, present.term_name("topic", article.topic)),
            "tags": [self._wrapper(Tag, present.tag(name).slug, name) for name in article.tags],
            _GROUP: self._groups.get(article.slug, article_path(article.slug)),
            "id": article.id,
        }
        if picture:
            metadata["image"] = picture.full or picture.src
        return metadata

    def _of_page(self, article: Article) -> dict[str, Any]:
        names = article.authors or (self.column.site.name,)  # themes and plugins take for granted that there is one
        authors = [self._wrapper(Author, slugify(name), name) for name in names]
        metadata: dict[str, Any] = {
            "authors": authors,
            "author": authors[0],
            "title": _text(article.title),
            "slug": article.slug,
            "lang": article.lang,
            "status": "published",
            **self._further(article),
        }
        if article.sapo:
            metadata |= {"summary": _text(article.sapo), "description": _text(article.sapo)}
        if article.modified:
            metadata["modified"] = article.modified
        return metadata

    def _further(self, article: Article) -> dict[str, str]:
        """Headers that only plugins understand, as the file has them."""
        wanted = self.run.further_headers
        if not wanted:
            return {}
        name = self.run.names.get(article.source, article.source)
        _, front, _ = read_front((self.run.content / name).read_bytes(), article.source)
        return {header.key: header.value for header in front.headers if header.key in wanted} if front else {}

    def _wrapper(self, kind: Callable[..., Any], slug: str, name: str) -> Any:
        known = self._wrappers.get((kind, slug))  # type: ignore[arg-type]
        if known is None:
            known = self._wrappers[kind, slug] = kind(_text(name), self._settings)  # type: ignore[index]
            known.slug = slug
        return known


def _text(plain: str) -> Markup:
    """Plain text for templates that escape nothing, and for those that do."""
    return Markup(html.escape(plain, quote=False))  # noqa: S704 — escaped here


def _rules() -> list[Any]:
    from pelican.paginator import PaginationRule

    return [PaginationRule(*rule) for rule in NUMBERED]
