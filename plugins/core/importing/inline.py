"""Spans → one line of the column's Markdown, or of HTML where Markdown isn't read (inside raw tables)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

from .model import Span

NoteNumber = Callable[[str], int]
_MARKS = re.compile(r"[\\`*_\[\]{}]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"(?:[-+](?=\s|$|-)|#|>|~{3}|={2,}|:(?=\s)|\|)")
_NUMBER_START = re.compile(r"(\d+)\.(?=\s|$)")


def escaped(text: str) -> str:
    """Text with every sign that Markdown would take for a mark escaped."""
    text = _MARKS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text))
    return text.replace("<", "&lt;")


def line_start(line: str) -> str:
    """A line that begins with no mark of a block, whatever its text begins with."""
    if match := _NUMBER_START.match(line):
        return f"{match[1]}\\.{line[match.end() :]}"
    if _START.match(line):
        first = line[0]
        return (f"\\{first}" if first in "-+#" else f"&#{ord(first)};") + line[1:]
    return line


def markdown(spans: Sequence[Span], note_number: NoteNumber, *, cell: bool = False) -> str:
    """One line of Markdown; breaks are `<br>`. cell: in a table, where "|" parts the columns."""
    parts = []
    for link, group in _by_link(spans):
        inner = _marked(list(group), note_number, cell=cell)
        parts.append(f"[{inner}]({_target(link)})" if link and inner else inner)
    text = "".join(parts)
    text = re.sub(r"#(?=\s*$)", r"\\#", text) if text.endswith("#") and not text.endswith("\\#") else text
    return text if cell else line_start(text)


def html(spans: Iterable[Span]) -> str:
    """The same as HTML. Notes can't stand in raw HTML: whoever calls has taken them out."""
    parts = []
    for link, group in _by_link(spans):
        inner = "".join("<br>" if span.line else _tagged(escape(span.text, quote=False), span) for span in group)
        parts.append(f'<a href="{escape(link)}">{inner}</a>' if link and inner else inner)
    return "".join(parts)


def _by_link(spans: Iterable[Span]) -> Iterable[tuple[str, Iterable[Span]]]:
    return ((link, list(group)) for link, group in groupby(spans, key=lambda span: span.link))


def _target(link: str) -> str:
    balanced = link.count("(") == link.count(")") and ")" not in link.partition("(")[0]
    return link if balanced else f"<{link}>"


def _tagged(text: str, span: Span) -> str:
    for on, tag in ((span.script, span.script), (span.struck, "del"), (span.italic, "em"), (span.bold, "strong")):
        if on and text:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _marked(spans: list[Span], note_number: NoteNumber, *, cell: bool) -> str:
    """Emphasis as asterisks where that has one meaning only, as tags elsewhere."""
    out: list[str] = []
    for at, span in enumerate(spans):
        if span.line:
            out.append("<br>")
        elif span.note:
            out.append(f"[^{note_number(span.note)}]")
        else:
            text = escaped(span.text)
            if cell:
                text = text.replace("|", "\\|")
            out.append(_emphasised(text, span, spans[at - 1 : at] if at else [], spans[at + 1 : at + 2]))
    return "".join(out)


def _emphasised(text: str, span: Span, before: Sequence[Span], after: Sequence[Span]) -> str:
    core = text.strip()
    if not core:
        return text
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if span.script or span.struck:
        core = _tagged(core, span._replace(bold=False, italic=False))
    mark = "**" * span.bold + "*" * span.italic
    if not mark:
        return head + core + tail
    alone = all(not (other.bold or other.italic) or other.line or other.note for other in (*before, *after))
    apart = (not before or head or not _glued(before[-1].text[-1:])) and (
        not after or tail or not _glued(after[0].text[:1])
    )
    # Python-Markdown joins emphasis that touches, and a letter beside a mark makes it text elsewhere
    if alone and apart and not core.startswith(("*", "\\*", "<")) and not core.endswith("\\*"):
        return f"{head}{mark}{core}{mark}{tail}"
    return head + _tagged(core, span._replace(script="", struck=False)) + tail


def _glued(letter: str) -> bool:
    return letter.isalnum() or letter == "*"
