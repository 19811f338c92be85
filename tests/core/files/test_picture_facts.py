"""Every kind of picture file: what is learnt of the good ones, what the editor is told of the others."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from plugins.core.files import picture_facts
from plugins.core.files.motion_photo import still_of
from plugins.core.files.picture_facts import PictureError, PictureFacts, eight_bits, examine
from tests.helpers.rounds import rounds


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def photo(width: int = 90, height: int = 60, mode: str = "RGB") -> Image.Image:
    """A picture of more colours than a drawing has."""
    return Image.radial_gradient("L").resize((width, height)).convert(mode) if mode == "L" else _coloured(width, height)


def _coloured(width: int, height: int) -> Image.Image:
    across = Image.linear_gradient("L").resize((width, height))
    down = Image.linear_gradient("L").rotate(90).resize((width, height))
    return Image.merge("RGB", (across, down, Image.radial_gradient("L").resize((width, height))))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", picture_facts.FORMATS)
def test_published_formats(form: str) -> None:
    facts = examine(saved(photo(), form))
    assert (facts.form, facts.width, facts.height) == (form, 90, 60)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_is_as_seen(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    facts = examine(saved(photo(90, 60), "JPEG", exif=exif))
    assert (facts.width, facts.height) == ((60, 90) if orientation >= 5 else (90, 60))


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize(
    "words", [b"", b"MotionPhoto_Data", b"\0\0\1\x0a\x0e\0\0\0Image_UTC_Data1700000000000MotionPhoto_Data"]
)
def test_the_film_of_a_motion_photo_does_not_count(words: bytes, *, progressive: bool) -> None:
    still = saved(photo(), "JPEG", progressive=progressive, exif=Image.Exif())
    film = struct.pack(">I4s4sI4s", 24, b"ftyp", b"mp42", 0, b"isom") + b"\xff\xda<script>" * 40_000 + b"PK\3\4PK\5\6"
    assert still_of(still + words + film) == still
    facts = examine(still + words + film)
    assert (facts.form, facts.width, facts.height) == ("JPEG", 90, 60)


def test_what_else_lies_behind_a_picture_still_counts() -> None:
    still = saved(photo(), "JPEG")
    for more in (b"<script>alert(1)</script>", b"x" * 5000 + b"....ftyp<script>", b"PK\3\4" + b"PK\5\6" + bytes(18)):
        with pytest.raises(PictureError):
            examine(still + more)
    assert still_of(still[:-2] + b"....ftyp") == still[:-2] + b"....ftyp"


def test_drawings_are_known_by_colours_and_transparency() -> None:
    flat = Image.new("RGB", (200, 100), "red")
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    opaque = _coloured(90, 60).convert("RGBA")
    assert examine(saved(flat, "PNG")).drawing
    assert examine(saved(flat.quantize(4), "PNG")).drawing
    assert examine(saved(clear, "PNG")).drawing
    assert examine(saved(clear, "WEBP", lossless=True)).drawing
    assert not examine(saved(opaque, "PNG")).drawing
    assert not examine(saved(photo(), "PNG")).drawing
    assert not examine(saved(flat, "JPEG")).drawing


def test_unusual_modes() -> None:
    deep = Image.new("I;16", (40, 40), 40_000)
    assert examine(saved(deep, "PNG")) == PictureFacts(form="PNG", width=40, height=40, drawing=True)
    assert eight_bits(deep).getpixel((0, 0)) == (156, 156, 156)
    assert examine(saved(photo().convert("CMYK"), "JPEG")).form == "JPEG"
    assert examine(saved(photo().convert("1"), "PNG")).drawing
    assert examine(saved(photo().convert("LA"), "PNG")).form == "PNG"


HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "empty": (b"", "trống"),
    "text": (b"xin ch\xc3\xa0o", "không phải ảnh"),
    "html": (HTML, "HTML"),
    "html after a byte order mark": (b"\xef\xbb\xbf\n " + HTML, "HTML"),
    "svg": (SVG, "PNG"),
    "svg with entities": (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "SVG"),
    "bmp": (saved(photo(), "BMP"), "BMP"),
    "tiff": (saved(photo(), "TIFF"), "TIFF"),
    "ico": (saved(photo(32, 32), "ICO"), "ICO"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
    "pdf": (b"%PDF-1.4\n", "PDF"),
    "zip": (b"PK\x03\x04rest", "ZIP"),
    "moving gif": (saved(photo(), "GIF", save_all=True, append_images=[photo().rotate(90)]), "ảnh động"),
    "moving webp": (saved(photo(), "WEBP", save_all=True, append_images=[photo().rotate(90)]), "ảnh động"),
    "moving png": (saved(photo(), "PNG", save_all=True, append_images=[photo().rotate(90)]), "ảnh động"),
    "jpeg with html behind it": (saved(photo(), "JPEG") + HTML, "giấu"),
    "jpeg with html in its comment": (saved(photo(), "JPEG", comment=HTML), "giấu"),
    "jpeg with an archive behind it": (saved(photo(), "JPEG") + b"PK\x03\x04 x PK\x05\x06" + bytes(18), "giấu"),
    "gif with script": (saved(photo(), "GIF") + b"<script>1</script>", "giấu"),
    "bomb": (png_header(60_000, 60_000), "quá"),
    "too many pixels": (png_header(8_000, 7_000), "50.000.000"),
    "too long a side": (png_header(20_000, 10), "16.000"),
    "header only": (png_header(300, 300), "hỏng"),
    "jpeg of many scans": (saved(photo(), "JPEG")[:-2] + b"\xff\xda" * 101 + b"\xff\xd9", "lớp quét"),
    "too heavy": (saved(photo(), "JPEG") + bytes(picture_facts.MOST_BYTES), "40 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(PictureError, match=words) as caught:
        examine(data)
    assert "\n" not in str(caught.value)


def test_a_jpeg_that_is_known_to_decode_is_not_decoded_again() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    for data in (saved(photo(), "JPEG", progressive=True), saved(photo(), "JPEG", exif=turned)):
        assert examine(data, whole=True) == examine(data)
        assert examine(data[:-20], whole=True) == examine(data)
        with pytest.raises(PictureError):
            examine(data[:-20])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_known_to_decode_is_refused_for_all_else(name: str) -> None:
    data, part = REFUSED[name]
    with pytest.raises(PictureError, match=part):
        examine(data, whole=True)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_other_forms_are_decoded_in_any_case(form: str) -> None:
    """Whether they are drawings is told from their pixels."""
    data = saved(photo(), form)
    assert examine(data, whole=True) == examine(data)
    with pytest.raises(PictureError):
        examine(data[: len(data) * 2 // 3], whole=True)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_truncated(form: str) -> None:
    data = saved(photo(600, 400), form)
    for part in (0.3, 0.6, 0.9):
        with pytest.raises(PictureError):
            examine(data[: int(len(data) * part)])


def test_phone_pictures_with_a_second_picture_behind_are_accepted() -> None:
    data = saved(photo(), "JPEG") + saved(photo(20, 20), "JPEG")
    assert examine(data).width == 90


@settings(max_examples=rounds(40, 3000))
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_damage_never_escapes_as_another_error(form: str, place: int, noise: bytes) -> None:
    data = saved(photo(), form)
    place %= len(data)
    with contextlib.suppress(PictureError):
        examine(data[:place] + noise + data[place + len(noise) :])
