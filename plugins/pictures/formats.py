"""One picture → AVIF, WebP and JPEG (PNG for drawings) at the widths pages use, without metadata, in sRGB.

The same source gives the same bytes, whatever the number of processes: every encoder runs in one thread (libavif's
output depends on its number of threads).
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms, ImageFile

from ..core.files.picture_facts import FORMATS, eight_bits, orientation, upright

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sizes import Variant

_PHOTO: dict[str, dict[str, Any]] = {
    # The three look alike: 42 to 43 dB on the column's own pictures, at 6, 9 and 18 KB for 640 × 360 pixels.
    "avif": {"format": "AVIF", "quality": 52, "speed": 7, "max_threads": 1, "subsampling": "4:2:0"},
    "webp": {"format": "WEBP", "quality": 76, "method": 4},
    "jpg": {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
}
_PHONE = {640: 38}
"""Width → quality of an AVIF that is shown at one and a half times its pixels' density and more: nobody sees the
difference there, and it is two fifths lighter on the way."""
_DETAILED = 0.6
"""Bits per pixel of the largest JPEG from which on a photograph is one of many details."""
_NARROW, _FAST, _FASTEST = 640, {"speed": 8, "quality": 53}, {"speed": 9, "quality": 53}
"""What AVIFs of many details are given up to this width, and beyond: as good for 0 to 6 % more bytes in half and a
seventh of the time. Calm pictures would grow by up to a fifth and by a half, and take little time anyway."""
_DRAWING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 75, "speed": 7, "max_threads": 1, "subsampling": "4:4:4"},
    "webp": {"format": "WEBP", "lossless": True, "quality": 70, "method": 4},
    "png": {"format": "PNG", "optimize": True},
}
_CAREFUL = 2
"""A size is made from another that is at least so many times as wide; what isn't is no better than its neighbour."""


def encode(data: bytes, variants: tuple[Variant, ...], *, drawing: bool) -> Iterator[tuple[Variant, bytes]]:
    """Every variant's bytes; the last is the largest JPEG or PNG. data must have passed `picture_facts.examine`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        largest = _decode(data, max(variant.width for variant in variants))
        if largest.mode == "RGBA" and not drawing:
            largest = _on_white(largest)
        sized = _sizes(largest, {(variant.width, variant.height) for variant in variants})
        settings, last = (_DRAWING if drawing else _PHOTO), variants[-1]
        fallback = _save(sized[last.width], last.ending, settings[last.ending])
        detailed = not drawing and len(fallback) * 8 >= _DETAILED * last.width * last.height
        for variant in variants[:-1]:
            chosen = settings[variant.ending]
            if variant.ending == "avif" and not drawing:
                chosen = chosen | _for_width(variant.width, detailed)
            yield variant, _save(sized[variant.width], variant.ending, chosen)
        yield last, fallback


def _sizes(largest: Image.Image, wanted: Iterable[tuple[int, int]]) -> dict[int, Image.Image]:
    """Width → the picture at each size; each from the smallest that is large enough, for its cost is that one's."""
    sized: dict[int, Image.Image] = {}
    for size in sorted(wanted, reverse=True):
        fitting = [width for width in sized if width >= _CAREFUL * size[0]]
        source = sized[min(fitting)] if fitting else largest
        sized[size[0]] = source if source.size == size else source.resize(size, Image.Resampling.LANCZOS)
    return sized


def _for_width(width: int, detailed: bool) -> dict[str, int]:
    """What sets a photograph's AVIF of this width apart."""
    chosen = (_FAST if width <= _NARROW else _FASTEST) if detailed else {}
    return chosen | ({"quality": _PHONE[width]} if width in _PHONE else {})


def _decode(data: bytes, width: int) -> Image.Image:
    """The picture upright, in sRGB, without metadata, no wider than needed by much."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.format in {"JPEG", "MPO"}:
            long = width if orientation(picture) < 5 else round(width * picture.width / picture.height)
            ratio = picture.height / picture.width
            picture.draft(None, (long, max(1, round(long * ratio))))  # the decoder shrinks for less than it decodes
        profile = picture.info.get("icc_profile")
        plain = eight_bits(upright(picture))
        plain.load()
    if plain.width > width * _CAREFUL:
        height = max(1, round(plain.height * width * _CAREFUL / plain.width))
        plain = plain.resize((width * _CAREFUL, height), Image.Resampling.BOX)
    plain = _to_srgb(plain, profile)
    plain.info = {}
    return plain


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as a screen without colour management shows them; a damaged profile is as good as none."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            colours = ImageCms.profileToProfile(colours, source, target, outputMode="RGB") or colours
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _save(picture: Image.Image, ending: str, settings: dict[str, Any]) -> bytes:
    if ending == "png":
        method = Image.Quantize.FASTOCTREE if picture.mode == "RGBA" else Image.Quantize.MEDIANCUT
        picture = picture.quantize(256, method=method, dither=Image.Dither.NONE)
    picture.info = {}  # Pillow would write a comment, profile or density it finds here
    out = io.BytesIO()
    limit = ImageFile.MAXBLOCK
    ImageFile.MAXBLOCK = max(limit, picture.width * picture.height * 3)  # optimised JPEGs are written in one block
    try:
        picture.save(out, **settings)
    finally:
        ImageFile.MAXBLOCK = limit
    return out.getvalue()
