"""Files offered for download: names and contents that pass, and what is said of the others."""

import contextlib
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.files.attached_files import examine, refuse_by_name
from plugins.core.files.file_types import TYPES, AttachedFileError, size_words
from tests.core.files.attachments import WHOLE, archive, book, box, film, office, opened, pdf, relation, sound

OFFICE = office("docx")
VBA = '<Override PartName="/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'


def test_every_type_has_a_good_example() -> None:
    assert set(WHOLE) == set(TYPES)
    for ending, data in WHOLE.items():
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
        ("zip", archive({"a.exe": "x"}), "từng tệp"),
        ("doc", b"\xd0\xcf\x11\xe0", "docx"),
        ("docm", OFFICE, "macro"),
        ("pdf", b"", "trống"),
        ("pdf", b"<html>%PDF-", "không phải PDF"),
        ("pdf", b"MZ\x90", "không phải PDF"),
        ("docx", b"%PDF-1.7", "không phải Word"),
        ("docx", b"PK\x03\x04 cut", "cắt cụt"),
        ("docx", office("docx", parts={"word/vbaProject.bin": "x"}), "macro"),
        ("odt", opened("odt", parts={"Basic/Standard/x.xml": "x"}), "macro"),
        ("txt", b"<!doctype html><script>1</script>", "Văn bản"),
        ("csv", b"a\x00b", "CSV"),
        ("csv", "Năm,Bài\n2021,5\n".encode("utf-16"), "UTF-16; hãy lưu lại loại CSV UTF-8"),
        ("mp4", b"\xff\xfe\x00\x00", "không phải Video"),
        ("mp3", b"RIFF", "Âm thanh"),
        ("m4a", b"\xff\xf1\x50\x80", "xuất lại thành MP3, M4A .AAC trong hộp MP4. hoặc Opus"),
        ("opus", b"\x1aE\xdf\xa3", "xuất lại thành MP3"),
        ("mp4", b"<html></html>", "Video"),
    ],
)
def test_refused(ending: str, data: bytes, words: str) -> None:
    with pytest.raises(AttachedFileError, match=words):
        examine(data, ending)


