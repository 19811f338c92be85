"""The arrangement of a column: whatever takes a look at the headers of all articles, in plain values that can be kept.

Most edits change a text and no header. Then the arrangement kept by the last build is that of this one, and no other
article need be looked at. Places are positions in `sources`; many of them are kept as the bytes of an array.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from .agenda import event_moments, make_events
from .vietnamese import slugify

if TYPE_CHECKING:
    from .event import EventRecord
    from .ledger import Entry
    from .plan import Plans
    from .plan_names import PlanNames
    from .record import Record
    from .registers import Registers
    from .site import Site

NEWS_SPAN = dt.timedelta(days=2)
"""How long an article stays in the news sitemap."""
RELATED = 3
"""How many older articles of other topics that share a tag an article knows."""
_NOBODY = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a column is made from. records: of articles, pages, events: all by source path; files: every other file in
    content/; ledger: the questions that are public."""

    site: Site
    plans: Plans
    names: PlanNames
    records: Mapping[str, Record]
    pages: Mapping[str, Record]
    files: frozenset[str]
    instant: dt.datetime
    ledger: tuple[Entry, ...]
    events: Mapping[str, EventRecord]
    registers: Registers


class Arrangement(NamedTuple):
    """Which articles readers may see, in which order and lists.

    sources: their files, newest first, ties broken by slug; ids: theirs; stamps: when each was published (POSIX
    seconds); terms: for each the place of its terms in `term_sets`; lists: kind → slug → places of its articles, month
    slugs are "YYYY-MM"; tags: slug → name; related: RELATED places for each, _NOBODY where there are fewer;
    translations, corrected: places of those that translate another, that have corrections; files: what public articles
    show or offer; everyone: source → id of all articles, public or not; next_change, since: see Column (POSIX seconds).
    """

    sources: tuple[str, ...]
    ids: tuple[str, ...]
    stamps: tuple[float, ...]
    terms: bytes
    term_sets: tuple[dict[str, tuple[str, ...]], ...]
    lists: dict[str, dict[str, bytes]]
    tags: dict[str, str]
    related: bytes
    translations: tuple[int, ...]
    corrected: tuple[int, ...]
    files: tuple[str, ...]
    everyone: dict[str, str]
    next_change: float | None
    since: float | None


def places(packed: bytes, most: int | None = None) -> array[int]:
    """The positions that an arrangement keeps as bytes, or the first of them."""
    found = array("I")
    found.frombytes(packed if most is None else packed[: most * found.itemsize])
    return found


def arrange(parts: Parts) -> Arrangement:
    """Arrange what readers may see at an instant."""
    records, plans, names, zone = parts.records, parts.plans, parts.names, ZoneInfo(parts.site.zone)
    now = parts.instant.timestamp()
    everyone = {source: record.id for source, record in records.items()}
    changes = [moment.timestamp() for moment in event_moments(make_events(parts.events, names, everyone, zone))]
    public = _public(records, now, zone, changes)
    public.sort(key=lambda entry: (entry[0], entry[2].slug), reverse=True)
    stamps = tuple([stamp for stamp, _, _ in public])
    shown = [record for _, _, record in public]
    sets: dict[int, int] = {}
    term_sets: list[dict[str, tuple[str, ...]]] = []
    terms = array("I")
    for record in shown:
        mine = names.resolve(record)
        place = sets.get(id(mine))
        if place is None:
            place = sets[id(mine)] = len(term_sets)
            term_sets.append(mine)
        terms.append(place)
    lists, tags = _lists(shown, stamps, terms, term_sets, plans, zone)
    topics = [term_sets[place].get("topic", ("",))[0] for place in terms]
    return Arrangement(
        sources=tuple([source for _, source, _ in public]),
        ids=tuple([record.id for record in shown]),
        stamps=stamps,
        terms=terms.tobytes(),
        term_sets=tuple(term_sets),
        lists={
            kind: {slug: array("I", rows).tobytes() for slug, rows in by_slug.items()}
            for kind, by_slug in lists.items()
        },
        tags=tags,
        related=_related(shown, topics).tobytes(),
        translations=tuple([place for place, record in enumerate(shown) if record.translation_of]),
        corrected=tuple([place for place, record in enumerate(shown) if record.corrections]),
        files=tuple(dict.fromkeys(chain.from_iterable(map(files_of, shown)))),
        everyone=everyone,
        next_change=min((moment for moment in changes if moment > now), default=None),
        since=max((moment for moment in changes if moment <= now), default=None),
    )


