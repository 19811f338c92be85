"""A Hugo site's folder → posts. Permalinks, languages' zone, bundles, aliases and shortcodes as Hugo reads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from ...core.text.vietnamese import slugify
from . import shortcodes
from .fields import take
from .folders import files_of, first_of, text_of
from .front import Front, FrontError, is_true, listed, read_toml, read_yaml, split_front, words
from .markdown import to_html, written_words
from .moments import zone_of
from .site import Post, Site

CONFIG = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json",
          "config/_default/hugo.toml", "config/_default/config.toml", "config/_default/hugo.yaml",
          "config/_default/config.yaml")  # fmt: skip
_PATTERN = re.compile(r":(\w+)(?:\[[^\]]*\])?")


def is_hugo(root: Path) -> bool:
    """Whether a folder is a Hugo site."""
    return first_of(root, CONFIG) is not None and (root / "content").is_dir()


def read_site(root: Path) -> Site:
    """Every page of `content/`; sections' list pages are none."""
    config = _config(root)
    address = words(config.get("baseurl"))
    zone = zone_of(words(config.get("timezone")))
    content = root / (words(config.get("contentdir")) or "content")
    site = Site(
        program="Hugo", name=root.name, address=address, roots=(root / "static", root / "assets", content, root)
    )
    for path in files_of(content, (".md", ".markdown", ".html", ".htm", ".adoc", ".org", ".rst", ".mdx")):
        source = path.relative_to(root).as_posix()
        if path.stem.split(".")[0] == "_index":
            site.skipped["trang danh sách (_index)"] += 1
            continue
        text = text_of(path)
        if text is None or path.suffix in {".adoc", ".org", ".rst", ".mdx"}:
            site.told.append(("file", source, "loại văn bản không đọc được ở đây"))
            continue
        try:
            front = split_front(text)
        except FrontError as error:
            site.told.append(("file", f"{source}: {error}", "bài không vào"))
            continue
        bundle = path.stem.split(".")[0] == "index"
        if not front.values and not bundle and not front.text:
            site.skipped["tệp không có phần đầu"] += 1
            continue
        site.posts.append(_post(path, content, source, front, config, site, zone))
    return site


def _config(root: Path) -> dict[str, Any]:
    path = first_of(root, CONFIG)
    text = (text_of(path) if path else "") or ""
    try:
        found = read_toml(text) if path and path.suffix == ".toml" else read_yaml(text)
    except FrontError:
        return {}
    return {str(name).lower(): value for name, value in found.items()}


def _post(path: Path, content: Path, source: str, front: Front, config: dict[str, Any], site: Site, zone: Any) -> Post:
    inside = path.relative_to(content)
    bundle = path.stem.split(".")[0] == "index"
    name = path.parent.name if bundle else re.sub(r"\.[a-z]{2}(?:-[a-z]{2})?$", "", path.stem)
    folders = inside.parent.parts[:-1] if bundle else inside.parent.parts
    post = Post(source=source, title=name, html="", raw="", page=not folders)
    post.folder = path.parent.relative_to(content).as_posix()
    take(post, front.values, zone)
    post.slug = words(front.values.get("slug")) or name
    post.html = _html(front.body, path.suffix, post, config)
    post.raw = written_words(front.body) if path.suffix in {".md", ".markdown"} else ""
    main = words(front.values.get("url")) or _address(post, folders, name, words(front.values.get("slug")), config)
    prefix = urlsplit(site.address).path.rstrip("/")
    aliases = [_joined(alias, main) for alias in listed(front.values.get("aliases"))]
    post.addresses = tuple(prefix + _rooted(place) for place in (main, *aliases))
    if expiry := words(front.values.get("expirydate")):
        post.told.append(("header", f"expiryDate: {expiry}", "ghi vào Expires nếu còn cần"))
    return post


def _html(body: str, suffix: str, post: Post, config: dict[str, Any]) -> str:
    def expand(name: str, named: dict[str, str], bare: list[str], inner: str) -> str | None:
        if name in {"ref", "relref"}:
            what = named.get("path") or (bare[0] if bare else "")
            return f"x-source:{quote(what, safe='/#.-_')}"
        if name == "highlight":
            return f"\n\n```{bare[0] if bare else ''}\n{inner.strip(chr(10))}\n```\n\n"
        if name in {"param", "title"}:
            found = config.get("params", {})
            return words(found.get(bare[0])) if bare and isinstance(found, dict) and found.get(bare[0]) else None
        return shortcodes.common(name, named, bare, inner)

    text = shortcodes.hugo(body, expand, post.told)
    return to_html(text) if suffix in {".md", ".markdown"} else text


def _address(post: Post, folders: tuple[str, ...], name: str, own: str, config: dict[str, Any]) -> str:
    """Where Hugo put the page. own: the slug that its front matter says."""
    patterns = config.get("permalinks") or {}
    patterns = patterns.get("page", patterns) if isinstance(patterns, dict) else {}
    section = folders[0] if folders else ""
    pattern = words(patterns.get(section) or patterns.get(f"/{section}/")) if isinstance(patterns, dict) else ""
    path = "/".join(map(_part, folders))
    if pattern:
        year, month, day = ([*post.date[:10].split("-"), "", "", ""])[:3]
        values = {
            "year": year, "month": month, "day": day, "section": section, "sections": path, "filename": name,
            "contentbasename": name, "slugorfilename": _part(post.slug), "slugorcontentbasename": _part(post.slug),
            "title": _part(post.title), "slug": _part(own or post.title),
        }  # fmt: skip
        return _PATTERN.sub(lambda m: values.get(m[1], ""), pattern)
    last = _part(post.slug)
    if is_true(config.get("uglyurls")):
        return f"/{path}/{last}.html".replace("//", "/")
    return f"/{path}/{last}/".replace("//", "/")


def _part(text: str) -> str:
    """A name as Hugo makes it part of an address: lower case, blanks to hyphens, letters kept."""
    return re.sub(r"[^\w.-]+", "-", text.strip().lower()).strip("-") or slugify(text)


def _rooted(place: str) -> str:
    place = urlsplit(place).path or place
    return place if place.startswith("/") else f"/{place}"


def _joined(alias: str, main: str) -> str:
    return alias if alias.startswith("/") else f"{main.rstrip('/').rpartition('/')[0]}/{alias}"
