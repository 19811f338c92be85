"""Where pictures and cards become bytes: encoded or drawn once, kept, and handed out.

This is the slow part of a build. `develop` does it before any page is made, on all cores, and only for files that do
not stand already, so that afterwards every `picture` and `card` is a mere read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.digests import combine
from ..core.errors import BuildError
from ..core.text.system_errors import reason
from ..reading.parse_all import FILE_BYTES, read_whole
from ..system import build_inputs, workers
from .cache import PictureCache
from .sizes import Variant, variants

if TYPE_CHECKING:
    from ..reading.file_facts import FileFacts
    from ..reading.sources import Sources
    from .social_card import CardText

_ENCODERS = ("pictures/formats.py", "core/files/picture_facts.py")
_DRAWERS = ("pictures/card_drawing.py",)
_FONT = "fontpkg_be_vietnam_pro"
_MOST_PIECES = 4_000


class ImageEncoder:
    """Makes the bytes of one build's pictures and cards. facts: of every file that content refers to; cache: folder
    of what was made before."""

    def __init__(self, content: Path, sources: Sources, facts: Mapping[str, FileFacts], cache: Path) -> None:
        self._content = content
        self._sources = sources
        self._facts = facts
        self._cache = PictureCache(cache)
        self._encoder = encoder_digest()
        drawers = build_inputs.distribution("pillow") + build_inputs.distribution(_FONT)
        self._drawer = _code_digest(_DRAWERS, drawers)

    # ── one file ─────────────────────────────────────────────────────────────────────────────────────────────────

    def variants(self, file: str) -> tuple[Variant, ...]:
        """The forms a picture is published in; the last is the largest JPEG or PNG."""
        facts = self._facts[file]
        return variants(facts.width, facts.height, facts.drawing)

    def picture_digest(self, file: str) -> bytes:
        """16 bytes over a picture's content and everything that encodes it."""
        return combine(self._facts[file].digest, self._encoder)

    def card_digest(self, text: CardText) -> bytes:
        """16 bytes over a card's words and everything that draws it."""
        return combine(text.digest, self._drawer)

    def picture(self, file: str, variant: Variant) -> bytes:
        """One form of a picture."""
        return self._made(self._key(file, variant), partial(self._encode, file), file)

    def card(self, text: CardText) -> bytes:
        """A social card."""
        return self._made(self.card_digest(text), partial(self._draw, text), text.title)

    @property
    def cache(self) -> PictureCache:
        """What was made before, cards under their digests."""
        return self._cache

    def lacking(self, file: str, forms: Iterable[Variant]) -> Iterator[tuple[bytes, Variant]]:
        """Those forms of a picture that the cache does not hold, each with its key there."""
        rows = ((self._key(file, form), form) for form in forms)
        return (row for row in rows if not self._cache.holds(row[0]))

    def source(self, file: str) -> bytes:
        """The very bytes that the gate looked at."""
        data, _ = read_whole(self._content, self._sources.names.get(file, file), FILE_BYTES)
        if blake2b(data, digest_size=16).digest() != self._facts[file].digest:
            raise BuildError(f"{file}: tệp thay đổi trong lúc dựng; hãy dựng lại")
        return data

    # ── all at once ──────────────────────────────────────────────────────────────────────────────────────────────

    def encode_missing(
        self,
        pictures: Iterable[tuple[str, list[Variant]]],
        cards: Iterable[CardText],
        progress: Callable[[int, int], object],
    ) -> str:
        """Make what the cache lacks of these, on all cores; returns a line that says how long it took, "" when
        nothing was to do. progress: told of (done, all)."""
        started = time.monotonic()
        files = [file for file, wanted in pictures if not all(self._cache.holds(self._key(file, v)) for v in wanted)]
        texts = [text for text in cards if not self._cache.holds(self.card_digest(text))]
        jobs: list[Callable[[], int]] = [partial(self._encode, file) for file in files]
        jobs += [partial(self._draw, text) for text in texts]
        if not jobs:
            return ""
        size = -(-len(jobs) // _MOST_PIECES)

        def work(piece: int) -> int:
            return sum(job() for job in jobs[piece * size : (piece + 1) * size])

        made = 0
        for done, (_, count) in enumerate(workers.run(work, -(-len(jobs) // size)), 1):
            made += count
            progress(min(done * size, len(jobs)), len(jobs))
        took = f"{time.monotonic() - started:.1f}".replace(".", ",")
        return f"ảnh: mã hoá {made} tệp từ {len(files)} ảnh và {len(texts)} thẻ chia sẻ, {took} giây"

    def prune(self, pictures: Iterable[str], cards: Iterable[CardText]) -> int:
        """Let go of what was encoded for other pictures and cards than these, but for a few; returns how many."""
        used = {self._key(file, variant) for file in pictures for variant in self.variants(file)}
        return self._cache.prune(used | {self.card_digest(text) for text in cards})

    def _key(self, file: str, variant: Variant) -> bytes:
        text = f"{variant.ending} {variant.width} {variant.height}"
        return blake2b(self.picture_digest(file) + text.encode(), digest_size=16).digest()

    def _encode(self, file: str) -> int:
        from . import formats

        workers.working_on(file)
        source, drawing = self.source(file), self._facts[file].drawing
        try:
            made = list(formats.encode(source, self.variants(file), drawing=drawing))
        except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises on pictures it can't make
            raise BuildError(f"{file}: không mã hoá được ảnh ({error})") from error
        for variant, data in made:
            self._keep(self._key(file, variant), data)
        return len(made)

    def _draw(self, text: CardText) -> int:
        from .card_drawing import draw

        workers.working_on(text.title)
        self._keep(self.card_digest(text), draw(text))
        return 1

    def _keep(self, key: bytes, data: bytes) -> None:
        try:
            self._cache.put(key, data)
        except OSError as error:
            raise BuildError(
                f"{error.filename}: không ghi được vào bộ nhớ đệm ảnh ({reason(error)}); trang cũ được giữ nguyên"
            ) from error

    def _made(self, key: bytes, make: Callable[[], int], name: str) -> bytes:
        data = self._cache.get(key)
        if data is None:
            make()
            data = self._cache.get(key)
        if data is None:
            raise BuildError(f"{name}: không đọc lại được ảnh vừa mã hoá từ bộ nhớ đệm; ổ đĩa có thể hỏng hoặc đã đầy")
        return data


def encoder_digest() -> bytes:
    """16 bytes over everything that encodes pictures."""
    return _code_digest(_ENCODERS, build_inputs.distribution("pillow"))


def _code_digest(modules: tuple[str, ...], libraries: bytes) -> bytes:
    digest = blake2b(libraries, digest_size=16)
    for name in modules:
        digest.update((build_inputs.ROOT / "plugins" / name).read_bytes())
    return digest.digest()
