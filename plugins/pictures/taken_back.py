"""Pictures and cards of a release that is live → the cache, on all cores, so that a machine without one need not make
them again.

Nothing is taken but what the release says was made from the very source by the very recipe, under the very name that
this build gives it, with the digest that the release names, and a whole picture of the expected form, size and nothing
else. Whatever is wrong is told in one line and made anew: taking back never stops a build and never holds it up for
longer than making would.
"""

from __future__ import annotations

import io
import mmap
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..core.digests import combine
from ..core.errors import ColumnError
from ..core.text.system_errors import reason
from ..system import workers
from .encoder import encoder_digest

if TYPE_CHECKING:
    from ..core.publishing.manifest import FileSum, Manifest
    from .cache import PictureCache
    from .sizes import Variant

LARGEST = 8_000_000
"""Bytes of a picture that is taken back: the largest drawing at 1,280 pixels has about 3 MB."""
_PATIENCE = 30
_A_FILE = 0.1
"""Seconds that taking back may last, and as many more for each file: what making one costs."""
_PIECE = 60
_FORMS = {"avif": "AVIF", "jpg": "JPEG", "png": "PNG"}
_FOREIGN = frozenset({"exif", "xmp", "icc_profile", "comment", "photoshop", "xml:com.adobe.xmp"})
"""What Pillow calls parts of a picture that the encoder never writes."""


