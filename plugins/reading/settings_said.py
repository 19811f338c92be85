"""What Pelican's settings say of content: which files it is, what all articles' headers say, what the site is called.

Takes settings as Pelican completes them, and as the settings file alone says them for the gate, which does without
Pelican; what has Pelican's own default is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..core.article.given_headers import NOTHING_GIVEN, GivenHeaders, given_headers
from ..core.plan.site import Link, Site
from .sources import Sources, is_article

HEADERS = "COLUMN_HEADERS"
"""The setting that names headers which plugins of others' need, such as Series."""
_FILE_RULES = ["**/.*"]
"""Pelican's own IGNORE_FILES: hidden files, which are never looked at anyway."""
_PAGE_PATHS, _ARTICLE_PATHS = ("pages",), ("",)
"""What Pelican adds to excludes by itself: where the other kind lies."""


class Said(NamedTuple):
    """site: fields of Site; given: what all articles' headers say; articles, pages: folders that are left out; ignored:
    patterns of names."""

    site: Mapping[str, Any] = {}
    given: GivenHeaders = NOTHING_GIVEN
    articles: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def of_site(self, site: Site) -> Site:
        """The site with what settings say of it; their links follow its own."""
        related = (*site.related, *self.site.get("related", ()))
        return replace(site, **{**self.site, "related": related}) if self.site else site

    def take(self, sources: Sources) -> Sources:
        """The files that are content."""
        if not (self.articles or self.pages or self.ignored):
            return sources
        return Sources(
            files={path: stamp for path, stamp in sources.files.items() if self._takes(path)},
            names=sources.names,
            links=tuple(filter(self._takes, sources.links)),
            odd=tuple((path, kind) for path, kind in sources.odd if self._takes(path)),
        )

    def _takes(self, path: str) -> bool:
        folders = self.pages if path.startswith("pages/") else self.articles if is_article(path) else ()
        if any(path.startswith(f"{folder}/") for folder in folders):
            return False
        return not any(fnmatchcase(part, pattern) for part in path.split("/") for pattern in self.ignored)


NOTHING_SAID = Said()


def said(settings: Mapping[str, Any]) -> Said:
    """Read off settings."""
    defaults: dict[str, object] = {}
    if settings.get("AUTHOR"):
        defaults["author"] = settings["AUTHOR"]
    if settings.get("DEFAULT_LANG", Site().language) != Site().language:
        defaults["lang"] = settings["DEFAULT_LANG"]
    defaults |= dict(settings.get("DEFAULT_METADATA") or {})
    return Said(
        site=_site(settings),
        given=given_headers(defaults, settings.get(HEADERS) or ()),
        articles=_folders(settings.get("ARTICLE_EXCLUDES"), _PAGE_PATHS, settings.get("PAGE_PATHS")),
        pages=_folders(settings.get("PAGE_EXCLUDES"), _ARTICLE_PATHS, settings.get("ARTICLE_PATHS")),
        ignored=tuple(name for name in settings.get("IGNORE_FILES") or () if name not in _FILE_RULES),
    )


def _folders(asked: Sequence[str] | None, *added: Iterable[str] | None) -> tuple[str, ...]:
    drop = {name.strip("/") for names in added for name in names or ()}
    return tuple(sorted({name.strip("/") for name in asked or ()} - drop - {""}))


def _site(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of Site that settings say something else of than Pelican and Site do by themselves."""
    usual = Site()
    fields: dict[str, Any] = {
        "name": _other(settings.get("SITENAME"), usual.name, "A Pelican Blog"),
        "tagline": _other(settings.get("SITESUBTITLE")),
        "zone": _other(settings.get("TIMEZONE"), usual.zone),
        "page_size": _other(settings.get("DEFAULT_PAGINATION"), usual.page_size),
        "feed_items": _fewer(settings.get("FEED_MAX_ITEMS"), usual.feed_items),
        "feed_domain": _other((settings.get("FEED_DOMAIN") or "").rstrip("/"), settings.get("SITEURL")),
        "relative_urls": bool(settings.get("RELATIVE_URLS")),
        "menu": _links(settings.get("MENUITEMS")),
        "related": (*_links(settings.get("LINKS")), *_links(settings.get("SOCIAL"))),
    }
    return {name: value for name, value in fields.items() if value}


def _other(value: Any, *usual: object) -> Any:
    return None if value in usual else value


def _fewer(value: object, most: int) -> int | None:
    return value if isinstance(value, int) and 0 < value < most else None


def _links(rows: Iterable[Sequence[str]] | None) -> tuple[Link, ...]:
    return tuple(Link(name=str(row[0]), url=str(row[1])) for row in rows or ())
