"""Markdown that stayed text: a mark left in what readers see is most often a slip of the pen."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from ..text.plain_text import plain_text

if TYPE_CHECKING:
    from .findings import Findings

_LOOSE = {
    "note": ("^", r"\[\^[^\]\s]{1,40}\]"),
    "link": ("]", r"\](?: ?\(\.{0,2}[^()\s.]++\.[^()\s]++\)|\[[^\]\n]{1,60}\])"),
    "bold": ("*", r"\*\*"),
    "picture": ("]", r"!\[[^\]\n]{0,200}\]"),
    "heading": ("#", r"^#{2,6}(?=[^\s#])"),
    "definition": ("]", r"^\[[^\]\n]{1,60}\]:(?= \S+$)"),
    "table": ("|", r"^\|?[ ]?:?-{2,}:?[ ]?(?:\|[ ]?:?-{2,}:?[ ]?)+\|?$"),
    "fence": ("`", "```"),
    "waves": ("~", "~~~"),
    "strike": ("~", "~~"),
    "marked": ("=", r"==(?=[^\s=][^=\n]*==(?!=))"),
    "low": ("~", r"(?<=\w)~(?=\w{1,8}~\w?)"),
    "once": ("~", r"(?<![\w~])~(?=[^\s~](?:[^~\n]{0,200}[^\s~])?~(?![\w~]))"),
    "code": (
        "{",
        r"\{\{[%<][^}\n]{0,80}\}\}|\{\{-? ?[a-z_]\w*[.|][^}\n]{0,80}\}\}|\{%[^}\n]{0,80}%\}"
        r"|\{:?[ ]?[.#][A-Za-zÀ-ỹ][^{}\n]{0,80}\}|\{:[a-z][^{}\n]{0,80}\}",
    ),
    "container": (":::", r"^:::+[ \w]*$"),
    "wiki": ("[[", r"\[\[[^\[\]\n]{1,200}\]\]"),
    "alert": ("[!", r"^\[![A-Za-z]+\][+-]?"),
    "contents": ("[TOC]", r"^\[TOC\]$"),
    "contents_small": ("[toc]", r"^\[toc\]$"),
    "admonition": ("!!!", r"^!!! [a-z][^\n]{0,80}"),
    "directive": ("::", r"^\.\. [a-z-]{3,20}::"),
    "board": ("[/", r"\[/(?:b|i|u|s|url|img|quote|code|color|size|center)\]"),
    "wings": ("'''", r"'''"),
    "equals": ("== ", r"^={2,6} [^\s=](?:[^=\n]{0,200}[^\s=])?(?: ={2,6})?$"),
    "hidden": ("%%", r"%%[^\s%][^%\n]{0,200}%%"),
    "review": ("{", r"\{(?:\+\+|--|~~|>>)[^{}\n]{1,200}\}"),
    "formula": ("\\", r"\\(?:frac|sqrt|sum|int|text|mathbf|mathrm|begin|times|cdot|left|right|alpha|beta|sigma)\b"),
    "display": ("$$", r"\$\$(?=[^$])"),
    "cited": ("†", r"【[^】\n]{0,40}†[^】\n]{0,80}】"),
    "answered": ("[oaicite", r":contentReference\[oaicite:\d+\](?:\{index=\d+\})?"),
    "backslash": ("\\", r"\\(?=$|\\$)"),
}
"""Kind → a sign without which none is there, which begins with a letter that few texts have; and what one looks like.
Where two begin at one place, the earlier kind is meant."""
_SIGNS = tuple(dict.fromkeys((sign[0], sign) for sign, _ in _LOOSE.values()))
"""(first letter, sign): a letter is looked for in a thirtieth of the time."""
_ADVICE = {
    "note": "chú thích “{}” không có dòng “{}: …” giải thích",
    "link": "liên kết “…{}” chưa thành liên kết; hãy viết liền [chữ](địa-chỉ), khoảng trắng trong địa chỉ viết là %20",
    "bold": "dấu “{}” còn lại trên trang; chữ đậm viết **như thế này**, không có khoảng trắng sau dấu mở hay trước dấu "
    "đóng; sau “:**” cũng cần khoảng trắng",
    "picture": "ảnh “{}” chưa thành ảnh; hãy viết ![tả ảnh](tệp.jpg)",
    "heading": "“{}” ở đầu dòng chưa thành tiêu đề mục; hãy thêm dấu cách: “{} Tên mục”",
    "definition": "dòng khai báo địa chỉ “{}” hiện ra như chữ; nếu là địa chỉ thì thêm dòng trống phía trên, "
    "nếu là chữ thì viết \\{}",
    "table": "dòng “{}” chưa thành bảng; số ô phải bằng số ô của hàng ngay trên nó",
    "fence": "dấu “{}” còn lại trên trang; khối mã mở và đóng bằng ba dấu này ở đầu dòng riêng",
    "strike": "dấu “{}” còn lại trên trang; chữ gạch bỏ viết ~~như thế này~~",
    "marked": "dấu “{}” hiện ra như chữ; tô nổi bật thì viết <mark>chữ</mark> hoặc **chữ**",
    "low": "dấu “{}” hiện ra như chữ; chỉ số dưới viết <sub>2</sub>",
    "once": "dấu “{}” hiện ra như chữ; chữ gạch bỏ viết ~~như thế này~~",
    "code": "“{}” là mã của chương trình khác, ở đây hiện ra như chữ; hãy bỏ đi",
    "backslash": "dấu “{}” ở cuối đoạn hiện ra trên trang; hãy bỏ đi, giữa các đoạn đã có dòng trống",
}
_ADVICE |= {
    "waves": _ADVICE["fence"],
    "wiki": "“{}” không thành liên kết; hãy viết [chữ](tệp.md)",
    "board": "“{}” là mã của diễn đàn, ở đây hiện ra như chữ; hãy viết **đậm**, *nghiêng*, [chữ](địa-chỉ)",
    "wings": "dấu “{}” hiện ra như chữ; chữ đậm viết **như thế này**",
    "equals": "“{}” chưa thành tiêu đề mục; hãy viết “## Tên mục”",
    "hidden": "lời ghi riêng “{}” hiện ra cho mọi người đọc; hãy xoá, hoặc chuyển lên phần đầu bài: “Note: …”",
    "formula": "“{}” là lệnh của công thức LaTeX, ở đây hiện ra như chữ; hãy viết bằng chữ, <sup>, <sub> hoặc dùng ảnh",
    "cited": "“{}” là dấu nguồn của trợ lý máy, không dẫn tới đâu; hãy xoá hoặc thay bằng liên kết tới nguồn",
}
_ADVICE |= dict.fromkeys(
    ("container", "alert", "contents", "contents_small", "admonition", "directive"), _ADVICE["code"]
)
_ADVICE |= {"review": _ADVICE["hidden"], "display": _ADVICE["formula"], "answered": _ADVICE["cited"]}

_AROUND = 16
"""Characters before and after a mark that tell its place in the source."""
_MOST = 50
"""Different marks whose escapes are looked for; each is a look through the text."""
_CODE = re.compile(r"(</?(?:pre|code)(?: [^<>]*)?>)")


def check_loose_marks(html: str, text: str, findings: Findings) -> None:
    """Warn of marks in the plain text of a body; code shows them on purpose, so does a `\\` before them."""
    signs = {sign for first, sign in _SIGNS if first in text and sign in text}
    if not signs:
        return
    kinds = tuple(kind for kind, (sign, _) in _LOOSE.items() if sign in signs)
    pattern = _pattern(kinds)
    if "<code" in html and pattern.search(text):
        text = plain_text(_outside_code(html))
    meant: Counter[str] = Counter()
    for match in pattern.finditer(text):
        kind, mark = match.lastgroup or "", match[0]
        if mark not in meant:
            meant[mark] = _escaped(kind, mark, findings.body) if len(meant) < _MOST else 0
        meant[mark] -= 1
        if meant[mark] < 0:
            line = findings.line(*_among_words(text, match), mark)
            findings.complain("loose-mark", _ADVICE[kind].replace("{}", mark), line, "warning")


def _among_words(text: str, match: re.Match[str]) -> tuple[str, ...]:
    """What to look for in the source, best first: the same mark may stand before where it works."""
    before = text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - _AROUND) : match.start()]
    end = text.find("\n", match.end())
    after = text[match.end() : min(end if end >= 0 else len(text), match.end() + _AROUND)]
    at_end = f"{match[0]}\n\n" if match[0] == "\\" else ""
    return (at_end, before + match[0] + after, match[0] + after if after else "", before + match[0] if before else "")


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """What marks of these kinds look like: of few, which most texts have, the engine makes a much quicker search."""
    return re.compile("|".join(f"(?P<{kind}>{_LOOSE[kind][1]})" for kind in kinds), re.MULTILINE)


def _escaped(kind: str, mark: str, body: str) -> int:
    """How often a mark was written to be seen, with more backslashes than it has."""
    if "\\" not in body:
        return 0
    written = r"\\?".join(["", *map(re.escape, mark)])
    if kind == "link":
        written = rf"(?:\\\[[^\[\]\n]*)?{written}"
    own = mark.count("\\")
    return sum(found[0].count("\\") > own for found in re.finditer(written, body))


def _outside_code(html: str) -> str:
    depth, kept = 0, []
    for number, piece in enumerate(_CODE.split(html)):  # odd ones are tags
        if number % 2:
            depth += -1 if piece[1] == "/" else 1
        elif not depth:
            kept.append(piece)
    return "".join(kept)
