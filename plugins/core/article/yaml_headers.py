"""The YAML between `---` fences → headers: every scalar as its text, with its line.

libyaml composes it (PyYAML's C loader); nothing is constructed, so that dates, numbers and `yes` stay what was written.
What YAML would drop or what has no place in a header is told, never guessed: comments that swallow words, anchors,
aliases, tags, nested values.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CHARACTERS = 100_000
"""Longest YAML."""
MOST_BRACKETS = 60
"""Most `[` and `{`."""
_TOO_DEEP = (" " * 64, "- - - - - ", "? ? ? ")
"""Indentation and dashes in a row as no header has them."""
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_ -]{0,40}")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+\n\s*+")
_CORE_TAG = "tag:yaml.org,2002:"
_QUOTE_IT = "hãy đặt cả giá trị trong ngoặc kép thẳng"


class NotYamlError(ValueError):
    """Raised when the text is no YAML mapping; the earlier way of reading lines may still know it. line: counted from
    0; its text says where and why, for editors."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class TooMuchYamlError(ValueError):
    """Raised when the text is longer or nested deeper than any header; its text is for editors."""


class YamlHeader(NamedTuple):
    """name: as written; line: counted from 0; items: of a list, else None."""

    name: str
    value: str
    line: int
    items: tuple[str, ...] | None


class YamlHeaders(NamedTuple):
    """headers: in order; faults: (line counted from 0, message); quoted: lines inside quotes and blocks, where
    anything may stand."""

    headers: list[YamlHeader]
    faults: list[tuple[int, str]]
    quoted: frozenset[int]


def read_yaml(text: str) -> YamlHeaders:
    """Read a mapping. Raises NotYamlError and TooMuchYamlError."""
    brackets = text.count("[") + text.count("{")
    if len(text) > MOST_CHARACTERS or brackets > MOST_BRACKETS or any(sign in text for sign in _TOO_DEEP):
        raise TooMuchYamlError("phần đầu quá dài hoặc lồng nhau quá sâu; hãy viết phẳng hơn, mỗi dòng “Tên: giá trị”")
    root = _compose(text)
    reading = _Reading(text)
    for key, value in root.value:
        reading.take(key, value)
    if "&" in text or "*" in text:
        reading.faults += _anchors(text)
    return YamlHeaders(reading.headers, sorted(set(reading.faults)), frozenset(reading.quoted))


def _compose(text: str) -> Any:
    import yaml

    loader = _loader()(text)
    try:
        root = loader.get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise NotYamlError("phần đầu không đúng YAML ở đây", mark.line if mark else 0) from None
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        raise NotYamlError("phần đầu không gồm các dòng “Tên: giá trị”", 0)
    return root


@cache
def _loader() -> Any:
    """libyaml's loader without its guesses at what a scalar is; a tag of its own still shows."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return type("TextLoader", (base,), {"resolve": lambda self, kind, value, implicit: _CORE_TAG})


def _anchors(text: str) -> Iterator[tuple[int, str]]:
    """Names for values and references to them; a few of them can stand for millions of words."""
    import yaml

    events: Iterator[Any] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for event in events:
        if getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"“{sign}{event.anchor}” là neo của YAML, không dùng ở đây; nếu là chữ, {_QUOTE_IT}"
            yield event.start_mark.line, message


class _Reading:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.has_comments = "#" in text
        self.headers: list[YamlHeader] = []
        self.faults: list[tuple[int, str]] = []
        self.quoted: set[int] = set()

    def take(self, key: Any, value: Any) -> None:
        """One pair of the mapping."""
        line = key.start_mark.line
        name = key.value if key.id == "scalar" else ""
        if not _NAME.fullmatch(name):
            raise NotYamlError("tên ở đầu dòng không đọc được; hãy viết “Tên: giá trị”", line)
        items: tuple[str, ...] | None = None
        if value.id == "sequence":
            self._check_tag(value)
            items = tuple(text for text in [self._item(item, flow=value.flow_style) for item in value.value] if text)
            words = "; ".join(items)
        elif value.id == "scalar":
            words = self._text(value)
        else:
            self.faults.append((line, f"“{name}” có giá trị lồng nhau; hãy viết giá trị trên một dòng"))
            words = ""
        self.headers.append(YamlHeader(name, words, line, items))

    def _item(self, node: Any, *, flow: bool) -> str:
        """One entry of a list; `- Hỏi: đáp` is words, whatever YAML says."""
        if node.id == "scalar":
            return self._text(node, flow=flow)
        whole = [scalar for pair in node.value for scalar in pair] if node.id == "mapping" else []
        if len(whole) == 2 and all(scalar.id == "scalar" and not scalar.style for scalar in whole):
            return f"{self._text(whole[0], flow=flow)}: {self._text(whole[1], flow=flow)}".strip()
        self.faults.append((node.start_mark.line, f"danh sách có mục lồng nhau; {_QUOTE_IT}"))
        return ""

    def _text(self, node: Any, *, flow: bool = False) -> str:
        first, last = node.start_mark.line, node.end_mark.line
        self._check_tag(node)
        if node.style == '"' and not node.value.isprintable():
            self._check_escapes(node.value, first, last)
        if not node.style:
            if self.has_comments:
                self._check_comment(node, flow=flow)
            return "" if node.value in _NULL else _one_line(node.value)
        beyond = node.style in "|>" and not node.end_mark.column  # a block ends where the next line begins
        self.quoted.update(range(first + 1, last + (0 if beyond else 1)))
        return _one_line(node.value)

    def _check_tag(self, node: Any) -> None:
        """A tag that was written, `!!str` too: the value would be another than its words."""
        if node.tag != _CORE_TAG:
            self.faults.append((node.start_mark.line, f"giá trị mở đầu bằng “!”, YAML hiểu khác; {_QUOTE_IT}"))

    def _check_escapes(self, value: str, first: int, last: int) -> None:
        """Characters that must not be published, written as `\\u0000`: the file's own characters are no help there."""
        from ..text.rules import broken_characters, control_characters, direction_marks  # as TOML's are

        if not any("\\" in line for line in self.lines[first : last + 1]):
            return
        for check in (control_characters, direction_marks, broken_characters):
            self.faults += [(first, message) for _, message in check(value.replace("\n", " ").replace("\t", " "))][:1]

    def _check_comment(self, node: Any, *, flow: bool) -> None:
        """Words behind " #" would vanish, as would a line of the value that begins with "#"."""
        start, end = node.start_mark, node.end_mark
        last = end.line if end.column or end.line == start.line else end.line - 1
        for number in range(start.line, min(last + 1, len(self.lines))):
            if _hides(self.lines[number], max(start.column - 1, 0) if number == start.line else 0, flow=flow):
                self.faults.append((number, f"có “ #”, YAML coi phần sau là ghi chú; {_QUOTE_IT}"))
        after = self.lines[last + 1] if node.value and last + 1 < len(self.lines) else ""
        if after[:1] in {" ", "\t"} and after.lstrip()[:1] == "#":
            message = f"dòng mở đầu bằng “#” là ghi chú của YAML nên chữ trong đó sẽ mất; {_QUOTE_IT}"
            self.faults.append((last + 1, message))


def _one_line(value: str) -> str:
    value = value.strip()
    return _LINE_END.sub(" ", value) if "\n" in value else value


def _hides(line: str, start: int, *, flow: bool) -> bool:
    """Whether words of a line stand behind " #". flow: a list's entry ends at a comma or bracket."""
    places = [place for place in (line.find(" #", start), line.find("\t#", start)) if place >= 0]
    return bool(places) and not (flow and any(sign in line[start : min(places)] for sign in ",]"))
