"""How long a sound plays, whatever encoder made it; what does not tell is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.files.attached_files import examine
from plugins.core.files.file_types import AttachedFileError
from plugins.core.files.sound_length import MOST_MINUTES, NOT_PLAYED, seconds, unheard
from tests.helpers.sounds import fragmented, m4a, mp3, opus


@pytest.mark.parametrize(
    ("data", "ending", "wanted"),
    [
        (mp3(30), "mp3", 30),
        (mp3(30, kbits=128), "mp3", 30),
        (mp3(12, tag=b"TIT2\x00\x00\xff\xfb" + bytes(300)), "mp3", 12),
        (mp3(12).replace(b"\xff\xfb", b"\xff\xfa"), "mp3", 12),  # with checksums
        (mp3(12, info=b"Xing"), "mp3", 12),
        (mp3(12, info=b"Info"), "mp3", 12),
        (mp3(12, info=b"VBRI"), "mp3", 12),
        (mp3(12, junk=b"\xff\xfbrubbish" * 9), "mp3", 12),
        (mp3(12) + b"TAG" + bytes(125), "mp3", 12),
        (mp3(20, kbits=32) + mp3(10, kbits=96), "mp3", 30),
        (mp3(0.1), "mp3", 1),
        ((b"\xff\xe3\x18\xc4" + bytes(68)) * 100, "mp3", 7),  # MPEG 2.5 at 8 kHz, as for telephones
        (m4a(75.4), "m4a", 75),
        (m4a(75.4, wide=True, scale=44_100), "m4a", 75),
        (fragmented([(1024, 1000, 976), (1500, 1500)]), "m4a", 6),
        (fragmented([(1024,) * 40, (1024,) * 3], told_in="tfhd", scale=1024), "m4a", 43),
        (fragmented([(500,) * 10], told_in="trex", scale=500), "m4a", 10),
        (opus(61), "opus", 61),
        (opus(61, skipped=3840), "opus", 61),
    ],
)
def test_lengths(data: bytes, ending: str, wanted: int) -> None:
    examine(data, ending)
    assert seconds(data, ending) == wanted


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"ID3\x04\x00\x00\x00\x00\x00\x04abcd" + bytes(500), "mp3"),
        (b"\xff\xfb" + bytes(500), "mp3"),
        (m4a(0), "m4a"),
        (m4a(9, scale=0), "m4a"),
        (m4a(9)[:60], "m4a"),
        (opus(0), "opus"),
        (b"OggS" + bytes(40), "opus"),
        (b"", "mp3"),
        (b"\xff\xfb\xff\xff" * 2_000_000, "mp3"),  # what only looks like frames ends the search soon
        (mp3(9)[:104] + bytes(100_000) + mp3(9), "mp3"),
    ],
)
def test_what_tells_no_length_is_heard_by_nobody(data: bytes, ending: str) -> None:
    assert seconds(data, ending) == 0
    assert "không đọc được độ dài; hãy xuất lại từ chương trình dựng thành MP3, M4A (mã AAC) hoặc Opus" in unheard(0)


@pytest.mark.parametrize("coding", [b"alac", b"fLaC", b"ac-3", b"Opus"])
def test_what_few_browsers_play_is_heard_by_nobody(coding: bytes) -> None:
    assert seconds(fragmented([(1000,)], coding=coding), "m4a") == NOT_PLAYED
    assert "nhiều trình duyệt không phát được; hãy xuất lại" in unheard(NOT_PLAYED)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), max_size=20), st.integers(0, 900))
def test_no_boxes_break_the_reading(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(fragmented([(1024, 1000), (1500,)]) + m4a(5))
    for place, value in changes:
        data[place % len(data)] = value
    assert seconds(bytes(data[: len(data) - cut % len(data)]), "m4a") >= NOT_PLAYED


@pytest.mark.parametrize("data", [opus(3).replace(b"OpusHead", b"\x01vorbis\x00"), b"OggS" + bytes(30)])
def test_another_sound_in_the_pages_of_opus_is_told(data: bytes) -> None:
    with pytest.raises(AttachedFileError, match="không phải Opus; hãy xuất lại"):
        examine(data, "opus")


@pytest.mark.parametrize(
    "data", [opus(3)[:-20], opus(3)[:60], opus(3) + opus(3)[:20], b"OggS" + bytes(20), opus(3) + b"OggX" + bytes(40)]
)
def test_a_cut_off_opus_file_is_refused(data: bytes) -> None:
    with pytest.raises(AttachedFileError, match="hỏng hoặc bị cắt cụt"):
        examine(data, "opus")


def test_an_hour_is_enough() -> None:
    assert unheard(MOST_MINUTES * 60) == ""
    assert "dài 120 phút; tối đa 60 phút" in unheard(7200)
    assert "dài 60 phút 1 giây; tối đa 60 phút" in unheard(3601)
