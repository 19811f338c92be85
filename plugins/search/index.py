"""The search index under /tim-kiem/: what the search page reads, made from the column's frozen values.

muc-luc.bin    every document's time, topic, form and units: sorting and filters; the names behind them
tu/, cap/      which documents hold a word, a pair of words (see core/search/)
the/           title, address and sapo of a few documents each, for the results that are shown
tieu-de.json   on small sites every title and address, so that titles need not be waited for
tu-dien.txt    the words themselves, for unfinished and misspelt ones
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from ..build.context import apart, without_theme
from ..build.generator import outputs
from ..core.digests import combine, digest_text
from ..core.search.index_file import merge, patch
from ..core.search.kinds import Entry
from ..core.search.layout import Layout
from ..core.search.postings import SearchDocument
from ..core.search.word_list import word_list
from ..system import build_inputs
from .catalogue import plan_documents
from .index_output import code, index_output, layout_digest, names
from .places import Spread, spread_of
from .segments import DIGEST, MadeOf, Segment
from .together import Together, digest_of, keep_segments

if TYPE_CHECKING:
    from ..build.context import DataContext
    from ..core.article.article import Article
    from ..core.output import Family, Output

FILES = 64
"""Files of words and pairs that are planned together."""


@apart
@without_theme
def search_outputs(context: DataContext) -> Iterator[Family]:
    """Two families of files: what shows texts, and what shows headers alone."""
    if context.search:
        others = [page.article.whole_digest for page in context.column.pages]
        others += [event.whole_digest for event in context.column.events]
        spread = cache(partial(spread_of, context))  # for both, and only when one is planned
        yield context.texts("search:words", context.column.articles, partial(_plan_words, context, spread), *others)
        yield context.texts("search:documents", None, lambda: plan_documents(context, spread()))


def _plan_words(context: DataContext, spread_out: Callable[[], Spread]) -> Iterator[Output | Family]:
    """Which documents hold a word, and the words."""
    spread = spread_out()
    shape = combine(code(), layout_digest(spread.layout), names(context))
    wanted = [MadeOf(shape, tuple(map(spread.wholes.__getitem__, group))) for group in spread.groups]

    def document(number: int, place: int) -> SearchDocument:
        return _document(context, spread.at(number, place))

    kept = keep_segments(build_inputs.search_home(context.content), wanted, spread.layout, document)
    yield from _postings(context, spread.layout, kept)
    yield _words(kept, spread.documents)


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


def _postings(context: DataContext, layout: Layout, kept: Together) -> Iterator[Family]:
    """The files of words and pairs, some together, so that an edit plans those alone that lie near one of its own."""
    shape = layout_digest(layout)
    for start in range(0, layout.files, FILES):
        files = range(start, min(start + FILES, layout.files))
        digest = combine(code(), shape, digest_of(kept.digests, files.start, files.stop))
        plan = partial(_planned_postings, layout, kept, files)
        yield context.family(f"search:words:{start // FILES:x}", digest, plan)


def _planned_postings(layout: Layout, kept: Together, files: range) -> Iterator[Output]:
    shape = layout_digest(layout)
    for number in files:
        pair = number - layout.word_files
        name = f"cap/{pair:x}.bin" if pair >= 0 else f"tu/{number:x}.bin"
        now, before = (combine(shape, digest_of(of, number, number + 1)) for of in (kept.digests, kept.before))
        output = index_output(name, now, partial(_merged, kept.segments, number))
        if now != before:
            stood = index_output(name, before, output.make).digest
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
    return index_output("tu-dien.txt", digest, lambda: word_list(kept.words, documents))


def register() -> None:
    """Connect to the build."""
    outputs.connect(search_outputs)
