"""Events as pages: one per event, and the list of what is coming and what has passed, by the site's own day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..build.context import from_metadata
from ..build.generator import outputs
from ..build.typesetting import set_text
from ..core.addresses import event_path, numbered_path, output_file
from ..core.column.pagination import ListPage, paginate
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.site_map import ROWS
from ..core.views.event_views import EventPresenter, event_jsonld
from ..core.views.view_models import Crumb, Head

if TYPE_CHECKING:
    from datetime import date

    from ..build.context import BuildContext
    from ..core.events.event import Event

LIST = ROWS["events"].path
TITLE = "Lịch sự kiện"


@from_metadata
def event_outputs(context: BuildContext) -> Iterator[Output]:
    """A page per event, the list's own page and the numbered pages of older events."""
    events = context.column.events
    present = EventPresenter(context.present, site_day(context))
    for event in events:
        yield _event_page(context, present, event)
    coming = tuple(event for event in events if not event.passed_on(present.day))
    past = sorted((event for event in events if event.passed_on(present.day)), key=_ended, reverse=True)
    for page in paginate(past, context.column.site.page_size):
        yield _list_page(context, present, coming if page.number == 0 else (), page)


def site_day(context: BuildContext) -> date:
    """The day the site shows, in its own zone."""
    return context.column.instant.astimezone(ZoneInfo(context.column.site.zone)).date()


def _ended(event: Event) -> tuple[object, str]:
    """Order in which events pass, so that a passing event changes only the newest pages."""
    return event.last_day, event.slug


def _home(context: BuildContext) -> tuple[Crumb, ...]:
    return (Crumb(name="Trang nhất", url=context.present.href("/")),)


def _event_page(context: BuildContext, present: EventPresenter, event: Event) -> Output:
    path = event_path(event.slug)
    digest = combine(present.digest(event), event.whole_digest, context.present.references_digest(event.references))
    parts = {
        "event": Part(digest, lambda: present.view(event)),
        "body": Part(digest, lambda: set_text(context.body(event) if event.has_body else "")),
    }

    def head() -> Head:
        crumbs = (*_home(context), Crumb(name=TITLE, url=context.present.href(LIST)), Crumb(name=event.title))
        site = context.column.site
        view = present.view(event)
        description = event.sapo or f"{view.kind}: {view.when}"
        return context.head(
            event.title,
            description,
            path,
            "event",
            crumbs=crumbs,
            feeds=context.page_feeds("events"),
            jsonld=event_jsonld(context.present, event, site, crumbs),
        )

    return context.renderer.page(output_file(path), "event.html", head, parts, "event")


def _list_page(
    context: BuildContext, present: EventPresenter, coming: tuple[Event, ...], page: ListPage[Event]
) -> Output:
    path = numbered_path(LIST, page.number) if page.number else LIST
    shown = (*coming, *page.entries)
    marks = digest_text(f"{page.number} {page.older} {page.newer}")
    digest = combine(marks, present.grids_digest(shown), *map(present.digest, shown))
    calendars = calendar_links(context) if page.number == 0 else ()

    def address(number: int | None) -> str:
        return context.present.href(numbered_path(LIST, number)) if number else ""

    parts = {
        "number": Part(digest, lambda: page.number),
        "coming": Part(digest, lambda: present.months(coming)),
        "past": Part(digest, lambda: present.months(page.entries)),
        "calendars": Part(digest_text(*(path for _, path in calendars)), lambda: calendars),
        "older": Part(digest, lambda: address(page.older)),
        "newer": Part(digest, lambda: address(page.newer)),
        "newest": Part(digest, lambda: context.present.href(LIST)),
    }

    def head() -> Head:
        title = f"{TITLE} – trang {page.number}" if page.number else TITLE
        unfinished = bool(page.number) and page.newer is None
        return context.head(
            title,
            ROWS["events"].about,
            path,
            "event",
            feeds=context.page_feeds("events"),
            crumbs=(*_home(context), Crumb(name=TITLE)),
            robots="noindex" if unfinished or not shown else "",
            canonical=LIST if unfinished else "",
        )

    return context.renderer.page(output_file(path), "events.html", head, parts, "event")


def calendar_links(context: BuildContext) -> tuple[tuple[str, str], ...]:
    """(name, address) of every calendar one can subscribe to: all, then those of forms and units that have events."""
    href = context.present.href
    links = [("Mọi sự kiện", href(ROWS["calendar"].path))]
    for kind, row, has in (
        ("form", ROWS["form_calendar"], {event.form for event in context.column.events}),
        ("unit", ROWS["unit_calendar"], {slug for event in context.column.events for slug in event.units}),
    ):
        for slug, term in context.column.plans.terms[kind].items():
            if slug in has:
                links.append((term.name, href(row.at(slug))))
    return tuple(links)


def register() -> None:
    """Connect to the build."""
    outputs.connect(event_outputs)
