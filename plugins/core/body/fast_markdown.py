"""Python-Markdown with the same output in less time: steps that can't find anything in a text are skipped.

`Speed` is an extension like any other and goes last in the list. It replaces registered parts by subclasses of
themselves and changes no rule: `tests/core/body/test_fast_markdown.py` holds stock and sped-up output together.
What it does not know (parts of foreign extensions) runs as always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown import preprocessors, treeprocessors, util
from markdown.extensions import Extension

from .html_writer import html_of

if TYPE_CHECKING:
    from markdown import Markdown


class Speed(Extension):
    """Register after every other extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 — Markdown's name
        """Put the quick parts in the places of the slow ones."""
        facts = _Facts(md)
        md.preprocessors.register(facts, "column_facts", 29.9)  # right after whitespace is normalised
        if _is_stock(md.preprocessors, "normalize_whitespace", preprocessors.NormalizeWhitespace):
            md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
        if _is_stock(md.treeprocessors, "prettify", treeprocessors.PrettifyTreeprocessor):
            md.treeprocessors.register(_Prettify(md), "prettify", 10)
        if _is_stock(md.treeprocessors, "unescape", treeprocessors.UnescapeTreeprocessor):
            md.treeprocessors.register(_Unescape(md, facts), "unescape", 0)
        md.output_formats = {**md.output_formats, "html": html_of}  # type: ignore[misc]  # this instance's only


def _is_stock(registry: util.Registry[Any], name: str, kind: type) -> bool:
    return name in registry and type(registry[name]) is kind


class _Facts(preprocessors.Preprocessor):
    """Looks once at the whole source for what the later steps ask."""

    escapes = True

    def run(self, lines: list[str]) -> list[str]:
        source = "".join(lines)
        self.escapes = "\\" in source or "&" in source
        return lines


class _Whitespace(preprocessors.NormalizeWhitespace):
    """Text without tabs, carriage returns, Markdown's own marks and lines of spaces alone is normal already."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        marks = "\t" in source or "\r" in source or util.STX in source or util.ETX in source
        return super().run(lines) if marks or any(map(str.isspace, lines)) else [*lines, "", ""]


class _Blocks(dict[object, bool]):
    """Name of an element → whether it is a block, judged once."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(dict.fromkeys(names, True))

    def __missing__(self, tag: object) -> bool:
        self[tag] = found = isinstance(tag, str) and self.get(tag.lower().rstrip("/"), False)
        return found


class _Prettify(treeprocessors.PrettifyTreeprocessor):
    """Looks element names up instead of searching a list for them."""

    def run(self, root: Element) -> None:
        self.is_block = _Blocks(self.md.block_level_elements)
        super().run(root)

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802 — the parent's name
        is_block = self.is_block
        if len(elem) and is_block[elem.tag] and elem.tag not in {"code", "pre"}:
            if is_block[elem[0].tag] and not (elem.text and elem.text.strip()):
                elem.text = "\n"
            for child in elem:
                if is_block[child.tag]:
                    self._prettifyETree(child)
        if not elem.tail or not elem.tail.strip():
            elem.tail = "\n"


class _Unescape(treeprocessors.UnescapeTreeprocessor):
    """Escaped characters come from backslashes and entities only, and stand in few words."""

    def __init__(self, md: Markdown, facts: _Facts) -> None:
        super().__init__(md)
        self.facts = facts

    def run(self, root: Element) -> None:
        if not self.facts.escapes:
            return
        for element in root.iter():
            if element.text and util.STX in element.text and element.tag != "code":
                element.text = self.unescape(element.text)
            if element.tail and util.STX in element.tail:
                element.tail = self.unescape(element.tail)
            for name, value in element.items():
                if value and util.STX in value:
                    element.set(name, self.unescape(value))
