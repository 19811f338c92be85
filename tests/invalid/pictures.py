"""Pictures and attached files that are missing, damaged, disguised, huge or talkative."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image

from tests.core.files.attachments import archive as archive_of
from tests.core.files.attachments import book, office, opened, pdf, relation

from .case import PICTURE, Group, Write, files, text

GROUP = Group("pictures")
NUI = (Path(__file__).parent.parent / "site/content/images/nui.jpg").read_bytes()


def made(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """A picture file."""
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, form, **options)
    return buffer.getvalue()


def moving() -> bytes:
    """A GIF of two frames."""
    buffer = io.BytesIO()
    frames = [Image.new("P", (20, 20), colour) for colour in (0, 200)]
    frames[1].putpixel((3, 3), 9)
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


def noise(width: int, height: int) -> bytes:
    """A PNG that can't be compressed: heavier than an article may be."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3)).save(buffer, "PNG")
    return buffer.getvalue()


PDF = b"%PDF-1.7\n" + random.Random(2).randbytes(3_000_000) + b"\n%%EOF\n"


def archive(**entries: bytes) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, data in entries.items():
            target.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def lead(name: str, ending: str, data: bytes | None) -> Write:
    """An article with this lead picture."""
    file = f"images/pictures-{name}.{ending}"
    return files(text(**{**PICTURE, "Picture": f"/{file}"}), {} if data is None else {file: data})


def bad(name: str, ending: str, data: bytes | None, *words: str) -> None:
    """The picture must be refused."""
    GROUP.refused(
        name, lead(name, ending, data), f"5: Picture: {words[0]}" if words else "5: Picture: “images/pictures-"
    )


def attached(name: str, ending: str, data: bytes) -> None:
    """The attached file must be refused."""
    file = f"articles/pictures-{name}.{ending}"
    write = files(text(Attachment=f"pictures-{name}.{ending} | Tệp"), {file: data})
    GROUP.refused(f"attached-{name}", write, f"5: Attachment: “{file}”: ")


