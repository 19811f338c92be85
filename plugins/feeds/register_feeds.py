"""RSS of what stands beside the articles: good models, targets, corrections, hand-outs, events and answers to readers,
each its newest entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from ..build.context import from_metadata, without_theme
from ..build.generator import outputs
from ..core.addresses import event_path, handout_path, output_file, questions_path
from ..core.body.parser import fill
from ..core.digests import digest_text
from ..core.feeds.feed import FeedHead
from ..core.feeds.item import tag_uri
from ..core.feeds.item_body import absolute_url, feed_body
from ..core.output import Output
from ..core.site_map import ROWS, RSS
from ..core.views.event_views import EventPresenter
from ..core.views.register_views import CorrectionRow, correction_rows
from .article_feeds import site_base

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.events.event import Event
    from ..core.registers.questions import AnsweredQuestion
    from ..core.registers.registers import GoodModel, Target
    from ..core.site_map import Row

_MODELS, _TARGETS, _CORRECTIONS = (ROWS[name].path for name in ("models", "targets", "corrections"))
T = TypeVar("T")
_SAMPLE = "Mục mẫu, không phải việc có thật."
_TITLE = 100
"""Characters of a question that make a title."""
NEWEST = 30
"""Entries a feed holds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterItem:
    """One item: name makes its guid and never changes; path: the site path it leads to; html: readers parse it;
    enclosure: (path, bytes); changed: the newest edit, None without one."""

    name: str
    title: str
    path: str
    when: dt.datetime
    html: str
    enclosure: tuple[str, int] | None = None
    changed: dt.datetime | None = None


@without_theme
@from_metadata
def register_feed_outputs(context: DataContext) -> Iterator[Output]:
    """One feed per register that has entries."""
    zone = ZoneInfo(context.column.site.zone)
    registers = context.column.registers
    corrections = [_correction(row, zone) for row in correction_rows(context.present)]
    handouts = [
        RegisterItem(
            name=f"tai-lieu/{handout.month}",
            title=handout.title,
            path=handout_path(handout.month),
            when=handout.published.astimezone(zone),
            html=f"Tài liệu tuyên truyền miệng tháng {handout.month[5:]}/{handout.month[:4]}, bản PDF và EPUB.",
            enclosure=(handout.path_of("pdf"), handout.pdf_size),
        )
        for handout in registers.handouts
    ]
    feeds = {
        "models": [_model(model, zone) for model in registers.models],
        "targets": [_target(target, zone) for target in registers.targets],
        "corrections": corrections,
        "handouts": handouts,
        "events": [_event(context, event) for event in _newest(context.column.events, _told)],
        "questions": [_answer(context, entry, zone) for entry in _newest(context.column.answers, _answered)],
    }
    for name, entries in feeds.items():
        if entries:
            yield _feed(context, ROWS[name], entries)


