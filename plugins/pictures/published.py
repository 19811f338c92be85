"""The published images: how every picture, attached file and social card of one build is published.

Addresses, sizes and digests come from the facts the gate gathered, so planning opens no file; bytes come from the
encoder. Only what public articles and pages refer to is published.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from html import escape
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..core.column.index import files_of
from ..core.files.file_types import TYPES, size_words
from ..core.output import Output, Part
from ..core.publishing.http_headers import content_type
from ..core.views.data_chart import chart_html
from ..core.views.view_models import OfferedFile, Picture
from ..system.file_stamps import fingerprint, size_and_time, stamp_in
from .sizes import Variant, published_name
from .social_card import CARD_SIZE, CardText, article_text, card_file, cover_text, site_text, size_of
from .taken_back import Wanted, take_back

if TYPE_CHECKING:
    from ..core.article.article import Article
    from ..core.body.references import Reference
    from ..core.column.column import Column
    from ..core.views.view_models import ArticleView
    from ..reading.file_facts import FileFacts
    from ..system.file_stamps import OutputRecord
    from .encoder import ImageEncoder
    from .taken_back import Earlier

BODY_SIZES = "(min-width: 48rem) 42rem, calc(100vw - 3rem)"
"""How wide a picture in the text is shown: the measure of the text, or a phone's whole width."""
AT_ONCE = 9_500
"""Bytes of a picture that a page may hold itself. With its HTML it then fits the first ten packets of a new connection
(14.6 KB): a phone paints both after one round trip. What is larger would keep the text behind it waiting."""
AT_ONCE_WIDTH = 640
"""Pixels: what a phone gets of a picture as wide as its screen."""
MIME: dict[str, str] = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class PublishedImages:
    """One build's pictures. facts: of every file that content refers to; unchanged: what the output folder holds;
    others: references of public texts that are neither article nor page; earlier: a release that pictures may be taken
    back from; progress: told of (encoded, all)."""

    def __init__(
        self,
        *,
        column: Column,
        facts: Mapping[str, FileFacts],
        encoder: ImageEncoder,
        base_url: str,
        unchanged: Mapping[str, OutputRecord],
        others: Iterable[Reference] = (),
        earlier: Earlier | None = None,
        progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> None:
        self._column = column
        self._facts = facts
        self._encoder = encoder
        self._unchanged = unchanged
        self._base_url = base_url.rstrip("/")
        self._prefix = urlsplit(self._base_url).path.rstrip("/")
        self._known_sizes: dict[str, Picture] = {}
        self._known_files: dict[str, OfferedFile] = {}
        self._known_lengths: dict[str, int] = {}
        self._published = _published(column, others)
        self._earlier = earlier
        self._progress = progress

    # ── what pages are told ──────────────────────────────────────────────────────────────────────────────────────

    def view(self, file: str, *, alt: str, caption: str = "", credit: str = "") -> Picture:
        """The picture with its published sizes."""
        return self._sizes(file)._replace(alt=alt, caption=caption, credit=credit)

    def digest(self, file: str) -> bytes:
        """16 bytes over the file's content; how it is published is code, which every page's digest covers."""
        return self._facts[file].digest

    def address(self, file: str) -> str:
        """Site path of a file offered for download: an attached file as it is, a picture at its largest."""
        facts = self._facts[file]
        return "/" + (self._file(file, self._largest(file)) if facts.picture else _attached_file(file, facts))

    def about(self, file: str) -> str:
        """Kind and size of a file offered for download, for readers."""
        facts = self._facts[file]
        return "Ảnh" if facts.picture else f"{TYPES[_ending(file)].name}, {size_words(facts.size)}"

    def offered(self, file: str) -> OfferedFile:
        """The same file as programs are told of it."""
        known = self._known_files.get(file)
        if known is None:
            known = self._known_files[file] = self._find_offered(file)
        return known

    def offered_card(self, article: Article) -> OfferedFile | None:
        """The card that social networks show with an article. Where articles have none of their own, the column's for
        one without a picture. None while the site has no address."""
        if not self._base_url or (article.lead and not self._column.site.social_cards):
            return None
        text = article_text(article, self._column) if self._column.site.social_cards else site_text(self._column)
        file = card_file(text)
        length = self._length(file, self._encoder.card_digest(text), partial(self._encoder.card, text))
        return OfferedFile(f"{self._prefix}/{file}", MIME["png"], length, *CARD_SIZE)

    def at_once(self, file: str) -> Part:
        """The picture as a phone shows it, as a `srcset` of data for its page; "" for one that is too large."""
        return Part(self._encoder.picture_digest(file), partial(self._at_once, file))

    def markup(self, file: str, *, alt: str, form: str = "") -> str:
        """The `<picture>` of a picture in the text, or the chart of a table in the form that was asked for."""
        if table := self._facts[file].table:
            href = self._prefix + self.address(file)
            return chart_html(table, form, alt=alt, href=href, about=self.about(file))
        sizes = self._sizes(file)
        sources = "".join(
            f'<source type="{MIME[ending]}" srcset="{srcset}" sizes="{BODY_SIZES}">'
            for ending, srcset in (("avif", sizes.avif), ("webp", sizes.webp))
        )
        return (
            f'<picture>{sources}<img src="{sizes.src}" srcset="{sizes.srcset}" sizes="{BODY_SIZES}" '
            f'width="{sizes.width}" height="{sizes.height}" alt="{escape(alt)}" loading="lazy" decoding="async">'
            "</picture>"
        )

    @property
    def site_image(self) -> str:
        """Absolute address of the column's own card; "" while the site has no address."""
        return f"{self._base_url}/{card_file(site_text(self._column))}" if self._base_url else ""

    @property
    def cover(self) -> str:
        """Absolute address of the podcast's cover; "" while the site has no address."""
        return f"{self._base_url}/{card_file(cover_text(self._column))}" if self._base_url else ""

    def card(self, article: Article, view: ArticleView) -> str:
        """Path, from the host on, of the picture that social networks show with the article; "" while the site has
        no address: they take absolute addresses only."""
        if not self._base_url:
            return ""
        if self._column.site.social_cards:
            return f"{self._prefix}/{card_file(article_text(article, self._column))}"
        return view.picture.full if view.picture else f"{self._prefix}/{card_file(site_text(self._column))}"

    # ── what is published ────────────────────────────────────────────────────────────────────────────────────────

    def outputs(self) -> Iterator[Output]:
        """Every file of this build that is a picture, a card or an attached file."""
        seen: set[str] = set()
        for file in self._published:
            for output in self._outputs(file):
                if output.file not in seen:  # two copies of one picture under names that fold alike
                    seen.add(output.file)
                    yield output
        for text in self._cards():
            yield Output(card_file(text), self._encoder.card_digest(text), partial(self._encoder.card, text))

    def encode_missing(self) -> tuple[str, ...]:
        """Take back or make everything that is slow to make and does not stand; returns lines for the report. Whenever
        something was made, what earlier builds made and this one does not use is let go."""
        again = self._take_back() if self._earlier else ""
        note = self._encoder.encode_missing(self._missing_pictures(), self._missing_cards(), self._progress)
        if again or note:
            self._encoder.prune((file for file in self._published if self._facts[file].picture), self._cards())
        return tuple(filter(None, (again, note)))

    def _take_back(self) -> str:
        """Bring what neither output folder nor cache holds from the earlier release; a line for the report."""
        assert self._earlier
        wanted = list(self._wanted())
        return take_back(self._earlier, wanted, self._encoder.cache) if wanted else ""

    def _wanted(self) -> Iterator[Wanted]:
        """What neither output folder nor cache holds."""
        encoder = self._encoder
        for file, forms in self._missing_pictures():
            made = encoder.picture_digest(file).hex()
            for key, form in encoder.lacking(file, forms):
                yield Wanted(key, self._file(file, form), made, form)
        for text in self._missing_cards():
            digest = encoder.card_digest(text)
            if not encoder.cache.holds(digest):
                yield Wanted(digest, card_file(text), digest.hex(), Variant("png", *size_of(text)))

    def _missing_pictures(self) -> Iterator[tuple[str, list[Variant]]]:
        """Published pictures with those forms that do not stand in the output folder."""
        for file in self._published:
            if self._facts[file].picture:
                digest = self._encoder.picture_digest(file)
                forms = [v for v in self._encoder.variants(file) if not self._stands(self._file(file, v), digest)]
                if forms:
                    yield file, forms

    def _missing_cards(self) -> Iterator[CardText]:
        """Cards that do not stand in the output folder."""
        for text in self._cards():
            if not self._stands(card_file(text), self._encoder.card_digest(text)):
                yield text

    def _outputs(self, file: str) -> Iterator[Output]:
        facts = self._facts[file]
        if not facts.picture:
            yield Output(_attached_file(file, facts), facts.digest, partial(self._encoder.source, file))
            return
        digest = self._encoder.picture_digest(file)
        for variant in self._encoder.variants(file):
            yield Output(self._file(file, variant), digest, partial(self._encoder.picture, file, variant))

    def _cards(self) -> Iterator[CardText]:
        if not self._base_url:
            return
        yield site_text(self._column)
        if self._column.has("audio"):
            yield cover_text(self._column)
        if self._column.site.social_cards:
            for article in self._column.articles:
                yield article_text(article, self._column)

    def _stands(self, name: str, digest: bytes) -> bool:
        made = self._unchanged.get(name)
        return made is not None and fingerprint(made) == digest

    # ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────

    def _largest(self, file: str) -> Variant:
        return self._encoder.variants(file)[-1]

    def _file(self, file: str, variant: Variant) -> str:
        """Named after the source's content, not the encoded bytes: a new encoder does not change addresses."""
        return f"anh/{published_name(file)}.{self._facts[file].digest[:5].hex()}-{variant.width}.{variant.ending}"

    def _sizes(self, file: str) -> Picture:
        known = self._known_sizes.get(file)
        if known is None:
            known = self._known_sizes[file] = self._find_sizes(file)
        return known

    def _find_sizes(self, file: str) -> Picture:
        rows: dict[str, list[tuple[Variant, str]]] = {}
        for variant in self._encoder.variants(file):
            rows.setdefault(variant.ending, []).append((variant, f"{self._prefix}/{self._file(file, variant)}"))
        sets = {
            ending: ", ".join(f"{address} {variant.width}w" for variant, address in row) for ending, row in rows.items()
        }
        fallback = rows[self._largest(file).ending]
        small, address = fallback[0]
        return Picture(
            alt="",
            src=address,
            srcset=sets[small.ending],
            avif=sets["avif"],
            webp=sets["webp"],
            width=small.width,
            height=small.height,
            full=fallback[-1][1],
        )

    def _at_once(self, file: str) -> str:
        forms = [variant for variant in self._encoder.variants(file) if variant.ending == "avif"]
        fit = next((variant for variant in forms if variant.width >= AT_ONCE_WIDTH), forms[-1])
        data = self._encoder.picture(file, fit)
        small = len(data) <= AT_ONCE
        return f"data:{MIME['avif']};base64,{b64encode(data).decode()} {fit.width}w" if small else ""

    def _find_offered(self, file: str) -> OfferedFile:
        facts = self._facts[file]
        address = self._prefix + self.address(file)
        if not facts.picture:
            return OfferedFile(address, content_type(file).partition(";")[0], facts.size, seconds=facts.seconds)
        largest, digest = self._largest(file), self._encoder.picture_digest(file)
        length = self._length(self._file(file, largest), digest, partial(self._encoder.picture, file, largest))
        return OfferedFile(address, MIME[largest.ending], length, largest.width, largest.height)

    def _length(self, name: str, digest: bytes, make: Callable[[], bytes]) -> int:
        """Bytes of an output file; read from the output folder's state or, when it is new, from the encoder."""
        length = self._known_lengths.get(name)
        if length is None:
            stands = self._stands(name, digest)
            length = size_and_time(stamp_in(self._unchanged[name]))[0] if stands else len(make())
            self._known_lengths[name] = length
        return length


def _ending(file: str) -> str:
    return file.rpartition(".")[2].lower()


def _attached_file(file: str, facts: FileFacts) -> str:
    return f"tep/{published_name(file)}.{facts.digest[:5].hex()}.{_ending(file)}"


def _published(column: Column, others: Iterable[Reference]) -> tuple[str, ...]:
    """Files that public articles, pages and other texts show or offer, each once."""
    of_pages = chain.from_iterable(files_of(page.article.record) for page in column.pages)
    of_others = (reference.target for reference in others if reference.kind in {"picture", "static"})
    return tuple(dict.fromkeys([*chain.from_iterable(column.index.files.values()), *of_pages, *of_others]))
