"""What is taken back from a release: whole pictures of the very form and size that were asked for, and nothing else."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.core.digests import combine
from plugins.core.errors import PublishError
from plugins.core.publishing.manifest import FileSum, Manifest
from plugins.pictures import taken_back
from plugins.pictures.cache import PictureCache
from plugins.pictures.card_drawing import draw
from plugins.pictures.encoder import encoder_digest
from plugins.pictures.formats import encode
from plugins.pictures.sizes import Variant, variants
from plugins.pictures.social_card import CardText, size_of
from plugins.pictures.taken_back import Wanted, decoded_for, is_plain_picture, take_back

MADE = "0123456789abcdef" * 2


def _source(kind: str, mode: str) -> bytes:
    small = Image.frombytes(mode, (8, 6), random.Random(3).randbytes(8 * 6 * len(mode)))
    data = io.BytesIO()
    small.resize((400, 300), Image.Resampling.BICUBIC).save(data, kind)
    return data.getvalue()


ENCODED: list[tuple[Variant, bytes]] = [
    *encode(_source("JPEG", "RGB"), variants(400, 300, drawing=False), drawing=False),
    *encode(_source("PNG", "RGBA"), variants(400, 300, drawing=True), drawing=True),
]


@pytest.mark.parametrize(("form", "data"), ENCODED)
def test_what_the_encoder_makes_is_taken(form: Variant, data: bytes) -> None:
    assert is_plain_picture(data, form)
    for other in (form._replace(width=401), form._replace(height=1), form._replace(ending="gif")):
        assert not is_plain_picture(data, other)
    others = {"avif", "webp", "jpg", "png"} - {form.ending}
    assert not any(is_plain_picture(data, form._replace(ending=ending)) for ending in others)


def test_cards_are_taken() -> None:
    for square in (False, True):
        text = CardText("the", "Chuyên mục", "Chủ đề", "Đưa nghị quyết vào cuộc sống", "1/7/2021", square)
        assert is_plain_picture(draw(text), Variant("png", *size_of(text)))


@given(st.sampled_from(ENCODED), st.data())
def test_no_part_and_no_more_is_taken(one: tuple[Variant, bytes], drawn: st.DataObject) -> None:
    form, data = one
    end = drawn.draw(st.integers(0, len(data) - 1))
    assert not is_plain_picture(data[:end], form)
    tail = drawn.draw(st.binary(min_size=1, max_size=40) | st.sampled_from([data, b"\xff\xd9", data[-12:]]))
    assert not is_plain_picture(data + tail, form)
    assert not is_plain_picture(tail + data, form)


@given(st.sampled_from([b"VP8 ", b"VP8L", b"VP8X", b""]), st.integers(0, 60), st.binary(max_size=60))
def test_no_bytes_are_a_webp_by_their_head_alone(kind: bytes, length: int, rest: bytes) -> None:
    body = b"WEBP" + kind + length.to_bytes(4, "little") + rest
    assert not is_plain_picture(b"RIFF" + len(body).to_bytes(4, "little") + body, Variant("webp", 7, 5))


@given(st.tuples(st.integers(1, 300), st.integers(1, 40)), st.booleans())
def test_a_webp_has_the_size_that_pillow_reads(size: tuple[int, int], lossless: bool) -> None:
    data = io.BytesIO()
    Image.new("RGB", size, "red").save(data, "WEBP", lossless=lossless)
    assert is_plain_picture(data.getvalue(), Variant("webp", *size))
    assert not is_plain_picture(data.getvalue(), Variant("webp", size[0] + 1, size[1]))


@pytest.mark.parametrize(("form", "data"), ENCODED)
def test_metadata_is_not_taken(form: Variant, data: bytes) -> None:
    exif = Image.Exif()
    exif[0x010E] = "nhà của người chụp"
    for more in ({"exif": exif}, {"icc_profile": b"profile" * 30}, {"comment": b"x"}, {"xmp": b"<x/>"}):
        with Image.open(io.BytesIO(data)) as picture:
            plain, out = picture.copy(), io.BytesIO()
            plain.info = {}
            plain.save(out, picture.format, **more)
            again = Image.open(io.BytesIO(out.getvalue())).info
        if set(again) & {"exif", "icc_profile", "comment", "xmp"}:  # the format can hold it
            assert not is_plain_picture(out.getvalue(), form)


def test_films_are_not_taken() -> None:
    for ending, kind in (("webp", "WEBP"), ("png", "PNG"), ("avif", "AVIF")):
        frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50)
        assert not is_plain_picture(out.getvalue(), Variant(ending, 40, 30))


class Shelf:
    """A release in memory. answers: what comes for each file; an error is raised."""

    name = "kệ"
    told = ""

    def __init__(self, files: Mapping[str, FileSum], answers: Mapping[str, bytes | Exception | float]) -> None:
        self.files = files
        self.answers = answers

    def manifest(self) -> Manifest:
        """All its rows."""
        return Manifest(
            site="",
            commit="",
            clean=True,
            since="",
            plan={},
            tools={},
            redirects={},
            files=dict(self.files),
        )

    def fetch(self, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """The answers, after as many seconds as they say."""
        for file in wanted:
            answer = self.answers.get(file)
            if isinstance(answer, Exception):
                raise answer
            if isinstance(answer, float):
                time.sleep(answer)
                answer = None
            yield file, answer


def _sum(data: bytes, made: str = MADE) -> FileSum:
    return FileSum(sha256(data).hexdigest(), len(data), made=made)


def _wanted(number: int, form: Variant) -> Wanted:
    return Wanted(bytes([number]) * 16, f"anh/{number}.{form.ending}", MADE, form)


ALL = [(_wanted(number, form), data) for number, (form, data) in enumerate(ENCODED)]
FILES = {one.file: _sum(data) for one, data in ALL}
ANSWERS: dict[str, bytes | Exception | float] = {one.file: data for one, data in ALL}
WANTED = [one for one, _ in ALL]


def test_only_what_this_very_code_made_for_a_believed_release_counts_as_decoded() -> None:
    digest, other = bytes(range(16)), bytes(16)
    made = combine(digest, encoder_digest()).hex()
    row = {
        "anh/a.avif": _sum(b"a", made),
        "anh/b.avif": _sum(b"b", combine(other, bytes(16)).hex()),
        "a": _sum(b"", ""),
    }
    decoded = decoded_for(Shelf(row, {}))
    assert decoded(digest)
    assert not decoded(other)  # by another recipe
    assert not decoded(bytes(15) + b"x")
    assert not decoded_for(None)(digest)
    assert not decoded_for(Shelf({}, {}))(digest)


@pytest.mark.parametrize("error", [PublishError("chữ ký sai"), OSError("mất mạng")])
def test_nothing_counts_as_decoded_when_the_release_is_not_believed(error: Exception) -> None:
    class Unbelieved(Shelf):
        def manifest(self) -> Manifest:
            raise error

    assert not decoded_for(Unbelieved({}, {}))(bytes(16))


def test_all_that_is_right_is_kept(tmp_path: Path) -> None:
    cache, shelf = PictureCache(tmp_path / "pictures"), Shelf(FILES, ANSWERS)
    said = take_back(shelf, WANTED, cache)
    assert f"lấy lại {len(ALL)} tệp từ kệ" in said
    assert shelf.told == said
    assert [cache.get(one.key) for one in WANTED] == [data for _, data in ALL]


def test_rows_of_other_inputs_are_not_asked_for(tmp_path: Path) -> None:
    """Of another source or recipe, another name, an earlier version, too large, empty."""
    (one, data), cache = ALL[0], PictureCache(tmp_path / "pictures")
    for files in (
        {},
        {one.file: _sum(data, "f" * 32)},
        {one.file: _sum(data, "")},
        {f"anh/../{one.file}": _sum(data), "anh/x.avif": _sum(data)},
        {one.file: _sum(data)._replace(size=10**12)},
        {one.file: _sum(b"")},
    ):
        assert take_back(Shelf(files, {one.file: PublishError("asked")}), [one], cache) == ""
    assert take_back(Shelf({one.file: _sum(data, "")}, ANSWERS), [one._replace(made="")], cache) == ""
    assert not cache.holds(one.key)


def test_a_row_that_names_another_file_is_not_kept(tmp_path: Path) -> None:
    """The bytes are those that the row names, but of another form."""
    cache = PictureCache(tmp_path / "pictures")
    files = {one.file: _sum(ALL[(number + 1) % len(ALL)][1]) for number, one in enumerate(WANTED)}
    answers = {one.file: ALL[(number + 1) % len(ALL)][1] for number, one in enumerate(WANTED)}
    said = take_back(Shelf(files, answers), WANTED, cache)
    assert "lấy lại 0 tệp từ kệ" in said
    assert said.endswith(f"; {len(ALL)} tệp thiếu hoặc không đúng, làm mới")
    assert not any(cache.holds(one.key) for one in WANTED)


@pytest.mark.parametrize("error", [PublishError("đứt\x1b[2J"), OSError(5, "x"), ValueError("odd"), MemoryError()])
def test_a_release_that_fails_is_told_in_one_line(tmp_path: Path, error: Exception) -> None:
    cache = PictureCache(tmp_path / "pictures")
    said = take_back(Shelf(FILES, {**ANSWERS, WANTED[-1].file: error}), WANTED, cache)
    assert f"lấy lại {len(ALL) - 1} tệp" in said
    assert "phần còn lại không lấy được" in said
    assert said.isprintable()
    assert cache.holds(WANTED[0].key)


def test_a_release_that_holds_everything_up_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it would take: what hangs is broken off."""
    monkeypatch.setattr(taken_back, "_PATIENCE", 0.2)
    monkeypatch.setattr(taken_back, "_A_FILE", 0.0)
    said = take_back(Shelf(FILES, {WANTED[0].file: 3600.0}), WANTED, PictureCache(tmp_path / "pictures"))
    assert "phần còn lại không lấy được (quá 0 giây), làm mới" in said
