"""A Ghost export (JSON) → posts and pages; pictures come from `content/images` beside it."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from ...core.importing.outcome import ImportRefusedError
from .front import words
from .markdown import to_html
from .moments import moment, zone_of
from .site import Post, Site

_STATES = {"published": "published", "scheduled": "published", "draft": "draft", "sent": "hidden"}
_UNSEEN = re.compile(r"<!--(?:(?!<!--).)*?-->|<(script|style)\b(?:(?!<(?:script|style)\b).)*?</\1>", re.DOTALL)
_HTML_META = {"custom_excerpt", "plaintext"}


def is_ghost(head: bytes) -> bool:
    """Whether a file looks like an export of Ghost."""
    start = head[:4000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") and (b'"db"' in start or b'"data"' in start)


def read_site(data: bytes, name: str, folder: Path) -> Site:
    """Every post of the export. Raises ImportRefusedError."""
    tables = _tables(data)
    settings = {words(row.get("key")): row.get("value") for row in _rows(tables, "settings")}
    address = words(settings.get("url") or "")
    site = Site(
        program="Ghost", name=name, address=address, roots=(folder, folder / "content", folder / "content/images")
    )
    zone = zone_of(words(settings.get("timezone") or settings.get("active_timezone") or "Etc/UTC"))
    tags = {row.get("id"): words(row.get("name")) for row in _rows(tables, "tags")}
    users = {row.get("id"): words(row.get("name")) for row in _rows(tables, "users")}
    metas = {row.get("post_id"): row for row in _rows(tables, "posts_meta")}
    site.comments = len(_rows(tables, "comments"))
    for table, what in (("members", "thành viên"), ("members_subscribe_events", ""), ("newsletters", "bản tin thư")):
        if what and _rows(tables, table):
            site.skipped[what] += len(_rows(tables, table))
    for row in _rows(tables, "posts"):
        post = _post(row, metas.get(row.get("id"), {}), zone)
        links = sorted(_rows(tables, "posts_tags"), key=lambda link: int(link.get("sort_order") or 0))
        named = [tags.get(link.get("tag_id"), "") for link in links if link.get("post_id") == row.get("id")]
        post.categories = tuple(t for t in named if t and not t.startswith("#"))[:1]
        post.tags = tuple(t for t in named if t and not t.startswith("#"))[1:]
        post.aside += [t for t in named if t.startswith("#")]
        people = sorted(_rows(tables, "posts_authors"), key=lambda link: int(link.get("sort_order") or 0))
        who = [users.get(link.get("author_id"), "") for link in people if link.get("post_id") == row.get("id")]
        post.authors = tuple(filter(None, who or [users.get(row.get("author_id"), "")])) if not post.page else ()
        post.texts += [post.title, post.summary, *post.categories, *post.tags, *post.authors]
        site.posts.append(post)
    return site


def _tables(data: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(data.decode("utf-8-sig"))
        base = whole["db"][0] if "db" in whole else whole
        tables = base["data"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise ImportRefusedError(
            "broken", "Tệp xuất từ Ghost hỏng hoặc bị cắt ngắn; hãy xuất lại (Labs → Export)."
        ) from None
    if not isinstance(tables, dict) or not isinstance(tables.get("posts"), list):
        raise ImportRefusedError(
            "not-word", "Tệp JSON này không phải tệp xuất từ Ghost: không có danh sách bài (posts)."
        )
    return tables


def _rows(tables: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _post(row: dict[str, Any], meta: dict[str, Any], zone: Any) -> Post:
    page = words(row.get("type")) == "page" or row.get("page") in {1, "1"}
    slug = words(row.get("slug"))
    post = Post(
        source=f"{'page' if page else 'post'} {words(row.get('id'))}", title=words(row.get("title")), html="", raw=""
    )
    post.page = page
    post.slug = slug
    post.date = _moment(row.get("published_at") or row.get("created_at"), zone)
    post.modified = _moment(row.get("updated_at"), zone)
    post.status = _STATES.get(words(row.get("status")), "draft")
    if words(row.get("visibility")) not in {"", "public"}:
        post.status = "hidden"
        post.told.append(
            ("header", f"visibility: {words(row['visibility'])}", "bài chỉ dành cho thành viên: để hidden")
        )
    post.summary = words(row.get("custom_excerpt") or meta.get("meta_description") or row.get("meta_description"))
    post.picture = words(row.get("feature_image") or row.get("image"))
    post.picture_alt = words(meta.get("feature_image_alt") or row.get("feature_image_alt"))
    post.picture_caption = re.sub(
        "<[^<>]*>", "", words(meta.get("feature_image_caption") or row.get("feature_image_caption"))
    )
    post.lang = "en" if words(row.get("locale")).startswith("en") else ""
    post.html = _body(row, post)
    post.raw = _UNSEEN.sub("", post.html)
    post.addresses = (f"/{slug}/",) if slug else ()
    post.texts += [post.picture_alt, post.picture_caption]
    for name in ("codeinjection_head", "codeinjection_foot"):
        if row.get(name):
            post.told.append(("object", str(row[name]), "mã chèn vào trang"))
    return post


def _moment(value: Any, zone: Any) -> str:
    from datetime import UTC, datetime

    if isinstance(value, int):
        return datetime.fromtimestamp(value / 1000, UTC).astimezone(zone or UTC).replace(microsecond=0).isoformat()
    found = moment(value, zone_of("Etc/UTC"))
    if not found or zone is None or len(found) == 10:
        return found
    return datetime.fromisoformat(found).astimezone(zone).isoformat()


def _body(row: dict[str, Any], post: Post) -> str:
    """Ghost's own HTML; older exports have Markdown or cards only."""
    if html := row.get("html"):
        return str(html)
    if row.get("markdown"):
        return to_html(str(row["markdown"]))
    for name in ("mobiledoc", "lexical"):
        try:
            whole = json.loads(row.get(name) or "null")
        except (ValueError, TypeError):
            continue
        if whole:
            return _cards(whole) if name == "mobiledoc" else _lexical(whole.get("root", {}))
    return ""


