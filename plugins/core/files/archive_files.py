"""A ZIP archive's parts, read within bounds whatever the archive says of their size, and XML that brings in nothing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .file_types import AttachedFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARTS = 20_000
MOST_UNPACKED = 500_000_000
"""Bytes that a whole archive may say it unpacks to."""
MOST_READ = 60_000_000
"""Bytes of all parts that are read here."""
MACRO = "tệp mang macro; hãy lưu lại bản không có macro"
DAMAGED = "tệp hỏng hoặc bị cắt cụt; hãy lưu lại từ chương trình soạn thảo"
LOCKED = "tệp bị khoá bằng mật khẩu; hãy lưu bản không khoá"
OTHER = "tệp nén không phải tài liệu như đuôi tệp nói; hãy lưu lại từ chương trình soạn thảo"
SWOLLEN = "tệp nở ra quá lớn khi mở; hãy bớt ảnh và đối tượng nhúng"
CALLS = "tệp tự lấy nội dung từ nơi khác khi mở ({where}); hãy bỏ liên kết ấy rồi lưu lại"
PROGRAM = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|mjs|jse|wsf|hta|jar|class|py|sh|msi|lnk|html?|xhtml|svgz|swf"
    r"|do[ct]m|xl[st]m|xlsb|xlam|pp[tsa]m|potm)$",
    re.IGNORECASE,
)
"""Names of parts that are programs, or documents that may carry some."""
ACTIVE = re.compile(r"macro|vba|active-?x", re.IGNORECASE)
"""In content types and relations of parts that act."""
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]{1,30}:(?!/{0,3}[a-z]:[/\\])|//|\\\\|/\\|\\/", re.IGNORECASE)
"""Begins with a scheme or names another machine; a path on the author's own machine does neither."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PROGRAMS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Ole10Native", "Macros"))


class Parts:
    """An archive's parts by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        infos = archive.infolist()
        self.names = [info.filename for info in infos]
        self._archive = archive
        self._left = MOST_READ
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise AttachedFileError(SWOLLEN)
        if any(info.flag_bits & 0x41 for info in infos):
            raise AttachedFileError(LOCKED)
        folded = {name.lower() for name in self.names}
        if len(folded) < len(infos) or any(".." in name.split("/") or "\\" in name for name in self.names):
            raise AttachedFileError(DAMAGED)

    def read(self, name: str) -> bytes:
        """A part's bytes; all parts read together have a bound."""
        with self._archive.open(name) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise AttachedFileError(SWOLLEN)
        return data

    def xml(self, name: str) -> _Element:
        """A part that is XML."""
        return parse(self.read(name))

    def ending(self, *endings: str) -> Iterator[str]:
        """Names with one of these endings."""
        return (name for name in self.names if name.lower().endswith(endings))

    def refuse_programs(self, allowed: re.Pattern[str] | None = None) -> None:
        """Raise AttachedFileError when a part is a program by its name. allowed: endings that are none here."""
        for name in self.names:
            if PROGRAM.search(name) and not (allowed and allowed.search(name)):
                message = f"trong tệp có tệp chạy được hoặc mang mã (“{name[-60:]}”); hãy bỏ đi rồi lưu lại"
                raise AttachedFileError(message)


def examine_parts(data: bytes, examine: Callable[[Parts], None]) -> None:
    """Open the archive and have its parts judged; what can't be read is damaged. Raises AttachedFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            examine(Parts(archive))
    except AttachedFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError, OSError):
        raise AttachedFileError(DAMAGED) from None


def parse(data: bytes) -> _Element:
    """XML that declares no entities of its own: these could bring in what is not there, or swell."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise AttachedFileError(DAMAGED) from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise AttachedFileError(DAMAGED)
    return root


def is_remote(address: str) -> bool:
    """Whether an address would be asked for elsewhere than on the reader's own machine."""
    return _REMOTE.match(address.strip()) is not None


def local(name: object) -> str:
    """An element's or attribute's name without its namespace."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def refuse_ole(data: bytes) -> None:
    """Old-style objects inside a document carry macros and whole files in streams of these names."""
    if data.startswith(_OLE) and any(name in data for name in _OLE_PROGRAMS):
        raise AttachedFileError(MACRO)