GROUP.warned(
    "gallery-twice",
    text("![Núi xanh.](/images/nui.jpg) ![Núi vàng.](/images/nui.jpg)"),
    "6: nội dung: LƯU Ý: bộ ảnh có ảnh “images/nui.jpg” hai lần",
)
GROUP.warned(
    "gallery-told-alike",
    files(
        text("![Dải màu.](/images/nui.jpg)\n![DẢI MÀU.](/images/pictures-gallery-told-alike.png)"),
        {"images/pictures-gallery-told-alike.png": made("PNG")},
    ),
    "7: nội dung: LƯU Ý: hai ảnh của một bộ ảnh có cùng lời tả “DẢI MÀU.”",
)
GROUP.warned(
    "gallery-with-chart",
    files(
        text('![Dải màu.](/images/nui.jpg) ![Số bài hai năm.](pictures-gallery.csv "Bài | Nguồn: mẫu")'),
        {"articles/pictures-gallery.csv": "Năm,Bài\n2021,5\n2022,9\n".encode()},
    ),
    "6: nội dung: LƯU Ý: biểu đồ nằm trong bộ ảnh sẽ quá hẹp",
)
GROUP.warned(
    "gallery-long",
    text(" ".join(f"![Dải màu {n}.](/images/nui.jpg)" for n in range(25))),
    "6: nội dung: LƯU Ý: bộ ảnh có 25 ảnh; nhiều hơn 24 thì nên chia thành nhiều bộ",
)
GROUP.built(
    "gallery-line-by-line",
    files(
        text(
            "\n".join(
                f"![Dải màu xanh và vàng, lần thứ {n}, tả đủ dài để thành một câu.](/images/pictures-row-{n}.png "
                f'"Chú thích {n} | Ảnh: Người chụp thứ {n} của toà soạn.")'
                for n in range(4)
            )
        ),
        {f"images/pictures-row-{n}.png": made("PNG") for n in range(4)},
    ),
    "lần thứ 3",
)
bad("missing", "jpg", None, "không tìm thấy tệp “images/pictures-missing.jpg”")
bad("empty", "jpg", b"")
bad("noise", "jpg", bytes(range(256)) * 4)
bad("text", "jpg", "Đây là chữ.".encode())
bad("cut", "jpg", NUI[: len(NUI) // 2])
bad("cut-png", "png", made("PNG", (300, 300))[:-30])
bad("wrong-sum", "png", made("PNG").replace(b"IDAT", b"IDAX"))
bad("page", "jpg", b"<!doctype html><script>hit()</script>")
bad("page-after-mark", "jpg", b"\xff\xd8\xff\xe0<html><script>hit()</script></html>")
bad("two-in-one", "jpg", NUI + b"<script>hit()</script>")
bad("two-in-one-comment", "gif", b"GIF89a/*" + made("GIF")[6:] + b"*/=1;<script >hit()</script>")
bad("archive-behind", "jpg", NUI + archive(a_txt=b"x" * 100))
bad("svg", "svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
bad("svg-script", "svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="hit()"><script>hit()</script></svg>')
bad(
    "svg-entity",
    "svg",
    b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
)
bad("svg-as-png", "png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>hit()</script></svg>')
bad("moving", "gif", moving())
bad("bitmap", "bmp", made("BMP"))
bad("tiff", "tif", made("TIFF"))
bad("pdf", "jpg", b"%PDF-1.7\n%%EOF")
bad("bomb", "png", bomb(50_000, 50_000))
bad("bomb-long", "png", bomb(60_000, 10))
bad("bomb-lies", "png", bomb(4_000, 4_000))
bad("eps", "jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
GROUP.refused(
    "in-body-missing",
    text("![Ảnh](/images/khong.jpg)"),
    "6: nội dung: không tìm thấy tệp “images/khong.jpg” trong content",
)
GROUP.refused(
    "in-body-near",
    text("![Ảnh](/images/nui.jpeg)"),
    "6: nội dung: không tìm thấy tệp “images/nui.jpeg” trong content; có phải ý bạn là images/nui.jpg?",
)
GROUP.refused("in-body-no-alt", text("![](/images/nui.jpg)"), "6: nội dung: ảnh “/images/nui.jpg” thiếu lời tả")
GROUP.refused(
    "in-body-alt-is-caption",
    text('![Núi](/images/nui.jpg "núi | Ảnh: A")'),
    "6: nội dung: lời tả ảnh trùng với chú thích",
)
GROUP.refused(
    "in-body-network",
    text("![Ảnh](https://example.org/x.jpg)"),
    "6: nội dung: ảnh “https://example.org/x.jpg” phải là tệp",
)
GROUP.refused("in-body-data", text("![Ảnh](data:image/png;base64,AAAA)"), "6: nội dung: ")
GROUP.refused(
    "in-body-damaged",
    files(text("Một.\n\n![Ảnh](/images/pictures-hong.png)"), {"images/pictures-hong.png": b"\x89PNG\r\n"}),
    "8: nội dung: “images/pictures-hong.png”: ",
)
GROUP.refused("folder", text(**{**PICTURE, "Picture": "/images"}), "5: Picture: không tìm thấy tệp “images”")
GROUP.refused("article", text(**{**PICTURE, "Picture": "2022-03-09-đổi-mới.md"}), "5: Picture: ")
GROUP.warned(
    "wrong-ending",
    lead("wrong-ending", "jpg", made("PNG")),
    "5: Picture: LƯU Ý: “images/pictures-wrong-ending.jpg”: đuôi .jpg nhưng là ảnh PNG",
)
GROUP.warned(
    "no-credit-in-body",
    text('![Tả núi](/images/nui.jpg "Chú thích")'),
    "6: nội dung: LƯU Ý: ảnh có chú thích nhưng thiếu nguồn",
)
GROUP.built("cmyk", lead("cmyk", "jpg", made("JPEG", (200, 100), "CMYK")))
GROUP.built("grey-16", lead("grey-16", "png", made("PNG", (200, 100), "I;16")))
GROUP.built("one-pixel", lead("one-pixel", "png", made("PNG", (1, 1))))
GROUP.built("places", files(text(Title="Ảnh có toạ độ", **PICTURE), {}), hidden=("Exif\x00\x00", "EXIF-KHONG-DUOC-LO"))
GROUP.built(
    "odd-name",
    files(text('![Ảnh tên lạ](</images/ảnh "lạ" <b>&\'.jpg>)'.replace("<b>", "b")), {'images/ảnh "lạ" b&\'.jpg': NUI}),
    "Ảnh tên lạ",
)
GROUP.built("large", lead("large", "png", noise(900, 700)))
GROUP.built(
    "large-attachment", files(text(Attachment="lon.pdf | Tài liệu lớn"), {"articles/lon.pdf": PDF}), "Tài liệu lớn"
)
attached("empty", "pdf", b"")
attached("page-as-pdf", "pdf", b"<html><script>hit()</script>")
attached("page", "html", b"<script>hit()</script>")
attached("svg", "svg", b"<svg onload='hit()'/>")
attached("program", "exe", b"MZ\x90\x00")
attached("program-as-pdf", "pdf", b"MZ\x90\x00" + bytes(100))
attached("shell", "sh", b"#!/bin/sh\nid\n")
attached("archive", "zip", archive(a_txt=b"x"))
attached("old-word", "doc", b"\xd0\xcf\x11\xe0" + bytes(600))
attached("macro", "docx", archive(word__vbaProject_bin=b"x"))
attached("macro-ending", "docm", archive(word__document_xml=b"x"))
attached("damaged-word", "docx", archive(word__document_xml=b"x" * 100)[:60])
for _name, (_ending, _data) in {
    "pdf-javascript": ("pdf", pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    "pdf-packed-javascript": ("pdf", pdf(packed=b"<</S/JavaScript/JS(1)>>")),
    "pdf-launch": ("pdf", pdf("/OpenAction<</S/Launch/F(x)>>")),
    "pdf-script": ("pdf", pdf(more=b"<script>hit()</script>\n")),
    "pdf-cut-off": ("pdf", b"%PDF-"),
    "word-template-elsewhere": ("docx", office("docx", relations=relation("attachedTemplate", "https://x.example/a"))),
    "jar-as-word": ("docx", archive_of({"META-INF/MANIFEST.MF": "x"})),
    "open-macro": ("odt", opened("odt", parts={"Scripts/python/x.py": "import os"})),
    "book-script": ("epub", book("<script>hit()</script>")),
    "film-script": ("mp4", b"\0\0\0 ftyp<script>hit()</script>"),
    "late-script": ("txt", b"x" * 70_000 + b"<script>hit()</script>"),
}.items():
    attached(_name, _ending, _data)
GROUP.built("good-book", files(text(Attachment="sach.epub | Sách"), {"articles/sach.epub": book()}), "Sách")
attached("text-with-script", "txt", b"<script>hit()</script>")
attached("no-ending", "", b"x")


def handout(more: bytes) -> Write:
    """A good article, and a hand-out whose PDF holds more."""
    data, digest = {"pdf": pdf(more=more), "epub": book()}, "x"
    row = {
        "month": '"2022-03"',
        "title": '"Tài liệu"',
        "published": "2022-04-01T08:00:00+07:00",
        "pdf": '"tai-lieu/a.pdf"',
        "pdf_size": len(data["pdf"]),
        "epub": '"tai-lieu/a.epub"',
        "epub_size": len(data["epub"]),
        "digest": f'"{digest}"',
    }
    lines = "\n".join(["[[handouts]]", *(f"{key} = {value}" for key, value in row.items()), ""])
    return files(
        text(),
        {"tai-lieu/tai-lieu.toml": lines, **{f"tai-lieu/a.{ending}": whole for ending, whole in data.items()}},
    )


GROUP.built("handout", handout(b""), alone=True)
GROUP.refused(
    "handout-page",
    handout(b"<script>hit()</script>"),
    "tai-lieu/tai-lieu.toml:5: handouts.pdf: “tai-lieu/a.pdf”: trong tệp có mã HTML",
    alone=True,
)
