"""A picture file's bytes → facts that planning needs, or one sentence that says why it can't be published.

Everything is judged by content, never by the file's name: what it is, how many pixels (from the header, before
anything is decoded), whether it moves, whether it is whole, and whether something else hides in it.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from .motion_photo import still_of

MOST_BYTES = 40_000_000
"""Largest picture file; a 24 MP camera JPEG has about 12 MB."""
MOST_PIXELS = 50_000_000
"""Largest picture: 50 million pixels decode to 200 MB."""
MOST_PIXELS_ELSEWHERE = 25_000_000
"""The same for WebP, AVIF and GIF: no camera writes them, and decoding takes 16 bytes a pixel, four times as much."""
MOST_SIDE = 16_000
"""Longest side in pixels; WebP ends at 16,383."""
FEW_COLOURS = 256
"""A PNG, GIF or WebP with no more colours than these is a drawing: it is published as PNG, not JPEG."""
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
ALLOWED = "JPEG, PNG, WebP, AVIF hoặc GIF tĩnh"
ENDINGS: dict[str, str] = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jpe": "JPEG",
    "jfif": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "avif": "AVIF",
    "gif": "GIF",
}
"""Names' endings of pictures that are published."""
PICTURE_ENDINGS = frozenset(
    {*ENDINGS, "svg", "svgz", "heic", "heif", "tif", "tiff", "bmp", "ico", "psd", "jp2", "jxl", "eps", "wmf", "emf"}
)
"""Endings that say "picture", published or refused."""

_ACTIVE = re.compile(rb"<(?:script|html|iframe|\?php|!doctype\s+html)[\s>]", re.IGNORECASE)
_OTHERS: tuple[tuple[bytes, int, str, str], ...] = (
    (b"BM", 0, "BMP", "lưu lại thành PNG hoặc JPEG"),
    (b"II*\x00", 0, "TIFF hoặc ảnh thô", "lưu lại thành JPEG hoặc PNG"),
    (b"MM\x00*", 0, "TIFF hoặc ảnh thô", "lưu lại thành JPEG hoặc PNG"),
    (b"8BPS", 0, "Photoshop", "xuất ra JPEG hoặc PNG"),
    (b"\x00\x00\x01\x00", 0, "ICO", "lưu lại thành PNG"),
    (b"%PDF", 0, "PDF", "đưa vào bài bằng Attachment, hoặc xuất trang cần dùng ra PNG"),
    (b"PK\x03\x04", 0, "tệp nén ZIP hoặc Office", "xuất ảnh ra JPEG hoặc PNG"),
    (b"ftyphe", 4, "HEIC", "xuất ra JPEG (trên iPhone: Cài đặt → Camera → Định dạng → Tương thích nhất)"),
    (b"ftypmif1", 4, "HEIF", "xuất ra JPEG"),
    (b"ftypmp4", 4, "phim MP4", "đưa vào bài bằng Attachment"),
    (b"ftypisom", 4, "phim MP4", "đưa vào bài bằng Attachment"),
    (b"\xff\x0a", 0, "JPEG XL", "xuất ra JPEG"),
    (b"\x00\x00\x00\x0cjP  ", 0, "JPEG 2000", "xuất ra JPEG"),
)
_SCAN, _MOST_SCANS = b"\xff\xda", 100
"""Progressive JPEGs have about ten scans; thousands keep a decoder busy for minutes."""
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<", re.DOTALL)


