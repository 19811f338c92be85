"""A WordPress export (WXR) → posts and pages. Pictures come from the folder `uploads` beside it; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from ...core.importing.outcome import ImportRefusedError
from ...core.text.vietnamese import slugify
from . import shortcodes
from .moments import moment
from .site import Post, Site

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_STATES = {"publish": "published", "future": "published", "draft": "draft", "pending": "draft", "private": "hidden",
           "inherit": "published"}  # fmt: skip
_QUIET = re.compile(r"_(?!wp_old_slug|wp_attached_file|thumbnail_id|wp_attachment_image_alt)\w+")


class Attachment(NamedTuple):
    """address: where the file was; alt, caption: as the media library has them."""

    address: str
    alt: str
    caption: str


def is_wxr(head: bytes) -> bool:
    """Whether a file begins as an export of WordPress does."""
    return b"wordpress.org/export/" in head[:20_000]


def read_site(data: bytes, name: str, folder: Path) -> Site:
    """folder: where the export lies; `wp-content/uploads` or `uploads` in it holds the pictures."""
    channel = _channel(data)
    address = _text(channel, "link") or _wp(channel, "base_blog_url")
    site = Site(program="WordPress", name=name, address=address, roots=(folder,))
    people = {
        _wp(a, "author_login"): _wp(a, "author_display_name") for a in channel if _local(a) == "author" and len(a)
    }
    items = [item for item in channel if _local(item) == "item"]
    attachments = {_wp(item, "post_id"): _attachment(item) for item in items if _wp(item, "post_type") == "attachment"}
    for item in items:
        site.comments += sum(1 for child in item if _local(child) == "comment")
        kind, status = _wp(item, "post_type"), _wp(item, "status")
        if kind not in {"post", "page"} or status in {"trash", "auto-draft"}:
            site.skipped["thùng rác, bản lưu tạm" if kind in {"post", "page"} else kind or "mục khác"] += 1
            continue
        site.posts.append(_post(item, people, attachments, site, page=kind == "page"))
    return site


def _channel(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    clean = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", data)
    try:
        root = etree.fromstring(clean, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    channel = root.find("channel") if root is not None else None
    if channel is None:
        raise ImportRefusedError(
            "broken", "Tệp xuất từ WordPress hỏng hoặc bị cắt ngắn; hãy xuất lại (Công cụ → Xuất)."
        )
    return channel


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _wp(element: etree._Element, name: str) -> str:
    """A value of WordPress' own namespace, whatever its version."""
    for child in element:
        if isinstance(child.tag, str) and "wordpress.org/export" in child.tag and _local(child) == name:
            return (child.text or "").strip() if name != "excerpt" else child.text or ""
    return ""


def _meta(item: etree._Element) -> Iterator[tuple[str, str]]:
    for child in item:
        if _local(child) == "postmeta":
            yield _wp(child, "meta_key"), _wp(child, "meta_value")


def _encoded(item: etree._Element, part: str) -> str:
    for child in item:
        if isinstance(child.tag, str) and _local(child) == "encoded" and f"/{part}/" in child.tag:
            return child.text or ""
    return ""


def _attachment(item: etree._Element) -> Attachment:
    alt = dict(_meta(item)).get("_wp_attachment_image_alt", "")
    return Attachment(_wp(item, "attachment_url"), alt, " ".join(_encoded(item, "excerpt").split()))


def _post(
    item: etree._Element, people: dict[str, str], attachments: dict[str, Attachment], site: Site, *, page: bool
) -> Post:
    identity = _wp(item, "post_id")
    body = _encoded(item, "content")
    post = Post(
        source=f"{'page' if page else 'post'} {identity}", title=_text(item, "title"), html="", raw="", page=page
    )
    post.raw = "".join(_beside_comments(body))
    gmt, local = _wp(item, "post_date_gmt"), _wp(item, "post_date")
    post.date = _date(gmt, local)
    post.modified = _date(_wp(item, "post_modified_gmt"), _wp(item, "post_modified"))
    post.status = _STATES.get(_wp(item, "status"), "draft")
    if _wp(item, "post_password"):
        post.status = "hidden"
        post.told.append(("header", "post_password", "bài có mật khẩu: để hidden"))
    creator = (item.findtext("{http://purl.org/dc/elements/1.1/}creator") or "").strip()
    post.authors = tuple(filter(None, [people.get(creator) or creator])) if not page else ()
    terms = [(child.get("domain"), (child.text or "").strip()) for child in item if _local(child) == "category"]
    post.categories = tuple(dict.fromkeys(text for domain, text in terms if domain == "category" and text))
    post.tags = tuple(dict.fromkeys(text for domain, text in terms if domain == "post_tag" and text))
    post.told += [
        ("header", f"{domain}: {text}", "cách phân loại khác của WordPress")
        for domain, text in terms
        if text and domain not in {"category", "post_tag"}
    ]
    post.summary = " ".join(re.sub(r"<[^<>]*>", " ", _encoded(item, "excerpt")).split())
    post.slug = unquote(_wp(item, "post_name")) or slugify(post.title)
    meta = list(_meta(item))
    _take_meta(post, meta, attachments)
    post.html = _html(body, attachments, post)
    post.addresses = _addresses(item, identity, meta, page=page)
    post.texts += [post.title, *post.authors, *post.tags, *post.categories, post.summary]
    return post


