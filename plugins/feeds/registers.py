"""RSS of the registers: good models, targets, corrections and hand-outs, each its newest entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..core.feed_item import tag_uri
from ..core.output import Output, digest_text
from ..core.register_views import LedgerRow, ledger
from ..generator import outputs
from ..pages.handouts import ABOUT, HANDOUTS, TITLE, handout_file, handout_path
from ..pages.registers import HEADINGS, LEDGER, MODELS, TARGETS
from ..work import from_headers
from .lists import site_base

if TYPE_CHECKING:
    from ..core.registers import GoodModel, Target
    from ..work import Work

NEWEST = 30
"""Entries a feed holds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item: name makes its guid and never changes; path: the site path it leads to; text: plain; enclosure: (path,
    bytes)."""

    name: str
    title: str
    path: str
    when: dt.datetime
    text: str
    enclosure: tuple[str, int] | None = None


@from_headers
def plan_register_feeds(work: Work) -> Iterator[Output]:
    """One feed per register that has entries."""
    zone = ZoneInfo(work.column.site.zone)
    registers = work.column.registers
    models = [_model(model, zone) for model in registers.models]
    targets = [_target(target, zone) for target in registers.targets]
    rows = [_correction(row, zone) for row in ledger(work.present)]
    handouts = [
        Entry(
            name=f"tai-lieu/{handout.month}",
            title=handout.title,
            path=handout_path(handout.month),
            when=handout.published.astimezone(zone),
            text=f"Tài liệu tuyên truyền miệng tháng {handout.month[5:]}/{handout.month[:4]}, bản PDF và EPUB.",
            enclosure=(handout_file(handout, "pdf"), handout.pdf_size),
        )
        for handout in registers.handouts
    ]
    for path, entries in ((MODELS, models), (TARGETS, targets), (LEDGER, rows)):
        if entries:
            yield _feed(work, path, *HEADINGS[path], entries)
    if handouts:
        yield _feed(work, HANDOUTS, TITLE, ABOUT, handouts)


def register_feeds(work: Work) -> tuple[tuple[str, str, str], ...]:
    """(title, site path of the page, what it is) of every feed there is, for the directory of feeds."""
    registers = work.column.registers
    corrected = work.column.having("corrections")
    rows = ((MODELS, registers.models), (TARGETS, registers.targets), (LEDGER, corrected))
    found = [(HEADINGS[path][0], path, HEADINGS[path][1]) for path, some in rows if some]
    return (*found, *([(TITLE, HANDOUTS, ABOUT)] if registers.handouts else []))


def _at(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def _model(model: GoodModel, zone: ZoneInfo) -> Entry:
    text = f"{model.who}, {model.where}. Kết quả: {model.result} Nguồn: {model.source}"
    return Entry(
        name=f"mo-hinh/{model.slug}",
        title=model.name,
        path=f"{MODELS}#{model.slug}",
        when=_at(model.date, zone),
        text=text,
    )


def _target(target: Target, zone: ZoneInfo) -> Entry:
    text = f"Mục tiêu {target.value} {target.measure} (nguồn: {target.source})."
    if target.results:
        newest = max(target.results, key=lambda result: result.as_of)
        text += f" Đạt {newest.value} {target.measure} (nguồn: {newest.source})."
    return Entry(
        name=f"muc-tieu/{target.slug}/{target.newest.isoformat()}",
        title=target.name,
        path=f"{TARGETS}#{target.slug}",
        when=_at(target.newest, zone),
        text=text,
    )


def _correction(row: LedgerRow, zone: ZoneInfo) -> Entry:
    number = row.anchor.rpartition("-")[2]
    return Entry(
        name=f"dinh-chinh/{row.article_id}/{row.date.isoformat()}/{number}",
        title=f"Đính chính: {row.title}",
        path=f"{LEDGER}#{row.anchor}",
        when=_at(row.date, zone),
        text=row.text,
    )


def _feed(work: Work, path: str, title: str, about: str, entries: list[Entry]) -> Output:
    newest = sorted(entries, key=lambda entry: (entry.when, entry.name), reverse=True)[:NEWEST]
    file = f"{path.lstrip('/')}rss.xml"
    digest = digest_text(title, about, *map(repr, newest))
    return work.output(file, digest, lambda: build_feed(work, path, title, about, newest))


def build_feed(work: Work, path: str, title: str, about: str, entries: list[Entry]) -> bytes:
    """The feed's bytes; entries newest first, at least one. Its date is the newest entry's, never the clock's."""
    from feedgen.feed import FeedGenerator

    from .feedgen_bridge import as_text

    site, base = work.column.site, site_base(work.present)

    def absolute(path: str) -> str:
        return base + path

    feed = FeedGenerator()
    feed.title(f"{site.name}: {title}")
    feed.link(href=absolute(f"{path}rss.xml"), rel="self", type="application/rss+xml")
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
    outputs.connect(plan_register_feeds)
