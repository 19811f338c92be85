"""Where a link or picture of a body leads: what the editor wrote → an outside address, an anchor or a Reference."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import unquote

from ..site_map import ROWS
from ..text.vietnamese import slugify
from ..text.web_address import is_web_address
from .references import content_path, is_table
from .sanitise import ANCHOR

Kind = Literal["outside", "anchor", "file", "static", "picture", "path"]

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_SITE_FILES = (".xml", ".json", ".html", ".opml", ".ics", ".csv", ".txt", ".webmanifest")
"""Endings of files that the site itself makes; a "/…" address with another ending is a file in content/."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
"""What browsers drop from an address or an eye can't see; looked through before a scheme is judged."""
_PLACE = re.compile(r"[{|]\s*(filename|static|attach|index|category|tag|author)\s*[}|]", re.IGNORECASE)
_LISTS = {"category": ROWS["topic"], "tag": ROWS["tag"]}


class LinkError(ValueError):
    """Raised when an address leads nowhere it may lead; its text is for editors."""


class LinkTarget(NamedTuple):
    """kind "outside": target is the whole address; "anchor": only fragment counts; else as in article.Reference."""

    kind: Kind
    target: str = ""
    fragment: str = ""


def anchor(fragment: str) -> str:
    """A fragment as written → the id it means: `#Kết quả`, `#ket-qua` and `#muc-ket-qua` are one place."""
    fragment = unicodedata.normalize("NFC", unquote(fragment))
    return ANCHOR + slugify(fragment.removeprefix(ANCHOR)) if fragment else ""


def resolve(address: str, source: str, *, picture: bool = False) -> LinkTarget:
    """Judge one address of the article `source` (path inside content/). Raises LinkError."""
    address = address.strip()
    if not address:
        raise LinkError("địa chỉ trống; hãy ghi tệp .md, tệp đính kèm hoặc địa chỉ https://…")
    unseen = _IGNORED.search(address)
    scheme = _SCHEME.match(_IGNORED.sub("", address) if unseen else address)
    if scheme:
        return _outside(address, scheme[1].lower(), picture)
    if address[:2] in {"//", "\\\\", "/\\", "\\/"}:
        raise LinkError(f"“{_short(address)}” thiếu https:; hãy ghi địa chỉ đầy đủ")
    if unseen and _IGNORED.search(address.replace(" ", "")):
        raise LinkError(f"“{_short(address)}” chứa ký tự không nhìn thấy; hãy gõ lại địa chỉ")
    if address.startswith("#"):
        if picture:
            raise LinkError(f"“{_short(address)}” không phải tệp ảnh")
        return LinkTarget(kind="anchor", fragment=anchor(address[1:]))
    path, _, fragment = unicodedata.normalize("NFC", unquote(address, errors="replace")).partition("#")
    return _inside(path, anchor(fragment), address, source, picture)


def _outside(address: str, scheme: str, picture: bool) -> LinkTarget:
    if picture:
        if scheme in {"data", "blob"}:
            raise LinkError("ảnh nhúng thẳng vào bài (data:…) không đăng được; hãy lưu ảnh thành tệp cạnh bài")
        if scheme == "file" or len(scheme) == 1:
            raise LinkError(f"ảnh “{_short(address)}” nằm ở máy của người viết; hãy chép tệp ảnh vào cạnh bài")
        raise LinkError(f"ảnh “{_short(address)}” phải là tệp trong content, không phải địa chỉ mạng")
    if scheme in {"mailto", "tel"}:
        if re.search(r"[\s<>\"\\]", address):
            raise LinkError(f"“{_short(address)}” không phải địa chỉ {scheme}: đúng")
        return LinkTarget(kind="outside", target=address)
    if scheme not in {"http", "https"}:
        raise LinkError(f"không được dùng “{scheme}:”; chỉ dùng https:, http:, mailto:, tel: hoặc tệp trong content")
    if not is_web_address(address):
        raise LinkError(f"“{_short(address)}” không phải địa chỉ http(s) đầy đủ; khoảng trắng viết là %20")
    return LinkTarget(kind="outside", target=address)


def _inside(path: str, fragment: str, address: str, source: str, picture: bool) -> LinkTarget:
    place = _PLACE.match(path)
    word = place[1].lower() if place else ""
    if place:
        path = path[place.end() :]
    if word in _LISTS or word in {"index", "author"}:
        if picture or word == "author":
            raise LinkError(f"“{_short(address)}”: chuyên mục không có địa chỉ kiểu {{{word}}}")
        target = "/" if word == "index" else _LISTS[word].at(slugify(path))
        return LinkTarget(kind="path", target=target, fragment=fragment)
    if "?" in path:
        raise LinkError(f"“{_short(address)}”: địa chỉ trong trang không có phần “?…”")
    name = posixpath.basename(path).lower()
    ending = posixpath.splitext(name)[1]
    if path.startswith("/") and not word and not picture and not _is_file(ending):
        if ".." in path.split("/") or "\\" in path or "\x00" in path:
            raise LinkError(f"“{_short(address)}” không được chứa “..” hoặc “\\”")
        return LinkTarget(kind="path", target=path, fragment=fragment)
    inside = content_path(path, source)
    if "\\" in path:
        raise LinkError(f"“{_short(address)}” có dấu “\\”; đường dẫn viết bằng “/”")
    if inside is None:
        raise LinkError(f"“{_short(address)}” nằm ngoài thư mục content; chỉ dùng tệp trong content")
    if picture:  # only a chart's has a fragment: the form it takes
        return LinkTarget(kind="picture", target=inside, fragment=fragment if is_table(inside) else "")
    if ending in MARKDOWN and word in {"", "filename"}:
        return LinkTarget(kind="file", target=inside, fragment=fragment)
    if not ending:
        raise LinkError(f"“{_short(address)}” không rõ dẫn tới đâu; hãy ghi tệp .md, tệp đính kèm hoặc địa chỉ /…/")
    return LinkTarget(kind="static", target=inside)


def _is_file(ending: str) -> bool:
    return bool(ending) and ending not in _SITE_FILES


def _short(address: str) -> str:
    """The address as messages show it: one line, not longer than a line."""
    shown = "".join(character if character.isprintable() else "�" for character in address)
    return shown if len(shown) <= 80 else shown[:79] + "…"