class PictureError(ValueError):
    """Raised when a file can't be published as a picture; its text is one Vietnamese sentence for the editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """form: what it is, of FORMATS; width, height: in pixels as it is seen, EXIF rotation applied;
    drawing: transparent or of few colours, to be published as PNG."""

    form: str
    width: int
    height: int
    drawing: bool


def examine(data: bytes, *, whole: bool = False) -> PictureFacts:
    """Look at a whole file. whole: these very bytes are known to decode; a JPEG is then not decoded again, which is
    most of the cost. Raises PictureError."""
    if not data:
        raise PictureError("tệp ảnh trống (0 byte); hãy chép lại ảnh")
    if len(data) > MOST_BYTES:
        raise too_large(len(data))
    data = still_of(data)
    _refuse_others(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's hints about odd but readable files
        try:
            return _examine(data, whole)
        except PictureError:
            raise
        except Image.DecompressionBombError:
            raise PictureError(f"ảnh có quá nhiều điểm ảnh; tối đa {_count(MOST_PIXELS)}") from None
        except UnidentifiedImageError:
            raise PictureError(f"tệp không phải ảnh, hoặc phần đầu đã hỏng; được dùng: {ALLOWED}") from None
        except MemoryError:
            raise PictureError("ảnh cần quá nhiều bộ nhớ để giải mã; hãy thu nhỏ") from None
        except Exception:  # decoders raise what they like on damaged data
            raise PictureError(
                "ảnh hỏng hoặc bị cắt cụt; hãy mở bằng trình sửa ảnh rồi lưu lại, hoặc chép lại bản gốc"
            ) from None


def too_large(size: int) -> PictureError:
    """The refusal of a file of `size` bytes."""
    return PictureError(f"tệp ảnh nặng {size / 1e6:.0f} MB; tối đa {MOST_BYTES // 1_000_000} MB, hãy thu nhỏ")


def _refuse_others(data: bytes) -> None:
    """Name what is often taken for a picture, and what hides in one."""
    head = data[:4096]
    if _MARKUP.match(head):
        if b"<svg" in head.lower():
            raise PictureError("SVG không được đăng vì có thể mang mã chạy; hãy xuất ra PNG")
        raise PictureError(f"tệp là HTML hoặc XML chứ không phải ảnh; được dùng: {ALLOWED}")
    for magic, offset, name, instead in _OTHERS:
        if data.startswith(magic, offset):
            raise PictureError(f"tệp là {name}, không được dùng làm ảnh; hãy {instead}")
    if _ACTIVE.search(data) or (b"PK\x05\x06" in data[-65_557:] and b"PK\x03\x04" in data):
        raise PictureError(
            "trong tệp ảnh có giấu mã HTML hoặc tệp nén; hãy mở bằng trình sửa ảnh rồi lưu thành tệp mới"
        )


def _examine(data: bytes, whole: bool) -> PictureFacts:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        width, height = picture.size
        form = "JPEG" if picture.format == "MPO" else str(picture.format)
        most = MOST_PIXELS if form in {"JPEG", "PNG"} else MOST_PIXELS_ELSEWHERE
        if width * height > most or max(width, height) > MOST_SIDE:
            raise PictureError(
                f"ảnh {_count(width)} × {_count(height)} quá lớn; tối đa {_count(most)} điểm ảnh "
                f"và {_count(MOST_SIDE)} điểm ảnh mỗi cạnh"
            )
        if form != "JPEG" and getattr(picture, "is_animated", False):
            raise PictureError("ảnh động không được đăng (chữ và hình nhấp nháy gây khó đọc); hãy dùng ảnh tĩnh")
        if orientation(picture) >= 5:
            width, height = height, width
        if form == "JPEG":
            if data.count(_SCAN) > _MOST_SCANS:
                raise PictureError("ảnh JPEG có quá nhiều lớp quét, bất thường; hãy mở bằng trình sửa ảnh rồi lưu lại")
            picture.draft(None, (1, 1))  # an eighth of the size: still reads every byte, at a fraction of the cost
        if form != "JPEG" or not whole:
            picture.load()
        return PictureFacts(form=form, width=width, height=height, drawing=form != "JPEG" and _is_drawing(picture))


def orientation(picture: Image.Image) -> int:
    """EXIF orientation 1 to 8; from 5 on, the picture lies on its side."""
    value = picture.getexif().get(0x0112, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(picture: Image.Image) -> Image.Image:
    """The picture as it is to be seen."""
    return ImageOps.exif_transpose(picture) if orientation(picture) > 1 else picture


def eight_bits(picture: Image.Image) -> Image.Image:
    """The picture as RGB, RGBA or CMYK of 8 bits; 16-bit greys are scaled, not cut off; opaque alpha is dropped."""
    mode = picture.mode
    if mode.startswith("I") or mode == "F":
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if mode in {"RGB", "CMYK"} and "transparency" not in picture.info:
        return picture
    if mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        clear = picture if mode == "RGBA" else picture.convert("RGBA")  # a copy of 50 million pixels takes 200 MB
        lowest, _ = clear.getchannel("A").getextrema()
        return clear if isinstance(lowest, int | float) and lowest < 255 else clear.convert("RGB")
    return picture.convert("RGB")


def _is_drawing(picture: Image.Image) -> bool:
    plain = eight_bits(picture)
    return plain.mode == "RGBA" or plain.getcolors(FEW_COLOURS) is not None


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
