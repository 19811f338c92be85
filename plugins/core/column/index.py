"""The index of a column: whatever takes a look at the headers of all articles, in plain values that can be kept.

Most edits change a text and no header. Then the index kept by the last build is that of this one, and no other
article need be looked at. A new article is nearly always the newest: it joins the index of all others as it is.
Positions count from the oldest article, like pages of lists, so that a new one shifts none; many of them are kept as
the bytes of an array.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ..addresses import article_path, event_path
from ..article.article import NO_POSITION
from ..article.record import sound_of
from ..digests import digest_text
from ..events.agenda import event_moments, make_events
from ..text.vietnamese import slugify
from .withdrawals import Row, row_of

if TYPE_CHECKING:
    from ..article.record import Record
    from ..events.event import EventRecord
    from ..plan.plan import Plans
    from ..plan.plan_names import PlanNames
    from ..plan.site import Site
    from ..registers.questions import AnsweredQuestion
    from ..registers.registers import Registers

NEWS_SPAN = dt.timedelta(days=2)
"""How long an article stays in the news sitemap."""
RELATED = 3
"""How many older articles of other topics that share a tag an article knows."""
BESIDE = ("plan", "strand", "unit_topic", "unit_year")
"""Lists beside those of terms. strand: the articles that name a topic themselves, so that each stands in one strand,
whatever topics carry on its own; unit_topic, unit_year: slugs are "unit/topic", "unit/YYYY"."""
RARE_FIELDS = ("aliases", "audio", "corrections", "lead", "lead_until", "modified", "sample", "translation_of")
"""Fields that few articles have and whole lists are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a column is made from. records: of articles, pages, events: all by source path; files: every other file in
    content/; questions: the questions that are public; question_days: on which one was or will be asked; left_out:
    modules of plugins/ whose outputs the site goes without; flawed: sources with an error of their own, whose records
    say what could be read; a column is made of parts without any."""

    site: Site
    plans: Plans
    names: PlanNames
    records: Mapping[str, Record]
    pages: Mapping[str, Record]
    files: frozenset[str]
    instant: dt.datetime
    questions: tuple[AnsweredQuestion, ...]
    events: Mapping[str, EventRecord]
    registers: Registers
    left_out: frozenset[str] = frozenset()
    flawed: frozenset[str] = frozenset()
    question_days: frozenset[dt.date] = frozenset()


class ArticleIndex(NamedTuple):
    """Which articles readers may see, in which order and lists.

    sources: their files, oldest first, ties broken by slug; ids, slugs: theirs; stamps: when each was published (POSIX
    seconds); cards: digests of what lists show of them; terms: for each the position of its terms in `term_sets`;
    lists: kind → slug → positions of its articles, month slugs are "YYYY-MM", and those of BESIDE; tags, series: slug →
    name;
    related: RELATED positions for each, NO_POSITION where there are fewer; having: one of RARE_FIELDS → positions of
    those that have it; languages: language, other than the site's → positions of what is written in it; more_places:
    position → the record's, where there are any; files: position → the files that the article shows or offers; links:
    position → digest of the addresses to which its text's links to other files lead; everyone: source → id of all
    articles, public or not; scheduled: source → when it will be published, of those whose hour has not come;
    next_change, since: see Column (all POSIX seconds); gone: rows of withdrawals.py.
    """

    sources: tuple[str, ...]
    ids: tuple[str, ...]
    slugs: tuple[str, ...]
    stamps: tuple[float, ...]
    cards: tuple[bytes, ...]
    terms: bytes
    term_sets: tuple[dict[str, tuple[str, ...]], ...]
    lists: dict[str, dict[str, bytes]]
    tags: dict[str, str]
    series: dict[str, str]
    related: bytes
    having: dict[str, tuple[int, ...]]
    languages: dict[str, tuple[int, ...]]
    more_places: dict[int, int]
    files: dict[int, tuple[str, ...]]
    links: dict[int, bytes]
    everyone: dict[str, str]
    scheduled: dict[str, float]
    next_change: float | None
    since: float | None
    gone: tuple[Row, ...]


def positions(packed: bytes, most: int | None = None) -> array[int]:
    """The positions that an index keeps as bytes, or the last of them: the newest."""
    found = array("I")
    found.frombytes(packed if most is None else packed[-most * found.itemsize :])
    return found


def index_articles(parts: Parts) -> ArticleIndex:
    """Arrange what readers may see at an instant."""
    plans = parts.plans
    everyone = {source: record.id for source, record in parts.records.items()}
    agenda = make_events(parts.events, parts.names, everyone, ZoneInfo(parts.site.zone))
    moments = [moment.timestamp() for moment in event_moments(agenda)]
    lists: dict[str, dict[str, bytes]] = {kind: dict.fromkeys(of, b"") for kind, of in plans.terms.items()}
    lists |= {"item": dict.fromkeys(plans.items, b""), "tag": {}, "series": {}, "month": {}}
    lists |= {kind: {} for kind in BESIDE} | {"plan": {plan.slug: b"" for plan in plans.plans}}
    moments += (_midnight(day, ZoneInfo(parts.site.zone)) for day in {*plans.moments(), *parts.question_days})
    nothing = ArticleIndex(
        sources=(),
        ids=(),
        slugs=(),
        stamps=(),
        cards=(),
        terms=b"",
        term_sets=(),
        lists=lists,  # terms of the plan without articles have an empty one
        tags={},
        series={},
        related=b"",
        having={},
        languages={},
        more_places={},
        files={},
        links={},
        everyone={},
        scheduled={},
        next_change=None,
        since=None,
        gone=(),
    )
    return joined(nothing, parts, parts.records, moments)


def joined(known: ArticleIndex, parts: Parts, added: Mapping[str, Record], changes: list[float]) -> ArticleIndex:
    """The index with some more articles, newer than all that readers see. changes: moments at which the site without
    them changes; theirs are added to it."""
    now, zone, first = parts.instant.timestamp(), ZoneInfo(parts.site.zone), len(known.sources)
    gone: list[Record] = []
    public = sorted(_public(added, now, zone, changes, gone), key=lambda entry: (entry[0], entry[2].slug))
    shown = [record for _, _, record in public]
    everyone = known.everyone | {source: record.id for source, record in added.items()}
    sources = (*known.sources, *[source for _, source, _ in public])
    slugs = (*known.slugs, *map(attrgetter("slug"), shown))
    stamps = [stamp for stamp, _, _ in public]
    terms, term_sets = _terms(known, parts.names, shown)
    lists = _GrowingLists(known, parts.plans, zone)
    related = positions(known.related)
    topics = [mine.get("topic", ("",))[0] for mine in term_sets]
    for position, record in enumerate(shown, first):
        own = terms[position]
        near = lists.take(position, stamps[position - first], record.tags, own, term_sets[own])
        if record.series:
            lists.take_part(position, record.series)
        rows = sorted([other for other in near if topics[terms[other]] != topics[own]], reverse=True)[:RELATED]
        related.extend(rows + [NO_POSITION] * (RELATED - len(rows)))
    slug_of, paths = dict(zip(sources, slugs, strict=True)), other_paths(parts)
    return ArticleIndex(
        sources=sources,
        ids=(*known.ids, *map(attrgetter("id"), shown)),
        slugs=slugs,
        stamps=(*known.stamps, *stamps),
        cards=(*known.cards, *map(attrgetter("card_digest"), shown)),
        terms=terms.tobytes(),
        term_sets=tuple(term_sets),
        lists=lists.packed(),
        tags=lists.tags,
        series=lists.series,
        related=related.tobytes(),
        having={
            name: (*known.having.get(name, ()), *compress(count(first), map(attrgetter(name), shown)))
            for name in RARE_FIELDS
        },
        languages=_languages(known, parts.site.language, shown),
        more_places=known.more_places
        | {p: record.more_places for p, record in enumerate(shown, first) if record.more_places},
        files=known.files | {p: files for p, record in enumerate(shown, first) if (files := tuple(files_of(record)))},
        links=known.links
        | {p: digest for p, record in enumerate(shown, first) if (digest := links_of(record, slug_of, paths))},
        everyone=everyone,
        scheduled=known.scheduled | scheduled(added, now),
        next_change=min((moment for moment in changes if moment > now), default=None),
        since=max((moment for moment in changes if moment <= now), default=None),
        gone=(*known.gone, *(row_of(record, parts.names, parts.plans) for record in gone)),
    )


def _languages(known: ArticleIndex, own: str, shown: Iterable[Record]) -> dict[str, tuple[int, ...]]:
    found = {language: [*positions] for language, positions in known.languages.items()}
    for position, record in enumerate(shown, len(known.sources)):
        if record.lang != own:
            found.setdefault(record.lang, []).append(position)
    return {language: tuple(positions) for language, positions in sorted(found.items())}


def _public(
    records: Mapping[str, Record], now: float, zone: ZoneInfo, changes: list[float], gone: list[Record]
) -> list[tuple[float, str, Record]]:
    """Publication, source and record of what readers may see now; what was taken back from them is added to `gone`.

    Adds to `changes` every moment at which the same files make another site: an article appears or expires, its lead
    ends, or it leaves the news sitemap's two days.
    """
    span = NEWS_SPAN.total_seconds()
    public = []
    for source, record in records.items():
        if record.status != "published":
            continue
        stamp = stamp_of(record.date)
        changes += (stamp, stamp + span)
        if record.lead_until:
            day = dt.date.fromisoformat(record.lead_until) + dt.timedelta(days=1)
            changes.append(_midnight(day, zone))
        if record.expires:
            end = stamp_of(record.expires)
            changes.append(end)
            if end <= now:
                gone += [record] if record.withdrawn and stamp <= now else []
                continue
        if stamp <= now:
            public.append((stamp, source, record))
    return public


def _midnight(day: dt.date, zone: ZoneInfo) -> float:
    return dt.datetime.combine(day, dt.time(), zone).timestamp()


def scheduled(records: Mapping[str, Record], now: float) -> dict[str, float]:
    """Source → publication of articles that are finished and whose hour has not come, POSIX seconds. An article whose
    date is wrong waits for nothing that could be named."""
    rows = ((source, stamp_of(r.date)) for source, r in records.items() if r.status == "published" and r.date)
    return {source: stamp for source, stamp in rows if stamp > now}


def stamp_of(text: str) -> float:
    """An instant of a header, in POSIX seconds."""
    return dt.datetime.fromisoformat(text).timestamp()


def _terms(
    known: ArticleIndex, names: PlanNames, shown: Iterable[Record]
) -> tuple[array[int], list[dict[str, tuple[str, ...]]]]:
    """For each article, those known first, the position of its terms in the second value; most share theirs."""
    terms, term_sets = positions(known.terms), list(known.term_sets)
    by_value = {tuple(mine.items()): position for position, mine in enumerate(term_sets)}
    by_identity: dict[int, int] = {}  # the names are resolved once for all records that say the same
    for record in shown:
        mine = names.resolve(record)
        position = by_identity.get(id(mine))
        if position is None:
            position = by_identity[id(mine)] = by_value.setdefault(tuple(mine.items()), len(term_sets))
            if position == len(term_sets):
                term_sets.append(mine)
        terms.append(position)
    return terms, term_sets


class _GrowingLists:
    """Every list of the site, growing. What articles have in common is looked up once: the lists of their terms, their
    day's, their tags'."""

    def __init__(self, known: ArticleIndex, plans: Plans, zone: ZoneInfo) -> None:
        self.tags, self.series = dict(known.tags), dict(known.series)
        self._known, self._plans, self._zone = known.lists, plans, zone
        self._grown: dict[tuple[str, str], array[int]] = {}
        self._of_terms: dict[int, list[array[int]]] = {}
        self._of_day: dict[dt.date, list[array[int]]] = {}
        self._of_name: dict[str, array[int]] = {}

    def take(
        self, position: int, stamp: float, tags: Sequence[str], own: int, mine: Mapping[str, tuple[str, ...]]
    ) -> set[int]:
        """Add an article newer than all others; returns the newest that share its tags. own: stands for its terms."""
        of_terms = self._of_terms.get(own)
        if of_terms is None:
            of_terms = self._of_terms[own] = [self._rows(kind, slug) for kind, slug in self._lists_of(mine)]
        for rows in of_terms:
            rows.append(position)
        day = dt.datetime.fromtimestamp(stamp, self._zone).date()
        of_day = self._of_day.get(day)
        if of_day is None:
            of_day = self._of_day[day] = [self._rows("month", f"{day.year:04}-{day.month:02}")]
        for rows in of_day:
            rows.append(position)
        if "unit" in mine:
            for unit in self._plans.with_heirs("unit", mine["unit"]):
                self._rows("unit_year", f"{unit}/{day.year:04}").append(position)
        near: set[int] = set()
        for name in tags:
            named = self._of_name.get(name)
            if named is None:
                slug = slugify(name)
                self.tags[slug] = name
                named = self._of_name[name] = self._rows("tag", slug)
            near.update(named[-RELATED:])
            named.append(position)
        return near

    def take_part(self, position: int, name: str) -> None:
        """Add the same article to its series."""
        slug = slugify(name)
        self.series[slug] = name
        self._rows("series", slug).append(position)

    def _lists_of(self, mine: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
        """The lists that an article of these terms stands in: theirs and those of what carries them on."""
        for kind, slugs in mine.items():
            for slug in self._plans.with_heirs(kind, slugs):
                yield kind, slug
        for topic in mine.get("topic", ()):
            yield "strand", topic
            for unit in self._plans.with_heirs("unit", mine.get("unit", ())):
                yield "unit_topic", f"{unit}/{topic}"

    def packed(self) -> dict[str, dict[str, bytes]]:
        """Kind → slug → positions."""
        lists = {kind: dict(of) for kind, of in self._known.items()}
        for (kind, slug), rows in self._grown.items():
            lists[kind][slug] = rows.tobytes()
        return lists

    def _rows(self, kind: str, slug: str) -> array[int]:
        rows = self._grown.get((kind, slug))
        if rows is None:
            rows = self._grown[kind, slug] = positions(self._known[kind].get(slug, b""))
        return rows


def related(packed: array[int], position: int) -> list[int]:
    """Positions of the articles related to one, newest first: older ones of other topics that share a tag. packed: the
    index's positions of them all."""
    return [other for other in packed[position * RELATED : (position + 1) * RELATED] if other != NO_POSITION]


def files_of(record: Record) -> Iterable[str]:
    """The files of content/ that an article or page shows or offers."""
    if record.lead:
        yield record.lead[0]
    yield from (file for file, _ in record.attachments)
    yield from sound_of(record)
    yield from (target for kind, target, _, _ in record.references if kind in {"picture", "static"})


def other_paths(parts: Parts) -> dict[str, str]:
    """Source → site path of what is shown and is no article: editors' pages, events."""
    pages = {source: f"/{page.slug}/" for source, page in parts.pages.items() if page.status == "published"}
    now = parts.instant
    return pages | {
        source: event_path(event.slug)
        for source, event in parts.events.items()
        if event.status == "published" and dt.datetime.fromisoformat(event.date) <= now
    }


def links_of(record: Record, slug_of: Mapping[str, str], paths: Mapping[str, str]) -> bytes:
    """A digest of the site paths to which the links to other files lead, b"" when there are none."""
    targets = [target for kind, target, _, _ in record.references if kind == "file"]
    if not targets:
        return b""
    return digest_text(*[article_path(slug_of[to]) if to in slug_of else paths.get(to, "/") for to in targets])
