"""Encoded pictures: sizes, formats, colours, no metadata, the same bytes every time."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from plugins.core.files.picture_facts import PictureError, examine
from plugins.pictures.formats import encode
from plugins.pictures.sizes import Variant, published_name, variants
from tests.core.files.test_picture_facts import photo, saved
from tests.helpers.rounds import rounds


def encoded(data: bytes) -> dict[Variant, bytes]:
    facts = examine(data)
    return dict(encode(data, variants(facts.width, facts.height, facts.drawing), drawing=facts.drawing))


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def widths(width: int, height: int, drawing: bool = False) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for variant in variants(width, height, drawing):
        found.setdefault(variant.ending, []).append(variant.width)
    return found


def test_widths_are_sensible_and_never_larger_than_the_picture() -> None:
    assert widths(4000, 3000) == {"avif": [320, 640, 960, 1280], "webp": [640, 1280], "jpg": [640, 1280]}
    assert widths(1000, 500) == {"avif": [320, 640, 1000], "webp": [640, 1000], "jpg": [640, 1000]}
    assert widths(660, 500) == {"avif": [320, 660], "webp": [660], "jpg": [660]}
    assert widths(40, 9, drawing=True) == {"avif": [40], "webp": [40], "png": [40]}
    assert all(variant.height >= 1 for variant in variants(16_000, 1, drawing=True))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("images/Ảnh đẹp (1).JPG", "anh-dep-1"),
        ("images/đường phố.png", "duong-pho"),
        ("a/???.jpg", "tep"),
        ("a/.htaccess.jpg", "htaccess"),
        ("README", "readme"),
        ("a/" + "dài " * 40 + ".jpg", "dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai"),
    ],
)
def test_published_names_are_ascii(file: str, name: str) -> None:
    assert published_name(file) == name


def test_formats_and_sizes_of_a_photo() -> None:
    files = encoded(saved(photo(1000, 500), "JPEG"))
    assert {variant.ending for variant in files} == {"avif", "webp", "jpg"}
    for variant, data in files.items():
        picture = opened(data)
        assert picture.size == (variant.width, variant.height)
        assert picture.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[variant.ending]


def test_nothing_but_the_picture_is_published() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "private remark"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = saved(photo(80, 40), "JPEG", exif=exif, icc_profile=profile, comment=b"private remark", dpi=(300, 300))
    assert b"private" in source
    for variant, data in encoded(source).items():
        picture = opened(data)
        assert picture.size == (40, 80), "rotated as EXIF says"
        assert not dict(picture.getexif()), variant
        assert not {"exif", "icc_profile", "comment", "xmp", "dpi"} & set(picture.info), variant
        assert b"private" not in data
        assert b"Exif" not in data


def test_text_chunks_of_drawings_are_dropped() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "private remark")
    files = encoded(saved(Image.new("RGB", (50, 50), "red"), "PNG", pnginfo=info, dpi=(72, 72)))
    assert {variant.ending for variant in files} == {"avif", "webp", "png"}
    assert all(b"private" not in data for data in files.values())


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_transparency_is_kept(form: str) -> None:
    clear = Image.new("RGBA", (60, 60), (200, 0, 0, 255))
    clear.paste((0, 0, 0, 0), (0, 0, 30, 60))
    options = {"lossless": True} if form == "WEBP" else {}
    for variant, data in encoded(saved(clear, form, **options)).items():
        picture = opened(data).convert("RGBA")
        assert picture.getpixel((5, 30))[3] < 10, variant
        assert picture.getpixel((55, 30))[3] > 245, variant


def test_colours_become_srgb() -> None:
    red = Image.new("RGB", (64, 64), (200, 30, 30))
    for source in (
        saved(red.convert("CMYK"), "JPEG", quality=95),
        saved(red, "PNG", icc_profile=b"damaged profile"),
        saved(red.quantize(2), "GIF"),
    ):
        for variant, data in encoded(source).items():
            pixel = opened(data).convert("RGB").getpixel((32, 32))
            assert all(abs(a - b) < 25 for a, b in zip(pixel, (200, 30, 30), strict=True)), (variant, pixel)


def swapped_profile() -> bytes:
    """A colour profile in which red and blue have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    table = profile.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)
    assert table != profile
    return table


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_colours_are_taken_as_the_profile_means_them(form: str) -> None:
    red = Image.new("RGB", (64, 64), (220, 30, 30))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile, expected in ((srgb, (220, 30, 30)), (swapped_profile(), (30, 30, 220))):
        for variant, data in encoded(saved(red, form, icc_profile=profile)).items():
            pixel = opened(data).convert("RGB").getpixel((32, 32))
            assert all(abs(a - b) < 30 for a, b in zip(pixel, expected, strict=True)), (variant, pixel)


def test_odd_modes_are_encoded() -> None:
    deep = Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16")
    for source in (saved(deep, "PNG"), saved(photo().convert("1"), "PNG"), saved(photo().convert("LA"), "PNG")):
        assert all(opened(data) for data in encoded(source).values())


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3, 2), (641, 3)])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_odd_sizes_are_encoded(size: tuple[int, int], form: str) -> None:
    for variant, data in encoded(saved(photo(*size), form)).items():
        assert opened(data).size == (variant.width, variant.height)


@settings(max_examples=rounds(15, 2000))
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.integers(0, 4000), st.binary(min_size=1, max_size=20))
def test_what_passes_the_gate_can_be_encoded(form: str, place: int, noise: bytes) -> None:
    data = saved(photo(), form)
    place %= len(data)
    damaged = data[:place] + noise + data[place + len(noise) :]
    try:
        facts = examine(damaged)
    except PictureError:
        return
    forms = variants(facts.width, facts.height, facts.drawing)
    if facts.width * facts.height < 1_000_000:
        assert len(list(encode(damaged, forms, drawing=facts.drawing))) == len(forms)


@pytest.mark.slow
def test_the_same_bytes_every_time() -> None:
    data = saved(photo(1400, 700), "JPEG")
    assert encoded(data) == encoded(data)
