"""Bytes and a name → Imported, by what the bytes are and never by what the name says. Runs inside the child."""

from __future__ import annotations

import re
from hashlib import sha256

from ..core.importing.assemble import assemble, assemble_piece
from ..core.importing.model import Document, words_of
from ..core.importing.outcome import Imported, ImportRefusedError
from .container import MOST_PACKED, PROTECTED, Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (b"<?xml", b"<pkg:package", b"<w:wordDocument", b"<office:document")
_NOT_WORD = "Tệp không phải văn bản Word hay trang HTML. Hãy mở bằng Word, chọn Lưu thành .docx rồi nhập lại."


def read(data: bytes, name: str, *, office_allowed: bool = True, piece: bool = False) -> Imported:
    """Import one file. office_allowed: whether LibreOffice may read it; piece: it goes into a text that stands. Raises
    ImportRefusedError."""
    document = _document(data, office_allowed)
    shown = any(words_of(block, document.notes) for block in document.blocks)
    if not (shown or document.pictures or document.losses):
        raise ImportRefusedError("empty", "Tệp trống: không có chữ hay ảnh nào để nhập.")
    if piece:
        return assemble_piece(document)
    return assemble(document, name, sha256(data).hexdigest())


def _document(data: bytes, office: bool) -> Document:
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise ImportRefusedError("empty", "Tệp trống (không có byte nào). Hãy kiểm tra lại tệp gốc.")
    if len(data) > MOST_PACKED:
        raise ImportRefusedError(
            "too-large", f"Tệp lớn quá {MOST_PACKED >> 20} MB. Hãy thu nhỏ ảnh trong Word rồi nhập lại."
        )
    if data[:64].lstrip(b"\r\n\t \xef\xbb\xbf").startswith(b"PK\x03\x04") or data.startswith(b"PK"):
        return _packed(data, office)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise ImportRefusedError(
            "pdf",
            "Tệp PDF chỉ giữ hình của trang, không giữ đoạn, bảng và chú thích. Hãy xin tệp Word (.docx) của bài.",
        )
    if data.startswith(_OLE):
        _check_ole(data)
        return _by_office(data, "doc", office)
    if data[:40].lstrip().startswith(b"{\\rtf"):
        return _by_office(data, "rtf", office)
    if re.match(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", data[:4000], re.IGNORECASE):
        from .html import read_html
        from .single_files import page_of

        return read_html(*page_of(data))
    if _is_html(data):
        from .html import read_html

        return read_html(data)
    if data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_XML):
        if b"w:wordDocument" in data[:4000]:
            return _by_office(data, "xml", office)
        if b"application/vnd.oasis.opendocument.text" in data[:6000]:
            return _by_office(data, "fodt", office)
        if b"xmlPackage" in data[:4000]:
            from .docx import read_package
            from .single_files import package_of

            return read_package(package_of(data), office=office)
    raise ImportRefusedError("not-word", _NOT_WORD)


def _packed(data: bytes, office: bool) -> Document:
    package = Package(data)
    kind = (package.get("mimetype") or b"").strip()
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        if b"encryption-data" in (package.get("META-INF/manifest.xml") or b""):
            raise ImportRefusedError("password", PROTECTED)
        return _by_office(data, "odt", office)
    from .docx import read_package

    return read_package(package, office=office)


def _by_office(data: bytes, form: str, office: bool) -> Document:
    from .docx import read_docx
    from .office import to_docx
    from .office_gaps import fill_gaps

    document = read_docx(to_docx(data, form, allowed=office), office=office)
    fill_gaps(document, data, form)
    return document


def _check_ole(data: bytes) -> None:
    """Old Word files and, in the same wrapping, new ones behind a password."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise ImportRefusedError("password", PROTECTED)
    at = data.find("WordDocument".encode("utf-16-le"))
    if at < 0:
        raise ImportRefusedError("not-word", _NOT_WORD)
    sector = int.from_bytes(data[at + 116 : at + 120], "little")
    size = 1 << int.from_bytes(data[30:32], "little") if data[30:32] in {b"\x09\x00", b"\x0c\x00"} else 512
    start = (sector + 1) * size
    if data[start : start + 2] == b"\xec\xa5" and data[start + 11] & 1:
        raise ImportRefusedError("password", PROTECTED)


_HTML = re.compile(
    r"(?:<\?xml[^>]*+>\s*+)?(?>(?:<!--(?>(?:(?!-->).)*)-->\s*+)*)"
    r"<(?:!doctype html|html|head|body|meta|p|div|h[1-6]|ul|ol|table|span|b|article|section)\b",
    re.DOTALL,
)


def _is_html(data: bytes) -> bool:
    from .html_text import decode_html

    head = decode_html(data[:6000]).lstrip("\ufeff \r\n\t").lower()
    return (head.startswith("version:") and "starthtml" in head) or bool(_HTML.match(head))
