"""`feed-preview ARTICLE`: what an aggregator will receive of one article, before it does.

Scheduled articles can be looked at before their time; a draft becomes visible with its status.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import SettingsError
from ..core.feeds.item import LARGE as LARGE_PICTURE
from ..feeds.article_feeds import FeedBook, list_feeds
from ..system import build_inputs
from .feed_book import open_book

if TYPE_CHECKING:
    from ..core.article.article import Article
    from ..core.column.column import Column
    from ..core.feeds.item import FeedItem

LARGE = 200_000
"""Bytes of an item above which some readers cut it or slow down."""
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


def run(content: Path, wanted: str, site_url: str) -> int:
    """Print the preview; returns the exit code."""
    from ..feeds.rss_atom import rss_item

    book, article = find_article(content, wanted, site_url)
    item = book.item(article, full=True)
    data = rss_item(item, full=True, language=book.column.site.language)
    page = build_inputs.shelf("feed-preview") / f"{article.slug}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_html(item), encoding="utf-8")
    lines = [
        f"{item.title}",
        f"  địa chỉ: {item.url}",
        f"  mã số:   {item.id}",
        f"  nguồn:   {', '.join(feed.path for feed in list_feeds(book.present) if article in feed.articles)}",
        "",
        f"Mục RSS, {len(data)} byte:",
        re.sub(r"(?<=>)(?=<[a-z])", "\n", data.decode()).replace("\n", "\n  "),
        "",
        f"Bản người đăng ký đọc: {page}",
        *[f"• {warning}" for warning in warnings(item, len(data), book.body(article))],
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def find_article(content: Path, wanted: str, site_url: str) -> tuple[FeedBook, Article]:
    """The article as it is public now, else as it will be."""
    for instant in (datetime.now(UTC), _FAR):
        book = open_book(content, site_url, instant)
        article = _choose(book.column, content, wanted)
        if article is not None:
            return book, article
    raise SettingsError(f"{wanted}: không có bài nào sẽ đăng có tệp, Slug hay Id này; bản nháp thì chưa xem được")


def _choose(column: Column, content: Path, wanted: str) -> Article | None:
    """By file (as typed, or inside content/), slug or id."""
    file = Path(wanted).resolve()
    root = content.resolve()
    source = file.relative_to(root).as_posix() if file.is_relative_to(root) else wanted
    found = column.by_source.get(source) or column.by_source.get(wanted) or column.by_id.get(wanted)
    return found or next((article for article in column.articles if article.slug == wanted), None)


def warnings(item: FeedItem, size: int, body: str) -> Iterator[str]:
    """What an editor should know before subscribers read it."""
    if size > LARGE:
        yield f"mục nặng {size // 1000} KB: vài trình đọc tin cắt bớt mục trên {LARGE // 1000} KB"
    if len(item.title) > 150:
        yield f"tựa đề dài {len(item.title)} ký tự: danh sách của trình đọc tin thường chỉ hiện khoảng 100"
    if item.picture is None:
        yield "bài không có ảnh đầu bài: ứng dụng hiện ảnh sẽ để trống"
    elif item.lead is None:
        yield "bài không có ảnh đầu bài: ứng dụng hiện thẻ mang tựa đề"
    elif item.picture is not item.lead:
        yield f"ảnh đầu bài rộng {item.lead.width} điểm, dưới {LARGE_PICTURE}: ứng dụng hiện thẻ mang tựa đề"
    lost = sorted(_tags(body) - _tags(item.content) - {"picture", "source"})
    if lost:
        yield f"phần không vào nguồn tin: {', '.join(f'<{tag}>' for tag in lost)}"
    if re.search(r'(?:href|src)="http://(?!localhost[:/])', item.content):
        yield "có địa chỉ http:// không mã hoá: trình đọc tin trên https có thể không tải"
    if item.updated:
        yield f"đã sửa lúc {item.updated:%d/%m/%Y %H:%M}: người đã nhận bài thấy bản mới nếu trình đọc của họ cập nhật"


def _tags(html: str) -> set[str]:
    return set(re.findall(r"<([a-z][a-z0-9-]*)", html))


def _html(item: FeedItem) -> str:
    """The item as a bare reader shows it: no style of ours."""
    return (
        f'<!doctype html><html lang="{item.language}"><head><meta charset="utf-8">'
        f"<title>{escape(item.title)}</title></head><body>"
        f'<h1><a href="{escape(item.url)}">{escape(item.title)}</a></h1>\n{item.content}\n</body></html>\n'
    )
