"""OpenDocument files and EPUB books: whether a program, a lock, or a call to elsewhere is in them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from .archive_files import (
    ACTIVE,
    CALLS,
    DAMAGED,
    LOCKED,
    MACRO,
    OTHER,
    Parts,
    examine_parts,
    is_remote,
    local,
    refuse_ole,
)
from .file_types import TYPES, AttachedFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

_FOLDERS_OF_MACROS = frozenset({"basic", "scripts", "dialogs"})
_LOADED = frozenset(
    {"image", "object", "object-ole", "floating-frame", "section-source", "table-source", "cell-range-source"}
    | {"background-image", "fill-image", "audio", "video", "sound"}
)
"""Elements of OpenDocument whose address is loaded, not followed by a click."""
_PAGES = re.compile(r"\.x?html?$", re.IGNORECASE)
_BOOK = "sách EPUB mang mã hoặc lấy nội dung từ nơi khác ({what}); hãy xuất lại không kèm mã"
_ACTS = frozenset({"script", "iframe", "embed", "applet", "handler", "listener", "foreignobject", "base"})
_FOLLOWED = frozenset({"a", "area"})


def examine_open(data: bytes, ending: str) -> None:
    """Raise AttachedFileError when the file is not what its ending says, acts, is locked, or calls elsewhere."""
    examine_parts(data, partial(_examine, mime=TYPES[ending].mime))


def _examine(parts: Parts, mime: str) -> None:
    if "mimetype" not in parts.names or parts.read("mimetype").strip() != mime.encode():
        raise AttachedFileError(OTHER)
    if mime.endswith("epub+zip"):
        _examine_book(parts)
    else:
        _examine_document(parts)


def _examine_document(parts: Parts) -> None:
    if any(not _FOLDERS_OF_MACROS.isdisjoint(name.lower().split("/")[:-1]) for name in parts.names):
        raise AttachedFileError(MACRO)
    parts.refuse_programs()
    for name in parts.ending("manifest.xml"):
        for element in parts.xml(name).iter("{*}*"):
            if local(element.tag) == "encryption-data":
                raise AttachedFileError(LOCKED)
            if any(ACTIVE.search(value) or "x-java" in value for value in element.attrib.values()):
                raise AttachedFileError(MACRO)
    if "content.xml" not in parts.names:
        raise AttachedFileError(DAMAGED)
    for name in parts.ending("content.xml", "styles.xml", "meta.xml", "settings.xml"):
        for element in parts.xml(name).iter("{*}*"):
            _examine_element(element)
    for name in parts.names:
        if "." not in name.rpartition("/")[2] and not name.endswith("/"):  # "Object 1", as OLE objects are named
            refuse_ole(parts.read(name))


def _examine_element(element: _Element) -> None:
    name = local(element.tag)
    if name in {"event-listener", "applet", "plugin", "script"}:
        raise AttachedFileError(MACRO)
    if name.startswith("dde-"):
        raise AttachedFileError(CALLS.format(where="DDE"))
    for key, value in element.attrib.items():
        if local(key) != "href":
            continue
        if value.lower().lstrip().startswith(("vnd.sun.star.", "macro:", "javascript:", "vbscript:")):
            raise AttachedFileError(MACRO)
        if name in _LOADED and is_remote(value):
            raise AttachedFileError(CALLS.format(where=value[:80]))


def _examine_book(parts: Parts) -> None:
    """Pages of a book are XHTML: they may not act, nor load anything that is not in the book."""
    if "META-INF/container.xml" not in parts.names:
        raise AttachedFileError(DAMAGED)
    if "META-INF/encryption.xml" in parts.names or "META-INF/rights.xml" in parts.names:
        raise AttachedFileError(LOCKED)
    parts.refuse_programs(allowed=_PAGES)
    packages = list(parts.ending(".opf"))
    if not packages:
        raise AttachedFileError(DAMAGED)
    for name in packages:
        for item in parts.xml(name).iter("{*}item"):
            kind = f"{item.get('properties', '')} {item.get('media-type', '')}"
            if "script" in kind or is_remote(item.get("href", "")):
                raise AttachedFileError(_BOOK.format(what=item.get("href", "")[:60]))
    for name in parts.ending(".xhtml", ".html", ".htm", ".svg", ".xml"):
        if what := _acts(parts.xml(name)):
            raise AttachedFileError(_BOOK.format(what=what[:60]))


def _acts(root: _Element) -> str:
    """What in a page acts or is loaded from elsewhere, "" for nothing."""
    for element in root.iter("{*}*"):
        name = local(element.tag).lower()
        if name in _ACTS or (name == "meta" and element.get("http-equiv", "").lower() == "refresh"):
            return name
        for key, value in element.attrib.items():
            word, address = local(key).lower(), "".join(value.lower().split())
            if word.startswith("on") or address.startswith(
                ("javascript:", "vbscript:", "data:text/", "data:image/svg")
            ):
                return word
            loaded = word in {"src", "poster", "data"} or (word == "href" and name not in _FOLLOWED)
            if loaded and is_remote(address) and not address.startswith("data:image/"):
                return address
    return ""
