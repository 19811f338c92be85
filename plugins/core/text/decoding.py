"""Bytes of a text file → text: UTF-8, composed (NFC), "\\n" at line ends. Anything else is refused by name."""

from __future__ import annotations

import codecs
import re
import unicodedata

from .vietnamese import is_usual

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_ADVICE = "hãy lưu lại tệp với bảng mã UTF-8"
MOST_MARKS = 4
"""Most marks on one letter; Vietnamese has two. Composing sorts them, which takes hours for a hundred thousand."""
_MAYBE_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u1dff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f"
    f"\U000101fd-\U0001e94a]{{{MOST_MARKS + 1},}}"
)
"""Runs in the blocks where combining marks are; letters of other scripts are told apart one by one."""


class DecodingError(ValueError):
    """Raised when bytes are not UTF-8 text. line: where, 1-based; its text is for editors."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def decode(data: bytes) -> str:
    """The text of a file. A UTF-8 BOM is accepted. Raises DecodingError."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            raise DecodingError(f"tệp dùng bảng mã {name}; {_ADVICE}")
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    if b"\0" in data:
        raise _nul(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        from .legacy_encodings import CONVERTIBLE, recognise_bytes  # only for who needs it

        line = data.count(b"\n", 0, error.start) + 1
        name = recognise_bytes(data)
        if name:
            advice = "hãy chạy lệnh mend với tệp này để chuyển sang UTF-8" if name in CONVERTIBLE else _ADVICE
            raise DecodingError(f"tệp dùng bảng mã {name}; {advice}", line) from None
        shown = data[error.start : error.start + 1].hex().upper()
        raise DecodingError(f"không phải UTF-8 (byte 0x{shown}); {_ADVICE}", line) from None
    text = line_ends(text)
    if is_usual(text):
        return text
    from .legacy_encodings import CONVERTIBLE, recognise_text

    found = recognise_text(text)
    if found:
        name, line = found
        how = "hãy chạy lệnh mend với tệp này để" if name in CONVERTIBLE else "hãy"
        raise DecodingError(f"chữ viết bằng bảng mã {name}; {how} chuyển sang Unicode rồi lưu lại", line)
    _refuse_piles(text)
    return unicodedata.normalize("NFC", text)


def _refuse_piles(text: str) -> None:
    """Marks piled upon one letter cover the lines around it, and are never meant."""
    for match in _MAYBE_MARKS.finditer(text):
        run = 0
        for character in match[0]:
            run = run + 1 if unicodedata.combining(character) else 0
            if run > MOST_MARKS:
                line = text.count("\n", 0, match.start()) + 1
                raise DecodingError(f"có hơn {MOST_MARKS} dấu chồng lên một chữ; hãy gõ lại chữ ở đây", line)


def line_ends(text: str) -> str:
    """The text with "\\n" at the end of every line, whichever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _nul(data: bytes) -> DecodingError:
    """A NUL byte: UTF-16 without its mark has one in every second place, other files are no text at all."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 > len(head) // 2 and min(even, odd) * 8 < max(even, odd):
        return DecodingError(f"tệp dùng bảng mã UTF-16 (không có BOM); {_ADVICE}")
    line = data.count(b"\n", 0, data.index(0)) + 1
    return DecodingError("có ký tự NUL (byte 0x00); tệp hỏng hoặc không phải tệp văn bản", line)
