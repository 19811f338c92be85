"""Headers that generators share, by the names people give them → a post's fields; the rest is told."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from .front import is_true, listed, words
from .moments import moment
from .site import Post


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TECHNICAL = _names(
    "layout type id weight comments comment toc math mathjax katex draft published hidden url permalink slug aliases "
    "redirect_from excerpt_separator sitemap robots header-style author_profile read_time share related classes "
    "showtoc tocopen disqus template save_as status publishdate pubdate linktitle menu outputs cascade iscjklanguage "
    "markup mmark author_id pin sticky featured sidebar lightgallery usepagebundles hidemeta nocomment"
)
"""What says how a page was laid out, and no word of what was in it."""
_SUMMARY = ("summary", "description", "excerpt", "subtitle", "lead", "abstract", "sapo")
_PICTURE = ("image", "images", "cover", "thumbnail", "featured_image", "featuredimage", "feature_image", "banner",
            "img", "photo", "og_image", "resources")  # fmt: skip
_DATES = ("date", "publishdate", "pubdate", "published", "created")
_CHANGED = ("lastmod", "modified", "last_modified_at", "updated", "last_modified")


def take(post: Post, values: dict[str, Any], zone: ZoneInfo | None, *, tag_sign: str = ",") -> None:
    """Fill a post from its front matter; whatever has no place in the column is told."""
    used: set[str] = {"title", "tags", "tag", "categories", "category", "lang", "language", "locale"}

    def first(names: tuple[str, ...]) -> Any:
        for name in names:
            if name in values and words(values[name]):
                used.add(name)
                return values[name]
        return None

    post.title = words(values.get("title")) or post.title
    post.date = next((m for n in _DATES if n in values and (m := moment(values[n], zone))), post.date)
    post.modified = next((m for n in _CHANGED if n in values and (m := moment(values[n], zone))), "")
    used |= {name for name in (*_DATES, *_CHANGED) if moment(values.get(name), zone)}
    post.tags = tuple(dict.fromkeys((*listed(values.get("tags"), tag_sign), *listed(values.get("tag"), tag_sign))))
    post.categories = tuple(
        dict.fromkeys((*listed(values.get("categories"), tag_sign), *listed(values.get("category"), tag_sign)))
    )
    people = first(("authors", "author", "byline"))
    post.authors = listed(people.get("name", "") if isinstance(people, dict) else people)
    if isinstance(people, dict):
        post.aside.append(words(people))
    post.summary = words(first(_SUMMARY))
    language = words(values.get("lang") or values.get("language") or values.get("locale"))
    post.lang = "en" if language.lower().startswith("en") else ""
    _take_picture(post, first(_PICTURE))
    for name in ("image_alt", "cover_alt", "image_caption", "cover_caption"):
        if text := words(values.get(name)):
            used.add(name)
            setattr(post, f"picture_{name.rpartition('_')[2]}", text)
    if is_true(values.get("draft")) or words(values.get("published")).lower() == "false":
        post.status = "draft"
    post.texts += [post.title, *post.tags, *post.categories, *post.authors, post.summary]
    for name, value in values.items():
        text = words(value)
        if name in used or not text:
            continue
        if name in _TECHNICAL:
            post.aside.append(f"{name}: {text}")
        else:
            post.told.append(("header", f"{name}: {text}", "mục ở phần đầu mà chuyên trang không có"))


def _take_picture(post: Post, value: Any) -> None:
    if isinstance(value, list):
        value = next((v for v in value if v), "")
    if isinstance(value, dict):
        named = {str(key).lower(): words(inner) for key, inner in value.items()}
        post.picture_alt = named.get("alt", "")
        post.picture_caption = named.get("caption", "") or named.get("title", "")
        post.aside.append(words(value))
        value = next((named[n] for n in ("src", "image", "path", "url", "feature", "teaser") if named.get(n)), "")
    text = words(value)
    post.picture = text if re.search(r"\.\w{3,4}(?:[?#]|$)", text) else ""
