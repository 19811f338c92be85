"""Documents in one unpacked file: Word's “single file web page” (.mht) and flat XML (.xml) → what the readers take."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import io
import zipfile

from lxml import etree

from ..core.importing.outcome import ImportRefusedError
from .container import Package
from .ooxml import parse, q


def page_of(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The page of a web archive and its pictures by every name that the page may call them."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    page, files = b"", {}
    for part in message.walk():
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        if part.get_content_type() == "text/html" and not page:
            page = body
        elif part.get_content_maintype() == "image":
            place = str(part.get("Content-Location") or "")
            for name in (place, place.rpartition("/")[2], str(part.get("Content-ID") or "").strip("<>")):
                if name:
                    files[name] = body
    if not page:
        raise ImportRefusedError("not-word", "Tệp thư hoặc trang lưu này không có phần chữ HTML nào để nhập.")
    return page, files


def package_of(data: bytes) -> Package:
    """A document of flat XML as a package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parse(data, "văn bản").iter(q("pkg:part")):
            name = (part.get(q("pkg:name")) or "").lstrip("/")
            xml, binary = part.find(q("pkg:xmlData")), part.find(q("pkg:binaryData"))
            if xml is not None and len(xml):
                archive.writestr(name, etree.tostring(xml[0]))
            elif binary is not None:
                try:
                    archive.writestr(name, base64.b64decode(binary.text or ""))
                except binascii.Error:
                    continue
    return Package(stream.getvalue())
