"""A PDF's bytes: whether something in it acts, hides, or is missing.

Looked at as bytes, never followed as a document: a reader that follows references can be led in circles, and two
readers follow them differently. What acts has to be named, names stand in the open or in object streams, and those are
unpacked here, within bounds. So whatever a reader could reach is seen, whichever way it gets there, in one pass.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from .file_types import AttachedFileError

MOST_UNPACKED = 64_000_000
"""Bytes that all object streams may unpack to: ten times what large laws need."""
MOST_STREAMS = 200_000
_LONGEST_HEAD = 20_000
"""Bytes of a stream's dictionary; what is longer says nothing a reader needs."""
_TAIL = 4_096


def _name(word: str) -> bytes:
    """A pattern for a PDF name, each letter as it is or as #xx."""
    letters = (f"(?:{letter}|#{''.join(_either(digit) for digit in f'{ord(letter):02x}')})" for letter in word)
    return b"/" + "".join(letters).encode()


def _either(digit: str) -> str:
    return f"[{digit}{digit.upper()}]" if digit.isalpha() else digit


_END = rb"(?![A-Za-z0-9])"
_VALUE = rb"\s*(?:<<|[0-9]+\s+[0-9]+\s+R)"
_ACTS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (_name("JavaScript") + _END, "mã JavaScript"),
        (_name("JS") + rb"\s*(?:\([\t-~]{2}|<[0-9A-Fa-f]{2}|[0-9]+\s+[0-9]+\s+R)", "mã JavaScript"),
        (_name("Launch") + _END, "lệnh mở chương trình"),
        (_name("ImportData") + _END, "lệnh tự nhập dữ liệu"),
        (_name("SubmitForm") + _END, "lệnh gửi dữ liệu đi nơi khác"),
        (_name("GoToE") + _END, "lệnh mở tệp nhúng"),
        (_name("EmbeddedFile") + rb"(?:s|#73)?" + _END, "tệp nhúng"),
        (_name("RichMedia"), "nội dung chạy được"),
        (_name("XFA") + rb"(?=\s*[\[<0-9])", "biểu mẫu XFA"),
        (_name("AA") + _VALUE, "lệnh tự chạy"),
    )
)
_LOCKED = re.compile(_name("Encrypt") + _VALUE)
_OPENING = re.compile(_name("OpenAction") + rb"\s*")
_GOES = re.compile(_name("S") + rb"\s*" + _name("GoTo") + _END)
_NEXT = re.compile(_name("Next") + _END)
_REFERENCE = re.compile(rb"([0-9]+)\s+([0-9]+)\s+R")
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})\s{1,8}[0-9]{1,5}\s{1,8}obj\s*")
_TOKEN = re.compile(rb"(?<![A-Za-z])obj|(?<!end)stream(?:\r\n|\n|\r)?")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/(?:ObjStm|First)(?![A-Za-z0-9])")
_FILTER = re.compile(rb"/(?:Filter|F)(?![A-Za-z0-9])\s*(?=(.{0,40}))", re.DOTALL)
_FLATE = re.compile(rb"\[\s*/(?:FlateDecode|Fl)\s*\]|/(?:FlateDecode|Fl)(?![A-Za-z0-9])")
_ODD_PACKING = re.compile(rb"/(?:DecodeParms|DP)(?![A-Za-z0-9])(?!\s*null)")
_FIRST = re.compile(rb"/First\s+([0-9]{1,9})(?!\s+[0-9]+\s+R)")
_DAMAGED = "tệp hỏng hoặc bị cắt cụt; hãy xuất lại PDF"
_ANEW = "hãy xuất lại PDF từ chương trình soạn thảo"


