"""New articles join the index of all others, whether they are the newest or come late.

For one that is older than others the index is cut before its place, it joins what is older like any new one, and what
is younger follows with positions that are one higher. Of the younger ones only those few are looked at that may now be
related to it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..article.article import NO_POSITION
from ..text.vietnamese import slugify
from .index import RELATED, ArticleIndex, joined, links_of, other_paths, positions, stamp_of

if TYPE_CHECKING:
    from ..article.record import Record
    from .index import Parts

_FIRST_DECIDES = frozenset({"tag", "series", "month", "strand", "unit_topic", "unit_year"})
"""Kinds whose lists stand in the order of their first articles."""


def join(known: ArticleIndex, parts: Parts, added: Mapping[str, Record]) -> ArticleIndex | None:
    """The index with some more articles, the same that `index_articles` makes of all records; None when only a look at
    all can tell. known: holds at the instant, of the same parts but those records."""
    newest = known.stamps[-1] if known.stamps else float("-inf")
    older = {s: r for s, r in added.items() if r.status == "published" and stamp_of(r.date) <= newest}
    index: ArticleIndex | None = known
    for source, record in older.items():
        if record.expires or index is None:
            return None
        at = bisect_left(list(zip(index.stamps, index.slugs, strict=True)), (stamp_of(record.date), record.slug))
        add = partial(joined, parts=parts, added={source: record}, changes=_changes(index))
        index = _put_in(index, at, record.tags, add, parts.records)
    if index is None:
        return None
    index = joined(index, parts, {s: r for s, r in added.items() if s not in older}, _changes(index))
    return index._replace(links=_links(index, parts, older)) if older else index


def _links(index: ArticleIndex, parts: Parts, older: Mapping[str, Record]) -> dict[int, bytes]:
    """Those of an index with these articles: each was added when others to which it leads may not have been there."""
    slug_of, paths = dict(zip(index.sources, index.slugs, strict=True)), other_paths(parts)
    links = dict(index.links)
    for source, record in older.items():
        links[index.sources.index(source)] = links_of(record, slug_of, paths)
    return {position: digest for position, digest in sorted(links.items()) if digest}


def _changes(known: ArticleIndex) -> list[float]:
    return [moment for moment in (known.next_change, known.since) if moment is not None]


def _put_in(
    known: ArticleIndex,
    at: int,
    tags: Iterable[str],
    add: Callable[[ArticleIndex], ArticleIndex],
    records: Mapping[str, Record],
) -> ArticleIndex | None:
    """The index with an article that readers see and that is older than others, but for its links what a look at all
    makes; None when only that look can tell, because a list would begin with it. at: its position; tags: its own; add:
    it to the older ones; records: of all others.
    """
    older = add(_cut(known, at))
    if not _begins_no_list(known, older, at):
        return None
    lists = {
        kind: {slug: packed + _shifted(_younger(of.get(slug, b""), at)) for slug, packed in older.lists[kind].items()}
        for kind, of in known.lists.items()
    }
    terms, term_sets = _in_order(positions(older.terms + known.terms[at * _ITEM :]), older.term_sets)
    sources = older.sources + known.sources[at:]
    topics = [term_sets[own].get("topic", ("",))[0] for own in terms]
    related = positions(older.related + _shifted(known.related[at * RELATED * _ITEM :], at))
    for position in _near(tags, lists["tag"], at):
        own, near = topics[position], _before(records[sources[position]].tags, lists["tag"], position)
        found = sorted((p for p in near if topics[p] != own), reverse=True)[:RELATED]
        related[position * RELATED : (position + 1) * RELATED] = array("I", [*found, *_NONE[len(found) :]])
    return older._replace(
        sources=sources,
        ids=older.ids + known.ids[at:],
        slugs=older.slugs + known.slugs[at:],
        stamps=older.stamps + known.stamps[at:],
        cards=older.cards + known.cards[at:],
        terms=terms.tobytes(),
        term_sets=tuple(term_sets),
        lists=lists,
        related=related.tobytes(),
        having=_rows_after(older.having, known.having, at),
        languages=dict(sorted(_rows_after(older.languages, known.languages, at).items())),
        more_places=older.more_places | _moved(known.more_places, at),
        files=older.files | _moved(known.files, at),
        links=older.links | _moved(known.links, at),
    )


_ITEM = array("I").itemsize
_NONE = (NO_POSITION,) * RELATED


def _cut(known: ArticleIndex, at: int) -> ArticleIndex:
    """The index as it is of the articles before a position."""
    return known._replace(
        sources=known.sources[:at],
        ids=known.ids[:at],
        slugs=known.slugs[:at],
        stamps=known.stamps[:at],
        cards=known.cards[:at],
        terms=known.terms[: at * _ITEM],
        lists={
            kind: {slug: packed[: len(packed) - len(_younger(packed, at))] for slug, packed in of.items()}
            for kind, of in known.lists.items()
        },
        related=known.related[: at * RELATED * _ITEM],
        having={name: tuple(p for p in rows if p < at) for name, rows in known.having.items()},
        languages={name: tuple(p for p in rows if p < at) for name, rows in known.languages.items()},
        more_places={p: value for p, value in known.more_places.items() if p < at},
        files={p: value for p, value in known.files.items() if p < at},
        links={p: value for p, value in known.links.items() if p < at},
    )


def _begins_no_list(known: ArticleIndex, older: ArticleIndex, at: int) -> bool:
    """Whether the article at the end of `older` is the first of no list that has younger ones or that nobody had."""
    own = array("I", [at]).tobytes()
    return all(
        slug in known.lists[kind] and packed != own
        for kind in _FIRST_DECIDES
        for slug, packed in older.lists[kind].items()
        if packed.endswith(own) and positions(packed)[-1] == at
    )


def _younger(packed: bytes, at: int) -> bytes:
    """Of ascending positions those from `at` on."""
    return packed[bisect_left(memoryview(packed).cast("I"), at) * _ITEM :]


def _shifted(packed: bytes, at: int = 0) -> bytes:
    """Positions from `at` on, each one higher."""
    return array("I", [p + (at <= p < NO_POSITION) for p in memoryview(packed).cast("I")]).tobytes()


def _moved(of: Mapping[int, Any], at: int) -> dict[int, Any]:
    return {position + 1: value for position, value in of.items() if position >= at}


def _rows_after(
    older: Mapping[str, tuple[int, ...]], known: Mapping[str, tuple[int, ...]], at: int
) -> dict[str, tuple[int, ...]]:
    return {name: (*rows, *(p + 1 for p in known.get(name, ()) if p >= at)) for name, rows in older.items()}


def _in_order(
    terms: array[int], term_sets: Iterable[dict[str, tuple[str, ...]]]
) -> tuple[array[int], list[dict[str, tuple[str, ...]]]]:
    """Both as they are when each set of terms gets its number from the oldest article that has it."""
    sets = list(term_sets)
    order = list(dict.fromkeys(terms))
    if order == list(range(len(sets))):
        return terms, sets
    number = {old: new for new, old in enumerate(order)}
    return array("I", map(number.__getitem__, terms)), [sets[old] for old in order]


def _near(tags: Iterable[str], lists: Mapping[str, bytes], at: int) -> set[int]:
    """The articles that come next after a position in the lists of its tags: no other can be related to it."""
    found: set[int] = set()
    for tag in tags:
        listed = positions(lists[slugify(tag)])
        start = bisect_left(listed, at + 1)
        found.update(listed[start : start + RELATED])
    return found


def _before(tags: Iterable[str], lists: Mapping[str, bytes], position: int) -> set[int]:
    """The newest articles before a position in the lists of its tags."""
    found: set[int] = set()
    for tag in tags:
        listed = positions(lists[slugify(tag)])
        end = bisect_left(listed, position)
        found.update(listed[max(end - RELATED, 0) : end])
    return found
