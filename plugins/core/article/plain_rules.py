"""The rule about marks of Markdown and HTML in headers, which are plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..rules import rule
from .date_rules import GROUP

if TYPE_CHECKING:
    from .draft import Draft

_PLAIN = frozenset(
    {"title", "summary", "picture_alt", "picture_caption", "picture_credit", "correction", "withdrawn", "source"}
    | {"key_point", "key_figure", "question", "series", "attachment"}
)
"""Headers whose words readers see as they are written."""
_SIGN = re.compile(r"[*_`~\[<&\\]")
"""What each of the marks below begins with: looked for first, for few values have one."""
_MARK = re.compile(
    r"\*\*(?=\S)[^*\n]+\*\*|(?<!\w)(?:__(?=\S)[^_\n]+__|\*(?=[^\s*])[^*\n]*[^\s*]\*)(?!\w)|~~(?=\S)[^~\n]+~~"
    r"|`[^`\n]+`|!?\[[^\]\n]+\]\([^()\s]*\)|\[\[[^\]\n]+\]\]"
    r"|</?(?:[abiqspu]|br|em|strong|span|sup|sub|font|div|mark|code)(?:\s[^<>]*)?/?>"
    r"|&(?:amp|lt|gt|quot|nbsp|hellip|[lr][sd]quo|[mn]dash|#\d+|#[xX][0-9A-Fa-f]+);|\\[*_#\[\]`~.!-]"
)


@rule("header-marks", GROUP)
def header_marks(draft: Draft) -> None:
    """Phần đầu là chữ thuần: dấu của Markdown và HTML (**đậm**, [chữ](địa chỉ), <b>, &amp;) hiện nguyên như đã viết
    nên được nhắc."""
    for header in draft.headers:
        value = header.value
        if header.key not in _PLAIN or not _SIGN.search(value):
            continue
        if found := _MARK.search(value):
            message = f"“{found[0][:60]}” hiện nguyên như đã viết, vì phần đầu là chữ thuần; hãy bỏ dấu, giữ chữ"
            draft.complain("header-marks", header.key, message, line=header.line, severity="warning")
