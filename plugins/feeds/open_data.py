"""/du-lieu/: the column as open data: bai-viet.json, its JSON Schema, and a page that explains both."""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..build.generator import outputs
from ..core.addresses import article_path, output_file
from ..core.column.archives import by_file
from ..core.column.collections import Articles
from ..core.digests import combine, digest_text
from ..core.errors import StoreError
from ..core.feeds import plan_data
from ..core.feeds.item_body import absolute_url
from ..core.feeds.open_data import VERSION, DataWriter, dump, fields, schema
from ..core.output import Output, Part
from ..core.site_map import ROWS
from ..core.views.view_models import Crumb, Head
from ..system import build_inputs
from ..system.cache_file import load_cached, save_cached
from ..system.cache_places import ensure_folder
from . import article_feeds as feeds
from .opml import FILE as OPML
from .sitemaps import INDEX

if TYPE_CHECKING:
    from pathlib import Path

    from ..build.context import BuildContext, DataContext
    from ..core.article.article import Article
    from ..core.output import Family

PAGE, _TITLE = ROWS["data"].path, ROWS["data"].title
DATA, SCHEMA = (output_file(ROWS[name].path) for name in ("articles_data", "articles_schema"))
PLANS, PLANS_SCHEMA = (output_file(ROWS[name].path) for name in ("plans_data", "plans_schema"))


def open_data_outputs(context: BuildContext) -> Iterator[Output | Family]:
    """The data, its schema and the page; only the data itself depends on articles."""
    yield from _files(context.data)
    yield _page(context)


def _files(context: DataContext) -> Iterator[Output | Family]:
    base = feeds.site_base(context.present)
    months = context.column.lists["month"]
    files = by_file(months)
    earlier = [f"{base}/{data_file(year)}" for year, _ in files[1:]]
    for year, its in files:
        articles = Articles(
            context.column.by_position, tuple(chain.from_iterable(months[month].positions for month in its))
        )
        name = f"data:{year}"
        plan = partial(_data, context, base, f"{name}:", year, articles, [] if year else earlier)
        yield context.texts(name, articles, plan)
    yield context.output(SCHEMA, digest_text("schema"), lambda: _pretty(schema(f"{base}/{SCHEMA}")))
    plans, shape = f"{base}/{PLANS_SCHEMA}", plan_data.schema
    yield context.output(PLANS_SCHEMA, digest_text("plans schema"), lambda: _pretty(shape(plans)))
    yield context.output(
        PLANS, digest_text("plans", base), lambda: _pretty(plan_data.plans_data(context.column, base, plans))
    )


def _data(
    context: DataContext, base: str, name: str, year: str, articles: Articles, earlier: Sequence[str]
) -> Iterator[Family]:
    """The same by what its articles say, for when any header changed: most years are as they were."""
    translations = [article.id for article in context.column.translations]
    shared = digest_text(*earlier, "", *translations)
    cards = map(context.present.cards.__getitem__, articles.positions)  # with their pictures
    lines = tuple(map(combine, articles.whole_digests(), cards))
    plan = partial(_year, context, base, year, articles, earlier, Lines(shared, lines))
    yield context.family(name, combine(shared, *lines), plan)


class Lines(NamedTuple):
    """What a file of data is made from. shared: digest of what several of its lines show; of: each line's."""

    shared: bytes
    of: tuple[bytes, ...]


def _year(
    context: DataContext, base: str, year: str, articles: Articles, earlier: Sequence[str], lines: Lines
) -> Iterator[Output]:
    """The file, made of the one that stands where that is known to hold lines of these: an edit changes one."""

    def planned(of: Lines) -> Output:
        make = partial(build_data, context, base, articles, earlier)
        return context.output(data_file(year), combine(of.shared, *of.of), make)

    output, kept = planned(lines), context.home / "data" / (year or "newest")
    before = _kept_lines(kept)
    if before and before.shared == lines.shared:
        stood = planned(before).digest

        def patch(digest: bytes, data: bytes) -> bytes | None:
            known = _lines_of(data, before) if digest == stood else None
            return build_data(context, base, articles, earlier, list(map(known.get, lines.of))) if known else None

        output = replace(output, patch=patch)
    context.after.append(partial(_keep_lines, kept, lines))
    yield output


