"""The column's feed items without a build: what a verb that shows or sends them starts from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..build.report import shown
from ..column import parts_of
from ..core.body.parser import fill
from ..core.errors import SettingsError
from ..core.problem import render
from ..core.site_map import left_out
from ..core.views.presenter import Presenter
from ..feeds.article_feeds import FeedBook
from ..pictures.encoder import ImageEncoder
from ..pictures.published import PublishedImages
from ..reading.check import check
from ..reading.reader import body_parser
from ..reading.settings_said import said
from ..reading.sources import scan
from ..system import build_inputs
from .check import plain_settings

if TYPE_CHECKING:
    from datetime import datetime

    from ..core.article.article import Article


def open_book(content: Path, site_url: str, instant: datetime) -> FeedBook:
    """Items of the column as it is public at an instant; SettingsError while content can't be published."""
    settings = plain_settings()
    sources = scan(content)
    without = left_out(parts_of(settings["PLUGINS"]), search=settings["COLUMN_SEARCH"])
    with build_inputs.reading_store(content) as home:
        shape, parser = build_inputs.shape(settings), body_parser(settings)
        checked = check(content, sources, home, parser, shape, instant, without, said=said(settings))
    column = checked.column
    if column is None:
        problems = render(checked.problems, "text", root=shown(content))
        raise SettingsError(f"nội dung chưa đăng được:\n{problems}")
    base = (site_url or column.site.url).rstrip("/")
    encoder = ImageEncoder(content, sources, checked.facts, build_inputs.pictures_home())
    pictures = PublishedImages(column=column, facts=checked.facts, encoder=encoder, base_url=base, unchanged={})
    present = Presenter(column, pictures, base)

    def body(article: Article) -> str:
        html = checked.store.html(article.source)
        return fill(html, article.references, present.reference_url, pictures.markup) if article.references else html

    return FeedBook(present, body)
