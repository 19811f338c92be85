"""Events as pages: one per event, and the list of what is coming and what has passed, by the site's own day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from ..build.context import from_headers
from ..build.generator import outputs
from ..core.addresses import event_path, numbered_path, output_file
from ..core.column.pagination import ListPage, paginate
from ..core.output import Output, Part, combine, digest_text
from ..core.views.event_views import EventPresenter, event_jsonld
from ..core.views.view_models import Crumb, Head
from ..feeds.sitemaps import listed_pages

if TYPE_CHECKING:
    from datetime import date

    from ..build.context import Work
    from ..core.events.event import Event

LIST = "/su-kien/"
TITLE = "Lịch sự kiện"


@from_headers
def plan_events(work: Work) -> Iterator[Output]:
    """A page per event, the list's own page and the numbered pages of older events."""
    events = work.column.events
    present = EventPresenter(work.present, site_day(work))
    for event in events:
        yield _event_page(work, present, event)
    coming = tuple(event for event in events if not event.passed_on(present.day))
    past = sorted((event for event in events if event.passed_on(present.day)), key=_ended, reverse=True)
    for page in paginate(past):
        yield _list_page(work, present, coming if page.number == 0 else (), page)


def site_day(work: Work) -> date:
    """The day the site shows, in its own zone."""
    return work.column.instant.astimezone(ZoneInfo(work.column.site.zone)).date()


def _ended(event: Event) -> tuple[object, str]:
    """Order in which events pass, so that a passing event changes only the newest pages."""
    return event.last_day, event.slug


def _home(work: Work) -> tuple[Crumb, ...]:
    return (Crumb(name="Trang nhất", url=work.present.href("/")),)


def _event_page(work: Work, present: EventPresenter, event: Event) -> Output:
    path = event_path(event.slug)
    digest = combine(present.digest(event), event.whole_digest, work.present.references_digest(event.references))
    parts = {
        "event": Part(digest, lambda: present.view(event)),
        "body": Part(digest, lambda: Markup(work.body(event)) if event.has_body else ""),  # noqa: S704 — cleaned
    }

    def head() -> Head:
        crumbs = (*_home(work), Crumb(name=TITLE, url=work.present.href(LIST)), Crumb(name=event.title))
        site = work.column.site
        view = present.view(event)
        description = event.sapo or f"{view.kind}: {view.when}"
        return work.head(
            event.title,
            description,
            path,
            "event",
            crumbs=crumbs,
            jsonld=event_jsonld(work.present, event, site, crumbs),
        )

    return work.renderer.page(output_file(path), "event.html", head, parts, "event")


def _list_page(work: Work, present: EventPresenter, coming: tuple[Event, ...], page: ListPage[Event]) -> Output:
    path = numbered_path(LIST, page.number) if page.number else LIST
    shown = (*coming, *page.entries)
    digest = combine(digest_text(f"{page.number} {page.older} {page.newer}"), *map(present.digest, shown))
    calendars = calendar_links(work) if page.number == 0 else ()

    def address(number: int | None) -> str:
        return work.present.href(numbered_path(LIST, number)) if number else ""

    parts = {
        "number": Part(digest, lambda: page.number),
        "coming": Part(digest, lambda: tuple(map(present.view, coming))),
        "past": Part(digest, lambda: tuple(map(present.view, page.entries))),
        "calendars": Part(digest_text(*(path for _, path in calendars)), lambda: calendars),
        "older": Part(digest, lambda: address(page.older)),
        "newer": Part(digest, lambda: address(page.newer)),
        "newest": Part(digest, lambda: work.present.href(LIST)),
    }

    def head() -> Head:
        title = f"{TITLE} – trang {page.number}" if page.number else TITLE
        about = "Hội nghị, tọa đàm, phong trào thi đua và ngày kỷ niệm theo kế hoạch; đăng ký vào lịch của bạn."
        unfinished = bool(page.number) and page.newer is None
        return work.head(
            title,
            about,
            path,
            "event",
            crumbs=(*_home(work), Crumb(name=TITLE)),
            robots="noindex" if unfinished or not shown else "",
            canonical=LIST if unfinished else "",
        )

    return work.renderer.page(output_file(path), "events.html", head, parts, "event")


def calendar_links(work: Work) -> tuple[tuple[str, str], ...]:
    """(name, address) of every calendar one can subscribe to: all, then those of forms and units that have events."""
    href = work.present.href
    links = [("Mọi sự kiện", href(f"{LIST}lich.ics"))]
    for kind, folder, has in (
        ("form", "hinh-thuc", {event.form for event in work.column.events}),
        ("unit", "don-vi", {slug for event in work.column.events for slug in event.units}),
    ):
        for slug, term in work.column.plans.terms[kind].items():  # type: ignore[index]
            if slug in has:
                links.append((term.name, href(f"{LIST}{folder}/{slug}.ics")))
    return tuple(links)


def list_pages(work: Work) -> list[str]:
    """Site paths for the sitemap."""
    return [LIST, *(event_path(event.slug) for event in work.column.events)]


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_events)
    listed_pages.connect(list_pages)
