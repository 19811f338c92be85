"""The search index under /tim-kiem/: what the search page reads, made from the column's frozen values.

muc-luc.bin    every document's time, topic, form and units: sorting and filters; the names behind them
tu/, cap/      which documents hold a word, a pair of words (see core/search/)
the/           title, address and sapo of a few documents each, for the results that are shown
tieu-de.json   on small sites every title and address, so that titles need not be waited for
tu-dien.txt    the words themselves, for unfinished and misspelt ones
"""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from functools import cache, partial
from hashlib import blake2b
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..build.context import without_theme
from ..build.generator import outputs
from ..core.digests import combine, digest_text
from ..core.errors import BuildError
from ..core.output import Output
from ..core.plan.plan import ABOUT
from ..core.search.index_file import merge, patch
from ..core.search.kinds import ARTICLE, KINDS, PAGE, Entry
from ..core.search.layout import STRIDE, Layout
from ..core.search.postings import SearchDocument
from ..core.search.word_list import word_list
from ..core.site_map import ROWS
from ..system import build_inputs
from .entries import find_entries, minute
from .segments import DIGEST, MadeOf, Segment
from .together import Together, digest_of, keep_segments

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.column.collections import Articles
    from ..core.output import Family

FOLDER = ROWS["search_index"].folder + "/"
"""Where the index lies in the output."""
CARDS = 6
"""Places per file of cards, of which a fifth is free: ten results seldom share a file, so files are small."""
FREE = 0xFFFF
"""The profile of a place that nobody has, which is that of no document."""
FILES = 64
"""Files of words and pairs that are planned together."""
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


class Spread(NamedTuple):
    """How documents are shared out. others: pages and entries; articles: oldest first; wholes: the digest of each of
    these, in this order, and of nobody; groups: per segment who is at which place, as a position in that order."""

    layout: Layout
    others: list[Article | Entry]
    articles: Articles
    wholes: list[bytes]
    groups: list[list[int]]

    def at(self, segment: int, place: int) -> Article | Entry | None:
        """The document of a place, None for a free one."""
        position = self.groups[segment][place]
        if position == _NOBODY:
            return None
        first = len(self.others)
        return self.others[position] if position < first else self.articles[position - first]


_NOBODY = -1
Row = IndexRow | None
"""What is said of a place; nothing of a free one."""


@without_theme
def search_outputs(context: DataContext) -> Iterator[Family]:
    """Two families of files: what shows texts, and what shows headers alone."""
    if context.search:
        others = [page.article.whole_digest for page in context.column.pages]
        others += [event.whole_digest for event in context.column.events]
        spread = cache(partial(_spread, context))  # for both, and only when one is planned
        yield context.texts("search:words", context.column.articles, partial(_plan_words, context, spread), *others)
        yield context.texts("search:documents", None, partial(_plan_documents, context, spread))


def _plan_words(context: DataContext, spread_out: Callable[[], Spread]) -> Iterator[Output | Family]:
    """Which documents hold a word, and the words."""
    spread = spread_out()
    shape = combine(_code(), _shape(spread.layout), _names(context))
    wanted = [MadeOf(shape, tuple(map(spread.wholes.__getitem__, group))) for group in spread.groups]

    def document(number: int, place: int) -> SearchDocument:
        return _document(context, spread.at(number, place))

    kept = keep_segments(build_inputs.search_home(context.content), wanted, spread.layout, document)
    yield from _postings(context, spread.layout, kept)
    yield _words(kept, len(spread.wholes) - 1)


def _plan_documents(context: DataContext, spread_out: Callable[[], Spread]) -> Iterator[Output]:
    """What is said of each document."""
    spread = spread_out()
    pages = {page.article: IndexRow(page.article, page.url, 0, PAGE) for page in context.column.pages}
    rows = [
        [_row(context, pages, spread.at(number, place)) for place in range(len(group))]
        for number, group in enumerate(spread.groups)
    ]
    yield _catalogue(context, spread.layout, rows)
    if len(spread.wholes) <= TITLED:
        yield _titles(context, rows)
    yield from _cards(context, rows)


