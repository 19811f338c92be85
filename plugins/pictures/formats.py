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
    from collections.abc import Iterator

    from .sizes import Variant

_PHOTO: dict[str, dict[str, Any]] = {
    # The three look alike: 42 to 43 dB on the column's own pictures, at 6, 9 and 18 KB for 640 × 360 pixels.
    # Speed 7 costs half of speed 6 for 3 % more bytes (measured on the column's own pictures).
    "avif": {"format": "AVIF", "quality": 52, "speed": 7, "max_threads": 1, "subsampling": "4:2:0"},
    "webp": {"format": "WEBP", "quality": 76, "method": 5},
    "jpg": {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
}
_PHONE: dict[tuple[str, int], int] = {("avif", 640): 38}
"""Form and width → quality of a photograph that is shown at one and a half times its pixels' density and more: nobody
sees the difference there, and it is two fifths lighter on the way."""
_DRAWING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 75, "speed": 7, "max_threads": 1, "subsampling": "4:4:4"},
    "webp": {"format": "WEBP", "lossless": True, "quality": 70, "method": 4},
    "png": {"format": "PNG", "optimize": True},
}
_CAREFUL = 2
"""JPEG decoders may shrink while decoding, to no less than so many times the largest width needed."""


def encode(data: bytes, variants: tuple[Variant, ...], *, drawing: bool) -> Iterator[tuple[Variant, bytes]]:
    """Every variant's bytes. data must have passed `picture_facts.examine`."""
    settings = _DRAWING if drawing else _PHOTO
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        largest = _decode(data, max(variant.width for variant in variants))
        if largest.mode == "RGBA" and not drawing:
            largest = _on_white(largest)
        sized: dict[int, Image.Image] = {}
        for variant in variants:
            size = (variant.width, variant.height)
            if variant.width not in sized:
                fits = largest.size == size
                sized[variant.width] = largest if fits else largest.resize(size, Image.Resampling.LANCZOS)
            chosen = settings[variant.ending]
            if not drawing and (quality := _PHONE.get((variant.ending, variant.width))):
                chosen = {**chosen, "quality": quality}
            yield variant, _save(sized[variant.width], variant.ending, chosen)


def _decode(data: bytes, width: int) -> Image.Image:
    """The picture upright, in sRGB, without metadata, no wider than needed by much."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.format in {"JPEG", "MPO"}:
            long = width if orientation(picture) < 5 else round(width * picture.width / picture.height)
            ratio = picture.height / picture.width
            picture.draft(None, (long * _CAREFUL, max(1, round(long * ratio * _CAREFUL))))
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
