"""A packed document opened with limits, before anything in it is parsed; its names are never used as paths."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import NamedTuple

from lxml import etree

from ..core.importing.outcome import ImportRefusedError
from .ooxml import parse, q

MOST_PACKED = 40 << 20
MOST_UNPACKED = 200 << 20
MOST_PART = 80 << 20
MOST_PARTS = 2000
MOST_RATIO = 200
_SMALL = 1 << 20
"""Parts below this size may be packed as tightly as they like."""
_BROKEN = "Tệp hỏng hoặc bị cắt ngắn, không mở được. Hãy mở bằng Word, lưu lại thành .docx rồi nhập lại."
PROTECTED = "Tệp có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ tài liệu), lưu lại rồi nhập."


class Relation(NamedTuple):
    """kind: the last word of its type; target: a part's name, or an address when outside."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a document, by name in lower case with "/"; read when asked for."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_PACKED:
            raise ImportRefusedError(
                "too-large", f"Tệp lớn quá {MOST_PACKED >> 20} MB. Hãy thu nhỏ ảnh trong Word rồi nhập lại."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise ImportRefusedError("broken", _BROKEN) from None
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        _check_sizes(entries, len(data))
        if any(entry.flag_bits & 1 for entry in entries):
            raise ImportRefusedError("password", PROTECTED)
        self._entries = {_key(entry.filename): entry for entry in entries}
        self._read: dict[str, bytes] = {}
        self._relations: dict[str, dict[str, Relation]] = {}

    def names(self) -> list[str]:
        """Every part's name."""
        return sorted(self._entries)

    def get(self, name: str) -> bytes | None:
        """A part's bytes, None when there is no such part. Raises ImportRefusedError when it is damaged."""
        key = _key(name)
        if key not in self._entries:
            return None
        if key not in self._read:
            try:
                self._read[key] = self._zip.read(self._entries[key])
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
                raise ImportRefusedError("broken", _BROKEN) from None
        return self._read[key]

    def tree(self, name: str) -> etree._Element | None:
        """A part's tree."""
        data = self.get(name)
        return None if data is None else parse(data, name)

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to, by id. name "": the package itself."""
        key = _key(name)
        if key not in self._relations:
            folder, file = posixpath.split(key)
            tree = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
            found: dict[str, Relation] = {}
            for element in () if tree is None else tree.iter(q("rel:Relationship")):
                outside = (element.get("TargetMode") or "").lower() == "external"
                target = element.get("Target") or ""
                kind = (element.get("Type") or "").rpartition("/")[2]
                found[element.get("Id") or ""] = Relation(kind, target if outside else _joined(folder, target), outside)
            self._relations[key] = found
        return self._relations[key]

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of one kind that a part refers to and that are there."""
        found = [r.target for r in self.relations(name).values() if r.kind == kind and not r.outside]
        return [target for target in dict.fromkeys(found) if _key(target) in self._entries]


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(entry.file_size for entry in entries)
    tight = any(e.file_size > _SMALL and e.file_size > MOST_RATIO * max(e.compress_size, 1) for e in entries)
    if len(entries) > MOST_PARTS:
        raise ImportRefusedError(
            "too-many", f"Tệp có {len(entries)} phần, quá {MOST_PARTS}; đây không phải một bài viết."
        )
    if total > MOST_UNPACKED or any(entry.file_size > MOST_PART for entry in entries):
        words = f"Tệp giải nén ra quá lớn (hơn {MOST_UNPACKED >> 20} MB, hoặc một phần hơn {MOST_PART >> 20} MB)."
        raise ImportRefusedError("bomb", f"{words} Hãy thu nhỏ ảnh trong Word hoặc chia nhỏ văn bản.")
    if tight or total > max(MOST_RATIO * packed, _SMALL):
        words = f"Tệp giải nén ra lớn gấp hơn {MOST_RATIO} lần, quá lớn so với một bài viết, nên không được mở."
        raise ImportRefusedError("bomb", words)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _joined(folder: str, target: str) -> str:
    target = target.replace("\\", "/").partition("#")[0]
    return _key(target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)))
