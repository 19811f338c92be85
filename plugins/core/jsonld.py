"""JSON-LD of a page: NewsArticle and BreadcrumbList (schema.org), safe inside <script>."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .dates import iso
from .present import Presenter
from .site import Site
from .views import ArticleView, Crumb


def script_safe(value: object) -> str:
    """JSON that can't end its <script> element or open a comment in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def publisher(site: Site) -> dict[str, Any]:
    """The agency as an Organization."""
    organization: dict[str, Any] = {"@type": "Organization", "name": site.agency.name or site.name}
    if site.agency.url:
        organization["url"] = site.agency.url
    return organization


def breadcrumbs(present: Presenter, crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """The way from the front page as a BreadcrumbList."""
    origin = present.base_url.removesuffix(present.prefix)
    entries = []
    for position, crumb in enumerate(crumbs, 1):
        entry: dict[str, Any] = {"@type": "ListItem", "position": position, "name": crumb.name}
        if crumb.url:
            entry["item"] = origin + crumb.url
        entries.append(entry)
    return {"@type": "BreadcrumbList", "itemListElement": entries}


def article_jsonld(present: Presenter, view: ArticleView, site: Site, crumbs: Sequence[Crumb]) -> str:
    """What search engines read of an article."""
    origin = present.base_url.removesuffix(present.prefix)
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": origin + view.url,
        "mainEntityOfPage": origin + view.url,
        "headline": view.title,
        "description": view.sapo,
        "inLanguage": view.lang,
        "datePublished": iso(view.date),
        "dateModified": iso(view.modified or view.date),
        "author": [{"@type": "Person", "name": name} for name in view.authors] or [publisher(site)],
        "publisher": publisher(site),
        "articleSection": view.topic.name,
        "wordCount": view.words,
        "isAccessibleForFree": True,
    }
    if view.picture:
        data["image"] = [origin + view.picture.full]
    if view.tags:
        data["keywords"] = [tag.name for tag in view.tags]
    if view.corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "datePublished": correction.date.isoformat(), "text": correction.text}
            for correction in view.corrections
        ]
    if view.origin_url:
        data["isBasedOn"] = view.origin_url
    graph = [data, breadcrumbs(present, crumbs)]
    return script_safe({"@context": "https://schema.org", "@graph": graph})


def list_jsonld(present: Presenter, crumbs: Sequence[Crumb]) -> str:
    """What search engines read of any other page: where it stands."""
    return script_safe({"@context": "https://schema.org", **breadcrumbs(present, crumbs)})