def examine_pdf(data: bytes) -> None:
    """Raise AttachedFileError when the file acts by itself, can't be looked into, or is not whole."""
    tail = data.rstrip(b"\0\t\n\r ")[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise AttachedFileError(_DAMAGED)
    if _LOCKED.search(data):
        raise AttachedFileError("tệp PDF bị khoá bằng mật khẩu hoặc hạn chế quyền; hãy lưu bản không khoá")
    texts = [data, *(text for _, text in _object_streams(data))]
    for text in texts:
        for pattern, what in _ACTS:
            if pattern.search(text):
                raise AttachedFileError(f"tệp PDF mang {what}; {_ANEW}, không kèm mã hay tệp nhúng")
    _refuse_opening(data, texts)


def _object_streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(dictionary, unpacked bytes) of every stream that holds objects. Raises AttachedFileError."""
    head = streams = 0
    left = MOST_UNPACKED
    for token in _TOKEN.finditer(data):
        if token[0] == b"obj":
            head = token.end()
            continue
        streams += 1
        if streams > MOST_STREAMS:
            raise AttachedFileError(f"tệp PDF có quá {MOST_STREAMS} luồng dữ liệu; {_ANEW}")
        dictionary = _ESCAPED.sub(_letter, data[max(head, token.start() - _LONGEST_HEAD) : token.start()])
        if not _PACKED.search(dictionary):
            continue
        unpacked = _unpack(data, token.end(), dictionary, left)
        left -= len(unpacked)
        yield dictionary, unpacked


def _letter(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _unpack(data: bytes, start: int, dictionary: bytes, left: int) -> bytes:
    packing = [match[1] for match in _FILTER.finditer(dictionary)]
    if not packing:
        end = data.find(b"endstream", start)
        return data[start : end if end >= 0 else len(data)][:left]
    if not all(map(_FLATE.match, packing)) or _ODD_PACKING.search(dictionary):
        raise AttachedFileError(f"tệp PDF nén theo cách không xem được bên trong; {_ANEW}")
    inflater = zlib.decompressobj()
    try:
        unpacked = inflater.decompress(memoryview(data)[start:], left + 1)
    except zlib.error:
        raise AttachedFileError(_DAMAGED) from None
    if len(unpacked) > left:
        raise AttachedFileError(f"tệp PDF nở ra quá {MOST_UNPACKED // 1_000_000} MB; {_ANEW}")
    if not inflater.eof:
        raise AttachedFileError(_DAMAGED)
    return unpacked


def _refuse_opening(data: bytes, texts: list[bytes]) -> None:
    """A document may open at a page of its own; any other action at its opening is one nobody asked for."""
    openings = [(text, match.end()) for text in texts for match in _OPENING.finditer(text)]
    if not openings:
        return
    wanted = {int(found[1]) for text, end in openings if (found := _REFERENCE.match(text, end))}
    known = _objects(data, texts, wanted) if wanted else {}
    for text, end in openings:
        found = _REFERENCE.match(text, end)
        values = known.get(int(found[1]), []) if found else [text[end : end + 600]]
        if not values or not all(map(_is_place, values)):
            raise AttachedFileError(f"tệp PDF mang lệnh tự chạy khi mở (OpenAction); {_ANEW}")


def _is_place(value: bytes) -> bool:
    """Whether the value, from its beginning on, is a page to show."""
    if value.startswith(b"<<"):
        action = value[: value.find(b">>", 2) + 2 or None]
        return _GOES.search(action) is not None and not _NEXT.search(action)
    return value.startswith((b"[", b"null"))


def _objects(data: bytes, texts: list[bytes], wanted: set[int]) -> dict[int, list[bytes]]:
    """Number → the beginnings of all objects of that number, old ones and those in object streams among them."""
    found: dict[int, list[bytes]] = {}
    for match in _OBJECT.finditer(data):
        if (number := int(match[1])) in wanted:
            found.setdefault(number, []).append(data[match.end() : match.end() + 600])
    for dictionary, text in _object_streams(data) if len(texts) > 1 else ():
        first = _FIRST.search(dictionary)
        if first is None:
            raise AttachedFileError(_DAMAGED)
        pairs = text[: int(first[1])].split()
        for name, offset in zip(pairs[::2], pairs[1::2], strict=False):
            if name.isdigit() and offset.isdigit() and int(name[:12]) in wanted:
                begin = int(first[1]) + int(offset[:12])
                found.setdefault(int(name[:12]), []).append(text[begin : begin + 600].lstrip())
    return found
