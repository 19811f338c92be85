"""Raw HTML in Markdown: what an editor wrote that the sanitiser would remove is told with its line, never lost.

This looks at the pieces exactly as they were written; the sanitiser does not depend on it.
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from .attributes import tell_attribute
from .sanitise import ATTRIBUTES, CLASSES, DROPPED_TAGS, REFUSED_TAGS, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .findings import Findings

_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_MAY_STAY_OPEN = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "rp", "rt"})
_SWALLOWS = frozenset(
    {"blockquote", "details", "div", "dl", "figure", "figcaption", "ol", "pre", "section", "summary", "table", "ul"}
)
"""Elements that, left open, make Markdown take the rest of the article for raw HTML."""


def check_raw_html(pieces: Iterable[str], findings: Findings) -> None:
    """Note every element, attribute and open tag in the raw pieces that does not go out as written."""
    reader = _Reader(findings)
    for piece in pieces:
        if "<" in piece:
            reader.feed(piece)
            reader.close()
            reader.reset()
    for tag, count in sorted(reader.open.items()):
        if count > 0:
            message = f"thẻ <{tag}> mở mà không đóng; hãy thêm </{tag}>"
            line = findings.line(f"<{tag}")
            findings.complain("html-open", message, line, "error" if tag in _SWALLOWS else "warning")


def check_open_comment(text: str, findings: Findings) -> None:
    """A comment that is never closed would swallow the rest of the article."""
    last = text.rfind("<!--")
    if last >= 0 and "-->" not in text[last + 4 :]:
        line = findings.first_line + text.count("\n", 0, last)
        findings.complain("html-open", "chú thích “<!--” không có “-->” đóng lại", line)


def refuse_tag(tag: str, line: int, findings: Findings) -> None:
    """Tell of an element that must not stand in an article, once for each line."""
    key = (f"line {line}", tag)
    if key not in findings.told:
        findings.told.add(key)
        message = f"thẻ <{tag}> bị cấm trong bài; hãy bỏ đi, nếu là chữ thì viết &lt;{tag}&gt;"
        findings.complain("html-refused", message, line)


class _Reader(HTMLParser):
    def __init__(self, findings: Findings) -> None:
        super().__init__(convert_charrefs=True)
        self.findings = findings
        self.open: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or f"<{tag}"
        line = self.findings.line(written.split("\n", 1)[0])
        if tag in REFUSED_TAGS:
            refuse_tag(tag, line, self.findings)
            return
        if tag not in TAGS:
            self._tell_tag(tag, written, line)
            return
        if tag not in _VOID:
            self.open[tag] += 0 if tag in _MAY_STAY_OPEN else 1
        allowed = ATTRIBUTES.get(tag, frozenset()) | ATTRIBUTES["*"]
        for name, value in attrs:
            if name == "class":
                if tag not in {"code", "pre"} and not set((value or "").split()) <= CLASSES.get(tag, frozenset()):
                    tell_attribute(self.findings, tag, name, value or "", line)
            elif name not in allowed and not (tag == "img" and name in {"width", "height", "title", "loading"}):
                tell_attribute(self.findings, tag, name, value or "", line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and tag in TAGS and tag not in _MAY_STAY_OPEN:
            self.open[tag] -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in REFUSED_TAGS:
            refuse_tag(tag, self.findings.line(f"</{tag}"), self.findings)
        elif self.open[tag] > 0:
            self.open[tag] -= 1

    def handle_decl(self, decl: str) -> None:
        self.findings.complain("html-refused", f"“<!{decl[:40]}>” không được dùng trong bài", self.findings.line("<!"))

    def parse_html_declaration(self, i: int) -> int:
        """`<![…` of any kind; the library raises on some kinds or takes them for comments, each version others."""
        if not self.rawdata.startswith("<![", i):
            return super().parse_html_declaration(i)
        end = self.rawdata.find(">", i)
        self.unknown_decl(self.rawdata[i + 3 : end if end >= 0 else None])
        return end + 1 if end >= 0 else len(self.rawdata)

    def handle_pi(self, data: str) -> None:
        message = f"“<?{data[:40]}” không được dùng trong bài; nếu là chữ, hãy viết &lt;?"
        self.findings.complain("html-refused", message, self.findings.line("<?"))

    def unknown_decl(self, data: str) -> None:
        self.findings.complain("html-refused", f"“<![{data[:40]}” không được dùng trong bài", self.findings.line("<!["))

    def _tell_tag(self, tag: str, written: str, line: int) -> None:
        if tag in DROPPED_TAGS:
            message = f"thẻ <{tag}> không được dùng và sẽ bị bỏ, chữ bên trong được giữ"
            self.findings.complain("html-dropped", message, line, "warning")
        else:
            shown = " ".join(written.split())[:60]
            message = f"“{shown}” không phải thẻ được dùng; nếu là chữ, hãy viết &lt; thay cho <"
            self.findings.complain("html-refused", message, line)
