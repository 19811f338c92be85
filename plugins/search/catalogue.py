"""What the search index says of each document: the catalogue that the search page reads first, titles, cards."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import partial
from hashlib import blake2b
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from ..core.digests import combine, digest_text
from ..core.errors import BuildError
from ..core.plan.plan import ABOUT
from ..core.search.kinds import ARTICLE, KINDS, PAGE, Entry
from ..core.search.layout import STRIDE, Layout
from .entries import minute
from .index_output import index_output, layout_digest, names
from .places import NO_DIGEST, Spread

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.output import Output

CARDS = 6
"""Places per file of cards, of which a fifth is free: ten results seldom share a file, so files are small."""
FREE = 0xFFFF
"""The profile of a place that nobody has, which is that of no document."""
TITLED = 1_500
"""Documents up to which all titles are one file: 21 bytes each when compressed, if generated; more, if real."""
_NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}


class IndexRow(NamedTuple):
    """A document of the index. url: site path; minute: of the site's wall clock since 2000, 0 for what has no day;
    kind: of KINDS."""

    document: Article | Entry
    url: str
    minute: int
    kind: str


Row = IndexRow | None
"""What is said of a place; nothing of a free one."""


def plan_documents(context: DataContext, spread: Spread) -> Iterator[Output]:
    """The files that say something of each document."""
    pages = {page.article: IndexRow(page.article, page.url, 0, PAGE) for page in context.column.pages}
    rows = [
        [_row(context, pages, spread.at(number, place)) for place in range(len(group))]
        for number, group in enumerate(spread.groups)
    ]
    if titled := spread.documents <= TITLED:
        yield _titles(context, rows)
    yield _catalogue(context, spread.layout, rows, titled=titled)
    yield from _cards(context, rows)


def _row(context: DataContext, pages: Mapping[Article, IndexRow], found: Article | Entry | None) -> Row:
    if found is None:
        return None
    if isinstance(found, Entry):
        return IndexRow(found, found.url, found.minute, found.kind)
    url = context.present.url(found)[len(context.present.prefix) :]
    return pages.get(found) or IndexRow(found, url, minute(found.date), ARTICLE)


def _catalogue(context: DataContext, layout: Layout, grouped: list[list[Row]], *, titled: bool) -> Output:
    """The first file the search page reads.

    One line of JSON, then per place, in the order of their numbers, four bytes of its document's minute and then two
    bytes of its profile, the position in `profiles` of its topic, form, units and kind; of a free place the minute of
    the one before and FREE, which costs least when compressed. `v` changes when a document's number does. titled:
    whether all titles are one file.
    """
    rows = [row for group in grouped for row in group]
    terms = context.column.plans.terms
    slugs = {kind: list(terms[kind]) for kind in ("topic", "form", "unit")}
    if ABOUT.slug in context.column.lists["topic"] and ABOUT.slug not in slugs["topic"]:
        slugs["topic"].append(ABOUT.slug)
    numbers = {kind: {slug: position for position, slug in enumerate(of)} for kind, of in slugs.items()}
    profiles: dict[tuple[str, str, tuple[str, ...], str], int] = {}

    def profile(row: Row) -> int:
        if row is None:
            return FREE
        key = (row.document.topic, row.document.form, row.document.units, row.kind)
        return profiles.setdefault(key, len(profiles))

    marks = [profile(row) for row in rows]
    if len(profiles) > FREE:
        raise BuildError("quá 65.535 kết hợp chủ đề, hình thức và đơn vị: chỉ mục tìm kiếm không chứa hết")
    minutes = accumulate(rows, lambda before, row: row.minute if row else before, initial=0)
    data = struct.pack(f"<{len(rows)}I", *islice(minutes, 1, None)) + struct.pack(f"<{len(rows)}H", *marks)
    order = digest_text(*(row.document.id if row else "" for row in rows))
    digest = combine(names(context), digest_text(repr(astuple(layout)), repr(list(profiles))), _digest(data), order)

    def make() -> bytes:
        head = {
            "v": combine(order, layout_digest(layout)).hex()[:12],
            "stride": STRIDE,
            "cards": CARDS,
            "titled": titled,
            "words": layout.word_files,
            "pairs": [layout.first_files, layout.second_files],
            "segments": [len(group) for group in grouped],
            "names": {kind: [[slug, terms[kind][slug].name] for slug in numbers[kind]] for kind in numbers}
            | {"kind": [list(row) for row in KINDS.items()]},
            "profiles": [
                [
                    numbers["topic"].get(topic, -1),
                    numbers["form"].get(form, -1),
                    [numbers["unit"][unit] for unit in units],
                    _NUMBER_OF[kind],
                ]
                for topic, form, units, kind in profiles
            ],
        }
        return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + data

    return index_output("muc-luc.bin", digest, make)


def _titles(context: DataContext, grouped: list[list[Row]]) -> Output:
    """What results begin with, of every place in the order of their numbers; 0 for a free one."""
    prefix = context.present.prefix
    rows = [row for group in grouped for row in group]
    said = (f"{row.document.title}\n{row.url}\n{row.document.sample}" if row else "" for row in rows)
    digest = digest_text(prefix, *said)

    def make() -> bytes:
        titles = [[row.document.title, prefix + row.url, row.document.sample] if row else 0 for row in rows]
        return json.dumps(titles, ensure_ascii=False, separators=(",", ":")).encode()

    return index_output("tieu-de.json", digest, make)


def _cards(context: DataContext, grouped: list[list[Row]]) -> Iterator[Output]:
    """What results show, of some places each; no file where nobody is, 0 for a free place before another."""
    prefix = context.present.prefix
    for segment, group in enumerate(grouped):
        for start in range(0, len(group), CARDS):
            rows = group[start : start + CARDS]
            while rows and rows[-1] is None:
                rows.pop()
            if rows:
                digests = (row.document.card_digest if row else NO_DIGEST for row in rows)
                digest = combine(digest_text(prefix, *(row.url if row else "" for row in rows)), *digests)
                yield index_output(f"the/{segment:x}-{start // CARDS:x}.json", digest, partial(_shown, prefix, rows))


def _shown(prefix: str, rows: Sequence[Row]) -> bytes:
    cards = [
        [row.document.title, prefix + row.url, row.document.sapo, row.document.sample] if row else 0 for row in rows
    ]
    return json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
