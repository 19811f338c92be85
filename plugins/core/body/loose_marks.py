"""Markdown that stayed text: a mark left in what readers see is most often a slip of the pen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..text.plain_text import plain_text

if TYPE_CHECKING:
    from .findings import Findings

_LOOSE = re.compile(
    r"(?P<note>\[\^[^\]\s]{1,40}\])|(?P<link>\](?: ?\(\.{0,2}[^()\s.]++\.[^()\s]++\)|\[[^\]\n]{1,60}\]))|(?P<bold>\*\*)"
    r"|(?P<picture>!\[[^\]\n]{0,200}\])"
)
_ADVICE = {
    "note": "chú thích “{}” không có dòng “{}: …” giải thích",
    "link": "liên kết “…{}” chưa thành liên kết; hãy viết liền [chữ](địa-chỉ), khoảng trắng trong địa chỉ viết là %20",
    "bold": "dấu “{}” còn lại trên trang; chữ đậm viết **như thế này**, không có khoảng trắng sau dấu mở",
    "picture": "ảnh “{}” chưa thành ảnh; hãy viết ![tả ảnh](tệp.jpg)",
}


_CODE = re.compile(r"(</?(?:pre|code)(?: [^<>]*)?>)")


def check_loose_marks(html: str, text: str, findings: Findings) -> None:
    """Warn of marks in the plain text of a body; code shows them on purpose."""
    if "]" not in text and "*" not in text:
        return
    if "<code" in html:
        text = plain_text(_outside_code(html))
    for match in _LOOSE.finditer(text):
        message = _ADVICE[match.lastgroup or "link"].replace("{}", match[0])
        findings.complain("loose-mark", message, findings.line(match[0]), "warning")


def _outside_code(html: str) -> str:
    depth, kept = 0, []
    for number, piece in enumerate(_CODE.split(html)):  # odd ones are tags
        if number % 2:
            depth += -1 if piece[1] == "/" else 1
        elif not depth:
            kept.append(piece)
    return "".join(kept)