def _spread(context: DataContext) -> Spread:
    """The documents by their numbers: pages and entries come first, then articles, oldest first."""
    column = context.column
    others: list[Article | Entry] = [*(page.article for page in column.pages), *find_entries(context)]
    articles = column.articles[::-1]
    identities = [found.id for found in others]
    identities += map(column.by_position.index.ids.__getitem__, articles.positions)
    wholes = [*(found.whole_digest for found in others), *articles.whole_digests(), _NO_DIGEST]
    layout = Layout.of(identities)
    groups: list[list[int]] = [[_NOBODY] * layout.places for _ in range(layout.segments)]
    for position, number in enumerate(layout.numbers(identities)):
        groups[number // STRIDE][number % STRIDE] = position
    for group in groups:
        while group and group[-1] == _NOBODY:
            group.pop()
    return Spread(layout, others, articles, wholes, groups)


_NO_DIGEST = bytes(16)


def _shape(layout: Layout) -> bytes:
    return digest_text(repr(astuple(layout)))


def _row(context: DataContext, pages: Mapping[Article, IndexRow], found: Article | Entry | None) -> Row:
    if found is None:
        return None
    if isinstance(found, Entry):
        return IndexRow(found, found.url, found.minute, found.kind)
    url = context.present.url(found)[len(context.present.prefix) :]
    return pages.get(found) or IndexRow(found, url, minute(found.date), ARTICLE)


def _document(context: DataContext, article: Article | Entry | None) -> SearchDocument:
    """What readers find an article by: its own words, and the names of what it belongs to."""
    if article is None:
        return SearchDocument("", "", "", "")
    if isinstance(article, Entry):
        return SearchDocument(title=article.title, sapo=article.sapo, more="", body=article.text())
    terms = context.column.plans.terms
    more = [*article.authors, *article.key_points, *article.discussion]
    more += [f"{figure.text} ({figure.source})" for figure in article.key_figures]
    if article.lead:
        more.append(article.lead.caption)  # not its credit: most name the same few
    if article.topic:
        more.append(terms["topic"][article.topic].name)
    if article.form:
        more.append(terms["form"][article.form].name)
    more += [terms["unit"][slug].name for slug in article.units]
    for slug in article.documents:
        document = terms["document"][slug]
        more += [document.name, getattr(document, "number", "")]
    return SearchDocument(
        title=article.title,
        sapo="\n".join(filter(None, (article.sapo, *article.tags, article.series))),
        more="\n".join(more),
        body=context.text(article),
    )


def _names(context: DataContext) -> bytes:
    """The digest of the names that documents are found by beside their own words."""
    terms = context.column.plans.terms
    return digest_text(
        *(
            f"{kind}/{slug}/{term.name}/{getattr(term, 'number', '')}"
            for kind in ("topic", "form", "unit", "document")
            for slug, term in terms[kind].items()
        )
    )


@cache
def _code() -> bytes:
    """The digest of the code that shapes the index, so that a new style sheet does not make it all anew."""
    folder = Path(__file__).parent.parent
    modules = [folder / f"search/{name}.py" for name in ("index", "entries", "segments", "together")]
    modules += [folder / "core/text/vietnamese.py"]
    modules += sorted((folder / "core/search").glob("*.py"))
    return digest_text(unicodedata.unidata_version, *(path.read_text(encoding="utf-8") for path in modules))


def _output(file: str, digest: bytes, make: Callable[[], bytes]) -> Output:
    return Output(FOLDER + file, combine(_code(), digest_text(file), digest), make)


def _postings(context: DataContext, layout: Layout, kept: Together) -> Iterator[Family]:
    """The files of words and pairs, some together, so that an edit plans those alone that lie near one of its own."""
    shape = _shape(layout)
    for start in range(0, layout.files, FILES):
        files = range(start, min(start + FILES, layout.files))
        digest = combine(_code(), shape, digest_of(kept.digests, files.start, files.stop))
        plan = partial(_planned_postings, layout, kept, files)
        yield context.family(f"search:words:{start // FILES:x}", digest, plan)


def _planned_postings(layout: Layout, kept: Together, files: range) -> Iterator[Output]:
    shape = _shape(layout)
    for number in files:
        pair = number - layout.word_files
        name = f"cap/{pair:x}.bin" if pair >= 0 else f"tu/{number:x}.bin"
        now, before = (combine(shape, digest_of(of, number, number + 1)) for of in (kept.digests, kept.before))
        output = _output(name, now, partial(_merged, kept.segments, number))
        if now != before:
            stood = _output(name, before, output.make).digest
            output = replace(output, patch=partial(_patch, kept.anew, number, stood))
        yield output


def _merged(segments: Sequence[Segment], number: int) -> bytes:
    return merge((segment.number, segment.part(number)) for segment in segments)


def _patch(
    anew: Sequence[tuple[Segment, Segment]], number: int, stood: bytes, digest: bytes, data: bytes
) -> bytes | None:
    """A file of the index made of the one that stands, when that was made of the segments before these. anew: segments
    and what they were before."""
    patched: bytes | None = data if digest == stood else None
    for segment, before in anew:
        if segment.digest(number) == before.digest(number):
            continue
        part = before.kept_part(number)
        if patched is None or part is None:
            return None
        try:
            patched = patch(patched, segment.number, part, segment.part(number))
        except (IndexError, KeyError):  # the bytes are others than the fingerprint says
            return None
    return patched


def _words(kept: Together, documents: int) -> Output:
    digest = combine(digest_text(str(documents // 1000)), kept.digests[-DIGEST:])
    return _output("tu-dien.txt", digest, lambda: word_list(kept.words, documents))


def _catalogue(context: DataContext, layout: Layout, grouped: list[list[Row]]) -> Output:
    """The first file the search page reads.

    One line of JSON, then per place, in the order of their numbers, four bytes of its document's minute and then two
    bytes of its profile, the position in `profiles` of its topic, form, units and kind; of a free place the minute of
    the one before and FREE, which costs least when compressed. `v` changes when a document's number does.
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
    digest = combine(_names(context), digest_text(repr(astuple(layout)), repr(list(profiles))), _digest(data), order)

    def make() -> bytes:
        head = {
            "v": combine(order, _shape(layout)).hex()[:12],
            "stride": STRIDE,
            "cards": CARDS,
            "titled": sum(row is not None for row in rows) <= TITLED,
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

    return _output("muc-luc.bin", digest, make)


def _titles(context: DataContext, grouped: list[list[Row]]) -> Output:
    """What results begin with, of every place in the order of their numbers; 0 for a free one."""
    prefix = context.present.prefix
    rows = [row for group in grouped for row in group]
    said = (f"{row.document.title}\n{row.url}\n{row.document.sample}" if row else "" for row in rows)
    digest = digest_text(prefix, *said)

    def make() -> bytes:
        titles = [[row.document.title, prefix + row.url, row.document.sample] if row else 0 for row in rows]
        return json.dumps(titles, ensure_ascii=False, separators=(",", ":")).encode()

    return _output("tieu-de.json", digest, make)


def _cards(context: DataContext, grouped: list[list[Row]]) -> Iterator[Output]:
    """What results show, of some places each; no file where nobody is, 0 for a free place before another."""
    prefix = context.present.prefix
    for segment, group in enumerate(grouped):
        for start in range(0, len(group), CARDS):
            rows = group[start : start + CARDS]
            while rows and rows[-1] is None:
                rows.pop()
            if rows:
                digests = (row.document.card_digest if row else _NO_DIGEST for row in rows)
                digest = combine(digest_text(prefix, *(row.url if row else "" for row in rows)), *digests)
                yield _output(f"the/{segment:x}-{start // CARDS:x}.json", digest, partial(_shown, prefix, rows))


def _shown(prefix: str, rows: Sequence[Row]) -> bytes:
    cards = [
        [row.document.title, prefix + row.url, row.document.sapo, row.document.sample] if row else 0 for row in rows
    ]
    return json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def register() -> None:
    """Connect to the build."""
    outputs.connect(search_outputs)
