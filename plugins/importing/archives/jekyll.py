"""A Jekyll site's folder → posts, drafts and pages. Permalinks, Liquid and redirect_from as Jekyll reads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...core.text.vietnamese import slugify
from . import shortcodes
from .fields import take
from .folders import dated, files_of, first_of, text_of
from .front import Front, FrontError, listed, read_yaml, split_front, words
from .markdown import to_html, written_words
from .moments import zone_of
from .site import Post, Site

CONFIG = ("_config.yml", "_config.yaml", "_config.toml")
_TEXTS = (".md", ".markdown", ".mkd", ".html", ".htm")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def is_jekyll(root: Path) -> bool:
    """Whether a folder is a Jekyll site."""
    return (root / "_posts").is_dir() or first_of(root, CONFIG) is not None


def read_site(root: Path) -> Site:
    """Posts and drafts wherever such a folder lies, and pages with a front matter."""
    config = _config(root)
    base = "/" + words(config.get("baseurl")).strip("/")
    address = words(config.get("url")).rstrip("/") + base.rstrip("/")
    site = Site(program="Jekyll", name=root.name, address=address, roots=(root,))
    zone = zone_of(words(config.get("timezone")))
    for path in files_of(root, _TEXTS):
        inside = path.relative_to(root)
        kinds = {part for part in inside.parts[:-1] if part.startswith("_")}
        if "_comments" in kinds or ("_data" in kinds and "comments" in inside.parts):
            site.comments += 1
            continue
        if kinds - {"_posts", "_drafts", "_pages"} or inside.name.lower().startswith(("readme", "license")):
            site.skipped["tệp mẫu hoặc bộ sưu tập khác"] += 1
            continue
        _take(path, root, kinds, config, site, zone)
    site.comments += sum(1 for _ in files_of(root / "_data" / "comments", (".yml", ".yaml", ".json")))
    return site


def _config(root: Path) -> dict[str, Any]:
    path = first_of(root, CONFIG)
    try:
        return read_yaml((text_of(path) if path else "") or "")
    except FrontError:
        return {}


def _take(path: Path, root: Path, kinds: set[str], config: dict[str, Any], site: Site, zone: Any) -> None:
    source = path.relative_to(root).as_posix()
    text = text_of(path)
    if text is None:
        site.told.append(("file", source, "tệp không đọc được"))
        return
    try:
        front = split_front(text)
    except FrontError as error:
        site.told.append(("file", f"{source}: {error}", "bài không vào"))
        return
    is_post = bool(kinds & {"_posts", "_drafts"})
    if not is_post and (not front.text or "paginator" in front.body or "site.posts" in front.body):
        site.skipped["trang danh sách hoặc tệp không có phần đầu"] += 1
        return
    site.posts.append(_post(path, root, source, front, config, site, zone, is_post=is_post, draft="_drafts" in kinds))


def _post(
    path: Path,
    root: Path,
    source: str,
    front: Front,
    config: dict[str, Any],
    site: Site,
    zone: Any,
    *,
    is_post: bool,
    draft: bool,
) -> Post:
    day, name = dated(path.stem) if is_post else ("", path.stem)
    title = name.replace("-", " ") if is_post else name
    post = Post(source=source, title=title, html="", raw="", page=not is_post, date=day)
    take(post, front.values, zone, tag_sign="" if is_post else ",")
    if draft:
        post.status = "draft"
    post.slug = words(front.values.get("slug")) or (path.parent.name if name == "index" and not is_post else name)
    post.folder = path.parent.relative_to(root).as_posix()
    body = front.body
    values = {"title": post.title, "date": post.date, "excerpt": post.summary, "author": "; ".join(post.authors)}
    body = shortcodes.liquid(body, _expand, lambda what: _value(what, values, config), post.told)
    is_markdown = path.suffix not in {".html", ".htm"}
    post.html = to_html(body) if is_markdown else body
    post.raw = written_words(front.body) if is_markdown else ""
    main = _address(post, front, path, root, config, is_post=is_post, name=name)
    prefix = "/" + words(config.get("baseurl")).strip("/")
    places = [main, *(_rooted(place) for place in listed(front.values.get("redirect_from")))]
    post.addresses = tuple(prefix.rstrip("/") + place for place in places)
    return post


def _expand(name: str, named: dict[str, str], bare: list[str], inner: str) -> str | None:
    if name in {"post_url", "link"} and bare:
        what = bare[0]
        return f"x-source:{quote(what, safe='/.-_')}"
    return shortcodes.common(name, named, bare, inner)


def _value(what: str, page: dict[str, str], config: dict[str, Any]) -> str | None:
    head, *filters = (part.strip() for part in what.split("|"))
    if match := re.fullmatch(r"""["'](.*)["']""", head):
        return (
            match[1]
            if all(f in {"relative_url", "absolute_url"} or f.startswith("prepend:") for f in filters)
            else None
        )
    if head in {"site.baseurl", "site.url", "site.github.url"}:
        return ""
    if head.startswith("page.") and page.get(head[5:]):
        return page[head[5:]]
    if head.startswith("site.") and isinstance(config.get(head[5:]), str):
        return str(config[head[5:]])
    return None


def _address(
    post: Post, front: Front, path: Path, root: Path, config: dict[str, Any], *, is_post: bool, name: str
) -> str:
    own = words(front.values.get("permalink"))
    inside = path.relative_to(root)
    if not is_post:
        if own and ":" not in own:
            return _rooted(own)
        folder = "/".join(part for part in inside.parent.parts if not part.startswith("_"))
        base = f"/{folder}/".replace("//", "/")
        if name == "index":
            return base
        return f"{base}{name}/" if words(config.get("permalink")) == "pretty" else f"{base}{name}.html"
    style = own or words(config.get("permalink")) or "date"
    pattern = _STYLES.get(style, style)
    year, month, day = ([*post.date[:10].split("-"), "", "", ""])[:3]
    folders = [part for part in inside.parent.parts if part not in {"_posts", "_drafts"}]
    categories = [slugify(part) for part in dict.fromkeys((*folders, *post.categories))]
    values = {
        "categories": "/".join(categories), "year": year, "month": month, "day": day, "title": post.slug or name,
        "slug": slugify(post.slug or name), "output_ext": ".html", "short_year": year[2:], "name": name,
        "i_month": month.lstrip("0"), "i_day": day.lstrip("0"), "collection": "posts", "path": name,
    }  # fmt: skip
    made = re.sub(r":(\w+?)(?=\W|:|$|output_ext)", lambda m: values.get(m[1], ""), pattern)
    return _rooted(re.sub("/{2,}", "/", made))


def _rooted(place: str) -> str:
    return place if place.startswith("/") else f"/{place}"
