"""Office Open XML, and the few names of OpenDocument that are needed: namespaces, parsing without entities or network,
and the Strict dialect read as the usual one."""

from __future__ import annotations

import re

from lxml import etree

from ..core.importing.outcome import ImportRefusedError

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "wp15": "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "pkg": "http://schemas.microsoft.com/office/2006/xmlPackage",
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/([A-Za-z]+)")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>", re.DOTALL)
_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_:][\w:.-]*);")
LONGEST_XML = 40 << 20
"""Bytes of one XML part; a tree takes ten times as much."""


def q(name: str) -> str:
    """`w:p` → the name as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


W = f"{{{_SPACES['w']}}}"


def parse(data: bytes, name: str) -> etree._Element:
    """One part's tree. Nothing is fetched; entities of the part's own making become marks (`<?entity name?>`).

    Raises ImportRefusedError for what is no XML.
    """
    if len(data) > LONGEST_XML:
        raise ImportRefusedError(
            "too-large", f"Phần {name} của tệp lớn quá {LONGEST_XML >> 20} MB; hãy chia nhỏ văn bản."
        )
    if b"purl.oclc.org/ooxml" in data:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    start = data.find(b"<!DOCTYPE")
    own = start >= 0
    if own:
        declared = _DOCTYPE.match(data, start)
        end = declared.end() if declared else start
        data = _REFERENCE.sub(rb"<?entity \1?>", data[:start] + data[end:])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=not own)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        message = f"Tệp hỏng: phần {name} không đọc được. Hãy mở bằng Word, lưu lại thành .docx rồi nhập lại."
        raise ImportRefusedError("broken", message) from None


def value(element: etree._Element | None, attribute: str = "val", default: str = "") -> str:
    """A `w:` attribute of an element that may be missing."""
    if element is None:
        return default
    found = element.get(W + attribute)
    return default if found is None else found


def switched_on(element: etree._Element | None) -> bool | None:
    """A switch such as w:b: None when it is not set at all."""
    if element is None:
        return None
    return value(element, default="true").lower() not in {"0", "false", "off", "none"}
