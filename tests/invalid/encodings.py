"""Files that are not UTF-8, and UTF-8 files that differ in their line ends and marks."""

from __future__ import annotations

import gzip

from .case import Group, text

GROUP = Group("encodings")
refused, warned, built = GROUP.refused, GROUP.warned, GROUP.built

VIETNAMESE = text(
    "Đảng ủy tổ chức hội nghị quán triệt nghị quyết của đại hội.", Title="Đẩy mạnh tuyên truyền nghị quyết"
)
TCVN3 = "§Èy m¹nh c«ng t¸c tuyªn truyÒn nghÞ quyÕt ®¹i héi §¶ng."
VNI = "Ñaûng uûy toå chöùc hoäi nghò quaùn trieät nghò quyeát cuûa ñaïi hoäi."


def windows_1258(words: str) -> bytes:
    """The way Windows writes Vietnamese: base letters, then tones as marks of their own."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    made = ""
    for letter in words:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        made += unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tone
    return made.encode("cp1258")


refused("utf-16-le-marked", b"\xff\xfe" + VIETNAMESE.encode("utf-16-le"), "1: tệp: tệp dùng bảng mã UTF-16")
refused("utf-16-be-marked", b"\xfe\xff" + VIETNAMESE.encode("utf-16-be"), "1: tệp: tệp dùng bảng mã UTF-16")
refused("utf-16-le", VIETNAMESE.encode("utf-16-le"), "1: tệp: tệp dùng bảng mã UTF-16")
refused("utf-16-be", VIETNAMESE.encode("utf-16-be"), "1: tệp: tệp dùng bảng mã UTF-16")
refused("utf-32", VIETNAMESE.encode("utf-32"), "1: tệp: tệp dùng bảng mã UTF-32")
refused("windows-1258", windows_1258(VIETNAMESE), "1: tệp: tệp dùng bảng mã Windows-1258")
refused("tcvn3", text(TCVN3), "6: tệp: chữ viết bằng bảng mã TCVN3")
refused(
    "tcvn3-bytes",
    text("@", Title="T", Summary="S").replace("@", TCVN3).encode("cp1252"),
    "6: tệp: tệp dùng bảng mã TCVN3",
)
refused("vni", text(VNI), "6: tệp: chữ viết bằng bảng mã VNI")
refused(
    "vni-bytes", text("@", Title="T", Summary="S").replace("@", VNI).encode("cp1252"), "6: tệp: tệp dùng bảng mã VNI"
)
refused("mojibake", VIETNAMESE.encode().decode("cp1252", "replace").replace("\ufffd", ""), "1: tệp: chữ ")
refused("latin-1", text("Caf\xe9.", Title="T", Summary="S").encode("latin-1"), "6: tệp: không phải UTF-8")
refused("picture", b"\x89PNG\r\n\x1a\n" + bytes(200), "3: tệp: có ký tự NUL")
refused("compressed", gzip.compress(VIETNAMESE.encode(), mtime=0), "1: tệp: ")
refused("cut-in-a-letter", VIETNAMESE.encode()[:-3] + "ộ".encode()[:-1], "6: tệp: không phải UTF-8")
refused("word", b"PK\x03\x04\x14\x00\x06\x00word/document.xml\x00\xff\xfe", "1: tệp: ")
refused("rtf", "{\\rtf1\\ansi\\ansicpg1258 Title: x}\n", "1: phần đầu: ")
built("marked", b"\xef\xbb\xbf" + text(Title="Tệp có BOM").encode(), "Tệp có BOM")
built("crlf", text("Một.\n\nHai.", Title="Xuống dòng kiểu Windows").replace("\n", "\r\n"), "<p>Hai.</p>")
built("cr", text("Một.\n\nHai.", Title="Xuống dòng kiểu Mac cũ").replace("\n", "\r"), "<p>Hai.</p>")
built("mixed-line-ends", text("Một.\r\n\r\nHai.\r\rBa.\n\nBốn."), "<p>Bốn.</p>", "<p>Ba.</p>")
built("no-last-line-end", text("Chữ cuối không xuống dòng.").rstrip("\n"), "Chữ cuối không xuống dòng.")
refused("marked-twice", b"\xef\xbb\xbf\xef\xbb\xbf" + text().encode(), "1: ")
