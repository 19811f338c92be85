"""Which site paths there are: the rows of the site map, filled with what content holds at an instant.

Nothing is built to know it, and little is looked at: each kind of value is gathered when a link first asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..addresses import archive_path, item_path, language_path, numbered_path, term_path, unit_list_path
from ..article.feed_places import need_of, room_of
from ..article.old_addresses import is_whole
from ..article.visibility import hidden, is_withdrawn
from ..events.agenda import make_events
from ..plan.plan import ABOUT
from ..site_map import FEED_FILES, ROWS, Row
from ..text.vietnamese import slugify
from .archives import archive_parts, by_file
from .pagination import numbers

if TYPE_CHECKING:
    from ..article.record import Record
    from ..events.event import Event
    from ..plan.plan import Plans
    from ..plan.site import Site
    from .index import Parts

_MONTHS = ROWS["months"].path


def _below(kind: str, unit: str, value: str) -> str:
    """What the braces of a unit's list stand for."""
    return unit_list_path(kind, f"{unit}/{value}").removeprefix(ROWS["units"].path)[:-1]


def moved_paths(plans: Plans, site: Site) -> dict[str, str]:
    """Old page → new one: lists of terms and items under the slugs they had, and what site.toml names."""
    moved = {
        term_path(kind, slug): term_path(kind, term.slug)
        for kind, terms in plans.terms.items()
        for term in terms.values()
        for slug in term.former_slugs
    }
    for item in plans.items.values():
        moved |= {item_path(item.plan, slug): item_path(item.plan, item.written) for slug in item.former_slugs}
    return moved | {row.old: row.new for row in site.moved if row.old.endswith("/")}


