"""The picture book: how every picture, attached file and social card of one build is published.

Addresses, sizes and digests come from the facts the gate gathered, so planning opens no file. Encoding is the slow
part of a build and is done here, before any page is made: on all cores, only for what readers will see and only for
files that do not stand already; what was encoded once is kept (`picture_cache`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from . import inputs, workers
from .core.attached_files import TYPES, size_words
from .core.errors import BuildError
from .core.output import Output, combine
from .core.views import Picture
from .picture_cache import PictureCache
from .picture_sizes import Variant, published_name, variants
from .reading import read_whole
from .social_card import CardText, article_text, card_file, site_text

if TYPE_CHECKING:
    from .core.article import Article
    from .core.column import Column
    from .core.views import ArticleView
    from .file_facts import FileFacts
    from .sources import Sources
    from .state import Made

BODY_SIZES = "(min-width: 46rem) 44rem, 94vw"
"""How wide a picture in the text is shown: the measure of the text, or a phone's whole width."""
MIME: dict[str, str] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_ENCODERS = ("encoding.py", "core/picture_facts.py")
_DRAWERS = ("card_drawing.py",)
_MOST_PIECES = 4_000


class Enclosure(NamedTuple):
    """A picture for feeds. path: site path; mime: its type; length: in bytes."""

    path: str
    mime: str
    length: int


class _Sizes(NamedTuple):
    """The parts of a Picture that do not depend on where it is shown."""

    src: str
    srcset: str
    avif: str
    webp: str
    width: int
    height: int
    full: str


