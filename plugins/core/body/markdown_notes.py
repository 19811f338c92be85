"""What the reader of Markdown tells of a text, as problems with their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .listener import Listener

if TYPE_CHECKING:
    from .findings import Findings
    from .link_syntax import Definition

_OWN = re.compile(r"#|[{|]\s*(?:tag|category|filename|static|attach|index)\s*[}|]")
"""Addresses that only this column knows; spaces in them are its own way too."""


class MarkdownNotes(Listener):
    """Listens to the dialect on behalf of one body's findings."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def renumbered(self, line: str, shown: int) -> None:
        """An item shows another number than the one its line has."""
        written = line.split(".")[0].split(")")[0].strip()
        message = (
            f"mục “{_short(line)}” sẽ hiện số {shown} chứ không phải {written} (danh sách tự đánh số tiếp); "
            f"nếu phải là {written}, hãy viết {written}\\. hoặc tách thành đoạn riêng"
        )
        self._warn("list-number", message, line)

    def defined_again(self, definition: Definition) -> None:
        """A label is defined twice; the first one counts."""
        label = _short(definition.label)
        message = f"“[{label}]:” được khai báo hai lần; dòng sau không hiện ra và không dùng được, hãy đổi tên"
        self._warn("link-unused", message, f"[{definition.label}]:")

    def unused(self, definition: Definition) -> None:
        """Nothing links to a definition."""
        label = _short(definition.label)
        message = (
            f"dòng “[{label}]: …” được hiểu là khai báo địa chỉ nên không hiện ra trên trang, mà không chỗ nào dùng "
            f"[{label}]; nếu là chữ của bài, hãy viết \\[{label}]: …"
        )
        self._warn("link-unused", message, f"[{definition.label}]:")

    def loose_link(self, address: str, written: str) -> None:
        """A link is one for this column only."""
        if _OWN.match(address) or (" " not in address.partition("#")[0] and "#" in address):
            return
        shown, other = _short(address), "chương trình khác không hiểu"
        if "{{" in address or "{%" in address:
            message = f"địa chỉ “{shown}” là mã của chương trình khác, ở đây không dẫn tới đâu; hãy viết địa chỉ thật"
        elif " " in address:
            message = f"địa chỉ “{shown}” có khoảng trắng, {other}; hãy viết (<{shown}>)"
        else:
            message = f'chú thích trong “{_short(written)}” có ngoặc kép, {other}; hãy viết \\" thay cho "'
        self._warn("link-loose", message, written)

    def cell_lost(self, row: str) -> None:
        """A row of a table has more cells than its head."""
        message = (
            f"hàng “{_short(row)}” có nhiều ô hơn hàng đầu bảng; các ô thừa không hiện ra, dấu | của chữ viết là \\|"
        )
        self._warn("table-cells", message, row)

    def row_indented(self, row: str) -> None:
        """A row of a table is indented so far that it is code elsewhere."""
        message = (
            f"hàng “{_short(row)}” thụt bốn dấu cách: ở đây là hàng của bảng, nơi khác là mã; hãy bỏ dấu cách ở đầu"
        )
        self._warn("table-indented", message, row)

    def no_names(self, row: str) -> None:
        """The head of a table has no words."""
        message = "hàng đầu bảng để trống nên các cột không có tên; hãy chuyển tên cột lên hàng đầu"
        self._warn("table-head", message, row)

    def explains(self, line: str) -> None:
        """A line that may be words explains the one above it."""
        message = (
            f"dòng “{_short(line)}” thành lời giải nghĩa của dòng trên, dấu hai chấm không hiện ra; đúng ý thì viết "
            "“:   ” (ba dấu cách), nếu là chữ thì viết “\\: ”"
        )
        self._warn("meaning", message, line)

    def code_in_html(self, line: str) -> None:
        """A tag is shown as code because its line is indented."""
        message = f"thẻ “{_short(line)}” thụt vào sau dòng trống nên hiện ra như mã; bỏ dòng trống hoặc bớt thụt"
        self._warn("html-indented", message, line)

    def open_fence(self, sign: str) -> None:
        """The rest of the text is code."""
        message = f"khối mã mở bằng “{sign}” mà không đóng, phần còn lại của bài hiện ra như mã; hãy thêm dòng “{sign}”"
        body = self.findings.body
        line = self.findings.first_line + body.count("\n", 0, max(body.rfind(sign), 0))
        self.findings.complain("code-open", message, line, "warning")

    def too_deep(self, line: str) -> None:
        """A list or quotation is nested too deep."""
        if not any(problem.rule == "limits" for problem in self.findings.problems):
            message = "danh sách hoặc trích dẫn lồng nhau quá sâu; hãy viết phẳng hơn"
            self.findings.complain("limits", message, self.findings.line(line))

    def _warn(self, rule: str, message: str, needle: str) -> None:
        self.findings.complain(rule, message, self.findings.line(needle, needle.strip()), "warning")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