_MARK = b"column-data-lines-1\n"


def _kept_lines(path: Path) -> Lines | None:
    """What the file of an earlier build was made from, None when nobody knows."""
    with suppress(OSError, StoreError):
        body = load_cached(path, _MARK)
        if body is not None:
            shared, lines = marshal.loads(body)  # noqa: S302 — digest checked
            return Lines(shared, lines)
    return None


def _keep_lines(path: Path, lines: Lines) -> None:
    with suppress(OSError):
        ensure_folder(path.parent, build_inputs.cache())
        save_cached(path, _MARK, marshal.dumps(tuple(lines)))


def _lines_of(data: bytes, made_of: Lines) -> dict[bytes, bytes] | None:
    """What each line is made from → the line, of a file as `build_data` makes it; None of any other."""
    begin = data.find(_BEGIN)
    lines = data[begin + len(_BEGIN) :].removesuffix(_END).split(_BETWEEN)
    return dict(zip(made_of.of, lines, strict=True)) if begin >= 0 and len(lines) == len(made_of.of) else None


_BEGIN, _BETWEEN, _END = b',"articles":[\n', b",\n", b"\n]}\n"


def data_file(year: str) -> str:
    """The file of an earlier year; of the newest articles when year is ""."""
    return output_file(ROWS["year_data"].at(year)) if year else DATA


def build_data(
    context: DataContext,
    base: str,
    articles: Sequence[Article],
    earlier: Sequence[str],
    known: Sequence[bytes | None] = (),
) -> bytes:
    """Published articles, newest first, one a line. earlier: addresses of the files with older ones; known: the lines
    of the first articles, as far as they are at hand."""
    writer = DataWriter(context.column, base)
    name = context.column.site.name
    head = {"$schema": f"{base}/{SCHEMA}", "version": VERSION, "title": name, "home": f"{base}/"}

    def line(article: Article) -> bytes:
        picture = context.present.picture(article)
        address = absolute_url(f"{base}/", picture.full or picture.src) if picture else ""
        return writer.article(article, address, article_path(article.slug))

    lines = [known_line or line(articles[n]) for n, known_line in zip_longest(range(len(articles)), known)]
    start = dump({**head, "earlier": earlier} if earlier else head).removesuffix(b"}")
    return start + _BEGIN + _BETWEEN.join(lines) + _END


def _pretty(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _page(context: BuildContext) -> Output:
    href = context.present.href
    crumbs = (Crumb(name="Trang nhất", url=href("/")), Crumb(name=_TITLE))
    files = (
        ("Mọi bài đã đăng, dạng JSON", href(f"/{DATA}"), "application/json"),
        ("Mô tả cấu trúc, dạng JSON Schema", href(f"/{SCHEMA}"), "application/schema+json"),
        ("Các kế hoạch: giai đoạn, chủ đề, yêu cầu, lời trích, dạng JSON", href(f"/{PLANS}"), "application/json"),
        ("Mô tả cấu trúc của tệp kế hoạch, dạng JSON Schema", href(f"/{PLANS_SCHEMA}"), "application/schema+json"),
        ("Danh sách nguồn tin, dạng OPML", href(f"/{OPML}"), "text/x-opml"),
        ("Sơ đồ trang, dạng sitemap", href(f"/{INDEX}"), "application/xml"),
    )
    parts = {
        "crumbs": Part(digest_text("crumbs"), lambda: crumbs),
        "heading": Part(digest_text(_TITLE), lambda: _TITLE),
        "files": Part(digest_text(repr(files)), lambda: files),
        "fields": Part(digest_text(repr(fields())), fields),
        "rss": Part(digest_text("rss"), lambda: href(ROWS["rss"].path)),
    }

    def head() -> Head:
        description = "Dữ liệu của chuyên mục để cơ quan, đơn vị khác dùng lại: tệp JSON, mô tả cấu trúc, nguồn tin."
        return context.head(_TITLE, description, PAGE, "data", crumbs=crumbs)

    return context.renderer.page(output_file(PAGE), "data.html", head, parts, "data")


def register() -> None:
    """Connect to the build."""
    outputs.connect(open_data_outputs)