def _public(
    records: Mapping[str, Record], now: float, zone: ZoneInfo, changes: list[float]
) -> list[tuple[float, str, Record]]:
    """Publication, source and record of what readers may see now.

    Adds to `changes` every moment at which the same files make another site: an article appears or expires, its lead
    ends, or it leaves the news sitemap's two days.
    """
    span = NEWS_SPAN.total_seconds()
    public = []
    for source, record in records.items():
        if record.status != "published":
            continue
        stamp = _stamp(record.date)
        changes += (stamp, stamp + span)
        if record.lead_until:
            day = dt.date.fromisoformat(record.lead_until) + dt.timedelta(days=1)
            changes.append(dt.datetime.combine(day, dt.time(), zone).timestamp())
        if record.expires:
            end = _stamp(record.expires)
            changes.append(end)
            if end <= now:
                continue
        if stamp <= now:
            public.append((stamp, source, record))
    return public


def _stamp(text: str) -> float:
    return dt.datetime.fromisoformat(text).timestamp()


def _lists(
    shown: Sequence[Record],
    stamps: Sequence[float],
    terms: Sequence[int],
    term_sets: Sequence[Mapping[str, tuple[str, ...]]],
    plans: Plans,
    zone: ZoneInfo,
) -> tuple[dict[str, dict[str, list[int]]], dict[str, str]]:
    """Every list of the site, each newest first; terms of the plan without articles have an empty one."""
    lists: dict[str, dict[str, list[int]]] = {kind: {slug: [] for slug in of} for kind, of in plans.terms.items()}
    lists["item"] = {slug: [] for slug in plans.items}
    by_tag: dict[str, list[int]] = {}
    by_month: dict[str, list[int]] = {}
    tags: dict[str, str] = {}
    # What articles have in common is looked up once: the lists of their terms, their day's, their tags'.
    of_terms = [[lists[kind][slug] for kind, slugs in mine.items() for slug in slugs] for mine in term_sets]
    of_day: dict[dt.date, list[list[int]]] = {}
    of_name: dict[str, list[int]] = {}
    for place, record in enumerate(shown):
        for rows in of_terms[terms[place]]:
            rows.append(place)
        day = dt.datetime.fromtimestamp(stamps[place], zone).date()
        into = of_day.get(day)
        if into is None:
            into = of_day[day] = [by_month.setdefault(f"{day.year:04}-{day.month:02}", [])]
            if phase := plans.phase_on(day):
                into.append(lists["phase"][phase.slug])
        for rows in into:
            rows.append(place)
        for name in record.tags:
            named = of_name.get(name)
            if named is None:
                slug = slugify(name)
                tags.setdefault(slug, name)
                named = of_name[name] = by_tag.setdefault(slug, [])
            named.append(place)
    lists["tag"] = by_tag
    lists["month"] = by_month
    return lists, tags


def _related(shown: Sequence[Record], topics: Sequence[str]) -> array[int]:
    """For each article older ones of other topics that share a tag, newest first; looks back in time only."""
    found = array("I", [_NOBODY]) * (RELATED * len(shown))
    latest: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=RELATED))
    for place in range(len(shown) - 1, -1, -1):
        mine: set[int] = set()
        for tag in shown[place].tags:
            with_tag = latest[tag]
            mine.update(with_tag)
            with_tag.append(place)
        topic = topics[place]
        rows = sorted([other for other in mine if topics[other] != topic])
        for offset, other in enumerate(rows[:RELATED]):
            found[place * RELATED + offset] = other
    return found


def related(arrangement: Arrangement, place: int) -> list[int]:
    """Places of the articles related to one."""
    size = array("I").itemsize * RELATED
    packed = arrangement.related[place * size : (place + 1) * size]
    return [other for other in places(packed) if other != _NOBODY]


def files_of(record: Record) -> Iterable[str]:
    """The files of content/ that an article or page shows or offers."""
    if record.lead:
        yield record.lead[0]
    yield from (file for file, _ in record.attachments)
    yield from (target for kind, target, _, _ in record.references if kind in {"picture", "static"})
