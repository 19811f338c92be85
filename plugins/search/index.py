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
from .segments import MadeOf, Segment, keep_segments

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.output import Family

FOLDER = ROWS["search_index"].folder + "/"
"""Where the index lies in the output."""
CARDS = 8
"""Documents per file of cards: ten results seldom share a file, so files are small."""
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


Grouped = tuple[Layout, list[list["Article | Entry"]]]
"""How documents are shared out, and those of each segment."""


@without_theme
def search_outputs(context: DataContext) -> Iterator[Family]:
    """Two families of files: what shows texts, and what shows headers alone."""
    if context.search:
        others = [page.article.whole_digest for page in context.column.pages]
        others += [event.whole_digest for event in context.column.events]
        grouped = cache(partial(_grouped, context))  # for both, and only when one is planned
        yield context.texts("search:words", context.column.articles, partial(_plan_words, context, grouped), *others)
        yield context.texts("search:documents", None, partial(_plan_documents, context, grouped))


def _plan_words(context: DataContext, segmented: Callable[[], Grouped]) -> Iterator[Output]:
    """Which documents hold a word, and the words."""
    layout, grouped = segmented()
    shape = combine(_code(), digest_text(repr(astuple(layout))), _names(context))
    wanted = [MadeOf(shape, tuple(found.whole_digest for found in group)) for group in grouped]

    def document(number: int, place: int) -> SearchDocument:
        return _document(context, grouped[number][place])

    segments = keep_segments(build_inputs.search_home(context.content), wanted, layout, document)
    yield from _postings(layout, segments)
    yield _words(segments, sum(map(len, grouped)))


def _plan_documents(context: DataContext, segmented: Callable[[], Grouped]) -> Iterator[Output]:
    """What is said of each document."""
    layout, grouped = segmented()
    pages = {page.article: IndexRow(page.article, page.url, 0, PAGE) for page in context.column.pages}
    rows = [[_row(context, pages, found) for found in group] for group in grouped]
    yield _catalogue(context, layout, rows)
    if sum(map(len, rows)) <= TITLED:
        yield _titles(context, rows)
    yield from _cards(context, rows)


def _grouped(context: DataContext) -> Grouped:
    """The documents of each segment: pages and entries, then articles, oldest first, so that a new article is the last
    of its segment and moves no other."""
    column = context.column
    documents: list[tuple[str, Article | Entry]] = [(page.article.id, page.article) for page in column.pages]
    documents += [(entry.id, entry) for entry in find_entries(context)]
    documents += [(article.id, article) for article in reversed(column.articles)]
    layout = Layout.of([id_ for id_, _ in documents])
    grouped: list[list[Article | Entry]] = [[] for _ in range(layout.segments)]
    for id_, found in documents:
        grouped[layout.segment(id_)].append(found)
    return layout, grouped


def _row(context: DataContext, pages: Mapping[Article, IndexRow], found: Article | Entry) -> IndexRow:
    if isinstance(found, Entry):
        return IndexRow(found, found.url, found.minute, found.kind)
    url = context.present.url(found)[len(context.present.prefix) :]
    return pages.get(found) or IndexRow(found, url, minute(found.date), ARTICLE)


def _document(context: DataContext, article: Article | Entry) -> SearchDocument:
    """What readers find an article by: its own words, and the names of what it belongs to."""
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
    modules = [folder / f"search/{name}.py" for name in ("index", "entries", "segments")]
    modules += [folder / "core/text/vietnamese.py"]
    modules += sorted((folder / "core/search").glob("*.py"))
    return digest_text(unicodedata.unidata_version, *(path.read_text(encoding="utf-8") for path in modules))


def _output(file: str, digest: bytes, make: Callable[[], bytes]) -> Output:
    return Output(FOLDER + file, combine(_code(), digest_text(file), digest), make)