class SitePaths:
    """The paths of the site that is made of some parts. instant: None takes drafts and what is to come for public."""

    def __init__(self, parts: Parts, instant: dt.datetime | None) -> None:
        self._parts, self._instant = parts, instant
        self._zone = ZoneInfo(parts.site.zone)
        self._known: dict[str, Collection[str]] = {}

    def __contains__(self, path: str) -> bool:
        return any(self._holds(row, path) for row in ROWS.values())

    def __iter__(self) -> Iterator[str]:
        """Every path that editors may link to."""
        for row in self._rows():
            for value in self.values(row.kind) if row.kind else ("",):
                path = row.at(value)
                yield path
                yield from (path + feed for feed in row.feeds if self._there(row.feed_needs))
                yield from (
                    numbered_path(path, number)
                    for number in numbers(self._count(row, value), self._parts.site.page_size)
                )

    def values(self, kind: str) -> Collection[str]:
        """What the braces of a row's path stand for."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = frozenset(filter(None, self._finders[kind]()))
        return known

    def _rows(self) -> Iterator[Row]:
        left_out = self._parts.left_out
        return (row for row in ROWS.values() if row.linked and row.made_by not in left_out and self._there(row.needs))

    def _there(self, kind: str) -> bool:
        return not kind or bool(self.values(kind))

    def _holds(self, row: Row, path: str) -> bool:
        """Whether a path is one of a row's pages, feeds or numbered pages."""
        start, brace, rest = row.path.partition("{")
        if not path.startswith(start) or not row.linked or row.made_by in self._parts.left_out:
            return False
        if not self._there(row.needs):
            return False
        base, further = path, ""
        folder, _, last = path.rpartition("/")
        if last in row.feeds:
            if not self._there(row.feed_needs):
                return False
            base = f"{folder}/"
        elif row.numbered and "/trang/" in path:
            base, _, further = path.partition("trang/")
        value = base[len(start) : len(base) - len(rest.partition("}")[2])] if brace else ""
        if base != row.at(value) or (brace and value not in self.values(row.kind)):
            return False
        return not further or further in {
            f"{number}/" for number in numbers(self._count(row, value), self._parts.site.page_size)
        }

    # ── what content holds ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _seen(self) -> list[Record]:
        """The articles that readers may see; what those with an error may become is `unknown.may_exist`'s to say."""
        parts, instant = self._parts, self._instant
        right = (record for source, record in parts.records.items() if source not in parts.flawed)
        return [record for record in right if instant is None or not hidden(record, instant)]

    @cached_property
    def _taken_back(self) -> list[str]:
        """Ids of the articles of which readers are told that they were."""
        parts, instant = self._parts, self._instant or self._parts.instant
        right = (record for source, record in parts.records.items() if source not in parts.flawed)
        return [record.id for record in right if is_withdrawn(record, instant)]

    @cached_property
    def _events(self) -> list[Event]:
        parts, instant = self._parts, self._instant
        everyone = {source: record.id for source, record in parts.records.items()}
        events = {source: event for source, event in parts.events.items() if source not in parts.flawed}
        if instant is None:
            events = {source: event._replace(status="published") for source, event in events.items()}
        agenda = make_events(events, parts.names, everyone, self._zone)
        return [event for event in agenda if instant is None or event.date <= instant]

    @cached_property
    def _counts(self) -> Counter[tuple[str, str]]:
        """(kind, slug) of a list → how many articles stand in it."""
        counts: Counter[tuple[str, str]] = Counter()
        names, plans = self._parts.names, self._parts.plans
        for record in self._seen:
            day = dt.datetime.fromisoformat(record.date).astimezone(self._zone).date()
            counts["month", f"{day:%Y/%m}"] += 1
            counts.update(("tag", slugify(tag)) for tag in record.tags)
            if record.series:
                counts["series", slugify(record.series)] += 1
            mine = names.resolve(record)
            for kind, slugs in mine.items():
                every = plans.with_heirs(kind, slugs)
                counts.update((kind, self._of_item(slug) if kind == "item" else slug) for slug in every)
                if kind == "unit":
                    counts.update(
                        ("unit_topic", _below("unit_topic", unit, topic))
                        for unit in every
                        for topic in mine.get("topic", ())
                    )
                    counts.update(("unit_year", _below("unit_year", unit, f"{day:%Y}")) for unit in every)
        return counts

    def _of_item(self, slug: str) -> str:
        item = self._parts.plans.items.get(slug)  # None in a plan that can't be read whole
        return f"{item.plan}/{item.written}" if item else slug

    def _counted(self, kind: str) -> list[str]:
        """The lists of a kind that have articles."""
        return [slug for of, slug in self._counts if of == kind]

    def _count(self, row: Row, value: str) -> int:
        """How many entries a numbered row's list has."""
        if not row.numbered:
            return 0
        if row.kind:
            return self._counts[row.kind, value]
        if row.numbered == "past_event":
            day = (self._instant or self._parts.instant).astimezone(self._zone).date()
            return sum(event.passed_on(day) for event in self._events)
        if row.numbered == "audio":
            return len(self.values("audio"))
        return sum(len(record.corrections) for record in self._seen) + len(self._taken_back)

    @cached_property
    def _months(self) -> dict[str, range]:
        """Month → as many numbers as it has articles."""
        rows = ((slug, count) for (kind, slug), count in self._counts.items() if kind == "month")
        return {slug.replace("/", "-"): range(count) for slug, count in rows}

    def _archives(self, language: str) -> Iterator[str]:
        """Paths of the closed parts of a language's feed, "" for the site's own."""
        wanted, items = language or self._parts.site.language, self._parts.site.feed_items
        rows = [
            (dt.datetime.fromisoformat(record.date), record.slug, need_of(record.more_places, items))
            for record in self._seen
            if record.lang == wanted
        ]
        months: dict[str, list[int]] = {}
        for moment, _, need in sorted(rows, reverse=True):
            months.setdefault(f"{moment.astimezone(self._zone):%Y-%m}", []).append(need)
        for part in archive_parts(months, room_of(items), int):
            yield from (archive_path(part.month, part.number, language, file) for file in FEED_FILES)

    def _language_feeds(self) -> Iterator[str]:
        for language in {record.lang for record in self._seen} - {self._parts.site.language}:
            yield from (language_path(language) + name for name in FEED_FILES)
            yield from self._archives(language)

    @cached_property
    def _finders(self) -> dict[str, Callable[[], Collection[str]]]:
        parts = self._parts
        registers, plans, seen = parts.registers, parts.plans, self._instant is None
        return {
            **{kind: terms.keys for kind, terms in plans.terms.items()},
            "topic": lambda: plans.terms["topic"].keys() | ({ABOUT.slug} & set(self._counted("topic"))),
            "unit_topic": lambda: self._counted("unit_topic"),
            "unit_year": lambda: self._counted("unit_year"),
            "plan": lambda: [plan.slug for plan in plans.plans],
            "item": lambda: list(map(self._of_item, plans.items)),
            "tag": lambda: {slugify(tag) for record in self._seen for tag in record.tags},
            "series": lambda: self._counted("series"),
            "audio": lambda: [record.id for record in self._seen if record.audio],
            "month": lambda: [month.replace("-", "/") for month in self._months],
            "archive": lambda: [path.removeprefix(_MONTHS) for path in self._archives("")],
            "language_feed": lambda: [path.removeprefix(ROWS["rss"].path) for path in self._language_feeds()],
            "sitemap_month": lambda: list(self._months),
            "data_year": lambda: [year for year, _ in by_file(self._months) if year],
            "article": lambda: [record.slug for record in self._seen],
            "alias": lambda: {alias for record in self._seen for alias in record.aliases if not is_whole(alias)},
            "moved": lambda: [path[1:] for path in moved_paths(plans, parts.site)],
            "page": lambda: [page.slug for page in parts.pages.values() if seen or page.status == "published"],
            "event": lambda: [event.slug for event in self._events],
            "event_form": lambda: {event.form for event in self._events} - {""},
            "event_unit": lambda: {unit for event in self._events for unit in event.units},
            "question_year": lambda: {str(entry.question.received.year) for entry in parts.questions},
            "answer": lambda: [str(entry.question.number) for entry in parts.questions if entry.answer_day],
            "handout": lambda: [handout.month for handout in registers.handouts],
            "model": lambda: [model.slug for model in registers.models],
            "target": lambda: [target.slug for target in registers.targets],
            "glossary_term": lambda: [term.slug for term in registers.terms],
            "correction": lambda: [record.id for record in self._seen if record.corrections] + self._taken_back,
            "security": lambda: [parts.site.security.contact] if parts.site.security.complete else [],
        }
