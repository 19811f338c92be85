"""A Pelican site's folder → posts and pages. Its settings are read as values and never run."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...core.text.vietnamese import slugify
from .fields import take
from .folders import dated, files_of, text_of
from .front import Front, FrontError, split_lines, words
from .markdown import to_html, written_words
from .moments import zone_of
from .site import Post, Site

SETTINGS = ("publishconf.py", "pelicanconf.py", "pelican.conf.py")
"""Modules of settings; the first is what was published."""
_PLACES = re.compile(r"[{|](?:filename|static|attach)[}|]", re.IGNORECASE)


def is_pelican(root: Path) -> bool:
    """Whether a folder is a Pelican site."""
    return any((root / name).is_file() for name in SETTINGS[1:])


def read_site(root: Path) -> Site:
    """Articles and pages in Markdown, reStructuredText and HTML."""
    settings = {name: value for file in reversed(SETTINGS) for name, value in _settings(root / file).items()}
    content = root / words(settings.get("PATH") or "content")
    site = Site(program="Pelican", name=root.name, address=words(settings.get("SITEURL")), roots=(content, root))
    zone = zone_of(words(settings.get("TIMEZONE")))
    pages = tuple(settings.get("PAGE_PATHS") or ["pages"])
    for path in files_of(content, (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm")):
        inside = path.relative_to(content).as_posix()
        if "comments/" in inside.lower():
            site.comments += 1
            continue
        text = text_of(path)
        if text is None:
            site.told.append(("file", inside, "tệp không đọc được"))
            continue
        try:
            front, html, raw = _parsed(text, path.suffix.lower())
        except FrontError as error:
            site.told.append(("file", f"{inside}: {error}", "bài không vào"))
            continue
        if not front.values.get("title"):
            site.skipped["tệp không có Title"] += 1
            continue
        is_page = any(inside.startswith(f"{folder}/") for folder in pages)
        site.posts.append(_post(path, content, front, html, raw, settings, zone, page=is_page))
    return site


def _settings(path: Path) -> dict[str, Any]:
    """Settings that are plain values."""
    found: dict[str, Any] = {}
    try:
        tree = ast.parse(text_of(path) or "") if path.is_file() else None
    except (SyntaxError, ValueError, RecursionError):
        return {}
    for node in tree.body if tree else ():
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except (ValueError, TypeError, RecursionError):
                continue
    return found


def _parsed(text: str, suffix: str) -> tuple[Front, str, str]:
    if suffix == ".rst":
        return _rst(text)
    if suffix in {".html", ".htm"}:
        return _html(text)
    front = split_lines(text)
    return front, to_html(front.body), written_words(_PLACES.sub("", front.body))


def _html(text: str) -> tuple[Front, str, str]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "lxml")
    values: dict[str, Any] = {
        str(m.get("name")).lower(): m.get("content") or "" for m in soup.find_all("meta") if m.get("name")
    }
    if soup.title:
        values["title"] = soup.title.get_text()
    body = soup.body
    return Front(values, "", ""), body.decode_contents() if body else "", ""


def _rst(text: str) -> tuple[Front, str, str]:
    from docutils.core import publish_parts
    from docutils.utils import SystemMessage

    options = {
        "file_insertion_enabled": False, "raw_enabled": False, "report_level": 5, "halt_level": 5,
        "initial_header_level": 2, "doctitle_xform": True, "docinfo_xform": False, "syntax_highlight": "none",
        "embed_stylesheet": False,
    }  # fmt: skip
    values: dict[str, Any] = {}

    def take_field(match: re.Match[str]) -> str:
        values[match[1].lower()] = match[2].strip()
        return ""

    text = text.replace("\r\n", "\n")
    head = re.compile(r"^:([\w-]+):[ \t]*(.*)\n", re.MULTILINE)
    at = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if re.match(r":[\w-]+:", line):
            at = number
            end = number
            while end < len(lines) and re.match(r":[\w-]+:|\s+\S", lines[end]):
                end += 1
            head.sub(take_field, "\n".join(lines[at:end]) + "\n")
            lines[at:end] = []
            break
        if number > 12:
            break
    try:
        parts = publish_parts("\n".join(lines), writer="html5", settings_overrides=options)
    except (SystemMessage, RecursionError, ValueError):
        raise FrontError("reStructuredText không đọc được") from None
    values.setdefault("title", re.sub("<[^<>]*>", "", parts["title"]))
    return Front(values, "", ""), parts["body"], ""


def _post(
    path: Path, content: Path, front: Front, html: str, raw: str, settings: dict[str, Any], zone: Any, *, page: bool
) -> Post:
    values = front.values
    inside = path.relative_to(content)
    day, _name = dated(path.stem)
    post = Post(
        source=inside.as_posix(), title=words(values.get("title")), html=_places(html), raw=raw, page=page, date=day
    )
    take(post, values, zone)
    if not post.categories and not page and len(inside.parts) > 1:
        post.categories = (inside.parts[-2],)
    status = words(values.get("status") or settings.get("DEFAULT_METADATA", {}).get("status", "")).lower()
    post.status = status if status in {"draft", "hidden"} else post.status
    post.slug = words(values.get("slug")) or slugify(post.title)
    post.folder = inside.parent.as_posix()
    if not post.authors and settings.get("AUTHOR") and not page:
        post.authors = (words(settings["AUTHOR"]),)
    post.addresses = (_address(post, values, settings),)
    return post


def _places(html: str) -> str:
    """`{filename}x.md` → a reference by file; `{static}x.jpg` → the file."""

    def attribute(match: re.Match[str]) -> str:
        return match[1] + ("x-source:" if "filename" in match[2].lower() else "")

    return re.sub(
        r"""((?:href|src)=["'])((?:\{|\||%7B)(?:filename|static|attach)(?:\}|\||%7D))""", attribute, html, flags=re.I
    )


def _address(post: Post, values: dict[str, Any], settings: dict[str, Any]) -> str:
    kind = "PAGE" if post.page else "ARTICLE"
    usual = "pages/{slug}.html" if post.page else "{slug}.html"
    pattern = words(values.get("url") or values.get("save_as") or settings.get(f"{kind}_URL") or usual)
    year, month, day = ([*post.date[:10].split("-"), "", "", ""])[:3]
    pattern = re.sub(r"%Y", year, re.sub(r"%m", month, re.sub(r"%d", day, pattern)))
    pattern = re.sub(r"\{date:([^{}]*)\}", r"\1", pattern)
    category = slugify(post.categories[0]) if post.categories else "misc"
    named = {
        "slug": post.slug,
        "category": category,
        "lang": post.lang or "vi",
        "author": slugify("-".join(post.authors)),
    }
    pattern = re.sub(r"\{(\w+)\}", lambda m: named.get(m[1], ""), pattern)
    return "/" + quote(pattern.lstrip("/"), safe="/.-_~%?=&")