class PictureBook:
    """One build's pictures. facts: of every file that content refers to; cache: folder of encoded pictures;
    standing: what the output folder holds already; note: takes a line for the build's report; progress: told of
    (done, all) while encoding."""

    def __init__(
        self,
        *,
        column: Column,
        content: Path,
        sources: Sources,
        facts: Mapping[str, FileFacts],
        cache: Path,
        base_url: str,
        standing: Mapping[str, Made],
        note: Callable[[str], object] = lambda line: None,
        progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> None:
        self._column = column
        self._content = content
        self._sources = sources
        self._facts = facts
        self._cache = PictureCache(cache)
        self._standing = standing
        self._note = note
        self._progress = progress
        self._base_url = base_url.rstrip("/")
        self._prefix = urlsplit(self._base_url).path.rstrip("/")
        self._encoder = _code_digest(_ENCODERS, inputs.distribution("pillow"))
        self._drawer = _code_digest(
            _DRAWERS, inputs.distribution("pillow") + inputs.distribution("fontpkg_be_vietnam_pro")
        )
        self._known_sizes: dict[str, _Sizes] = {}

    # ── what pages are told ──────────────────────────────────────────────────────────────────────────────────────

    def view(self, file: str, *, alt: str, caption: str = "", credit: str = "") -> Picture:
        """The picture with its published sizes."""
        return Picture(**self._sizes(file)._asdict(), alt=alt, caption=caption, credit=credit)

    def digest(self, file: str) -> bytes:
        """16 bytes over the picture's content; how it is published is code, which every page's digest covers."""
        return self._facts[file].digest

    def address(self, file: str) -> str:
        """Site path of a file offered for download: an attached file as it is, a picture at its largest."""
        facts = self._facts[file]
        if facts.picture:
            return "/" + self._file(file, self._fallback(file))
        return "/" + _attached_file(file, facts)

    def about(self, file: str) -> str:
        """Kind and size of a file offered for download, for readers; "" for a picture."""
        facts = self._facts[file]
        if facts.picture:
            return ""
        return f"{TYPES[_ending(file)].name}, {size_words(facts.size)}"

    def markup(self, file: str, *, alt: str) -> str:
        """The `<picture>` of a picture in the text."""
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

    def enclosure(self, file: str) -> Enclosure:
        """The picture as feeds give it: the largest JPEG (or PNG), with its real length."""
        variant = self._fallback(file)
        name = self._file(file, variant)
        stands = self._standing.get(name)
        fresh = stands is None or stands[0] != self._digest(file)
        length = len(self._encoded(file, variant)) if fresh or stands is None else stands[1]
        return Enclosure(f"/{name}", MIME[variant.ending], length)

    @property
    def site_image(self) -> str:
        """Absolute address of the column's own card; "" while the site has no address."""
        return f"{self._base_url}/{card_file(site_text(self._column))}" if self._base_url else ""

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
        for file in self._published():
            for output in self._outputs(file):
                if output.file not in seen:  # two copies of one picture under names that fold alike
                    seen.add(output.file)
                    yield output
        for text in self._cards():
            yield Output(card_file(text), combine(text.digest, self._drawer), partial(self._drawn, text))

    def encode(self) -> None:
        """Make what is missing, on all cores, and say how long it took."""
        started = time.monotonic()
        files = [file for file in self._published() if self._lacks(file)]
        cards = [text for text in self._cards() if self._lacks_card(text)]
        jobs: list[Callable[[], int]] = [partial(self._encode, file) for file in files]
        jobs += [partial(self._draw, text) for text in cards]
        if not jobs:
            return
        size = -(-len(jobs) // _MOST_PIECES)

        def work(piece: int) -> int:
            return sum(job() for job in jobs[piece * size : (piece + 1) * size])

        made = 0
        for done, (_, count) in enumerate(workers.run(work, -(-len(jobs) // size)), 1):
            made += count
            self._progress(min(done * size, len(jobs)), len(jobs))
        took = f"{time.monotonic() - started:.1f}".replace(".", ",")
        self._note(f"ảnh: mã hoá {made} tệp từ {len(files)} ảnh và {len(cards)} thẻ chia sẻ, {took} giây")

    def _published(self) -> Iterable[str]:
        """Files that public articles and pages show or offer, each once."""
        files: dict[str, None] = {}
        for article in (*self._column.articles, *(page.article for page in self._column.pages)):
            if article.lead:
                files[article.lead.file] = None
            for file, _ in article.attachments:
                files[file] = None
            for reference in article.references:
                if reference.kind in {"picture", "static"}:
                    files[reference.target] = None
        return files

    def _outputs(self, file: str) -> Iterator[Output]:
        facts = self._facts[file]
        if not facts.picture:
            yield Output(_attached_file(file, facts), facts.digest, partial(self._source, file))
            return
        digest = self._digest(file)
        for variant in self._variants(file):
            yield Output(self._file(file, variant), digest, partial(self._encoded, file, variant))

    def _cards(self) -> Iterator[CardText]:
        if not self._base_url:
            return
        yield site_text(self._column)
        if self._column.site.social_cards:
            for article in self._column.articles:
                yield article_text(article, self._column)

    # ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _variants(self, file: str) -> tuple[Variant, ...]:
        facts = self._facts[file]
        return variants(facts.width, facts.height, facts.drawing)

    def _fallback(self, file: str) -> Variant:
        """The largest JPEG or PNG."""
        return self._variants(file)[-1]

    def _file(self, file: str, variant: Variant) -> str:
        """Named after the source's content, not the encoded bytes: a new encoder does not change addresses."""
        return f"anh/{published_name(file)}.{self._facts[file].digest[:5].hex()}-{variant.width}.{variant.ending}"

    def _sizes(self, file: str) -> _Sizes:
        known = self._known_sizes.get(file)
        if known is None:
            known = self._known_sizes[file] = self._find_sizes(file)
        return known

    def _find_sizes(self, file: str) -> _Sizes:
        chosen = self._variants(file)
        rows: dict[str, list[tuple[Variant, str]]] = {}
        for variant in chosen:
            rows.setdefault(variant.ending, []).append((variant, f"{self._prefix}/{self._file(file, variant)}"))
        sets = {
            ending: ", ".join(f"{address} {variant.width}w" for variant, address in row) for ending, row in rows.items()
        }
        fallback = rows[chosen[-1].ending]
        small, address = fallback[0]
        return _Sizes(
            src=address,
            srcset=sets[small.ending],
            avif=sets["avif"],
            webp=sets["webp"],
            width=small.width,
            height=small.height,
            full=fallback[-1][1],
        )

    def _digest(self, file: str) -> bytes:
        return combine(self._facts[file].digest, self._encoder)

    def _key(self, file: str, variant: Variant) -> bytes:
        text = f"{variant.ending} {variant.width} {variant.height}"
        return blake2b(self._digest(file) + text.encode(), digest_size=16).digest()

    def _lacks(self, file: str) -> bool:
        if not self._facts[file].picture:
            return False
        digest = self._digest(file)
        return any(
            not self._stands(self._file(file, variant), digest) and not self._cache.holds(self._key(file, variant))
            for variant in self._variants(file)
        )

    def _stands(self, name: str, digest: bytes) -> bool:
        made = self._standing.get(name)
        return made is not None and made[0] == digest

    def _encode(self, file: str) -> int:
        from . import encoding

        facts = self._facts[file]
        count = 0
        for variant, data in encoding.encode(self._source(file), self._variants(file), drawing=facts.drawing):
            self._cache.put(self._key(file, variant), data)
            count += 1
        return count

    def _encoded(self, file: str, variant: Variant) -> bytes:
        key = self._key(file, variant)
        data = self._cache.get(key)
        if data is None:
            self._encode(file)
            data = self._cache.get(key)
        if data is None:
            raise BuildError(f"{file}: the encoded picture can't be read back from the cache")
        return data

    def _source(self, file: str) -> bytes:
        """The very bytes that the gate looked at."""
        data, _ = read_whole(self._content, self._sources.names.get(file, file))
        if blake2b(data, digest_size=16).digest() != self._facts[file].digest:
            raise BuildError(f"{file}: tệp thay đổi trong lúc dựng; hãy dựng lại")
        return data

    # ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lacks_card(self, text: CardText) -> bool:
        digest = combine(text.digest, self._drawer)
        return not self._stands(card_file(text), digest) and not self._cache.holds(digest)

    def _draw(self, text: CardText) -> int:
        from .card_drawing import draw

        self._cache.put(combine(text.digest, self._drawer), draw(text))
        return 1

    def _drawn(self, text: CardText) -> bytes:
        digest = combine(text.digest, self._drawer)
        data = self._cache.get(digest)
        if data is None:
            self._draw(text)
            data = self._cache.get(digest)
        if data is None:
            raise BuildError(f"{text.title}: the card can't be read back from the cache")
        return data


def _code_digest(modules: tuple[str, ...], libraries: bytes) -> bytes:
    digest = blake2b(libraries, digest_size=16)
    for name in modules:
        digest.update((inputs.ROOT / "plugins" / name).read_bytes())
    return digest.digest()


def _ending(file: str) -> str:
    return file.rpartition(".")[2].lower()


def _attached_file(file: str, facts: FileFacts) -> str:
    return f"tep/{published_name(file)}.{facts.digest[:5].hex()}.{_ending(file)}"