ACTS = {
    "script in bytes": ("pdf", pdf(more=b"<script>hit()</script>\n"), "mã HTML"),
    "page in bytes": ("pdf", pdf(more=b"<HTML>\n"), "mã HTML"),
    "javascript": ("pdf", pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "JavaScript"),
    "javascript escaped": ("pdf", pdf("/OpenAction<</S/J#61vaScr#69pt>>"), "JavaScript"),
    "javascript by name": ("pdf", pdf("/Names<</JavaScript 5 0 R>>"), "JavaScript"),
    "javascript packed": ("pdf", pdf(packed=b"<</S/JavaScript/JS(1)>>"), "JavaScript"),
    "javascript packed, unsaid": (
        "pdf",
        pdf(packed=b"<</S/JavaScript/JS(1)>>").replace(b"/Type/ObjStm", b""),
        "JavaScript",
    ),
    "launch": ("pdf", pdf("/OpenAction<</S/Launch/F(calc.exe)>>"), "mở chương trình"),
    "launch by page": ("pdf", pdf(more=b"5 0 obj<</A<</S/Launch/F(x)>>>>endobj\n"), "mở chương trình"),
    "additional action": ("pdf", pdf("/AA<</WC 5 0 R>>"), "tự chạy"),
    "additional action elsewhere": ("pdf", pdf(more=b"5 0 obj<</AA 6 0 R>>endobj\n"), "tự chạy"),
    "opens an address": ("pdf", pdf("/OpenAction<</S/URI/URI(https://x.example)>>"), "OpenAction"),
    "opens an address, referred to": (
        "pdf",
        pdf("/OpenAction 5 0 R", b"5 0 obj<</S/URI/URI(x)>>endobj\n"),
        "OpenAction",
    ),
    "opens an address, packed": ("pdf", pdf("/OpenAction 9 0 R", packed=b"<</S/URI/URI(x)>>"), "OpenAction"),
    "opens what is not there": ("pdf", pdf("/OpenAction 7 0 R"), "OpenAction"),
    "opens a page, then more": ("pdf", pdf("/OpenAction<</S/GoTo/D[2 0 R]/Next 5 0 R>>"), "OpenAction"),
    "embedded": ("pdf", pdf("/Names<</EmbeddedFiles 5 0 R>>"), "tệp nhúng"),
    "embedded packed": ("pdf", pdf(packed=b"<</EF<</F 5 0 R>>/Type/EmbeddedFile>>"), "tệp nhúng"),
    "xfa": ("pdf", pdf("/AcroForm<</XFA[(template)5 0 R]>>"), "XFA"),
    "rich media": ("pdf", pdf(more=b"5 0 obj<</Subtype/RichMedia>>endobj\n"), "chạy được"),
    "submits": ("pdf", pdf(more=b"5 0 obj<</S/SubmitForm/F(x)>>endobj\n"), "gửi dữ liệu"),
    "locked pdf": ("pdf", pdf("/Encrypt 5 0 R"), "khoá"),
    "odd packing": ("pdf", pdf(packed=b"<<>>", filters="/Filter/LZWDecode"), "không xem được"),
    "twice packed": ("pdf", pdf(packed=b"<<>>", filters="/Filter[/FlateDecode/FlateDecode]"), "không xem được"),
    "predicted": ("pdf", pdf(packed=b"<<>>", filters="/Filter/FlateDecode/DecodeParms 5 0 R"), "không xem được"),
    "pdf cut off": ("pdf", b"%PDF-", "cắt cụt"),
    "pdf half": ("pdf", pdf(packed=b"<<>>")[:-40], "cắt cụt"),
    "pdf bomb": ("pdf", pdf(packed=bytes(70_000_000)), "nở ra"),
    "macro by type": ("docx", office("docx", VBA, parts={"x.bin": "x"}), "macro"),
    "macro document": ("docx", office("docx", VBA.replace("vbaProject", "x.macroEnabled.main+xml")), "macro"),
    "macro sheet": (
        "xlsx",
        office("xlsx", VBA.replace("ms-office.vbaProject", "ms-excel.macrosheet+xml")),
        "macro",
    ),
    "activex": ("pptx", office("pptx", VBA.replace("vbaProject", "activeX+xml")), "macro"),
    "macro by relation": ("docx", office("docx", relations=relation("vbaProject", "x.bin", "Internal")), "macro"),
    "template": (
        "docx",
        office("docx", relations=relation("attachedTemplate", "https://x.example/a.dotm")),
        "nơi khác",
    ),
    "template of a share": (
        "docx",
        office("docx", relations=relation("attachedTemplate", "file://x/a.dotm")),
        "nơi khác",
    ),
    "ole elsewhere": ("docx", office("docx", relations=relation("oleObject", "mhtml:https://x!y")), "nơi khác"),
    "frame elsewhere": ("docx", office("docx", relations=relation("frame", "\\\\x\\y")), "nơi khác"),
    "picture elsewhere": ("docx", office("docx", relations=relation("image", "https://x.example/a.png")), "nơi khác"),
    "table elsewhere": ("xlsx", office("xlsx", relations=relation("externalLinkPath", "https://x/a.xlsx")), "nơi khác"),
    "dde table": ("xlsx", office("xlsx", parts={"xl/externalLinks/a.xml": "<a><ddeLink/></a>"}), "nơi khác"),
    "dde field": (
        "docx",
        office("docx", parts={"word/document.xml": "<a><instrText>DDE</instrText><instrText>AUTO c</instrText></a>"}),
        "DDE",
    ),
    "program on a click": (
        "pptx",
        office("pptx", parts={"ppt/a.xml": "<a><hlinkClick action='ppaction://program'/></a>"}),
        "macro",
    ),
    "nested macro": ("docx", office("docx", parts={"word/embeddings/a.xlsx": office("xlsx", VBA)}), "macro"),
    "program inside": ("docx", office("docx", parts={"word/x.exe": "MZ"}), "chạy được"),
    "page inside": ("docx", office("docx", parts={"word/afchunk.htm": "<p>"}), "chạy được"),
    "ole macro": (
        "xlsx",
        office("xlsx", parts={"xl/a.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le")}),
        "macro",
    ),
    "jar": ("docx", archive({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}), "không phải tài liệu"),
    "word as excel": ("xlsx", OFFICE, "không phải tài liệu"),
    "entities": ("docx", office("docx", parts={"word/a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "hỏng"),
    "two of one name": ("docx", office("docx", parts={"MAIN.xml": "<a/>"}), "hỏng"),
    "zip bomb": ("docx", office("docx", parts={"word/a.xml": bytes(80_000_000)}), "nở ra"),
    "office cut off": ("docx", OFFICE[:-30], "cắt cụt"),
    "python": ("odt", opened("odt", parts={"Scripts/python/x.py": "import os"}), "macro"),
    "dialogs": ("ods", opened("ods", parts={"Dialogs/a.xml": "<a/>"}), "macro"),
    "listener": ("odt", opened("odt", "<script:event-listener/>"), "macro"),
    "macro link": ("odt", opened("odt", '<text:a xlink:href="vnd.sun.star.script:x"/>'), "macro"),
    "applet": ("odp", opened("odp", "<draw:applet/>"), "macro"),
    "open picture elsewhere": ("odt", opened("odt", '<draw:image xlink:href="https://x/a.png"/>'), "nơi khác"),
    "dde source": ("ods", opened("ods", "<office:dde-source/>"), "DDE"),
    "open locked": ("odt", opened("odt", parts={"META-INF/manifest.xml": "<a><encryption-data/></a>"}), "khoá"),
    "text as table": ("ods", opened("odt"), "không phải tài liệu"),
    "book with script": ("epub", book("<script>1</script>"), "mang mã"),
    "book with handler": ("epub", book('<p onclick="hit()">x</p>'), "mang mã"),
    "book with address": ("epub", book('<a href="java&#10;script:hit()">x</a>'), "mang mã"),
    "book with file": ("epub", book(parts={"a.js": "1"}), "chạy được"),
    "book that says so": ("epub", book(items='<item href="b.xhtml" properties="scripted"/>'), "mang mã"),
    "book from elsewhere": ("epub", book('<img src="https://x/a.png"/>'), "nơi khác"),
    "book with frame": ("epub", book('<iframe src="b.xhtml"/>'), "mang mã"),
    "book with drawing": ("epub", book(parts={"a.svg": "<svg onload='hit()'/>"}), "mang mã"),
    "book locked": ("epub", book(parts={"META-INF/encryption.xml": "<a/>"}), "khoá"),
    "page as book": ("epub", b"<html>", "không phải EPUB"),
    "text after much": ("txt", b"x" * 70_000 + b"<script>1</script>", "Văn bản"),
    "table after much": ("csv", b"x;" * 70_000 + b"<iframe src=x>", "CSV"),
    "film with script": ("mp4", film(box(b"udta", b"<script>hit()</script>")), "mã HTML"),
    "film is script": ("mp4", b"\0\0\0 ftyp<script>XSS</script>", "mã HTML"),
    "film with page in its pictures": ("mp4", film() + box(b"mdat", b"<!DOCTYPE html>"), "mã HTML"),
    "film cut off": ("mp4", film()[:-10], "cắt cụt"),
    "film without film": ("mp4", box(b"ftyp", b"isom"), "cắt cụt"),
    "sound with script": ("mp3", sound(b"TIT2<script>hit()</script>"), "mã HTML"),
    "sound cut off": ("mp3", sound()[:20], "cắt cụt"),
    "sound with lyrics cut off": ("m4a", film(brand=b"M4A ") + b"\0\0", "cắt cụt"),
}


@pytest.mark.parametrize("case", ACTS)
def test_what_acts_hides_or_is_cut_off_is_refused(case: str) -> None:
    ending, data, words = ACTS[case]
    with pytest.raises(AttachedFileError, match=words):
        examine(data, ending)


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("pdf", pdf("/OpenAction[2 0 R/XYZ null null 0]")),
        ("pdf", pdf("/OpenAction 5 0 R", b"5 0 obj<</S/GoTo/D[2 0 R/Fit]>>endobj\n")),
        ("pdf", pdf("/OpenAction 9 0 R", packed=b"<</D[2 0 R/Fit]/S/GoTo>>")),
        ("pdf", pdf(more=b"5 0 obj<</A<</S/URI/URI(https://chinhphu.vn/)>>>>endobj\n")),
        ("pdf", pdf() + b"\0" * 5_000),
        ("docx", office("docx", relations=relation("hyperlink", "https://chinhphu.vn/"))),
        ("docx", office("docx", relations=relation("attachedTemplate", "file:///C:\\Users\\A\\Normal.dotm"))),
        ("xlsx", office("xlsx", relations=relation("externalLinkPath", "so-lieu.xlsx"))),
        ("docx", office("docx", parts={"word/document.xml": "<a><instrText>PAGE</instrText></a>"})),
        ("docx", office("docx", parts={"word/embeddings/a.xlsx": office("xlsx")})),
        ("odt", opened("odt", '<text:a xlink:href="https://chinhphu.vn/"/><draw:image xlink:href="Pictures/a.png"/>')),
        ("epub", book('<a href="https://chinhphu.vn/">x</a><img src="a.png"/>')),
        ("csv", b"a;1 < 2;<b>\n"),
        ("mp3", b"\xff\xfb\x90\x00" + bytes(413)),
    ],
)
def test_what_is_usual_passes(ending: str, data: bytes) -> None:
    examine(data, ending)