def _at(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def _model(model: GoodModel, zone: ZoneInfo) -> RegisterItem:
    text = f"{model.who}, {model.where}. Kết quả: {model.result} Nguồn: {model.source}"
    return RegisterItem(
        name=f"mo-hinh/{model.slug}",
        title=model.name,
        path=f"{_MODELS}#{model.slug}",
        when=_at(model.date, zone),
        html=_text(text),
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
        html=_text(text),
    )


def _correction(row: CorrectionRow, zone: ZoneInfo) -> RegisterItem:
    number = row.anchor.rpartition("-")[2]
    return RegisterItem(
        name=f"dinh-chinh/{row.article_id}/{row.date.isoformat()}/{number}",
        title=f"{'Đã rút bài' if row.withdrawn else 'Đính chính'}: {row.title}",
        path=f"{_CORRECTIONS}#{row.anchor}",
        when=_at(row.date, zone),
        html=_text(row.text),
    )


def _newest(entries: Iterable[T], when: Callable[[T], tuple[dt.datetime | dt.date, str]]) -> list[T]:
    """Those a feed has room for, since their texts have to be looked at."""
    return sorted(entries, key=when, reverse=True)[:NEWEST]


def _told(event: Event) -> tuple[dt.datetime, str]:
    """When an event, or the newest change of it, was announced."""
    return (event.changed if event.sequence else event.date), event.id


def _answered(entry: AnsweredQuestion) -> tuple[dt.date, str]:
    assert entry.question.answered
    return entry.question.answered, f"{entry.question.number:09}"


def _event(context: DataContext, event: Event) -> RegisterItem:
    """An event, and every notice of a change of it: a new item, since many readers show no other change."""
    view = EventPresenter(context.present, event.start.date()).view(event)
    base, notices = site_base(context.present), event.sequence
    cancelled = event.state == "cancelled"
    notice = "Hủy: " if cancelled else "Đổi thời gian: " if event.moves else ""
    facts = [
        ("Thời gian", view.when + (" (dự kiến)" if event.state == "tentative" else "")),
        ("Địa điểm", view.place),
        ("Đơn vị", "; ".join(unit.name for unit in view.units)),
    ]
    lines = [_SAMPLE if event.sample else "", "Sự kiện này đã bị hủy." if cancelled else "", event.sapo]
    lines += [f"{name}: {words}" for name, words in facts if words]
    lines += [f"Theo thông báo ngày {day}, sự kiện không còn diễn ra lúc {start}." for start, day in view.moved]
    html = "".join(f"<p>{_text(line)}</p>" for line in lines if line)
    if view.report:
        title, address = view.report
        html += f'<p>Bài tường thuật: <a href="{escape(absolute_url(f"{base}/", address))}">{_text(title)}</a></p>'
    if event.has_body:
        html += feed_body(context.body(event), base + event_path(event.slug))
    return RegisterItem(
        name=f"su-kien/{event.id}" + (f"/{notices}" if notices else ""),
        title=f"{notice}{event.title}",
        path=event_path(event.slug),
        when=_told(event)[0],
        html=html,
        changed=event.modified if event.modified and event.modified > event.date and not notices else None,
    )


def _answer(context: DataContext, entry: AnsweredQuestion, zone: ZoneInfo) -> RegisterItem:
    """A reader's question with its answer, once there is one."""
    question, present = entry.question, context.present
    assert question.answered
    path = f"{questions_path(question.received.year)}#so-{question.number}"
    asked = shorten(question.question, _TITLE, placeholder="…")
    answer = fill(entry.html, entry.references, present.reference_url, context.pictures.markup)
    note = f"<p><em>{_SAMPLE}</em></p>" if question.sample else ""
    about = f"<p><strong>Phản hồi số {question.number}:</strong> {_text(question.question)}</p>"
    return RegisterItem(
        name=f"hoi-dap/{question.number}",
        title=f"Hỏi đáp: {asked}",
        path=path,
        when=_at(question.answered, zone),
        html=note + about + feed_body(answer, site_base(present) + path),
    )


def _text(words: str) -> str:
    return escape(words, quote=False)


def _feed(context: DataContext, row: Row, entries: list[RegisterItem]) -> Output:
    newest = _newest(entries, lambda entry: (entry.when, entry.name))
    digest = digest_text(row.title, row.about, *map(repr, newest))
    return context.output(output_file(row.path + RSS), digest, lambda: build_feed(context, row, newest))


def build_feed(context: DataContext, row: Row, entries: list[RegisterItem]) -> bytes:
    """The feed's bytes; entries newest first, at least one. Its date is that of the newest change, never the
    clock's."""
    from .rss_atom import rss_feed

    site, base = context.column.site, site_base(context.present)
    head = FeedHead(
        id=tag_uri(site.authority, f"feed:{row.path}"),
        title=f"{site.name}: {row.title}",
        description=row.about,
        page=base + row.path,
        self_url=base + row.path + RSS,
        updated=max(entry.changed or entry.when for entry in entries),
        language=site.language,
        copyright=site.copyright,
        author=site.agency.name or site.name,
        hub=site.hub,
    )
    return rss_feed(head, [_item(entry, site.authority, base) for entry in entries])


def _item(entry: RegisterItem, authority: str, base: str) -> bytes:
    from feedgen.entry import FeedEntry

    from .rss_atom import plain_item

    item = FeedEntry()
    item.guid(tag_uri(authority, entry.name), permalink=False)
    item.title(entry.title)
    item.link(href=base + entry.path)
    item.description(entry.html)
    item.pubDate(entry.when)
    if entry.enclosure:
        item.enclosure(base + entry.enclosure[0], str(entry.enclosure[1]), "application/pdf")
    return plain_item(item, entry.changed)


def register() -> None:
    """Connect to the build."""
    outputs.connect(register_feed_outputs)