class Earlier(Protocol):
    """A release whose pictures may be taken back. Both may raise ColumnError and OSError."""

    name: str
    """What people call it."""
    told: str
    """What became of it, "" while nothing was asked."""

    def manifest(self) -> Manifest | None:
        """What it consists of, once it may be believed; None when there is no release. Asked more than once."""

    def fetch(self, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """Its files, None for one that is not to be had; of each no more than a little above its size is read. Asked
        in several processes at once."""


class Wanted(NamedTuple):
    """A file that a build lacks. key: its place in the cache; file: its name; made: what from and by whom, as in
    FileSum; form: what it must be."""

    key: bytes
    file: str
    made: str
    form: Variant


def decoded_for(earlier: Earlier | None) -> Callable[[bytes], bool]:
    """Whether a picture with this digest was decoded whole, by the very code that would decode it here, when the
    earlier release was made; of none when there is no release, or it can't be believed, which `take_back` tells."""
    try:
        manifest = earlier.manifest() if earlier else None
    except (ColumnError, OSError):
        manifest = None
    if manifest is None:
        return lambda digest: False
    made, encoder = {entry.made for entry in manifest.files.values()}, encoder_digest()
    return lambda digest: combine(digest, encoder).hex() in made


class _Piece(NamedTuple):
    """taken, wrong: how many files; failed: why no more could be had, "" when nothing stood in the way."""

    taken: int
    wrong: int
    failed: str = ""


def take_back(earlier: Earlier, wanted: Sequence[Wanted], cache: PictureCache) -> str:
    """Put what can be had into the cache; returns a line for the report, "" when there was nothing to be had."""
    earlier.told = _take_back(earlier, wanted, cache)
    return earlier.told


def _take_back(earlier: Earlier, wanted: Sequence[Wanted], cache: PictureCache) -> str:
    started = time.monotonic()
    try:
        manifest = earlier.manifest()
    except (ColumnError, OSError) as error:
        return f"ảnh: không lấy lại được từ {earlier.name} ({_why(error)}); làm mới"
    offered = [(one, entry) for one in wanted if manifest and (entry := _offered(manifest, one))]
    if not offered:
        return ""
    pieces = [offered[start : start + _PIECE] for start in range(0, len(offered), _PIECE)]
    taken, wrong, failed = 0, 0, ""
    for piece in _each(earlier, pieces, cache, _PATIENCE + _A_FILE * len(offered)):
        taken, wrong, failed = taken + piece.taken, wrong + piece.wrong, failed or piece.failed
    took = f"{time.monotonic() - started:.1f}".replace(".", ",")
    line = f"ảnh: lấy lại {taken} tệp từ {earlier.name}, {took} giây"
    if failed:
        return f"{line}; phần còn lại không lấy được ({failed}), làm mới"
    return f"{line}; {wrong} tệp thiếu hoặc không đúng, làm mới" if wrong else line


def _offered(manifest: Manifest, one: Wanted) -> FileSum | None:
    entry = manifest.made_alike(one.file, one.made)
    return entry if entry and 0 < entry.size <= LARGEST else None


def _each(
    earlier: Earlier, pieces: Sequence[Sequence[tuple[Wanted, FileSum]]], cache: PictureCache, seconds: float
) -> Iterator[_Piece]:
    """What became of each piece; of those that were not begun when one failed, or not done in time, nothing."""
    with mmap.mmap(-1, 1) as stopped:

        def work(number: int) -> _Piece:
            if stopped[0]:
                return _Piece(0, 0)
            piece = _take_piece(earlier, pieces[number], cache)
            if piece.failed:
                stopped[0] = 1
            return piece

        done = 0
        try:
            for _, piece in workers.run(work, len(pieces), seconds=seconds):
                done += 1
                yield piece
        except ColumnError as error:  # a worker that died
            yield _Piece(0, 0, _why(error))
        else:
            if done < len(pieces):
                yield _Piece(0, 0, f"quá {seconds:.0f} giây")


def _take_piece(earlier: Earlier, piece: Sequence[tuple[Wanted, FileSum]], cache: PictureCache) -> _Piece:
    by_file = {one.file: (one, entry) for one, entry in piece}
    taken = 0
    try:
        for file, data in earlier.fetch({one.file: entry for one, entry in piece}):
            workers.working_on(file)
            one, entry = by_file[file]
            if data is not None and _is_right(data, entry, one.form):
                cache.put(one.key, data)
                taken += 1
    except Exception as error:  # a stranger's answer may break a library in any way
        return _Piece(taken, 0, _why(error))
    return _Piece(taken, len(piece) - taken)


def _is_right(data: bytes, entry: FileSum, form: Variant) -> bool:
    same = len(data) == entry.size and sha256(data).hexdigest() == entry.sha256
    return same and is_plain_picture(data, form)


def is_plain_picture(data: bytes, form: Variant) -> bool:
    """Whether bytes are a whole, still picture of this form and size in pixels, with nothing but a picture in it.

    Told from the container, from its first byte to its last; pixels are not decoded: the digest has shown that they
    are those which were encoded, and decoding them takes ten times as long as all else.
    """
    from PIL import Image

    if form.ending == "webp":
        return _webp_size(data) == (form.width, form.height)
    kind = _FORMS.get(form.ending, "")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
                plain = picture.size == (form.width, form.height) and getattr(picture, "n_frames", 1) == 1
                if not plain or _FOREIGN & {str(name).lower() for name in picture.info}:
                    return False
                if kind == "PNG":
                    picture.verify()  # every part's checksum
        return _ENDS[kind](data)
    except Exception:  # decoders raise what they like
        return False


def _jpeg_ends(data: bytes) -> bool:
    return data.endswith(b"\xff\xd9") and data.count(b"\xff\xd9") == 1


def _png_ends(data: bytes) -> bool:
    return data.endswith(b"\x00\x00\x00\x00IEND\xaeB`\x82") and data.count(b"IEND\xaeB`\x82") == 1


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """Pixels of a WebP that holds one picture and nothing else, as the encoder writes it; None for any other. Films
    and metadata need the extended container. Pillow would make a decoder first, for the time of all else together."""
    whole, length = (int.from_bytes(data[start : start + 4], "little") for start in (4, 16))
    if data[:4] + data[8:12] != b"RIFFWEBP" or not 25 <= len(data) == 20 + length + length % 2 == whole + 8:
        return None
    if data[12:16] == b"VP8 " and not data[20] & 1 and data[23:26] == b"\x9d\x01\x2a":  # a frame that stands alone
        size = int.from_bytes(data[26:30], "little")
        return size & 0x3FFF, size >> 16 & 0x3FFF
    if data[12:16] == b"VP8L" and data[20] == 0x2F:
        size = int.from_bytes(data[21:25], "little")
        return (size & 0x3FFF) + 1, (size >> 14 & 0x3FFF) + 1
    return None


def _avif_ends(data: bytes) -> bool:
    return list(_boxes(data)) == [b"ftyp", b"meta", b"mdat"]


def _boxes(data: bytes) -> Iterator[bytes]:
    """The kind of each of an AVIF's outermost parts; ValueError unless they fill it exactly."""
    start = 0
    while start < len(data):
        length = int.from_bytes(data[start : start + 4], "big")
        if length < 8 or start + length > len(data):
            raise ValueError(length)
        yield data[start + 4 : start + 8]
        start += length


_ENDS = {"JPEG": _jpeg_ends, "PNG": _png_ends, "AVIF": _avif_ends}
"""Form → whether a file ends where its picture does, and no earlier."""


def _why(error: Exception) -> str:
    """One line of what a failure says, without what could move a terminal's cursor."""
    text = reason(error) if isinstance(error, OSError) else str(error).partition("\n")[0] or type(error).__name__
    return "".join(filter(str.isprintable, text))[:200]
