"""RSS of the registers: good models, targets, corrections and hand-outs, each its newest entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import handout_path, output_file
from ..core.digests import digest_text
from ..core.feeds.item import tag_uri
from ..core.output import Output
from ..core.site_map import REGISTER_FEEDS, RSS
from ..core.views.register_views import CorrectionRow, correction_rows
from .article_feeds import site_base

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.registers.registers import GoodModel, Target

_MODELS, _TARGETS, _CORRECTIONS, _ = (row.path for row in REGISTER_FEEDS)
NEWEST = 30
"""Entries a feed holds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterItem:
    """One item: name makes its guid and never changes; path: the site path it leads to; text: plain; enclosure: (path,
    bytes)."""

    name: str
    title: str
    path: str
    when: dt.datetime
    text: str
    enclosure: tuple[str, int] | None = None


@from_metadata
def register_feed_outputs(context: BuildContext) -> Iterator[Output]:
    """One feed per register that has entries."""
    zone = ZoneInfo(context.column.site.zone)
    registers = context.column.registers
    models = [_model(model, zone) for model in registers.models]
    targets = [_target(target, zone) for target in registers.targets]
    corrections = [_correction(row, zone) for row in correction_rows(context.present)]
    handouts = [
        RegisterItem(
            name=f"tai-lieu/{handout.month}",
            title=handout.title,
            path=handout_path(handout.month),
            when=handout.published.astimezone(zone),
            text=f"Tài liệu tuyên truyền miệng tháng {handout.month[5:]}/{handout.month[:4]}, bản PDF và EPUB.",
            enclosure=(handout.path_of("pdf"), handout.pdf_size),
        )
        for handout in registers.handouts
    ]
    for row, entries in zip(REGISTER_FEEDS, (models, targets, corrections, handouts), strict=True):
        if entries:
            yield _feed(context, row.path, row.title, row.about, entries)


def _at(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def _model(model: GoodModel, zone: ZoneInfo) -> RegisterItem:
    text = f"{model.who}, {model.where}. Kết quả: {model.result} Nguồn: {model.source}"
    return RegisterItem(
        name=f"mo-hinh/{model.slug}",
        title=model.name,
        path=f"{_MODELS}#{model.slug}",
        when=_at(model.date, zone),
        text=text,
    )


def _target(target: Target, zone: ZoneInfo) -> RegisterItem:
    text = f"Mục tiêu {target.value} {target.measure} (nguồn: {target.source})."
    if target.results:
        newest = max(target.results, key=lambda result: result.as_of)
        text += f" Đạt {newest.value} {target.measure} (nguồn: {newest.source})."
    return RegisterItem(
        name=f"muc-tieu/{target.slug}/{target.newest.isoformat()}",
        title=target.name,
        path=f"{_TARGETS}#{target.slug}",
        when=_at(target.newest, zone),
        text=text,
    )


def _correction(row: CorrectionRow, zone: ZoneInfo) -> RegisterItem:
    number = row.anchor.rpartition("-")[2]
    return RegisterItem(
        name=f"dinh-chinh/{row.article_id}/{row.date.isoformat()}/{number}",
        title=f"Đính chính: {row.title}",
        path=f"{_CORRECTIONS}#{row.anchor}",
        when=_at(row.date, zone),
        text=row.text,
    )


def _feed(context: BuildContext, path: str, title: str, about: str, entries: list[RegisterItem]) -> Output:
    newest = sorted(entries, key=lambda entry: (entry.when, entry.name), reverse=True)[:NEWEST]
    file = output_file(path + RSS)
    digest = digest_text(title, about, *map(repr, newest))
    return context.output(file, digest, lambda: build_feed(context, path, title, about, newest))


def build_feed(context: BuildContext, path: str, title: str, about: str, entries: list[RegisterItem]) -> bytes:
    """The feed's bytes; entries newest first, at least one. Its date is the newest entry's, never the clock's."""
    from feedgen.feed import FeedGenerator

    from .rss_atom import as_text

    site, base = context.column.site, site_base(context.present)

    def absolute(path: str) -> str:
        return base + path

    feed = FeedGenerator()
    feed.title(f"{site.name}: {title}")
    feed.link(href=absolute(path + RSS), rel="self", type="application/rss+xml")
    feed.link(href=absolute(path), rel="alternate")
    feed.description(about)
    feed.language(site.language)
    feed.generator("dua-nghi-quyet-vao-cuoc-song")
    feed.lastBuildDate(entries[0].when)
    for entry in entries:
        item = feed.add_entry(order="append")
        item.guid(tag_uri(site.authority, entry.name), permalink=False)
        item.title(entry.title)
        item.link(href=absolute(entry.path))
        item.description(escape(entry.text, quote=False))  # readers parse it as HTML
        item.pubDate(entry.when)
        if entry.enclosure:
            item.enclosure(absolute(entry.enclosure[0]), str(entry.enclosure[1]), "application/pdf")
    return as_text(feed.rss_str(pretty=True))


def register() -> None:
    """Connect to the build."""
    outputs.connect(register_feed_outputs)