def _postings(layout: Layout, segments: list[Segment]) -> Iterator[Output]:
    shape = digest_text(repr(astuple(layout)))
    of = [segment.file_digests() for segment in segments]
    digests = zip(*of, strict=True)  # per file, one of each segment
    earlier = [segment.before.file_digests() if segment.before else of[n] for n, segment in enumerate(segments)]
    before = zip(*earlier, strict=True)
    anew = [(segment, segment.before) for segment in segments if segment.before]
    for number, (parts, others) in enumerate(zip(digests, before, strict=True)):
        pair = number - layout.word_files
        name = f"cap/{pair:x}.bin" if pair >= 0 else f"tu/{number:x}.bin"
        make = partial(_merged, segments, number)
        output = _output(name, combine(shape, *parts), make)
        if anew and parts != others:
            stood = _output(name, combine(shape, *others), output.make).digest
            output = replace(output, patch=partial(_patch, anew, number, stood))
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


def _words(segments: list[Segment], documents: int) -> Output:
    digest = combine(digest_text(str(documents // 1000)), *(segment.digest(-1) for segment in segments))
    return _output("tu-dien.txt", digest, lambda: word_list((s.words() for s in segments), documents))


def _catalogue(context: DataContext, layout: Layout, grouped: list[list[IndexRow]]) -> Output:
    """The first file the search page reads.

    One line of JSON, then per document, in the order of their numbers, four bytes of its minute and then two bytes of
    its profile, the position in `profiles` of its topic, form, units and kind. `v` changes when a document's number
    does.
    """
    rows = [row for group in grouped for row in group]
    terms = context.column.plans.terms
    slugs = {kind: list(terms[kind]) for kind in ("topic", "form", "unit")}
    if ABOUT.slug in context.column.lists["topic"] and ABOUT.slug not in slugs["topic"]:
        slugs["topic"].append(ABOUT.slug)
    numbers = {kind: {slug: position for position, slug in enumerate(of)} for kind, of in slugs.items()}
    profiles: dict[tuple[str, str, tuple[str, ...], str], int] = {}

    def profile(row: IndexRow) -> int:
        key = (row.document.topic, row.document.form, row.document.units, row.kind)
        return profiles.setdefault(key, len(profiles))

    marks = [profile(row) for row in rows]
    if len(profiles) > 0xFFFF:
        raise BuildError("quá 65.535 kết hợp chủ đề, hình thức và đơn vị: chỉ mục tìm kiếm không chứa hết")
    data = struct.pack(f"<{len(rows)}I", *(row.minute for row in rows)) + struct.pack(f"<{len(rows)}H", *marks)
    order = digest_text(*(row.document.id for row in rows))
    digest = combine(_names(context), digest_text(repr(astuple(layout)), repr(list(profiles))), _digest(data), order)

    def make() -> bytes:
        head = {
            "v": combine(order, digest_text(repr(astuple(layout)))).hex()[:12],
            "stride": STRIDE,
            "cards": CARDS,
            "titled": len(rows) <= TITLED,
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


def _titles(context: DataContext, grouped: list[list[IndexRow]]) -> Output:
    """What results begin with, of every document in the order of their numbers."""
    prefix = context.present.prefix
    rows = [row for group in grouped for row in group]
    digest = digest_text(prefix, *(f"{row.document.title}\n{row.url}\n{row.document.sample}" for row in rows))

    def make() -> bytes:
        titles = [[row.document.title, prefix + row.url, row.document.sample] for row in rows]
        return json.dumps(titles, ensure_ascii=False, separators=(",", ":")).encode()

    return _output("tieu-de.json", digest, make)


def _cards(context: DataContext, grouped: list[list[IndexRow]]) -> Iterator[Output]:
    prefix = context.present.prefix
    for segment, group in enumerate(grouped):
        for start in range(0, len(group), CARDS):
            rows = group[start : start + CARDS]
            digest = combine(
                digest_text(prefix, *(row.url for row in rows)), *(row.document.card_digest for row in rows)
            )
            yield _output(
                f"the/{segment:x}-{start // CARDS:x}.json",
                digest,
                lambda rows=rows: json.dumps(  # type: ignore[misc]
                    [[row.document.title, prefix + row.url, row.document.sapo, row.document.sample] for row in rows],
                    ensure_ascii=False,
                    separators=(",", ":"),
                ).encode(),
            )


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def register() -> None:
    """Connect to the build."""
    outputs.connect(search_outputs)
