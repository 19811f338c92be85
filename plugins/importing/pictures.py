"""A picture out of a document → one that a browser shows: its own bytes, or PNG of them, cropped as in Word."""

from __future__ import annotations

import io
import warnings
import zlib
from typing import NamedTuple

from PIL import Image

from ..core.importing.model import RawPicture

MOST_PIXELS = 50_000_000
MOST_DRAWING = 20 << 20
_SHOWN = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
_OPENED = (*(form for form in _SHOWN if form != "MPO"), "BMP", "DIB", "TIFF", "PPM", "PCX", "TGA", "ICO", "JPEG2000")
Crop = tuple[float, float, float, float]
NO_CROP: Crop = (0, 0, 0, 0)


class Placing(NamedTuple):
    """What Word does to a picture: parts of width and height cut off at left, top, right, bottom; degrees that it is
    then turned to the right, a multiple of 90."""

    crop: Crop = NO_CROP
    turn: int = 0


AS_IT_IS = Placing()


_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
"""Degrees to the right → what Pillow calls it, who turns to the left."""


class Shown(NamedTuple):
    """picture: None when no browser can show it; told: why, or what was done to it, "" when nothing was."""

    picture: RawPicture | None
    told: str


def unpacked(data: bytes) -> bytes:
    """The bytes of a drawing that was packed by itself (.emz, .wmz, .svgz), as far as they go within bounds."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MOST_DRAWING)
    except zlib.error:
        return data


def drawing_form(data: bytes) -> str:
    """`EMF`, `WMF` or `SVG` for a drawing made of lines, which no browser shows or the column doesn't take; else ""."""
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return "EMF"
    if data[:4] in {b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"}:
        return "WMF"
    return "SVG" if b"<svg" in data[:2000] else ""


def shown(data: bytes, placing: Placing = AS_IT_IS) -> Shown:
    """Judge a picture by its bytes, whatever its name says."""
    if form := drawing_form(data):
        return Shown(None, f"hình vẽ {form}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_OPENED) as image:
                if image.width * image.height > MOST_PIXELS:
                    return Shown(None, f"ảnh quá lớn ({image.width} × {image.height} điểm)")
                form = _SHOWN.get(image.format or "", "")
                if form and placing == AS_IT_IS:
                    image.verify()
                    return Shown(RawPicture(form, data), "")
                return _made(image, form, placing)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Shown(None, "ảnh quá lớn")
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError):
        return Shown(None, "tệp ảnh hỏng hoặc thuộc loại không đọc được")


def shown_drawing(drawn: bytes, form: str, placing: Placing = AS_IT_IS) -> Shown:
    """A drawing as another program has drawn it, kept as PNG. form: what it was."""
    picture, told = shown(drawn, placing)
    if picture is None:
        return Shown(None, told)
    if picture.form != "png":
        with Image.open(io.BytesIO(picture.data)) as image:
            picture = _made(image, "", AS_IT_IS).picture
    return Shown(picture, f"đổi từ {form} sang PNG")


def _made(image: Image.Image, form: str, placing: Placing) -> Shown:
    image.load()
    width, height = image.size
    left, top, right, bottom = placing.crop
    box = (
        round(width * left),
        round(height * top),
        max(round(width * (1 - right)), round(width * left) + 1),
        max(round(height * (1 - bottom)), round(height * top) + 1),
    )
    picture: Image.Image = image if placing.crop == NO_CROP else image.crop(box)
    if placing.turn:
        picture = picture.transpose(_TURNS[placing.turn])
    stream = io.BytesIO()
    if form == "jpeg":
        picture.convert("RGB" if picture.mode not in {"L", "RGB", "CMYK"} else picture.mode).save(
            stream, "JPEG", quality=92, subsampling=0
        )
        return Shown(RawPicture("jpeg", stream.getvalue()), "")
    if picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
        picture = picture.convert("RGBA" if "A" in picture.mode else "RGB")
    picture.save(stream, "PNG")
    return Shown(RawPicture("png", stream.getvalue()), "" if form else f"đổi từ {image.format} sang PNG")
