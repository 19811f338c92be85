"""One article's finished page without a build: the column with that article as it would stand, and nothing written.

Where an article stands (its place among the others) follows from few of its headers; as long as those stay, another
text is one record exchanged. Otherwise the article joins the index as a build would have it, which takes longer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican.generators import Generator

from ..build.generator import give_theme, make_strict
from ..build.work import Theme, make_context, make_pictures, read_theme
from ..core.article.article import Article
from ..core.body.parser import fill
from ..core.column.column import make_column
from ..core.column.index import ArticleIndex, Parts, index_articles
from ..core.column.late import join
from ..pages.articles import page_of
from ..pictures.published import PublishedImages
from ..reading.sources import is_article
from ..system import build_inputs

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.article.record import Reading, Record
    from ..pictures.sizes import Variant
    from ..reading.check import Checked
    from ..reading.file_facts import FileFacts

_PLACE = (
    *("status", "date", "expires", "lead_until", "slug", "id", "lang", "translation_of", "tags", "category", "form"),
    *("units", "documents", "items", "priorities", "plan", "kind"),
)
"""Fields that decide where an article stands; what else it says is on its own page alone."""
_KEPT = 40
"""Of articles that were looked at, so many keep their place made: more than a newsroom's people have open at once."""


class UnmeasuredImages(PublishedImages):
    """Pictures as pages show them, of which nothing need be encoded: how many bytes they will have, feeds alone say."""

    def _length(self, name: str, digest: bytes, make: Callable[[], bytes]) -> int:
        return 0

    def at(self, name: str) -> tuple[str, Variant] | None:
        """The file and form behind a published name (`anh/…`), among those that pages were shown with."""
        for file in self._known_sizes:
            for variant in self._encoder.variants(file):
                if self._file(file, variant) == name:
                    return file, variant
        return None


class Stage:
    """What pages are shown on whatever articles say: templates and theme, read once. A theme that is changed is shown
    by the next desk, as changed code is run by it."""

    def __init__(self, content: Path, settings: dict[str, Any]) -> None:
        self.content, self.settings = content, settings
        self.environment = Generator(
            {}, settings, str(content), settings["THEME"], settings["OUTPUT_PATH"], readers_cache_name=""
        ).env
        make_strict(self.environment)
        give_theme(self.environment, settings)
        self._themes: dict[str, Theme] = {}

    def theme(self, settings: Mapping[str, Any], prefix: str) -> Theme:
        """The theme of a site that lies in some folder of its server."""
        known = self._themes.get(prefix)
        if known is None:
            known = self._themes[prefix] = read_theme(settings, prefix)
        return known


class _Place(NamedTuple):
    """One article's place. key: what decided it; context: of the column with the article in it."""

    key: tuple[object, ...]
    context: BuildContext


class Preview:
    """Made for one state of the folder; asked by one thread at a time."""

    def __init__(self, stage: Stage, checked: Checked, left_out: frozenset[str]) -> None:
        self._stage, self._checked, self._left_out = stage, checked, left_out
        self._places: dict[str, _Place] = {}
        self._blank: tuple[bytes, ...] = ()
        self.bundle: dict[str, bytes] = {}
        self.pictures: dict[str, UnmeasuredImages] = {}

    def page(self, source: str, reading: Reading[Record], facts: Mapping[str, FileFacts]) -> bytes:
        """The page's bytes. reading: without an error; facts: of the files that it shows."""
        record = reading.record
        assert record is not None
        shown = record._replace(status="published", expires="", withdrawn=())
        key = (*(getattr(shown, name) for name in _PLACE), tuple(facts.items()))
        place = self._places.pop(source, None)
        if place is None or place.key != key:
            place = self._placed(source, shown, key, facts)
        self._places[source] = place
        while len(self._places) > _KEPT:
            self._places.pop(next(iter(self._places)))
        return self._made(place.context, source, shown, reading.html)

    def _placed(self, source: str, record: Record, key: tuple[object, ...], facts: Mapping[str, FileFacts]) -> _Place:
        settings, content = self._stage.settings, self._stage.content
        checked = replace(self._checked, facts={**self._checked.facts, **facts})
        parts, index = self._with(source, record)
        if len(self._blank) != len(index.sources):
            self._blank = (b"",) * len(index.sources)
        column = make_column(index, parts, self._blank, self._blank, checked.indexed.metadata_digest)  # type: ignore[union-attr]
        if settings["SITEURL"]:
            column = replace(column, site=replace(column.site, url=settings["SITEURL"]))
        images = make_pictures(checked, column, content, unchanged={}, progress=lambda *_: None, kind=UnmeasuredImages)
        assert isinstance(images, UnmeasuredImages)
        context = make_context(
            settings,
            checked,
            column,
            self._stage.environment,
            self._left_out,
            images,
            home=build_inputs.cache() / "desk",
            notes=[],
            after=[],
            read=self._stage.theme,
        )
        self.bundle, self.pictures[source] = context.bundle.files, images
        return _Place(key, context)

    def _with(self, source: str, record: Record) -> tuple[Parts, ArticleIndex]:
        """Parts and index in which the article is published, at its date where that is still to come."""
        parts, known = self._checked.parts, self._checked.indexed
        assert known is not None
        date = datetime.fromisoformat(record.date) if record.date else parts.instant
        index, saved = known.article_index, self._checked.record(source)
        if saved is not None and source in index.sources and _place(saved) == _place(record):
            return parts, index
        parts = replace(parts, instant=max(parts.instant, date))
        if source not in index.sources and (joined := join(index, parts, {source: record})) is not None:
            return replace(parts, records=_With(parts.records, source, record)), joined
        records = {s: r for s in filter(is_article, self._checked.sources.files) if (r := parts.records.get(s))}
        parts = replace(parts, records={**records, source: record})
        return parts, index_articles(parts)

    def _made(self, context: BuildContext, source: str, record: Record, html: str) -> bytes:
        """The page of the article at its place, with another record and another text."""
        column = context.column
        position = column.index.sources.index(source)
        standing = column.by_position[position]
        digests = (record.digest, record.card_digest, record.whole_digest)
        article = Article(*standing[:4], {source: record}, *standing[5:8], *digests)
        column.by_position._made[position] = article
        context.present._article_digests.pop(position, None)
        present, images = context.present, context.pictures
        filled = fill(html, article.references, present.reference_url, images.markup) if article.references else html
        shown = replace(context, rewritten=lambda asked: filled if asked == source else None)
        return page_of(shown, article).make()


class _With(dict[str, Any]):
    """Records of which one is added; the others are asked for where they are kept."""

    def __init__(self, others: Any, source: str, record: Record) -> None:
        super().__init__({source: record})
        self._others = others

    def __missing__(self, source: str) -> Any:
        return self._others[source]


def _place(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in _PLACE)
