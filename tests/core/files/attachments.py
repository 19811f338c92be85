"""Small whole files of every kind that is offered for download, and the same with something in them."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.helpers.sounds import opus

_OFFICE = "application/vnd.openxmlformats-officedocument."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}
OPEN = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def archive(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def office(ending: str, types: str = "", relations: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word, Excel or PowerPoint document. types, relations: more rows of these tables."""
    kind = f"{_OFFICE}{MAIN[ending]}.main+xml"
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/main.xml" ContentType="{kind}"/>{types}</Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{_RELATIONS}officeDocument" Target="main.xml"/>{relations}</Relationships>',
            "main.xml": "<a/>",
            **(parts or {}),
        }
    )


def relation(kind: str, target: str, mode: str = "External") -> str:
    """A row of relations."""
    return f'<Relationship Id="r9" Type="{_RELATIONS}{kind}" Target="{target}" TargetMode="{mode}"/>'


def opened(ending: str, content: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument file. content: inside its text."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    return archive(
        {
            "mimetype": OPEN[ending],
            "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}>{content}</office:document-content>",
            **(parts or {}),
        }
    )


def book(page: str = "<p>Chữ</p>", items: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """An EPUB of one page."""
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container/>",
            "book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            f'<item href="a.xhtml" media-type="application/xhtml+xml"/>{items}</manifest></package>',
            "a.xhtml": f'<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>{page}</body></html>',
            **(parts or {}),
        }
    )


def pdf(catalog: str = "", more: bytes = b"", packed: bytes = b"", filters: str = "/Filter/FlateDecode") -> bytes:
    """A PDF. catalog: more of its root; more: more objects as they are; packed: object 9, in an object stream."""
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + catalog.encode() + b">>endobj\n"
    body += b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + more
    if packed:
        data = zlib.compress(b"9 0 " + packed)
        head = f"8 0 obj<</Type/ObjStm/N 1/First 4/Length {len(data)}{filters}>>stream\n"
        body += head.encode() + data + b"\nendstream endobj\n"
    return body + b"trailer<</Root 1 0 R/Size 10>>\nstartxref\n0\n%%EOF\n"


def box(name: bytes, data: bytes = b"") -> bytes:
    """One box of an MP4."""
    return (8 + len(data)).to_bytes(4, "big") + name + data


def film(more: bytes = b"", brand: bytes = b"isom") -> bytes:
    """An MP4. more: inside its moov."""
    return box(b"ftyp", brand + bytes(4)) + box(b"moov", more) + box(b"mdat", bytes(64))


def sound(tag: bytes = b"TIT2 Bai noi") -> bytes:
    """An MP3 with a tag."""
    size = len(tag)
    return b"ID3\x04\0\0" + bytes([0, 0, size >> 7, size & 127]) + tag + b"\xff\xfb\x90\x00" + bytes(413)


WHOLE: dict[str, bytes] = {
    "pdf": pdf(),
    **{ending: office(ending) for ending in MAIN},
    **{ending: opened(ending) for ending in OPEN},
    "epub": book(),
    "csv": "Đơn vị;Số bài\nA;3\n".encode(),
    "txt": "Đề cương\n1 < 2\n".encode(),
    "mp3": sound(),
    "mp4": film(),
    "m4a": film(brand=b"M4A "),
    "opus": opus(3),
}
"""Ending → a good file."""