def _cards(whole: dict[str, Any]) -> str:
    """Mobiledoc: Markdown and HTML cards, pictures, and plain sections of text."""
    out = []
    cards, markups = whole.get("cards") or [], whole.get("markups") or []
    for section in whole.get("sections") or []:
        if section[0] == 10:
            kind, load = cards[section[1]][:2]
            if "markdown" in kind:
                out.append(to_html(load.get("markdown", "")))
            elif kind == "image":
                out.append(_picture(load))
            else:
                out.append(str(load.get("html") or escape(words(load))))
        elif section[0] == 1:
            out.append(f"<{section[1]}>{_markers(section[2], markups)}</{section[1]}>")
        elif section[0] == 3:
            items = "".join(f"<li>{_markers(item, markups)}</li>" for item in section[2])
            out.append(f"<{section[1]}>{items}</{section[1]}>")
    return "\n".join(out)


def _picture(card: dict[str, Any]) -> str:
    label = f"<figcaption>{card['caption']}</figcaption>" if card.get("caption") else ""
    source, alt = escape(str(card.get("src") or "")), escape(str(card.get("alt") or ""))
    return f'<figure><img src="{source}" alt="{alt}">{label}</figure>'


def _markers(markers: list[Any], markups: list[Any]) -> str:
    out, open_ = [], []
    for kind, opened, closed, value in markers:
        for at in opened:
            tag = markups[at]
            values = dict(zip(tag[1][::2], tag[1][1::2], strict=False)) if len(tag) > 1 else {}
            href = f' href="{escape(values["href"])}"' if "href" in values else ""
            out.append(f"<{tag[0]}{href}>")
            open_.append(tag[0])
        out.append(escape(str(value), quote=False) if kind == 0 else "<br>")
        out += [f"</{open_.pop()}>" for _ in range(closed) if open_]
    return "".join(out)


def _lexical(node: dict[str, Any]) -> str:
    """Lexical: text, links, headings, lists, pictures; other cards by their HTML or their words."""
    inner = "".join(_lexical(child) for child in node.get("children") or [] if isinstance(child, dict))
    kind = node.get("type")
    if kind in {"text", "extended-text"}:
        text = escape(str(node.get("text", "")), quote=False)
        for bit, tag in ((1, "strong"), (2, "em"), (4, "s"), (32, "sub"), (64, "sup")):
            text = f"<{tag}>{text}</{tag}>" if int(node.get("format") or 0) & bit else text
        return text
    if kind == "linebreak":
        return "<br>"
    if kind == "link":
        return f'<a href="{escape(str(node.get("url", "")))}">{inner}</a>'
    if kind == "image":
        return _picture(node)
    if kind in {"html", "markdown"}:
        return str(node.get("html") or "") or to_html(str(node.get("markdown") or ""))
    tags = {"paragraph": "p", "quote": "blockquote", "listitem": "li", "extended-quote": "blockquote"}
    tag = tags.get(str(kind)) or (str(node.get("tag")) if kind in {"heading", "extended-heading", "list"} else "")
    return (
        f"<{tag}>{inner}</{tag}>"
        if tag in {"p", "blockquote", "li", "ul", "ol", *["h1", "h2", "h3", "h4", "h5", "h6"]}
        else inner
    )
