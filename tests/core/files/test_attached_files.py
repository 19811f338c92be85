"""Files offered for download: names and contents that pass, and what is said of the others."""

import io
import zipfile

import pytest

from plugins.core.files.attached_files import TYPES, AttachedFileError, examine, refuse_by_name, size_words


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


OFFICE = archive("[Content_Types].xml", "word/document.xml")
GOOD = {
    "pdf": b"%PDF-1.7\n...",
    "docx": OFFICE,
    "xlsx": OFFICE,
    "pptx": OFFICE,
    "odt": OFFICE,
    "ods": OFFICE,
    "odp": OFFICE,
    "csv": "Đơn vị;Số bài\nA;3\n".encode(),
    "txt": "Đề cương\n1 < 2\n".encode(),
    "mp3": b"ID3\x04...",
    "mp4": b"\x00\x00\x00\x20ftypisom....",
    "m4a": b"\x00\x00\x00\x20ftypM4A ....",
}


def test_every_type_has_a_good_example() -> None:
    assert set(GOOD) == set(TYPES)
    for ending, data in GOOD.items():
        examine(data, ending)


@pytest.mark.parametrize(
    ("ending", "data", "words"),
    [
        ("html", b"<html>", "xuất ra PDF"),
        ("svg", b"<svg>", "không được đăng"),
        ("exe", b"MZ", "không được đăng"),
        ("js", b"alert(1)", "được dùng: pdf"),
        ("php", b"<?php", "không được đăng"),
        ("", b"x", "không có đuôi"),
        ("zip", archive("a.exe"), "từng tệp"),
        ("doc", b"\xd0\xcf\x11\xe0", "docx"),
        ("docm", OFFICE, "macro"),
        ("pdf", b"", "trống"),
        ("pdf", b"<html>%PDF-", "không phải PDF"),
        ("pdf", b"MZ\x90", "không phải PDF"),
        ("docx", b"%PDF-1.7", "không phải Word"),
        ("docx", b"PK\x03\x04 cut", "cắt cụt"),
        ("docx", archive("word/vbaProject.bin"), "macro"),
        ("odt", archive("Basic/Standard/x.xml"), "macro"),
        ("txt", b"<!doctype html><script>1</script>", "Văn bản"),
        ("csv", b"a\x00b", "CSV"),
        ("mp3", b"RIFF", "Âm thanh"),
        ("mp4", b"<html></html>", "Video"),
    ],
)
def test_refused(ending: str, data: bytes, words: str) -> None:
    with pytest.raises(AttachedFileError, match=words):
        examine(data, ending)


def test_size_limits_need_no_reading() -> None:
    with pytest.raises(AttachedFileError, match="60 MB; tối đa 25 MB"):
        refuse_by_name("pdf", 60_000_000)
    refuse_by_name("mp4", 60_000_000)


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (95_400, "95 KB"), (999_499, "999 KB"), (2_460_000, "2,5 MB")]
)
def test_size_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_the_rules_tell_the_truth() -> None:
    from plugins.core.all_rules import RULES
    from plugins.core.files import picture_facts

    attached, picture = RULES["attached-file"].text, RULES["picture-file"].text
    assert all(ending in attached for ending in TYPES)
    assert {kind.most_bytes for kind in TYPES.values()} == {25_000_000, 100_000_000}
    assert f"{picture_facts.MOST_BYTES // 1_000_000} MB, {picture_facts.MOST_PIXELS // 1_000_000} triệu" in picture
    assert f"{picture_facts.MOST_PIXELS_ELSEWHERE // 1_000_000} triệu" in picture
    assert f"{picture_facts.MOST_SIDE:,}".replace(",", ".") in picture