def _date(gmt: str, local: str) -> str:
    """With the offset that the two clocks of WordPress say."""
    if not gmt or gmt.startswith("0000"):
        return "" if local.startswith("0000") else moment(local, None)
    from datetime import datetime, timedelta, timezone

    try:
        there = datetime.fromisoformat(gmt)
        here = datetime.fromisoformat(local or gmt)
        minutes = round((here - there).total_seconds() / 60)
        return here.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()
    except (ValueError, TypeError):
        return ""


def _take_meta(post: Post, meta: list[tuple[str, str]], attachments: dict[str, Attachment]) -> None:
    for name, value in meta:
        if name == "_thumbnail_id" and value in attachments:
            post.picture, post.picture_alt, post.picture_caption = attachments[value]
        elif name in {"_yoast_wpseo_metadesc", "rank_math_description"} and value and not post.summary:
            post.summary = " ".join(value.split())
        elif value and name != "_wp_old_slug" and not _QUIET.fullmatch(name) and not name.startswith("_"):
            post.told.append(("header", f"{name}: {value}", "trường riêng của WordPress"))


def _html(body: str, attachments: dict[str, Attachment], post: Post) -> str:
    def picture(identity: str) -> str:
        one = attachments.get(identity.strip())
        if one is None:
            post.told.append(("picture-linked", f"ảnh số {identity}", "không có trong tệp xuất"))
            return ""
        return shortcodes.figure({"src": one.address, "alt": one.alt, "caption": escape(one.caption, quote=False)})

    def expand(name: str, named: dict[str, str], bare: list[str], inner: str) -> str | None:
        if name in {"caption", "wp_caption"}:
            image = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", inner, re.IGNORECASE)
            if image:
                words = named.get("caption") or inner[image.end() :].strip()
                return f"\n\n<figure>{image[0]}<figcaption>{inner[: image.start()]}{words}</figcaption></figure>\n\n"
        if name == "gallery" and (named.get("ids") or named.get("include")):
            return "".join(
                picture(one.strip()) for one in (named.get("ids") or named["include"]).split(",") if one.strip()
            )
        if name in {"more", "nextpage"}:
            return ""
        return shortcodes.common(name, named, bare, inner)

    blocks = "<!-- wp:" in body
    for match in re.finditer(
        r"<!-- wp:(?:core-)?embed[^<>{]*+(\{(?>(?:(?!\}\s*+-->|<!--).)*)\})\s*+-->", body, re.DOTALL
    ):
        post.aside.append(match[1])
    text = shortcodes.wordpress(body, expand, post.told)
    # a bare address on a line of its own is an embed to WordPress
    text = re.sub(
        r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", lambda m: shortcodes.link(m[1]).strip("\n"), text, flags=re.MULTILINE
    )
    text = ("\n\n" if blocks else "").join(_beside_comments(text))
    return text if blocks and "<p" in text else shortcodes.paragraphs(text)


def _beside_comments(text: str) -> Iterator[str]:
    """What stands before, between and behind comments; one that never ends is text."""
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield text[at:start]
        at = end + 3
    yield text[at:]


def _addresses(item: etree._Element, identity: str, meta: list[tuple[str, str]], *, page: bool) -> tuple[str, ...]:
    """Its address, the numbered one that always leads there, and those of earlier names."""
    parts = urlsplit(_text(item, "link"))
    found = []
    if parts.path and (parts.path != "/" or not parts.query):
        found.append(parts.path)
        folder = parts.path.rstrip("/").rpartition("/")
        end = "/" if parts.path.endswith("/") else ""
        found += [f"{folder[0]}/{value}{end}" for name, value in meta if name == "_wp_old_slug" and value]
    if identity.isdigit():
        found.append(f"/?{'page_id' if page else 'p'}={identity}")
    return tuple(dict.fromkeys(place for place in found if place != "/"))