@given(st.sampled_from(sorted(WHOLE)), st.binary(max_size=40), st.integers(0, 400))
def test_no_bytes_are_judged_with_anything_but_a_word(ending: str, data: bytes, place: int) -> None:
    whole = WHOLE[ending]
    with contextlib.suppress(AttachedFileError):
        examine(whole[:place] + data + whole[place + len(data) :], ending)


@pytest.mark.slow
def test_ten_times_the_bytes_take_ten_times_as_long() -> None:
    """Rows that make a careless scanner go back and forth."""
    for row in (b"1 0 obj stream\n", b"/OpenAction 5 0 R ", b"5 0 obj ", b"/AA" + b" " * 50, b"/First stream\n"):
        took = []
        for times in (1_000, 10_000):
            data = b"%PDF-1.7\n" + row * times + b"%%EOF"
            start = time.process_time()
            with contextlib.suppress(AttachedFileError):
                examine(data, "pdf")
            took.append(time.process_time() - start)
        assert took[1] < 0.05 + 30 * took[0], (row, took)


def test_packed_parts_are_stored_or_deflated_alike() -> None:
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA):
        with pytest.raises(AttachedFileError, match="không phải tài liệu"):
            examine(archive({"a": zlib.compress(b"x")}, packing), "docx")


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
